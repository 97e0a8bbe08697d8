"""Entries of a change in a shape that tests can compare."""

from __future__ import annotations

from collections.abc import Iterable

from privacygate.change import Change, FileChange
from privacygate.model import Notification, Skipped

Entry = FileChange | Skipped | Notification


def by_path(change: Change | Iterable[Entry]) -> dict[str | None, Entry]:
    """Every path has one entry."""
    entries = list(change.entries if isinstance(change, Change) else change)
    found = {entry.path: entry for entry in entries}
    assert len(found) == len(entries), entries
    return found


def file(change: Change | Iterable[Entry], path: str) -> FileChange:
    entry = by_path(change)[path]
    assert isinstance(entry, FileChange), entry
    return entry


def text(entry: Entry | None) -> bytes:
    """All the text of a file that is one segment."""
    assert isinstance(entry, FileChange), entry
    (segment,) = entry.segments
    assert (segment.first_line, segment.first_column) == (1, 1)
    return segment.text


def added(entry: Entry | None) -> dict[int, bytes]:
    """Number and text of every new line."""
    assert isinstance(entry, FileChange), entry
    found: dict[int, bytes] = {}
    for segment in entry.segments:
        lines = segment.text.split(b"\n")
        if lines[-1] == b"":
            lines.pop()
        for number, line in enumerate(lines, segment.first_line):
            if entry.is_new(number, number):
                assert found.setdefault(number, line) == line
    if entry.added is not None and entry.whole:
        assert entry.added.total == len(found), "a line is new that is not there"
    return found
