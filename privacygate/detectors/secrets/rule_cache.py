"""Keeps compiled rules between runs.

A cache file belongs to exactly one list of rule files (paths, sizes, times) and one version of everything that made it.
It holds nothing of any change. Whatever is wrong with it, it is passed over and written anew; when it cannot be
written, the rules are compiled every time. Its contents are trusted once it is known that nobody else can have
written it.
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO, NamedTuple
from zlib import crc32

from privacygate.detectors.secrets.engine import HYPERSCAN_VERSION, Engine, load_engine
from privacygate.rule_places import RuleFileStat
from privacygate.version import VERSION

FORMAT = "15"
MAGIC = b"privacygate rules\n"

KEPT_FILES = 6
"""Older cache files are deleted, so that upgrades do not pile up."""

_NUMBER_BYTES = 4
_BINARY = getattr(os, "O_BINARY", 0)


class Cached(NamedTuple):
    """What a cache file holds."""

    engine: Engine
    rules: bytes
    helps: Callable[[], bytes | None]
    """Reads the rest of the file, which only runs with results need; None when it is gone."""


def read_cache(folder: str, files: Sequence[RuleFileStat]) -> Cached | None:
    """What is kept for these rule files, or None."""
    key = _key(files)
    path = _path(folder, key)
    file = _open_own(path)
    if file is None:
        return None
    with file:
        head = _read_head(file, key)
        if head is None:
            return None
        engine_size, rules_size, helps_size, checksum, helps_checksum = head
        body = file.read(engine_size + rules_size)
        helps_start = file.tell()
    if len(body) != engine_size + rules_size or crc32(body) != checksum:
        return None
    engine = load_engine(body[:engine_size])
    if engine is None:
        return None

    def helps() -> bytes | None:
        return _read_rest(path, key, helps_start, helps_size, helps_checksum)

    return Cached(engine, body[engine_size:], helps)


def write_cache(folder: str, files: Sequence[RuleFileStat], engine: bytes, rules: bytes, helps: bytes) -> None:
    """Keep compiled rules for the next run, if the folder can be written."""
    key = _key(files)
    path = _path(folder, key)
    numbers = (len(engine), len(rules), len(helps), crc32(engine + rules), crc32(helps))
    head = MAGIC + _number(len(key)) + key + b"".join(_number(number) for number in numbers)
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with open(descriptor, "wb") as file:
            file.write(head + engine + rules + helps)
        os.replace(temporary, path)
        _forget_old(folder)
    except OSError:
        return  # a cache that cannot be written costs time, not correctness


def _key(files: Sequence[RuleFileStat]) -> bytes:
    lines = [FORMAT, VERSION, HYPERSCAN_VERSION, sys.version]
    lines += [f"{file.path}\0{file.size_bytes}\0{file.modified_ns}" for file in files]
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _path(folder: str, key: bytes) -> str:
    return os.path.join(folder, f"secrets-{crc32(key):08x}.db")


def _open_own(path: str) -> BinaryIO | None:
    """Open a file that nobody but this user can have written."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except OSError:
        return None
    status = os.fstat(descriptor)
    if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
        os.close(descriptor)
        return None
    try:
        return open(descriptor, "rb")
    except OSError:
        os.close(descriptor)  # a folder
        return None


def _read_head(file: BinaryIO, key: bytes) -> tuple[int, ...] | None:
    expected = MAGIC + _number(len(key)) + key
    if file.read(len(expected)) != expected:
        return None
    numbers = file.read(5 * _NUMBER_BYTES)
    return tuple(
        int.from_bytes(numbers[at : at + _NUMBER_BYTES], "big") for at in range(0, 5 * _NUMBER_BYTES, _NUMBER_BYTES)
    )


def _read_rest(path: str, key: bytes, start: int, size: int, checksum: int) -> bytes | None:
    file = _open_own(path)
    if file is None:
        return None
    with file:
        if _read_head(file, key) is None:
            return None
        file.seek(start)
        rest = file.read(size)
    return rest if len(rest) == size and crc32(rest) == checksum else None


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER_BYTES, "big")


def _forget_old(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.name.startswith("secrets-")]
    for _, old in sorted(files, reverse=True)[KEPT_FILES:]:
        os.unlink(old)
