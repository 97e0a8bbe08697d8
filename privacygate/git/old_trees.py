"""What the repository held before a change: the files of one commit, or of several."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from privacygate.change import Before, OldFile
from privacygate.errors import RepositoryError
from privacygate.git.blobs import REQUESTS_AHEAD, Blobs
from privacygate.git.diff_output import path_of
from privacygate.git.repository import ask, run_git

HOME = "privacygate"
"""The folder in the repository's own one, shared by its working trees, where what was learnt of it is kept."""


class OldTrees(Before):
    """The files of some commits or trees. git is asked when somebody wants to know."""

    def __init__(self, folder: str, names: Callable[[], Sequence[str]], is_hurried: bool = False) -> None:
        """Know what `names`, asked for when needed, had in the repository around `folder`."""
        self.is_hurried = is_hurried
        self._folder = folder
        self._names = names

    @property
    def home(self) -> str | None:  # type: ignore[override]
        """See `Before.home`."""
        common = os.fsdecode(ask(self._folder, "rev-parse", "--git-common-dir").rstrip(b"\n"))
        return os.path.join(os.path.abspath(os.path.join(self._folder, common)), HOME)

    def files(self) -> Sequence[OldFile]:
        """See `Before.files`."""
        found: dict[OldFile, None] = {}
        for name in self._names():
            listing = ask(self._folder, "ls-tree", "-r", "-z", "--full-tree", name)
            for entry in listing.split(b"\0"):
                about, _, path = entry.partition(b"\t")
                if about.startswith(b"100"):  # no links, no submodules
                    found[OldFile(path_of(path), about[12:].decode())] = None
        return sorted(found)

    def texts(self, files: Sequence[OldFile]) -> Iterator[tuple[OldFile, bytes]]:
        """See `Before.texts`."""
        blobs = Blobs(self._folder)
        waiting: deque[OldFile] = deque()
        try:
            for file in files:
                blobs.request(file.id.encode())
                waiting.append(file)
                if len(waiting) == REQUESTS_AHEAD:
                    yield from _whole(waiting.popleft(), blobs)
            while waiting:
                yield from _whole(waiting.popleft(), blobs)
        finally:
            blobs.stop()


def _whole(file: OldFile, blobs: Blobs) -> Iterator[tuple[OldFile, bytes]]:
    blob = blobs.receive_blob(file.path)
    if blob.is_whole:
        yield file, blob.content


def before_commit(folder: str) -> OldTrees:
    """What a commit in `folder` builds on: HEAD, and during a merge what is merged."""

    def names() -> list[str]:
        there = ["HEAD"] if run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").code == 0 else []
        merged = run_git(folder, "rev-parse", "--verify", "--quiet", "MERGE_HEAD^{commit}")
        return there + ([merged.output.decode().strip()] if merged.code == 0 else [])

    return OldTrees(folder, names, is_hurried=True)


def known_tree(folder: str, name: str) -> OldTrees:
    """What the revision `name` has.

    Raises:
        RepositoryError: there is none of this name.
    """
    found = run_git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{tree}")
    if found.code != 0:
        raise RepositoryError(
            f"There is no folder and no revision {name!r} here.", remedy="Check how it is spelled, or fetch it."
        )
    tree = found.output.decode().strip()
    return OldTrees(folder, lambda: [tree])
