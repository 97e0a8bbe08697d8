"""Runs of lines: pairs of a first and a last line, inclusive, from 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privacygate.change import FileChange


def disjoint(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same lines in runs that are sorted and do not touch."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def new_lines(file: FileChange) -> Iterator[tuple[int, bytes]]:
    """Number and text of every new line of `file`; those where its segments overlap come twice."""
    for segment in file.segments:
        lines = segment.text.split(b"\n")
        if not lines[-1]:
            lines.pop()
        for number, line in enumerate(lines, segment.first_line):
            if file.is_new(number, number):
                yield number, line
