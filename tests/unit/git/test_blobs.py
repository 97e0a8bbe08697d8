from __future__ import annotations

import hashlib
import signal

import pytest
from repositories import GitRepository

from privacygate.change import FileChange
from privacygate.errors import GitError
from privacygate.git import blobs as module
from privacygate.git.blobs import REQUESTS_AHEAD, Blobs

from .entries import text


@pytest.fixture
def many(git_repository: GitRepository) -> list[tuple[bytes, bytes]]:
    """Ids and contents of more objects than may be asked for ahead, and more than pipes hold."""
    contents = [b"", b"\n", b"\0", *(b"%d\n" % number * 3000 for number in range(REQUESTS_AHEAD))]
    return [
        (git_repository.git("hash-object", "-w", "--stdin", input=content).encode(), content) for content in contents
    ]


def test_answers_come_in_order(git_repository: GitRepository, many: list[tuple[bytes, bytes]]) -> None:
    blobs = Blobs(git_repository.root)
    for name, _ in many[:REQUESTS_AHEAD]:
        blobs.request(name)
    for name, content in many[:REQUESTS_AHEAD]:
        blob = blobs.receive()
        assert (blob.id, blob.kind, blob.content, blob.is_whole) == (name, b"blob", content, True)
        assert b"".join(blob.open_chunks()) == content
    blobs.stop()


def test_requests_fit_into_a_pipe() -> None:
    assert REQUESTS_AHEAD * len(hashlib.sha256().hexdigest() + "\n") <= 4096


@pytest.mark.parametrize("name", [b"1" * 40, b"nowhere", b"no name", b"--all", b"HEAD^{commit}"])
def test_what_is_not_there(git_repository: GitRepository, name: bytes) -> None:
    blobs = Blobs(git_repository.root)
    blobs.request(name)
    blob = blobs.receive()
    assert (blob.kind, blob.content, list(blob.open_chunks())) == (b"missing", b"", [])
    blobs.request(name)
    with pytest.raises(GitError, match="is missing") as caught:
        blobs.receive_blob("a path")
    assert caught.value.path == "a path"
    blobs.stop()


def test_large_ones_are_read_anew(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (200_000, 1001):
        monkeypatch.setattr(module, "SEGMENT_BYTES", size - 1)
        content = bytes(97 + number % 7 for number in range(size))
        name = git_repository.git("hash-object", "-w", "--stdin", input=content).encode()
        small = git_repository.git("hash-object", "-w", "--stdin", input=b"small").encode()
        blobs = Blobs(git_repository.root)
        blobs.request(name)
        blobs.request(small)
        blob = blobs.receive()
        assert not blob.is_whole
        assert content.startswith(blob.content)
        assert len(blob.content) >= min(size, 1 << 16)
        assert blobs.receive().content == b"small"
        for _ in range(2):
            assert b"".join(blob.open_chunks()) == content
        entry = blob.file_change("a", None, "b")
        assert isinstance(entry, FileChange)
        assert (entry.path, entry.old_path, text(entry)) == ("a", "b", content)
        blobs.stop()


def test_a_large_one_that_vanishes(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 10)
    name = git_repository.git("hash-object", "-w", "--stdin", input=b"x" * 99)
    blobs = Blobs(git_repository.root)
    blobs.request(name.encode())
    blob = blobs.receive()
    blobs.stop()
    (git_repository.path / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(GitError, match=name):
        list(blob.open_chunks())


def test_git_that_ends(git_repository: GitRepository) -> None:
    name = git_repository.git("hash-object", "-w", "--stdin", input=b"x" * 200_000).encode()
    blobs = Blobs(git_repository.root)
    blobs.request(name)
    blobs._git.output.peek()
    blobs._git._child.terminate()  # type: ignore[union-attr]
    with pytest.raises(GitError, match=f"code -{signal.SIGTERM}"):
        blobs.receive()
    with pytest.raises(GitError, match=f"code -{signal.SIGTERM}"):
        blobs.request(name)
    blobs.stop()
