"""Turns rules into an engine. Needed once for each set of rules; `rule_set.py` keeps what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import hyperscan

from privacygate.detectors.secrets.encoded import FINDERS, RUN
from privacygate.detectors.secrets.engine import ENCODED, PART, Engine
from privacygate.detectors.secrets.finder import Finder, finders_of
from privacygate.detectors.secrets.secret_rule import SecretRule
from privacygate.errors import RuleFileError


def compile_engine(rules: Sequence[SecretRule]) -> Engine:
    """Compile `rules`; takes some tenths of a second for some hundred.

    Raises:
        RuleFileError: Hyperscan cannot use a pattern.
    """
    finders = [
        (index + part * PART, finder)
        for index, rule in enumerate(rules)
        for part, finder in enumerate(finders_of(rule))
    ]
    try:
        return Engine(_compile(finders, FINDERS if finders else ()))
    except hyperscan.error as error:
        culprit = next((rules[index % PART].id for index, finder in finders if not _compiles(finder)), None)
        where = f"the pattern of `{culprit}`" if culprit else "these rules together"
        raise RuleFileError(
            f"Hyperscan cannot use {where} ({error})",
            remedy="Give the rule keywords that are rare, or shorten large repetitions.",
        ) from error


def _compile(finders: Sequence[tuple[int, Finder]], encodings: Sequence[tuple[int, str]] = ()) -> Any:
    """The database in which each finder reports under the number beside it, and each of `encodings` behind `ENCODED`.

    NOTE: Hyperscan makes one of expressions with the same number, and takes as long as for a single one.
    """
    once = int(hyperscan.HS_FLAG_SINGLEMATCH)
    ids = [*(number for number, _ in finders), *range(ENCODED, ENCODED + len(encodings))]
    flags = [*(_flags(finder) for _, finder in finders), *(0 if kind == RUN else once for kind, _ in encodings)]
    expressions = [*(finder.expression for _, finder in finders), *(expression for _, expression in encodings)]
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
    flags = 0 if finder.finds_keywords or finder.finds_places else int(hyperscan.HS_FLAG_SINGLEMATCH)
    return flags | int(hyperscan.HS_FLAG_CASELESS) if finder.ignore_case else flags


def _compiles(finder: Finder) -> bool:
    try:
        _compile([(0, finder)])
    except hyperscan.error:
        return False
    return True
