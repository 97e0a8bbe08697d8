"""A folder outside git: every file in it and below."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from privacygate.change import FileChange
from privacygate.git.disk import Absence, read_file, unreadable, vanished
from privacygate.model import Notification, Skipped


class Folder:
    """What is in the folder `top` and below, without following symbolic links or going into repositories.

    Paths are relative to `base`, which is `top` or above it.
    """

    def __init__(self, top: str, base: str) -> None:
        self._top = os.fsencode(top)
        self._base_length = len(os.fsencode(base.rstrip(os.sep))) + 1

    def entries(
        self, skip: Callable[[str], bool] | None, wanted: Callable[[str], bool] | None = None
    ) -> Iterator[FileChange | Skipped | Notification]:
        """Read the files, in the order of the file system.

        Args:
            skip: tells which paths are excluded.
            wanted: tells which paths are asked for at all; None means all.
        """
        folders = [self._top]
        while folders:
            folder = folders.pop()
            if folder is not self._top and os.path.lexists(folder + b"/.git"):
                path = self._path(folder)
                if wanted is None or wanted(path):
                    yield Skipped(path, "nested repositories")
                continue
            try:
                with os.scandir(folder) as scan:
                    for item in scan:
                        if item.is_dir(follow_symlinks=False):
                            if item.name != b".git":
                                folders.append(item.path)
                            continue
                        path = self._path(item.path)
                        if wanted is None or wanted(path):
                            yield self._entry(item, path, skip)
            except OSError as error:
                path = self._path(folder)
                if wanted is None or wanted(path):
                    yield unreadable(path, error)

    def _entry(
        self, item: os.DirEntry[bytes], path: str, skip: Callable[[str], bool] | None
    ) -> FileChange | Skipped | Notification:
        if skip is not None and skip(path):
            return Skipped(path, "excluded files")
        if not item.is_file(follow_symlinks=False) and not item.is_symlink():
            return Skipped(path, "special files")
        entry = read_file(item.path, path)
        return vanished(path) if isinstance(entry, Absence) else entry

    def _path(self, place: bytes) -> str:
        path = place[self._base_length :].decode("utf-8", "surrogateescape")
        return path if os.sep == "/" else path.replace(os.sep, "/")
