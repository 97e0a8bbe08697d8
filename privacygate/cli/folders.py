"""Where things are kept on this machine: the cache, and the key of the fingerprints."""

from __future__ import annotations

import os
import sys


def cache_folder() -> str | None:
    """The folder for compiled rules: `PRIVACYGATE_CACHE_DIR`, else the user's; None when there is no home."""
    return os.environ.get("PRIVACYGATE_CACHE_DIR") or _user_folder(
        "XDG_CACHE_HOME", (".cache",), ("Library", "Caches"), "cache"
    )


def key_file() -> str | None:
    """The file with this user's key for fingerprints."""
    folder = _user_folder("XDG_STATE_HOME", (".local", "state"), ("Library", "Application Support"), "state")
    return os.path.join(folder, "key") if folder else None


def _user_folder(variable: str, linux: tuple[str, ...], mac: tuple[str, ...], windows: str) -> str | None:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return os.path.join(base, "privacygate", windows) if base else None
    base = os.environ.get(variable, "")
    if os.path.isabs(base):
        return os.path.join(base, "privacygate")
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    return os.path.join(home, *(mac if sys.platform == "darwin" else linux), "privacygate")


def user_key() -> bytes:
    """The key for fingerprints where no baseline has one: `PRIVACYGATE_KEY`, else this user's own, made when needed.

    When it cannot be kept, it lasts for this run.
    """
    given = os.environ.get("PRIVACYGATE_KEY")
    if given:
        from hashlib import blake2b

        return blake2b(given.encode("utf-8", "surrogateescape"), digest_size=32).digest()
    path = key_file()
    if path is None:
        return os.urandom(16)
    return _read_key(path) or _create_key(path)


def _read_key(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            key = file.read(64)
    except OSError:
        return None
    return key if len(key) == 16 else None


def _create_key(path: str) -> bytes:
    key = os.urandom(16)
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:
            file.write(key)
        _put_in_place(temporary, path)
    except OSError:
        return key
    return _read_key(path) or key


def _put_in_place(temporary: str, path: str) -> None:
    """Move the file to `path`, unless another process has just put a key there: all are to use the same."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        if _read_key(path) is None:  # damaged
            os.replace(temporary, path)
            return
    except OSError:  # no links on this file system
        os.replace(temporary, path)
        return
    os.unlink(temporary)
