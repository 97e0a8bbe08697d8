"""The hunks of unified and combined diffs: the text they have after the change, and which lines are new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from privacygate.errors import PatchError
from privacygate.git.line_reader import PIECE_BYTES, LineReader

_BATCH_BYTES = 1 << 16

_HEADER = re.compile(
    rb"(?P<sign>@@+|##) (?P<old>-\d+(?:,\d+)?(?: -\d+(?:,\d+)?)*) \+(?P<first>\d+)(?:,(?P<count>\d+))? (?P=sign)"
)
"""Source: GNU diffutils manual, "Detailed Unified"; git-diff(1), "Combined diff format"; ## is Subversion's."""


class _Kind(NamedTuple):
    """What the signs before a line say."""

    is_new_side: bool
    is_added: bool
    parents: tuple[int, ...]
    """The old versions that have the line."""


class Hunk:
    """One hunk. Its text is gone through once, before anything else is read from `lines`."""

    def __init__(self, lines: LineReader, name: str, header: re.Match[bytes], *, only_of_merge: bool) -> None:
        self._lines = lines
        self._name = name
        self._only_of_merge = only_of_merge
        self._start = lines.number
        self._old_left = [_count(old) for old in header["old"].split()]
        self._new_left = _count(header["first"] + (b"," + header["count"] if header["count"] else b""))
        self._kinds: dict[bytes, _Kind] = {}
        self.first_line = int(header["first"]) or 1
        """The line of the file that its text begins with."""
        self.is_whole_file = not any(self._old_left) and int(header["first"]) <= 1
        """Whether there was nothing before, so that it is all that the file has."""
        self.added: list[tuple[int, int]] = []
        """First and last line of each run of new lines, as far as it was read."""

    @classmethod
    def begin(cls, lines: LineReader, name: str, line: bytes, *, only_of_merge: bool) -> Hunk | None:
        """The hunk whose header is `line`, read last; None when it is no header.

        `only_of_merge`: in a combined diff a line is new only when no parent has it.
        """
        header = _HEADER.match(line)
        if header is None or (header["sign"] != b"##" and len(header["sign"]) != header["old"].count(b"-") + 1):
            return None
        return cls(lines, name, header, only_of_merge=only_of_merge)

    def text(self) -> Iterator[bytes]:
        """Its new side, in chunks.

        Raises:
            PatchError: it has not as many lines as its header says.
        """
        held: list[bytes] = []
        size_bytes = 0
        line_number = self.first_line
        lines, kinds, old_left, width = self._lines, self._kinds, self._old_left, len(self._old_left)
        is_new_side = False
        while self._new_left > 0 or max(old_left) > 0:
            line = lines.read()
            kind = kinds.get(line[:width])
            if kind is None:
                if line.startswith(b"\\"):  # No newline at end of file
                    _drop_newline(held, is_new_side)
                    continue
                if line in (b"\n", b"\r\n"):  # an empty line of context, its blanks stripped
                    line = b" " * width + line
                kind = self._kind(line)
            is_new_side, is_added, parents = kind
            for parent in parents:
                old_left[parent] -= 1
            if is_new_side:
                self._new_left -= 1
                if is_added:
                    self._add(line_number)
                line_number += 1
                held.append(line[width:])
                size_bytes += len(line)
                if size_bytes > _BATCH_BYTES:
                    yield b"".join(held[:-1])
                    del held[:-1]
                    size_bytes = 0
            while len(line) == PIECE_BYTES and not line.endswith(b"\n"):
                line = lines.read_piece()
                if is_new_side:
                    yield b"".join(held)
                    held = [line]
        if self._new_left or any(old_left):
            raise self._error("has other lines than its header says", self._start)
        line = lines.read()
        if line.startswith(b"\\"):
            _drop_newline(held, is_new_side)
        else:
            lines.unread(line)
        yield b"".join(held)

    def _add(self, line_number: int) -> None:
        added = self.added
        if added and added[-1][1] == line_number - 1:
            added[-1] = (added[-1][0], line_number)
        else:
            added.append((line_number, line_number))

    def _kind(self, line: bytes) -> _Kind:
        """What the signs of `line` say; remembered for all lines with the same."""
        width = len(self._old_left)
        signs = line[:width]
        if not line:
            raise self._error("is cut off", self._lines.number)
        if len(signs) < width or signs.strip(b"+- ") or (b"-" in signs and b"+" in signs):
            raise self._error("holds a line that begins with neither +, - nor a blank", self._lines.number)
        if b"-" in signs:
            kind = _Kind(False, False, tuple(n for n in range(width) if signs[n] == 0x2D))
        else:
            is_added = signs == b"+" * width if self._only_of_merge else b"+" in signs
            kind = _Kind(True, is_added, tuple(n for n in range(width) if signs[n] == 0x20))
        self._kinds[signs] = kind
        return kind

    def _error(self, what: str, line_number: int) -> PatchError:
        return PatchError(
            f"A hunk {what}.", remedy="Make the patch anew.", path=self._name, line=line_number
        )


def _count(words: bytes) -> int:
    _, _, count = words.partition(b",")
    return int(count) if count else 1


def _drop_newline(held: list[bytes], is_new_side: bool) -> None:
    if is_new_side and held:
        held[-1] = held[-1].removesuffix(b"\n")
