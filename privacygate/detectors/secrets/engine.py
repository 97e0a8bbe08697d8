"""Finds, in one pass over a text, which rules may have something to say about it.

Hyperscan runs every pattern at once, at a few hundred MB/s, and reports each rule at most once; RE2 then
reads the text for those rules alone (`confirm.py`).
"""

from __future__ import annotations

from typing import Any

import hyperscan

HYPERSCAN_VERSION: str = hyperscan.__version__  # type: ignore[attr-defined]

ENCODED = 1 << 24
"""From this index on hits are not of rules: they say where something may be encoded; see `encoded.FINDERS`."""


PART = 1 << 16
"""A rule that is looked for by several expressions reports under its index plus a multiple of this."""


class Engine:
    """A compiled set of rules. A rule is known by its index in the list it was compiled from."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._hits: list[tuple[int, int]] = []
        append = self._hits.append

        def on_match(index: int, _start: int, end: int, _flags: int, _context: Any) -> None:
            append((index % PART if index < ENCODED else index, end))

        self._on_match = on_match

    def hits(self, text: bytes) -> list[tuple[int, int]]:
        """Which rules may match in `text`: index of the rule and a byte offset where what was found for it ends.

        Rules whose keywords are looked for have a hit for each keyword, others one. In ascending order; behind them
        come the places, from `ENCODED` on, where something may be encoded.
        """
        hits = self._hits
        if text:
            self._database.scan(text, self._on_match)
            if hits:
                found = sorted(hits)
                hits.clear()
                return found
        return []

    def candidates(self, text: bytes) -> list[int]:
        """The indexes of the rules that may match somewhere in `text`, in ascending order."""
        return sorted({index for index, _ in self.hits(text) if index < ENCODED})

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
