"""Finds, in one pass over a file, where words stand that may tell something; most files have none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import hyperscan

from privacygate.detectors.comments.signal import Signal

HYPERSCAN_VERSION: str = hyperscan.__version__  # type: ignore[attr-defined]

MOST_PLACES = 20_000
"""A file with more of them is a word list, or built to be slow; the rest of it is not looked at."""


class Finder:
    """The patterns that signals are found by, compiled. A signal is known by its index."""

    def __init__(self, database: Any, groups: Sequence[Sequence[int]]) -> None:
        """Begin with a database whose pattern of each number finds all signals of that group."""
        self._database = database
        self._places: list[tuple[int, int]] = []
        places = self._places

        def on_match(number: int, _start: int, end: int, _flags: int, _context: Any) -> bool | None:
            for index in groups[number]:
                places.append((end, index))
            return len(places) >= MOST_PLACES or None

        self._on_match = on_match

    def places(self, text: bytes) -> list[tuple[int, int]]:
        """Where in `text`, a file or the words of a comment, a signal may stand, in order.

        For each place the byte offset where what was found ends, and the index of the signal.
        """
        if not text:
            return []
        self._places.clear()
        with suppress(hyperscan.ScanTerminated):
            self._database.scan(text, self._on_match)
        return sorted(self._places)

    def dump(self) -> bytes:
        """The compiled form, for this version of Hyperscan and this kind of CPU."""
        return bytes(hyperscan.dumpb(self._database))


def compile_finder(signals: Sequence[Signal]) -> Finder | str:
    """Compile what `signals` are found by, or say what Hyperscan has against it."""
    groups = _groups(signals)
    firsts = [signals[group[0]] for group in groups]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    try:
        database.compile(
            expressions=[signal.find.encode() for signal in firsts],
            ids=list(range(len(firsts))),
            elements=len(firsts),
            flags=[int(hyperscan.HS_FLAG_CASELESS) if signal.ignore_case else 0 for signal in firsts],
        )
    except hyperscan.error as error:
        return str(error)
    return Finder(database, groups)


def load_finder(data: bytes, signals: Sequence[Signal]) -> Finder | None:
    """The finder that `dump` gave, made from `signals`, or None when this machine cannot use it."""
    try:
        database = hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except hyperscan.error:
        return None
    return Finder(database, _groups(signals))


def _groups(signals: Sequence[Signal]) -> list[list[int]]:
    """The indexes of the signals that speak alone, those that are found by the same pattern together."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for index, signal in enumerate(signals):
        if signal.alone:
            groups.setdefault((signal.find, signal.ignore_case), []).append(index)
    return list(groups.values())
