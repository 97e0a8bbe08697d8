"""A patch from a file or from standard input, also where there is no repository."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from privacygate.change import AddedLines, Change, FileChange, Segment
from privacygate.git.diff_output import path_of
from privacygate.git.file_header import FileHeader
from privacygate.git.hunk import Hunk
from privacygate.git.line_ranges import disjoint
from privacygate.git.text import SEGMENT_BYTES, Transcoder, cut, file_change
from privacygate.git.unified_diff import UnifiedDiff
from privacygate.model import Skipped

_CHUNK_BYTES = 1 << 20


def patch_change(stream: BinaryIO, name: str, *, skip: Callable[[str], bool] | None = None) -> Change:
    """What the patch in `stream`, called `name`, changes.

    Each hunk is a segment. In a combined diff a line is new that at least one parent has not. A file
    whose hunks are larger than `text.SEGMENT_BYTES` in sum is given as several entries: a stream cannot be
    read twice, and is not held whole. `skip` tells which paths are excluded.

    Going through it raises `PatchError` where the patch is broken, and when there is none.
    """
    chunks = Transcoder(iter(partial(stream.read, _CHUNK_BYTES), b""))  # PowerShell's `>` writes UTF-16
    return Change(f"the patch {name}", None, _entries(UnifiedDiff(chunks, name), skip))


def _entries(diff: UnifiedDiff, skip: Callable[[str], bool] | None) -> Iterator[FileChange | Skipped]:
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
