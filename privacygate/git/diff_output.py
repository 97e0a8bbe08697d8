"""Asks git for the difference of two trees and understands the answer, whatever the user's settings say.

The answer has two parts. The raw part names every file, with modes and object ids, and nothing in it is
quoted. The patch part has a section for each file in the same order; of it only the headers of hunks are
read, for the lines they add.
"""

from collections.abc import Iterator
from typing import NamedTuple

from privacygate.errors import GitError
from privacygate.process import Program

TWO_TREES = (
    "--raw",
    "-z",
    "--no-abbrev",
    "--patch",
    "--text",  # `*.env -diff` in .gitattributes would hide what is in it
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--submodule=short",
    "--ignore-submodules=none",
    "-O/dev/null",  # diff.orderFile; git dies when the file is missing
    # A context of 0 makes headers certain: every other line begins with +, - or \.
    "--unified=0",
    "--inter-hunk-context=0",
    "--no-function-context",
    "--irreversible-delete",  # what was deleted needs not to be written
    # A copy is a file with new lines: what was in one place is in two. A renamed file is not.
    "--find-renames",
    "-l1000",  # diff.renameLimit; this is the default of git 2.34 and later
    "--diff-algorithm=myers",
    "--indent-heuristic",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
"""Options for the difference of two trees, each against a setting, an attribute or a default of git."""

_SECTION = b"\ndiff --git "
_HUNK = b"\n@@ -"


class RawEntry(NamedTuple):
    """One file in the raw part. Source: git-diff(1), "Raw output format"."""

    old_mode: bytes
    new_mode: bytes
    """Octal: 100644, 100755, 120000 for symbolic links, 160000 for submodules, 000000 when there is none."""
    old_id: bytes
    new_id: bytes
    """Hexadecimal; all zeros when there is no such version."""
    status: bytes
    """One letter: A, C, D, M, R, T (changed its type), U (in conflict)."""
    path: str
    old_path: str | None
    """Where a renamed or copied file came from."""


class Section(NamedTuple):
    """One file in the patch part."""

    hunks: int
    added: tuple[tuple[int, int], ...]
    """First and last line (inclusive) of each run of new lines."""


class DiffOutput:
    """The answer of `git diff` with the options `TWO_TREES`, as it comes: entries first, then sections."""

    def __init__(self, git: Program) -> None:
        self._read = git.read_some
        self._patch = b""

    def entries(self) -> Iterator[RawEntry]:
        """The raw part. It is read to its end before the first entry."""
        raw = self._read_raw_part()
        offset = 0
        while offset < len(raw):
            try:
                entry, offset = _raw_entry(raw, offset)
            except ValueError:
                raise not_understood("the list of changed files") from None
            yield entry

    def sections(self) -> Iterator[Section]:
        """The patch part."""
        data = b"\n" + self._patch
        hunks, is_inside = 0, False
        added: list[tuple[int, int]] = []
        while True:
            done = 0
            next_section, next_hunk = data.find(_SECTION), data.find(_HUNK)
            while next_section >= 0 or next_hunk >= 0:
                if next_hunk < 0 or 0 <= next_section < next_hunk:
                    if is_inside:
                        yield Section(hunks, tuple(added))
                    hunks, added, is_inside = 0, [], True
                    done = next_section + 1
                    next_section = data.find(_SECTION, done)
                    continue
                end = data.find(b"\n", next_hunk + 1)
                if end < 0:
                    break
                first, count = _new_side(data[next_hunk + 1 : end])
                hunks += 1
                if count:
                    added.append((first, first + count - 1))
                done = end
                next_hunk = data.find(_HUNK, done)
            more = self._read()
            if not more:
                break
            keep = next_hunk if next_hunk >= 0 else max(done, len(data) - len(_SECTION) + 1)
            data = data[keep:] + more
        if next_hunk >= 0:
            raise not_understood("the header of a hunk")
        if is_inside:
            yield Section(hunks, tuple(added))

    def _read_raw_part(self) -> bytes:
        """All up to the NUL that stands alone: no field is empty."""
        held: list[bytes] = []
        last = b""
        while piece := self._read():
            end = (last + piece).find(b"\0\0") - len(last)
            if end >= -len(last):
                held.append(piece[: end + 1])
                self._patch = piece[end + 2 :]
                break
            held.append(piece)
            last = piece[-1:]
        return b"".join(held)


def _raw_entry(raw: bytes, offset: int) -> tuple[RawEntry, int]:
    end = raw.index(b"\0", offset)
    if raw[offset : offset + 1] != b":":
        raise ValueError
    old_mode, new_mode, old_id, new_id, status = raw[offset + 1 : end].split(b" ")
    start, old_path = end + 1, None
    end = raw.index(b"\0", start)
    if status[:1] in (b"R", b"C"):
        old_path = path_of(raw[start:end])
        start = end + 1
        end = raw.index(b"\0", start)
    entry = RawEntry(old_mode, new_mode, old_id, new_id, status[:1], path_of(raw[start:end]), old_path)
    return entry, end + 1


def path_of(raw: bytes) -> str:
    """The path as it stands in a `Change`."""
    return raw.decode("utf-8", "surrogateescape")


def _new_side(header: bytes) -> tuple[int, int]:
    """First line and number of lines on the new side of a hunk."""
    start = header.find(b" +") + 2
    first, _, count = header[start : header.find(b" @@", start)].partition(b",")
    try:
        return int(first), int(count) if count else 1
    except ValueError:
        raise not_understood("the header of a hunk") from None


def not_understood(what: str) -> GitError:
    """The error for an answer that does not look as git's documentation says."""
    return GitError(f"git's answer is not understood: {what}.", remedy="Please report this, with `git --version`.")
