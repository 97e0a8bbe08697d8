"""The hunks of unified and combined diffs: the text they have after the change, and which lines are new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from privacygate.errors import PatchError
from privacygate.git.line_reader import PIECE_BYTES, LineReader

_BATCH_BYTES = 1 << 16
_MOST_REMOVED = 200_000
"""So many removed lines of one hunk are remembered."""

_HEADER = re.compile(
    rb"(?P<sign>@@+|##) (?P<old>-\d+(?:,\d+)?(?: -\d+(?:,\d+)?)*) "
    rb"\+(?P<first>\d+)(?:,(?P<count>\d+))? (?P=sign)"
)
"""Source: GNU diffutils, "Detailed Unified"; git-diff(1), "Combined diff format"; ## is Subversion's."""


class _Kind(NamedTuple):
    """What the signs before a line say."""

    is_new_side: bool
    is_added: bool
    """Whether at least one old version has it not."""
    versions: tuple[int, ...]
    """Those that have the line, as far as they are counted: 0 is the new one, 1 the old one."""


class Hunk:
    """One hunk. Its text is gone through once, before anything else is read from `lines`."""

    def __init__(self, lines: LineReader, name: str, header: re.Match[bytes]) -> None:
        self._lines = lines
        self._name = name
        self._start = lines.number
        old_counts = [_count(old) for old in header["old"].split()]
        new_count = int(header["count"] or 1)
        self._width = len(old_counts)
        """How many signs stand before each line."""
        # In a combined diff git's counts of the old versions can be wrong, and that of the new one can be -1
        # where it means none (git 2.39).
        self._left = [new_count, *old_counts] if self._width == 1 else [0 if new_count >> 63 else new_count]
        """How many lines are still to come of the new version, and of the old one."""
        self._kinds: dict[bytes, _Kind] = {}
        self.first_line = int(header["first"]) or 1
        """The line of the file that its text begins with."""
        self.is_whole_file = not any(old_counts) and int(header["first"]) <= 1
        """Whether there was nothing before, so that it is all that the file has."""
        self.added: list[tuple[int, int]] = []
        """First and last line of each run of new lines, as far as it was read."""
        self.removed: list[bytes] = []
        """The lines that are gone, as far as it was read: the first of many, and none of combined diffs."""

    @classmethod
    def begin(cls, lines: LineReader, name: str, line: bytes) -> Hunk | None:
        """The hunk whose header is `line`, which was read last; None when it is no header."""
        header = _HEADER.match(line)
        if header is None or (header["sign"] != b"##" and len(header["sign"]) != header["old"].count(b"-") + 1):
            return None
        return cls(lines, name, header)

    def text(self) -> Iterator[bytes]:
        """Its new side, in chunks.

        Raises:
            PatchError: it has not as many lines as its header says.
        """
        held: list[bytes] = []
        size_bytes = 0
        line_number = self.first_line
        lines, kinds, left, width = self._lines, self._kinds, self._left, self._width
        is_new_side = False
        while max(left) > 0:
            line = lines.read()
            kind = kinds.get(line[:width])
            if kind is None:
                if line.startswith(b"\\"):  # No newline at end of file
                    _drop_newline(held, is_new_side)
                    continue
                if line in (b"\n", b"\r\n"):  # an empty line of context, its blanks stripped
                    line = b" " * width + line
                kind = self._kind(line)
            is_new_side, is_added, versions = kind
            for version in versions:
                left[version] -= 1
            if is_new_side:
                if is_added:
                    self._add(line_number)
                line_number += 1
                held.append(line[width:])
                size_bytes += len(line)
                if size_bytes > _BATCH_BYTES:
                    yield b"".join(held[:-1])
                    del held[:-1]
                    size_bytes = 0
            elif width == 1 and len(self.removed) < _MOST_REMOVED:
                self.removed.append(line[1:])
            if len(line) >= PIECE_BYTES:
                yield from self._rest_of_line(line, held, is_new_side)
        if any(left):
            raise self._error("has other lines than its header says", self._start)
        self._conclude(held, is_new_side)
        yield b"".join(held)

    def _conclude(self, held: list[bytes], is_new_side: bool) -> None:
        """Read what may follow the last line that is counted."""
        line, width = self._lines.read(), self._width
        while width > 1 and b"-" in line[:width] and not line[:width].strip(b"- "):
            for _ in self._rest_of_line(line, [], False):
                pass
            line, is_new_side = self._lines.read(), False
        if line.startswith(b"\\"):
            _drop_newline(held, is_new_side)
        else:
            self._lines.unread(line)

    def _rest_of_line(self, piece: bytes, held: list[bytes], is_new_side: bool) -> Iterator[bytes]:
        """Read a long line to its end; the last piece is held."""
        while len(piece) >= PIECE_BYTES and not piece.endswith(b"\n"):
            piece = self._lines.read_piece()
            if is_new_side:
                yield b"".join(held)
                held[:] = [piece]

    def _add(self, line_number: int) -> None:
        added = self.added
        if added and added[-1][1] == line_number - 1:
            added[-1] = (added[-1][0], line_number)
        else:
            added.append((line_number, line_number))

    def _kind(self, line: bytes) -> _Kind:
        """What the signs of `line` say; remembered for all lines with the same."""
        width, signs = self._width, line[: self._width]
        if not line:
            raise self._error("is cut off", self._lines.number)
        if len(signs) < width or signs.strip(b"+- ") or (b"-" in signs and b"+" in signs):
            raise self._error("holds a line that begins with neither +, - nor a blank", self._lines.number)
        is_new_side = b"-" not in signs
        is_added = b"+" in signs
        versions = (0,) if is_new_side else ()
        if width == 1 and not is_added:
            versions = (*versions, 1)
        kind = _Kind(is_new_side, is_added, versions)
        self._kinds[signs] = kind
        return kind

    def _error(self, what: str, line_number: int) -> PatchError:
        return PatchError(f"A hunk {what}.", remedy="Make the patch anew.", path=self._name, line=line_number)


def _count(words: bytes) -> int:
    _, _, count = words.partition(b",")
    return int(count) if count else 1


def _drop_newline(held: list[bytes], is_new_side: bool) -> None:
    if is_new_side and held:
        held[-1] = held[-1].removesuffix(b"\n")
