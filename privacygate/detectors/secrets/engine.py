"""Finds, in one pass over a text, which rules may have something to say about it.

Hyperscan runs every pattern at once, at a few hundred MB/s, and reports each rule at most once; RE2 then
reads the text for those rules alone (`confirm.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import hyperscan

from privacygate.detectors.secrets.rule import SecretRule
from privacygate.errors import RuleFileError

HYPERSCAN_VERSION: str = hyperscan.__version__


class Engine:
    """A compiled set of rules. A rule is known by its index in the list it was compiled from."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._hits: list[int] = []
        self._on_match = self._hits_append()

    def _hits_append(self) -> Any:
        append = self._hits.append

        def on_match(index: int, _start: int, _end: int, _flags: int, _context: Any) -> None:
            append(index)

        return on_match

    def candidates(self, text: bytes) -> list[int]:
        """The indexes of the rules that may match somewhere in `text`, in ascending order."""
        hits = self._hits
        hits.clear()
        if text:
            self._database.scan(text, self._on_match)
        return sorted(hits)

    def dump(self) -> bytes:
        """The compiled form, for this version of Hyperscan and this kind of CPU."""
        return bytes(hyperscan.dumpb(self._database))


def load_engine(data: bytes) -> Engine | None:
    """The engine that `dump` gave, or None when this machine cannot use it."""
    try:
        database = hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except hyperscan.error:
        return None
    return Engine(database)


def compile_engine(rules: Sequence[SecretRule]) -> Engine:
    """Compile `rules`; takes the better part of a second for some hundred.

    Raises:
        RuleFileError: Hyperscan cannot use a pattern.
    """
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    try:
        database.compile(
            expressions=[rule.pattern.encode("latin-1") for rule in rules],
            ids=list(range(len(rules))),
            elements=len(rules),
            flags=[_flags(rule) for rule in rules],
        )
    except hyperscan.error as error:
        culprit = next((rule.id for rule in rules if not _compiles(rule)), None)
        where = f"the pattern of `{culprit}`" if culprit else "these rules together"
        raise RuleFileError(
            f"Hyperscan cannot use {where} ({error})",
            remedy="Shorten large repetitions, or leave out what only confirms: RE2 reads the whole pattern again.",
        ) from error
    return Engine(database)


def _flags(rule: SecretRule) -> int:
    flags = int(hyperscan.HS_FLAG_SINGLEMATCH)
    if rule.ignore_case:
        flags |= hyperscan.HS_FLAG_CASELESS
    return flags


def _compiles(rule: SecretRule) -> bool:
    try:
        hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK).compile(
            expressions=[rule.pattern.encode("latin-1")], ids=[0], elements=1, flags=[_flags(rule)]
        )
    except hyperscan.error:
        return False
    return True
