"""Reads objects: one `git cat-file --batch` for all of them, beside the diff that names them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from privacygate.change import AddedLines, FileChange
from privacygate.errors import GateError, GitError
from privacygate.git.repository import failure, start_git
from privacygate.git.text import SEGMENT_BYTES, file_change, large_file_change
from privacygate.model import Skipped
from privacygate.process import PIPE_BYTES

REQUESTS_AHEAD = 48
"""How many objects may be asked for before an answer is read. Their names fit into any pipe (4096 bytes), so
we never wait for git to listen while git waits for us to read."""


class Blob(NamedTuple):
    """An object: its content, or when it is large only the beginning."""

    id: bytes
    """Hexadecimal; the beginning of the name that was asked for, when there is no such object."""
    kind: bytes
    """blob, commit, tree or tag; "missing" or "ambiguous" when there is none."""
    content: bytes
    is_whole: bool
    open_chunks: Callable[[], Iterator[bytes]]
    """Reads the content anew."""

    def file_change(self, path: str, added: AddedLines | None, old_path: str | None = None) -> FileChange | Skipped:
        """The entry for a file with this content. See `text.file_change`."""
        if self.is_whole:
            return file_change(path, self.content, added, old_path)
        return large_file_change(path, self.content, self.open_chunks, added, old_path)


class Blobs:
    """The objects of the repository around `folder`, in the order in which they were asked for."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._git = start_git(folder, "cat-file", "--batch", feed=True)

    def request(self, name: bytes) -> None:
        """Ask for an object by id, or by anything that names one.

        Raises:
            GitError: git ended.
        """
        try:
            self._git.write(name + b"\n")
        except BrokenPipeError:
            raise self._failure() from None

    def receive(self) -> Blob:
        """The answer to the oldest request that has none yet.

        Raises:
            GitError: git ended, as it does when the object is corrupted.
        """
        header = self._git.output.readline()
        words = header.split()
        if not header.endswith(b"\n"):
            raise self._failure()
        if len(words) != 3 or not words[2].isdigit():
            return Blob(words[0], words[-1], b"", True, lambda: iter(()))
        name, kind, size_bytes = words[0], words[1], int(words[2])
        is_whole = size_bytes <= SEGMENT_BYTES
        content = self._git.output.read(size_bytes if is_whole else min(size_bytes, PIPE_BYTES))
        rest = size_bytes - len(content) + 1
        while rest and (piece := self._git.output.read(min(rest, PIPE_BYTES))):
            rest -= len(piece)
        if rest:
            raise self._failure()
        return Blob(name, kind, content, is_whole, partial(_chunks, self._folder, name.decode()))

    def receive_blob(self, path: str) -> Blob:
        """As `receive`, for the content of the file `path`.

        Raises:
            GitError: also when there is no such object.
        """
        blob = self.receive()
        if blob.kind != b"blob":
            raise GitError(
                f"The object {blob.id.decode()}, which should hold this file, is {blob.kind.decode()}.",
                remedy="See what `git fsck` says about the repository.",
                path=path,
            )
        return blob

    def stop(self) -> None:
        """Let go of git."""
        self._git.stop()

    def _failure(self) -> GateError:
        return failure(self._folder, self._git.finish(), self._git.errors())


def _chunks(folder: str, name: str) -> Iterator[bytes]:
    git = start_git(folder, "cat-file", "blob", name)
    try:
        while piece := git.read_some():
            yield piece
        if (code := git.finish()) != 0:
            raise failure(folder, code, git.errors())
    finally:
        git.stop()
