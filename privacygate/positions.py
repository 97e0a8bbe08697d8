"""Byte offsets to lines and columns, once and for all.

A `Segment` counts bytes from 0, people and SARIF count lines and code points from 1 (see `model.Region`).
"""

from __future__ import annotations

from privacygate.change import Segment
from privacygate.model import Region


def text_of(raw: bytes) -> str:
    """Decode `raw` as UTF-8; each byte that is not UTF-8 becomes one replacement character."""
    return raw.decode("utf-8", "replace")


def region_of(segment: Segment, start: int, end: int) -> Region:
    """The region of the bytes from `start` to `end` (exclusive) of `segment.text`."""
    start_line, start_column = position_of(segment, start)
    end_line, end_column = position_of(segment, end)
    return Region(start_line, start_column, end_line, end_column)


def position_of(segment: Segment, offset: int) -> tuple[int, int]:
    """Line and column of the byte at `offset` of `segment.text`."""
    text = segment.text
    line = segment.first_line + text.count(b"\n", 0, offset)
    line_start = text.rfind(b"\n", 0, offset) + 1
    column = len(text_of(text[line_start:offset])) + 1
    if line_start == 0:
        column += segment.first_column - 1
    return line, column


def line_around(segment: Segment, offset: int) -> tuple[int, int]:
    """Start and end (exclusive, without the line break) of the line that holds the byte at `offset`."""
    text = segment.text
    start = text.rfind(b"\n", 0, offset) + 1
    end = text.find(b"\n", offset)
    if end < 0:
        end = len(text)
    if end > start and text[end - 1 : end] == b"\r":
        end -= 1
    return start, end
