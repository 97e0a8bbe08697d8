"""What changed: files, the text they have after the change, and which of their lines are new.

Everything here may be somebody's secret. Nothing here is shown to anyone; see `redaction.py`.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from privacygate.model import Notification, Skipped


class AddedLines(NamedTuple):
    """Which lines of the new version of a file are new: sorted, disjoint, inclusive ranges, from 1."""

    ranges: tuple[tuple[int, int], ...]

    def overlap(self, first_line: int, last_line: int) -> bool:
        """Tell whether any line from `first_line` to `last_line` (inclusive) is new."""
        index = bisect_right(self.ranges, (last_line, last_line + 1 << 62)) - 1
        return index >= 0 and self.ranges[index][1] >= first_line

    @property
    def total(self) -> int:
        """How many lines are new."""
        return sum(last - first + 1 for first, last in self.ranges)


class Segment(NamedTuple):
    """Consecutive lines of the new version of a file.

    Most files are one segment. A patch without its repository gives one for each hunk, a very large
    file several that overlap.
    """

    text: bytes
    """UTF-8 where the file was UTF-8 or UTF-16 with a byte order mark; otherwise the bytes as they are."""
    first_line: int = 1
    first_column: int = 1
    """Above 1 only for a piece from the middle of a very long line. Counts code points."""

    def __repr__(self) -> str:
        """No text, for no log, error or debugger line is to show it; so for all that holds segments."""
        return f"Segment({len(self.text)} bytes from {self.first_line}:{self.first_column})"


class FileChange(NamedTuple):
    """One file after the change."""

    path: str
    """Relative to the root, `/` between the parts; bytes that are not UTF-8 as surrogate escapes."""
    segments: Iterable[Segment]
    """Can be gone through more than once."""
    added: AddedLines | None
    """None: every line is new."""
    whole: bool = True
    """Whether the segments hold the whole file; if not, only hunks of it are known."""
    old_path: str | None = None
    """Where a renamed or copied file came from."""

    def is_new(self, first_line: int, last_line: int) -> bool:
        """Tell whether any line from `first_line` to `last_line` (inclusive) is new."""
        return self.added is None or self.added.overlap(first_line, last_line)


class OldFile(NamedTuple):
    """A file as it was before a change."""

    path: str
    id: str
    """Names its content: where ids are equal, contents are too. Without line breaks."""


class Before(ABC):
    """What was there before a change: code that a detector may compare the new one with."""

    name: str = ""
    """For people, where it is not the repository itself: "vendor"."""
    home: str | None = None
    """A folder outside of the working tree, where what was learnt of it may be kept; it need not exist."""
    is_hurried: bool = False
    """Whether somebody waits for a commit or a push to go on."""

    @abstractmethod
    def files(self) -> Sequence[OldFile]:
        """Every file, in the order of its path.

        Raises:
            GateError: nobody can tell.
        """

    @abstractmethod
    def texts(self, files: Sequence[OldFile]) -> Iterator[tuple[OldFile, bytes]]:
        """The text of each of `files`, in their order; without those that are gone or very large.

        Raises:
            GateError: it cannot be read to its end.
        """


class Change(NamedTuple):
    """All that a run looks at, in a stream: it can be gone through once."""

    description: str
    """For people: "staged changes"."""
    root: str | None
    """The folder that paths are relative to; None when there is none, as for a patch."""
    entries: Iterable[FileChange | Skipped | Notification]
    again: Callable[[Callable[[str], bool]], Iterable[FileChange | Skipped | Notification]] | None = None
    """Gives the entries another time, only those whose path is wanted; None where they cannot be had twice."""
    revision: str | None = None
    """The commit whose files these are, empty for the working tree; None where no commit has their lines yet."""
    before: Callable[[], Before] | None = None
    """Gives what was there before, once all entries were gone through; None where whole files are looked at."""
