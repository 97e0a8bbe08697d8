"""A patch from a file or from standard input, also where there is no repository."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

from privacygate.change import AddedLines, Before, Change, FileChange, OldFile, Segment
from privacygate.git.diff_output import path_of
from privacygate.git.file_header import FileHeader
from privacygate.git.hunk import Hunk
from privacygate.git.line_ranges import disjoint
from privacygate.git.text import SEGMENT_BYTES, Transcoder, cut, file_change
from privacygate.git.unified_diff import UnifiedDiff
from privacygate.model import Skipped

_CHUNK_BYTES = 1 << 20
_REMOVED_BYTES = 64 << 20
"""So much of what a patch removes is remembered."""


_REMOVED = "removed:"
"""Before the ids of what the patch itself knows."""


class RemovedLines(Before):
    """What was there before a patch: the lines that it takes out, and a tree, when there is one."""

    def __init__(self, tree: Before | None = None) -> None:
        self._tree = tree
        self._lines: dict[str, list[bytes]] = {}
        self._size_bytes = 0

    def add(self, path: str, lines: list[bytes]) -> None:
        """Remember `lines`, which were removed from `path`, as long as they are not too many to keep."""
        self._size_bytes += sum(map(len, lines))
        if lines and self._size_bytes <= _REMOVED_BYTES:
            self._lines.setdefault(path, []).extend(lines)

    def files(self) -> Sequence[OldFile]:
        """See `Before.files`."""
        removed = [OldFile(path, _REMOVED + path) for path in self._lines]
        return sorted([*removed, *(self._tree.files() if self._tree else ())])

    def texts(self, files: Sequence[OldFile]) -> Iterator[tuple[OldFile, bytes]]:
        """See `Before.texts`."""
        ours = [file for file in files if file.id.startswith(_REMOVED)]
        for file in ours:
            yield file, b"".join(self._lines[file.path])
        if self._tree is not None:
            yield from self._tree.texts([file for file in files if file not in ours])


def patch_change(
    stream: BinaryIO,
    name: str,
    *,
    skip: Callable[[str], bool] | None = None,
    base_tree: Before | None = None,
) -> Change:
    """What the patch in `stream`, called `name`, changes.

    Each hunk is a segment. In a combined diff a line is new that at least one parent has not. A file
    whose hunks are larger than `text.SEGMENT_BYTES` in sum is given as several entries: a stream cannot be
    read twice, and is not held whole. `skip` tells which paths are excluded; `base_tree` is what was there before.

    Going through it raises `PatchError` where the patch is broken, and when there is none.
    """
    chunks = Transcoder(iter(partial(stream.read, _CHUNK_BYTES), b""))  # PowerShell's `>` writes UTF-16
    removed = RemovedLines(base_tree)
    entries = _entries(UnifiedDiff(chunks, name), skip, removed)
    return Change(f"the patch {name}", None, entries, before=lambda: removed)


def _entries(
    diff: UnifiedDiff, skip: Callable[[str], bool] | None, removed: RemovedLines
) -> Iterator[FileChange | Skipped]:
    hunks = _Hunks()
    for header, hunk in diff.parts():
        path = path_of(header.path or b"")
        reason = _why_not_read(header, path, skip)
        if hunk is None:
            yield Skipped(path, reason) if reason else hunks.conclude(header, path)
            hunks = _Hunks()
        elif reason:
            for _ in hunk.text():
                pass
        else:
            yield from hunks.take_in(hunk, path)
        if hunk is not None:
            removed.add(path_of(header.old_path or header.path or b""), hunk.removed)


def _why_not_read(header: FileHeader, path: str, skip: Callable[[str], bool] | None) -> str | None:
    if header.is_submodule:
        return "submodules"
    if header.is_deleted:
        return "deleted files"
    if skip is not None and skip(path):
        return "excluded files"
    return "binary files" if header.is_binary else None


class _Hunks:
    """The hunks of one file."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._size_bytes = 0
        self._added: list[tuple[int, int]] = []
        self._count = 0
        self._is_whole_file = False

    def take_in(self, hunk: Hunk, path: str) -> Iterator[FileChange]:
        """Keep `hunk`. Yields what was kept before where it would become too much."""
        self._count += 1
        self._is_whole_file = hunk.is_whole_file and self._count == 1
        for segment in cut(hunk.text(), hunk.first_line):
            if self._segments and self._size_bytes + len(segment.text) > SEGMENT_BYTES:
                yield self._file_change(path, None, hunk.added)
                self._segments, self._size_bytes, self._is_whole_file = [], 0, False
            if segment.first_line == segment.first_column == 1:
                segment = Segment(segment.text.removeprefix(codecs.BOM_UTF8))  # noqa: PLW2901
            self._segments.append(segment)
            self._size_bytes += len(segment.text)
        self._added += hunk.added

    def conclude(self, header: FileHeader, path: str) -> FileChange | Skipped:
        """The entry for the file, after its last hunk."""
        old_path = None if header.old_path is None else path_of(header.old_path)
        if not self._segments:
            if header.is_new:
                return file_change(path, b"")
            return Skipped(path, "unchanged files")
        if self._is_whole_file:
            return file_change(path, self._segments[0].text, None, old_path)
        return self._file_change(path, old_path, [])

    def _file_change(self, path: str, old_path: str | None, more: list[tuple[int, int]]) -> FileChange:
        added = AddedLines(disjoint(self._added + more))  # nobody promises that hunks come in order
        return FileChange(path, tuple(self._segments), added, False, old_path)
