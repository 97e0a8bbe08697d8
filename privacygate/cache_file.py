"""Files of our own in the cache folder: what was made from rule files, kept for the next run.

A file belongs to exactly one key. Whatever is wrong with it, it is passed over and written anew; when it cannot be
written, its contents are made every time. They are trusted once it is known that nobody else can have written them,
and never hold anything of a change.
"""

from __future__ import annotations

import os
from zlib import crc32

KEPT_FILES = 6
"""Older files of the same kind are deleted, so that upgrades do not pile up."""

_MAGIC = b"privacygate cache\n"
_NUMBER_BYTES = 4
_BINARY = getattr(os, "O_BINARY", 0)


def read_cache_file(folder: str, kind: str, key: bytes) -> list[bytes] | None:
    """The parts that are kept under `key`, or None."""
    data = _read_own(_path(folder, kind, key))
    head = _MAGIC + _number(len(key)) + key
    if data is None or not data.startswith(head):
        return None
    body = data[len(head) + _NUMBER_BYTES :]
    if data[len(head) : len(head) + _NUMBER_BYTES] != _number(crc32(body)):
        return None
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        size = int.from_bytes(body[at : at + _NUMBER_BYTES], "big")
        parts.append(body[at + _NUMBER_BYTES : at + _NUMBER_BYTES + size])
        at += _NUMBER_BYTES + size
    return parts


def write_cache_file(folder: str, kind: str, key: bytes, parts: list[bytes]) -> None:
    """Keep `parts` under `key` for the next run, if the folder can be written."""
    path = _path(folder, kind, key)
    temporary = f"{path}.{os.getpid()}"
    body = b"".join(_number(len(part)) + part for part in parts)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with open(descriptor, "wb") as file:
            file.write(_MAGIC + _number(len(key)) + key + _number(crc32(body)) + body)
        os.replace(temporary, path)
        _forget_old(folder, kind)
    except OSError:
        return  # a cache that cannot be written costs time, not correctness


def _path(folder: str, kind: str, key: bytes) -> str:
    return os.path.join(folder, f"{kind}-{crc32(key):08x}.db")


def _read_own(path: str) -> bytes | None:
    """The file `path`, if nobody but this user can have written it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
            return None
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER_BYTES, "big")


def _forget_old(folder: str, kind: str) -> None:
    with os.scandir(folder) as entries:
        files = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.name.startswith(kind + "-")]
    for _, old in sorted(files, reverse=True)[KEPT_FILES:]:
        os.unlink(old)
