"""The difference of two trees of a repository, file by file, with the whole new text beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from privacygate.change import AddedLines, FileChange
from privacygate.errors import GitError
from privacygate.git.blobs import REQUESTS_AHEAD, Blobs
from privacygate.git.diff_output import TWO_TREES, DiffOutput, RawEntry, Section
from privacygate.git.repository import failure, start_git
from privacygate.model import Level, Notification, Skipped

_SUBMODULE = b"160000"

_KNOWN_STATUS = (b"A", b"C", b"D", b"M", b"R", b"T")

_ALL_NEW = (b"A", b"T")

_SECTIONS = {b"U": 0, b"T": 2}
"""How many sections of the patch part an entry has, when it is not one."""


class Comparison:
    """One `git diff`. git starts at once: the diff itself, and beside it the reader of the new texts."""

    def __init__(self, folder: str, *trees: str) -> None:
        """Compare `trees`, in the words of `git diff`, in the repository around `folder`."""
        self._folder = folder
        self._git = start_git(folder, "diff", *TWO_TREES, *trees, "--")
        self._blobs = Blobs(folder)

    def entries(self, skip: Callable[[str], bool] | None) -> Iterator[FileChange | Skipped | Notification]:
        """The files that differ; possible once.

        Raises:
            GitError: git failed, or what it says does not add up.
        """
        output = DiffOutput(self._git)
        waiting: deque[tuple[RawEntry, Skipped | Notification | None]] = deque()
        try:
            entries = output.entries()
            sections = output.sections()
            for entry in entries:
                reason = _why_not_read(entry, skip)
                if reason is None:
                    self._blobs.request(entry.new_id)
                waiting.append((entry, reason))
                if len(waiting) == REQUESTS_AHEAD:
                    yield self._conclude(*waiting.popleft(), sections)
            while waiting:
                yield self._conclude(*waiting.popleft(), sections)
            surplus = next(sections, None)
            code = self._git.finish()
            if code != 0:
                raise failure(self._folder, code, self._git.errors())
            if surplus is not None:
                raise _does_not_add_up("there are more differences than files", None)
        finally:
            self._git.stop()
            self._blobs.stop()

    def _conclude(
        self, entry: RawEntry, reason: Skipped | Notification | None, sections: Iterator[Section]
    ) -> FileChange | Skipped | Notification:
        section = Section(0, ())
        for _ in range(_SECTIONS.get(entry.status, 1)):
            following = next(sections, None)
            if following is None:
                code = self._git.finish()
                if code != 0:
                    raise failure(self._folder, code, self._git.errors())
                raise _does_not_add_up("the differences of a file are missing", entry.path)
            section = following
        if reason is not None:
            return reason
        added = _added_lines(entry, section)
        blob = self._blobs.receive_blob(entry.path)
        if added and added.ranges and blob.is_whole and added.ranges[-1][1] > blob.content.count(b"\n") + 1:
            raise _does_not_add_up("it is shorter than its differences say", entry.path)
        return blob.file_change(entry.path, added, entry.old_path)


def _why_not_read(entry: RawEntry, skip: Callable[[str], bool] | None) -> Skipped | Notification | None:
    if entry.status == b"U":
        message = "It is in conflict: nobody has said yet what goes into the commit."
        return Notification("file-unmerged", message, Level.ERROR, entry.path)
    if entry.status not in _KNOWN_STATUS:
        raise _does_not_add_up("git does not say how it changed", entry.path)
    mode = entry.old_mode if entry.status == b"D" else entry.new_mode
    if mode == _SUBMODULE:
        return Skipped(entry.path, "submodules")
    if entry.status == b"D":
        return Skipped(entry.path, "deleted files")
    if skip is not None and skip(entry.path):
        return Skipped(entry.path, "excluded files")
    if entry.old_id == entry.new_id:  # only its name or its mode changed
        return Skipped(entry.path, "unchanged files")
    return None


def _added_lines(entry: RawEntry, section: Section) -> AddedLines | None:
    if entry.status in _ALL_NEW:
        return None
    if not section.hunks:
        raise _does_not_add_up("it changed, and git does not say where", entry.path)
    return AddedLines(section.added)


def _does_not_add_up(what: str, path: str | None) -> GitError:
    return GitError(
        f"git's answer does not add up: {what}.",
        remedy="Please report this, with `git --version`.",
        path=path,
    )
