from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from privacygate.change import FileChange
from privacygate.errors import UnreadableError
from privacygate.git import disk
from privacygate.git.disk import Absence, read_file
from privacygate.git.text import SEGMENT_BYTES
from privacygate.model import Level, Notification, Skipped

from .entries import Entry, text


def read(place: Path) -> Entry | Absence:
    return read_file(os.fsencode(place), "path")


@pytest.mark.parametrize("content", [b"", b"one\n", b"\0\xff\n", b"x" * 100_000])
def test_a_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    entry = read(tmp_path / "a")
    assert isinstance(entry, FileChange)
    assert (entry.path, entry.added, entry.whole, text(entry)) == ("path", None, True, content)


def test_media(tmp_path: Path) -> None:
    for size in (0, SEGMENT_BYTES):
        (tmp_path / "a").write_bytes(b"\x1f\x8b\x08" + bytes(size))
        assert read(tmp_path / "a") == Skipped("path", "binary files")


def test_a_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("secret")
    (tmp_path / "link").symlink_to("a")
    entry = read(tmp_path / "link")
    assert isinstance(entry, FileChange)
    assert text(entry) == b"a"
    monkeypatch.setattr(disk, "_NOFOLLOW", 0)  # as on Windows
    assert read(tmp_path / "link") == entry


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    special = Skipped("path", "special files")
    assert read(tmp_path / "fifo") == special
    assert read(Path("/dev/zero")) == special
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        assert read(tmp_path / "socket") == special
    assert read(tmp_path) is Absence.FOLDER
    assert read(tmp_path / "missing") is Absence.MISSING
    (tmp_path / "a").touch()
    assert read(tmp_path / "a" / "missing") is Absence.MISSING


def test_a_link_that_vanishes_between_two_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to("a")
    place = os.fsencode(tmp_path / "link")

    def vanish(_: bytes) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(os, "readlink", vanish)
    assert read_file(place, "path") is Absence.MISSING


@pytest.mark.parametrize("call", ["open", "read", "fstat", "readlink"])
def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Permissions mean nothing to root."""
    (tmp_path / "a").write_text("one\n")
    (tmp_path / "link").symlink_to("a")
    before = len(os.listdir("/proc/self/fd"))

    def refuse(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, refuse)
    entry = read(tmp_path / ("link" if call == "readlink" else "a"))
    message = "It cannot be read: Input/output error."
    assert entry == Notification("file-unreadable", message, Level.ERROR, "path")
    monkeypatch.undo()
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_file_without_a_size() -> None:
    entry = read_file(b"/proc/self/status", "path")
    assert isinstance(entry, FileChange)
    assert b"VmPeak" in text(entry)


@pytest.mark.parametrize("told", [1, 2_000_000])
def test_a_file_that_grows_or_shrinks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: int) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1_000_000)
    fstat = os.fstat
    monkeypatch.setattr(os, "fstat", lambda fd: os.stat_result([*fstat(fd)[:6], told, *fstat(fd)[7:]]))
    entry = read(tmp_path / "a")
    assert isinstance(entry, FileChange)
    assert text(entry) == b"x" * 1_000_000


def test_a_large_file_is_not_held(tmp_path: Path) -> None:
    lines = b"".join(b"line %d\n" % number for number in range(900_000))
    (tmp_path / "a").write_bytes(lines)
    entry = read(tmp_path / "a")
    assert isinstance(entry, FileChange)
    for _ in range(2):
        first, second = entry.segments
        assert len(first.text) <= SEGMENT_BYTES
        assert lines.startswith(first.text)
        assert lines.endswith(second.text)
        assert lines.splitlines()[second.first_line - 1] == second.text.partition(b"\n")[0]
    (tmp_path / "a").unlink()
    with pytest.raises(UnreadableError) as caught:
        list(entry.segments)
    assert caught.value.path == "path"
