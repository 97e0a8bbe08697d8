"""Turns rules into an engine. Needed once for each set of rules; `rule_set.py` keeps what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import hyperscan

from privacygate.detectors.secrets.encoded import FINDERS, RUN
from privacygate.detectors.secrets.engine import ENCODED, Engine
from privacygate.detectors.secrets.finder import Finder, finder_of
from privacygate.detectors.secrets.secret_rule import SecretRule
from privacygate.errors import RuleFileError


def compile_engine(rules: Sequence[SecretRule]) -> Engine:
    """Compile `rules`; takes some tenths of a second for some hundred.

    Raises:
        RuleFileError: Hyperscan cannot use a pattern.
    """
    finders = [finder_of(rule) for rule in rules]
    try:
        return Engine(_compile(finders, FINDERS if finders else ()))
    except hyperscan.error as error:
        culprit = next((rule.id for rule, finder in zip(rules, finders, strict=True) if not _compiles(finder)), None)
        where = f"the pattern of `{culprit}`" if culprit else "these rules together"
        raise RuleFileError(
            f"Hyperscan cannot use {where} ({error})",
            remedy="Give the rule keywords that are rare, or shorten large repetitions.",
        ) from error


def _compile(finders: Sequence[Finder], encodings: Sequence[tuple[int, str]] = ()) -> Any:
    """The database for `finders`, known by their indexes, and for `encodings`, known by theirs behind `ENCODED`."""
    once = int(hyperscan.HS_FLAG_SINGLEMATCH)
    ids = [*range(len(finders)), *range(ENCODED, ENCODED + len(encodings))]
    flags = [*map(_flags, finders), *(0 if kind == RUN else once for kind, _ in encodings)]
    expressions = [*(finder.expression for finder in finders), *(expression for _, expression in encodings)]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression.encode("latin-1") for expression in expressions],
        ids=ids,
        elements=len(ids),
        flags=flags,
    )
    return database


def _flags(finder: Finder) -> int:
    # Other patterns match many times in one long text; once is enough to know that RE2 has to read it.
    flags = 0 if finder.finds_keywords else int(hyperscan.HS_FLAG_SINGLEMATCH)
    return flags | int(hyperscan.HS_FLAG_CASELESS) if finder.ignore_case else flags


def _compiles(finder: Finder) -> bool:
    try:
        _compile([finder])
    except hyperscan.error:
        return False
    return True
