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

    def entries(self, skip: Callable[[str], bool] | None) -> Iterator[FileChange | Skipped | Notification]:
        """Read the files, in the order of the file system. `skip` tells which paths are excluded."""
        folders = [self._top]
        while folders:
            folder = folders.pop()
            if folder is not self._top and os.path.lexists(folder + b"/.git"):
                yield Skipped(self._path(folder), "nested repositories")
                continue
            try:
                with os.scandir(folder) as scan:
                    for item in scan:
                        if item.is_dir(follow_symlinks=False):
                            if item.name != b".git":
                                folders.append(item.path)
                        else:
                            yield self._entry(item, skip)
            except OSError as error:
                yield unreadable(self._path(folder), error)

    def _entry(
        self, item: os.DirEntry[bytes], skip: Callable[[str], bool] | None
    ) -> FileChange | Skipped | Notification:
        path = self._path(item.path)
        if skip is not None and skip(path):
            return Skipped(path, "excluded files")
        if not item.is_file(follow_symlinks=False) and not item.is_symlink():
            return Skipped(path, "special files")
        entry = read_file(item.path, path)
        return vanished(path) if isinstance(entry, Absence) else entry

    def _path(self, place: bytes) -> str:
        path = place[self._base_length :].decode("utf-8", "surrogateescape")
        return path if os.sep == "/" else path.replace(os.sep, "/")
