"""The parts of a text that a short match on an added line can lie in."""

from __future__ import annotations

from privacygate.change import AddedLines, Segment

MARGIN_LINES = 5
MARGIN_BYTES = 600
"""Around each run of added lines at least so many lines and bytes count."""


def windows_around(segment: Segment, added: AddedLines) -> list[tuple[int, int]]:
    """Where short matches on added lines can lie: byte spans of `segment.text`, disjoint and in order."""
    text = segment.text
    if len(text) <= 2 * MARGIN_BYTES:
        return [(0, len(text))] if added.ranges else []
    starts = _line_starts(text)

    def start_of(line: int) -> int:
        """Where the line with this index starts; the nearest end of the text for a line outside."""
        if line < 0:
            return 0
        return starts[line] if line < len(starts) else len(text)

    windows: list[tuple[int, int]] = []
    for first, last in added.ranges:
        above, below = first - segment.first_line, last - segment.first_line + 1
        if below <= 0 or above >= len(starts):
            continue
        start = min(start_of(above - MARGIN_LINES), max(0, start_of(above) - MARGIN_BYTES))
        end = max(start_of(below + MARGIN_LINES), min(len(text), start_of(below) + MARGIN_BYTES))
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((start, end))
    return windows


def _line_starts(text: bytes) -> list[int]:
    starts = [0]
    at = text.find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find(b"\n", at + 1)
    return starts
