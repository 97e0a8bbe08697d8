"""Byte offsets to lines and columns, once and for all.

A `Segment` counts bytes from 0, people and SARIF count lines and code points from 1 (see `model.Region`).
"""

from __future__ import annotations

from privacygate.change import Segment
from privacygate.model import Region


def text_of(raw: bytes) -> str:
    """Decode `raw` as UTF-8, with replacement characters for what is not.

    There is one for each sequence that breaks off and for each byte that starts none. So the count of code
    points stays the same when the bytes are cut before any byte that can start a character.
    Source: The Unicode Standard, chapter 3.9, "U+FFFD Substitution of Maximal Subparts".
    """
    return raw.decode("utf-8", "replace")


class Places:
    """Lines and columns in one segment.

    Asked in ascending order it reads the text once, however many matches stand on however long a line.
    """

    def __init__(self, segment: Segment) -> None:
        self._text = segment.text
        self._first = (0, segment.first_line, segment.first_column, 0)
        self._known = self._first
        """A byte where a character starts, its line and column, and where that line starts."""
        self._line = (0, -1)
        """Start and end of the line whose end was looked for last."""

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of the byte at `offset` of the text."""
        return self._find(offset)[1:3]

    def region(self, start: int, end: int) -> Region:
        """The region of the bytes from `start` to `end` (exclusive)."""
        return Region(*self._find(start)[1:3], *self._ahead(end)[1:3])

    def line_around(self, offset: int) -> tuple[int, int]:
        """Start and end (exclusive, without the line break) of the line that holds the byte at `offset`."""
        line_start = self._find(offset)[3]
        start, end = self._line
        if start != line_start or end < offset:
            end = self._text.find(b"\n", offset)
            end = len(self._text) if end < 0 else end
            self._line = (line_start, end)
        return line_start, end - (end > line_start and self._text[end - 1 : end] == b"\r")

    def _find(self, offset: int) -> tuple[int, int, int, int]:
        if offset < self._known[0]:
            self._known = self._first
        found = self._ahead(offset)
        if not 0x80 <= (self._text[offset] if offset < len(self._text) else 0) < 0xC0:
            self._known = found
        return found

    def _ahead(self, offset: int) -> tuple[int, int, int, int]:
        at, line, column, line_start = self._known
        breaks = self._text.count(b"\n", at, offset)
        if breaks:
            at = line_start = self._text.rfind(b"\n", at, offset) + 1
            line, column = line + breaks, 1
        return offset, line, column + len(text_of(self._text[at:offset])), line_start


def region_of(segment: Segment, start: int, end: int) -> Region:
    """The region of the bytes from `start` to `end` (exclusive) of `segment.text`."""
    return Places(segment).region(start, end)
