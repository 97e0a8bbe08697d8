"""Whole files: the working tree as git sees it, folders outside git, named files, and standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import BinaryIO, NamedTuple

from privacygate.change import Change, FileChange
from privacygate.errors import UnreadableError, UsageError
from privacygate.git.disk import Absence, read_file, vanished
from privacygate.git.folder import Folder
from privacygate.git.listing import Listing
from privacygate.git.repository import find_root, is_bare, is_inside, work_tree_root
from privacygate.git.text import SEGMENT_BYTES, file_change, large_file_change
from privacygate.model import Level, Notification, Skipped

_CHUNK_BYTES = 1 << 20


def tree_change(paths: Sequence[str], *, skip: Callable[[str], bool] | None = None) -> Change:
    """The files and folders in `paths`; without any, the whole working tree, or this folder outside git.

    A folder in a repository is looked at as git sees it, and when git sees nothing in it, because it is
    ignored, all of it. A file that is named is always looked at. Paths are relative to the root of the
    repository; outside git, to the folder that is named alone, or else to the current folder.

    Args:
        paths: as typed, relative to the current folder.
        skip: tells which paths (as they stand in the change) are excluded.

    Raises:
        UsageError: a path does not exist.
        RepositoryError: there is no working tree because the repository is bare.
    """
    roots: dict[str, str | None] = {}
    named = [_named(path, roots) for path in dict.fromkeys(paths)] or [_here()]
    base = _base(named)
    started = None
    if named[0].is_folder and named[0].root is not None:  # git works while the caller makes ready
        started = Listing(named[0].root, named[0].place)
    description = "files" if paths else "files in the working tree"

    def again(wanted: Callable[[str], bool]) -> Iterator[FileChange | Skipped | Notification]:
        return _entries(named, base, None, skip, wanted)

    return Change(description, base, _entries(named, base, started, skip), again, revision="")


def stdin_change(stream: BinaryIO, name: str, *, skip: Callable[[str], bool] | None = None) -> Change:
    """One whole file called `name` that comes by `stream`.

    NOTE: the segments of one larger than `text.SEGMENT_BYTES` can be gone through only once: it is not held.
    The second time raises `UnreadableError`.
    """
    return Change(f"{name} from standard input", None, _stream_entries(stream, name, skip))


class _Named(NamedTuple):
    place: str
    """Absolute; the folders above it are real ones."""
    root: str | None
    """The working tree that it is in."""
    is_folder: bool


def _here() -> _Named:
    root = find_root(".")
    if root is None and is_bare("."):
        root = work_tree_root(".")
    return _Named(root or os.getcwd(), root, True)


def _named(path: str, roots: dict[str, str | None]) -> _Named:
    folder, name = os.path.split(path)
    if name in ("", os.curdir, os.pardir):
        place = os.path.realpath(path)
    else:
        place = os.path.join(os.path.realpath(folder), name)
    if not os.path.lexists(place):
        raise UsageError("There is no such file or folder.", remedy="Check how it is spelled.", path=path)
    is_folder = os.path.isdir(place)
    if is_folder and os.path.islink(place) and find_root(os.path.dirname(place)) is None:
        place = os.path.realpath(place)  # in a repository the link itself is meant, as git sees it
    is_folder = is_folder and not os.path.islink(place)
    folder = place if is_folder else os.path.dirname(place)
    if folder not in roots:
        roots[folder] = find_root(folder)
    if is_folder and roots[folder] is None and is_bare(folder):
        work_tree_root(folder)
    return _Named(place, roots[folder], is_folder)


def _base(named: Sequence[_Named]) -> str:
    """The folder that all paths will be relative to."""
    first = named[0]
    if first.root is not None and all(each.root == first.root for each in named):
        return first.root
    if len(named) == 1 and first.is_folder:
        return first.place
    here = os.getcwd()
    if all(is_inside(each.place, here) for each in named):
        return here
    return os.path.commonpath([each.place if each.is_folder else os.path.dirname(each.place) for each in named])


def _entries(
    named: Sequence[_Named],
    base: str,
    started: Listing | None,
    skip: Callable[[str], bool] | None,
    wanted: Callable[[str], bool] | None = None,
) -> Iterator[FileChange | Skipped | Notification]:
    files = {_relative(each.place, base) for each in named if not each.is_folder}
    listed_folders: list[str] = []
    for each in named:
        if not each.is_folder:
            path = _relative(each.place, base)
            if wanted is None or wanted(path):
                yield _file_entry(each.place, path, skip)
            continue
        listing = None
        if each.root is not None:
            listing = started or Listing(each.root, each.place)
            started = None
            covered = any(is_inside(each.place, folder) for folder in listed_folders)
            prefix = "" if each.root == base else _relative(each.root, base) + "/"
            for entry in listing.entries(prefix, skip, files, wanted):
                if covered:
                    break
                yield entry
            listed_folders.append(each.place)
        if (listing is None or listing.is_empty) and each.place != each.root:
            yield from Folder(each.place, base).entries(skip, _besides(files, wanted))


def _besides(files: Collection[str], wanted: Callable[[str], bool] | None) -> Callable[[str], bool] | None:
    """`wanted`, without the files that were named and are looked at anyway."""
    if not files:
        return wanted
    return lambda path: path not in files and (wanted is None or wanted(path))


def _file_entry(place: str, path: str, skip: Callable[[str], bool] | None) -> FileChange | Skipped | Notification:
    """The entry for a file that was named: whatever keeps us from reading it is worth a notification."""
    if skip is not None and skip(path):
        return Skipped(path, "excluded files")
    entry = read_file(os.fsencode(place), path)
    if entry is Absence.MISSING:
        return vanished(path)
    if entry is Absence.FOLDER or (isinstance(entry, Skipped) and entry.reason == "special files"):
        return Notification("file-unreadable", "It is not a regular file.", Level.ERROR, path)
    return entry


def _stream_entries(stream: BinaryIO, name: str, skip: Callable[[str], bool] | None) -> Iterator[FileChange | Skipped]:
    if skip is not None and skip(name):
        yield Skipped(name, "excluded files")
        return
    raw = stream.read(SEGMENT_BYTES + 1)
    if len(raw) <= SEGMENT_BYTES:
        yield file_change(name, raw)
        return
    rest = [chain((raw,), iter(partial(stream.read, _CHUNK_BYTES), b""))]

    def chunks() -> Iterator[bytes]:
        if not rest:
            raise UnreadableError("Standard input is too large to be gone through twice.", path=name)
        return rest.pop()

    yield large_file_change(name, raw, chunks)


def _relative(place: str, base: str) -> str:
    return os.path.relpath(place, base).replace(os.sep, "/")
