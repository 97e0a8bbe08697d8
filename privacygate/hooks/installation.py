"""Puts hooks in their place and takes them away, and never touches a hook of somebody else."""

from __future__ import annotations

import os
from enum import Enum

from privacygate.errors import RepositoryError
from privacygate.hooks.script import Author, author_of

_EXECUTABLE = 0o777


class Outcome(Enum):
    """What became of a hook."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    ABSENT = "absent"
    FOREIGN = "foreign"
    """It belongs to somebody else and was left alone."""
    CHANGED_BY_HAND = "changed by hand"
    """We wrote it and somebody changed it; it was left alone."""


def install(path: str, text: bytes) -> Outcome:
    """Write a hook with `text` to `path`, unless somebody else's is there.

    Raises:
        RepositoryError: it cannot be written.
    """
    try:
        author = _author_at(path)
        if author is Author.OTHERS:
            return Outcome.FOREIGN
        if author is Author.WE_AND_OTHERS:
            return Outcome.CHANGED_BY_HAND
        if author is Author.WE and _read(path) == text and os.access(path, os.X_OK):
            return Outcome.UNCHANGED
        _write(path, text)
    except OSError as error:
        raise _cannot("written", path, error) from error
    return Outcome.UPDATED if author is Author.WE else Outcome.WRITTEN


def uninstall(path: str) -> Outcome:
    """Take the hook at `path` away if we wrote it.

    Raises:
        RepositoryError: it cannot be read or deleted.
    """
    try:
        author = _author_at(path)
        if author is Author.WE:
            os.unlink(path)
            return Outcome.REMOVED
    except OSError as error:
        raise _cannot("taken away", path, error) from error
    if author is None:
        return Outcome.ABSENT
    return Outcome.FOREIGN if author is Author.OTHERS else Outcome.CHANGED_BY_HAND


def _author_at(path: str) -> Author | None:
    """None when there is nothing. What a symbolic link leads to is somebody else's, and so is a folder."""
    if not os.path.lexists(path):
        return None
    if os.path.islink(path) or not os.path.isfile(path):
        return Author.OTHERS
    return author_of(_read(path))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _write(path: str, text: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}.new"
    # O_BINARY: on Windows line ends would become CR LF, which sh does not take.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _EXECUTABLE)
    try:
        with open(descriptor, "wb") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _cannot(what: str, path: str, error: OSError) -> RepositoryError:
    return RepositoryError(
        f"the hook cannot be {what} ({error.strerror})",
        path=path,
        remedy="Check the permissions of the folder.",
    )
