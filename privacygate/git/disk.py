"""Reads one file from disk: whole, in pieces when it is large, and never through a symbolic link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from enum import Enum

from privacygate.change import FileChange
from privacygate.errors import UnreadableError
from privacygate.git.text import SEGMENT_BYTES, file_change, large_file_change
from privacygate.model import Level, Notification, Skipped

_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_FLAGS: int = (
    os.O_RDONLY
    | _NOFOLLOW
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO without a writer would keep us waiting
    | getattr(os, "O_BINARY", 0)
)

_CHUNK_BYTES = 1 << 20


class Absence(Enum):
    """Why there is no file to read."""

    MISSING = "missing"
    FOLDER = "folder"


def read_file(place: bytes, path: str) -> FileChange | Skipped | Notification | Absence:
    """The entry for the file at `place`, to be called `path`.

    A symbolic link has its target's path as text, as git keeps it.
    """
    try:
        if not _NOFOLLOW and os.path.islink(place):
            return _link(place, path)
        fd = os.open(place, _FLAGS)
    except OSError as error:
        return _not_opened(place, path, error)
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            return Absence.FOLDER if stat.S_ISDIR(status.st_mode) else Skipped(path, "special files")
        size = status.st_size
        raw = os.read(fd, (size if size < SEGMENT_BYTES else SEGMENT_BYTES) + 1)
        if len(raw) != size:  # larger than a segment, or it grows or shrinks, or is a file of /proc
            raw = _read_on(fd, raw)
    except OSError as error:
        return unreadable(path, error)
    finally:
        os.close(fd)
    if len(raw) > SEGMENT_BYTES:
        return large_file_change(path, raw, lambda: _chunks(place, path))
    return file_change(path, raw)


def unreadable(path: str, error: OSError) -> Notification:
    """The notification for a file or folder that cannot be read."""
    return Notification("file-unreadable", f"It cannot be read: {error.strerror}.", Level.ERROR, path)


def vanished(path: str) -> Notification:
    """The notification for a file that was there a moment ago."""
    return Notification("file-unreadable", "It vanished before it could be read.", Level.ERROR, path)


def _read_on(fd: int, raw: bytes) -> bytes:
    while len(raw) <= SEGMENT_BYTES:
        more = os.read(fd, _CHUNK_BYTES)
        if not more:
            break
        raw += more
    return raw


def _chunks(place: bytes, path: str) -> Iterator[bytes]:
    try:
        fd = os.open(place, _FLAGS)
        try:
            while chunk := os.read(fd, _CHUNK_BYTES):
                yield chunk
        finally:
            os.close(fd)
    except OSError as error:
        raise UnreadableError(f"It cannot be read to its end: {error.strerror}.", path=path) from None


def _not_opened(place: bytes, path: str, error: OSError) -> FileChange | Skipped | Notification | Absence:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Absence.MISSING
    if error.errno in (errno.ELOOP, errno.EMLINK) or os.path.islink(place):
        return _link(place, path)
    if error.errno in (errno.ENXIO, errno.EOPNOTSUPP):  # a socket
        return Skipped(path, "special files")
    return unreadable(path, error)


def _link(place: bytes, path: str) -> FileChange | Skipped | Notification | Absence:
    try:
        return file_change(path, os.readlink(place))
    except FileNotFoundError:
        return Absence.MISSING
    except OSError as error:
        return unreadable(path, error)
