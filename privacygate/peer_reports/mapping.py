"""What becomes of an entry of another tool's report: which of our results it accepts, or why none."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from privacygate.model import Region, Result
from privacygate.peer_reports.entry import PeerEntry


class Fate(Enum):
    """What becomes of an entry."""

    ACCEPTED = "accepted"
    KNOWN = "was accepted before"
    UNNEEDED = "nothing has to be accepted"
    """The secret is there, and no rule says anything about it."""
    UNMAPPED = "could not be mapped"


class Mapped(NamedTuple):
    """An entry and its fate."""

    entry: PeerEntry
    fate: Fate
    results: tuple[Result, ...] = ()
    """The results that it accepts."""
    why: str = ""
    """For those that accept nothing."""


def map_entries(
    entries: Sequence[PeerEntry], where: Sequence[tuple[Region, ...] | None], results: Sequence[Result]
) -> list[Mapped]:
    """Find the results that each of `entries`, which speak of one file, stands for.

    Args:
        entries: of one file.
        where: for each, where its secret stands now; None when nothing can be told by it. See `locate`.
        results: what our rules say of the file.
    """
    changed = {entry.line for entry, regions in zip(entries, where, strict=True) if regions == ()}
    return [
        _by_line(entry, results, entry.line in changed) if regions is None else _by_place(entry, regions, results)
        for entry, regions in zip(entries, where, strict=True)
    ]


def _by_place(entry: PeerEntry, regions: tuple[Region, ...], results: Sequence[Result]) -> Mapped:
    if not regions:
        return Mapped(entry, Fate.UNMAPPED, why=_changed(entry, results))
    hits = [result for result in results if any(_overlap(result.region, region) for region in regions)]
    if not hits:
        return Mapped(entry, Fate.UNNEEDED, why="it is there, and no rule of ours says anything about it")
    return _accepting(entry, hits)


def _by_line(entry: PeerEntry, results: Sequence[Result], changed: bool) -> Mapped:
    """`changed`: another entry of this line knows that its secret is gone."""
    if changed:
        return Mapped(entry, Fate.UNMAPPED, why=_changed(entry, results))
    if not entry.line:
        return Mapped(entry, Fate.UNMAPPED, why="the report tells neither the secret nor the line")
    hits = [result for result in results if _is_on(entry, result)]
    if not hits and entry.secret:  # which is there, and too short to go by
        return Mapped(entry, Fate.UNNEEDED, why="no rule of ours says anything about this line")
    if not hits:
        why = "there is no result on this line, and the report does not tell the secret"
        return Mapped(entry, Fate.UNMAPPED, why=why)
    return _accepting(entry, hits)


def _accepting(entry: PeerEntry, hits: Sequence[Result]) -> Mapped:
    live = tuple(result for result in hits if not result.suppressions)
    return Mapped(entry, Fate.ACCEPTED, live) if live else Mapped(entry, Fate.KNOWN)


def _changed(entry: PeerEntry, results: Sequence[Result]) -> str:
    there = sorted({result.rule for result in results if _is_on(entry, result)})
    if there:
        return f"the secret is not in the file any more; what stands there now counts as new: {', '.join(there)}"
    return "the secret is not in the file any more"


def _is_on(entry: PeerEntry, result: Result) -> bool:
    return result.region.start_line <= entry.last_line and entry.line <= result.region.end_line


def _overlap(one: Region, other: Region) -> bool:
    starts = max((one.start_line, one.start_column), (other.start_line, other.start_column))
    ends = min((one.end_line, one.end_column), (other.end_line, other.end_column))
    return starts < ends
