"""A folder of code that is known already: an installed package, the checkout of a library, the state before a patch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from privacygate.change import Before, OldFile

LARGEST_BYTES = 8 << 20
"""A larger file is no code that people write."""


class CodeFolder(Before):
    """The files below a folder, without following symbolic links; what git keeps for itself is left out."""

    def __init__(self, folder: str, name: str, home: str | None = None) -> None:
        """Know the code in `folder`, which is called `name` in results; see `Before.home`."""
        self.name = name
        self.home = home
        self._folder = folder

    def files(self) -> Sequence[OldFile]:
        """See `Before.files`. A file that cannot be looked at is left out: then less is known."""
        found: list[OldFile] = []
        for folder, folders, names in os.walk(self._folder):
            folders[:] = [each for each in folders if each != ".git"]
            for name in names:
                place = os.path.join(folder, name)
                try:
                    status = os.lstat(place)
                except OSError:
                    continue
                path = os.path.relpath(place, self._folder).replace(os.sep, "/")
                found.append(OldFile(path, f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}:{path}"))
        return sorted(found)

    def texts(self, files: Sequence[OldFile]) -> Iterator[tuple[OldFile, bytes]]:
        """See `Before.texts`."""
        for file in files:
            try:
                with open(os.path.join(self._folder, file.path), "rb") as stream:
                    text = stream.read(LARGEST_BYTES + 1)
            except OSError:
                continue
            if len(text) <= LARGEST_BYTES:
                yield file, text
