"""Turns rules into an engine. Needed once for each set of rules; `rule_set.py` keeps what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import hyperscan

from privacygate.detectors.secrets.engine import Engine
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
        return Engine(_compile(finders))
    except hyperscan.error as error:
        culprit = next((rule.id for rule, finder in zip(rules, finders, strict=True) if not _compiles(finder)), None)
        where = f"the pattern of `{culprit}`" if culprit else "these rules together"
        raise RuleFileError(
            f"Hyperscan cannot use {where} ({error})",
            remedy="Give the rule keywords that are rare, or shorten large repetitions.",
        ) from error


def _compile(finders: Sequence[Finder]) -> Any:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[finder.expression.encode("latin-1") for finder in finders],
        ids=list(range(len(finders))),
        elements=len(finders),
        flags=[_flags(finder) for finder in finders],
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
