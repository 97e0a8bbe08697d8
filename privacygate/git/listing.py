"""The files of a working tree as git sees them: tracked, and untracked but not ignored."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator

from privacygate.change import FileChange
from privacygate.git.disk import Absence, read_file, vanished
from privacygate.git.repository import failure, start_git
from privacygate.model import Level, Notification, Skipped

_FOLDERS_REMEMBERED = 10_000


class Listing:
    """What git sees in `folder` of the working tree at `root`. git starts at once."""

    def __init__(self, root: str, folder: str) -> None:
        self._root = root
        words = ["ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard", "--"]
        if folder != root:
            words.append(os.path.relpath(folder, root))
        self._program = start_git(root, *words)
        self.is_empty = True
        """Whether git has named no file so far."""

    def entries(
        self,
        prefix: str,
        skip: Callable[[str], bool] | None,
        seen: Collection[str],
        wanted: Callable[[str], bool] | None = None,
    ) -> Iterator[FileChange | Skipped | Notification]:
        """Read them one after the other; possible once.

        Args:
            prefix: stands before every path.
            skip: tells which paths are excluded.
            seen: paths that have been read already.
            wanted: tells which paths are asked for at all; None means all.
        """
        top = os.fsencode(self._root.rstrip(os.sep)) + b"/"
        folders = _RealFolders(top)
        try:
            for tag, name in self._names():
                self.is_empty = False
                path = prefix + name.decode("utf-8", "surrogateescape")
                if wanted is not None and not wanted(path):
                    continue
                if skip is not None and skip(path):
                    yield Skipped(path, "excluded files")
                elif path in seen:
                    continue
                elif name[-1] == 0x2F:
                    yield Skipped(path[:-1], "nested repositories")
                elif tag == 0x3F:  # "?", untracked; git never looks for those behind a symbolic link
                    yield _untracked(top + name, path)
                elif folders.leads_through_link(name):
                    yield Skipped(path, "deleted files")
                else:
                    yield _tracked(top + name, path)
            for complaint in self._conclude(prefix):
                if wanted is None or wanted(complaint.path or ""):
                    yield complaint
        finally:
            self._program.stop()

    def _names(self) -> Iterator[tuple[int, bytes]]:
        rest = last = b""
        while piece := self._program.read_some():
            tagged_names = (rest + piece).split(b"\0")
            rest = tagged_names.pop()
            for tagged in tagged_names:
                if tagged != last:  # a file in conflict is listed once for each of its versions
                    yield tagged[0], tagged[2:]
                    last = tagged

    def _conclude(self, prefix: str) -> Iterator[Notification]:
        code = self._program.finish()
        complaints = self._program.errors()
        if code != 0:
            raise failure(self._root, code, complaints)
        for line in complaints.splitlines():
            # git goes on after that, and its exit code is 0
            _, opening, rest = line.partition("could not open directory '")
            if opening:
                folder, _, reason = rest.rpartition("': ")
                message = f"The folder cannot be read: {reason}."
                yield Notification("file-unreadable", message, Level.ERROR, prefix + folder.rstrip("/"))


def _tracked(place: bytes, path: str) -> FileChange | Skipped | Notification:
    entry = read_file(place, path)
    if entry is Absence.MISSING:
        return Skipped(path, "deleted files")
    return _folder_in_place_of_file(place, path) if entry is Absence.FOLDER else entry


def _untracked(place: bytes, path: str) -> FileChange | Skipped | Notification:
    entry = read_file(place, path)
    if isinstance(entry, Absence):
        return vanished(path)
    return entry


def _folder_in_place_of_file(place: bytes, path: str) -> Skipped:
    """A submodule is a folder: with a `.git` in it, or empty when it was never initialised."""
    try:
        names = os.listdir(place)
    except OSError:
        return Skipped(path, "submodules")
    return Skipped(path, "submodules" if not names or b".git" in names else "deleted files")


class _RealFolders:
    """Remembers which folders lead through a symbolic link.

    When a link took the place of a folder, the tracked files below are still listed but not there any more.
    """

    def __init__(self, top: bytes) -> None:
        self._top = top
        self._known: dict[bytes, bool] = {b"": False}
        self._last = b""
        self._last_leads = False

    def leads_through_link(self, name: bytes) -> bool:
        """Tell whether one of the folders above `name`, which is relative to the top, is a symbolic link."""
        folder = name[: name.rfind(b"/")] if b"/" in name else b""
        if folder != self._last:
            self._last, self._last_leads = folder, self._leads(folder)
        return self._last_leads

    def _leads(self, folder: bytes) -> bool:
        known = self._known.get(folder)
        if known is None:
            known = self._leads(folder.rpartition(b"/")[0]) or os.path.islink(self._top + folder)
            if len(self._known) > _FOLDERS_REMEMBERED:
                self._known = {b"": False}
            self._known[folder] = known
        return known
