"""Finds, in one pass over a text, which rules may have something to say about it.

Hyperscan runs every pattern at once, at a few hundred MB/s, and reports each rule at most once; RE2 then
reads the text for those rules alone (`confirm.py`).
"""

from __future__ import annotations

from typing import Any

import hyperscan

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
