"""What is in commits that are pushed and not in the last of them: a key that was taken out again, say.

The remote gets every version of a file that the commits have, not the last one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from privacygate.change import AddedLines, FileChange
from privacygate.errors import GitError
from privacygate.git.blobs import Blobs
from privacygate.git.diff_output import path_of
from privacygate.git.line_ranges import disjoint
from privacygate.git.repository import failure, run_git
from privacygate.model import Level, Notification

MOST_VERSIONS = 10_000
"""How many versions are looked at."""

_COMMIT_DIGITS = 10
_SUBMODULE = b"160000"
_ALLOWING = (b"privacygate:", b"gitleaks:allow", b"pragma:")


class FinalLines:
    """The lines of the last version of every file that a push changes."""

    def __init__(self) -> None:
        self._hashes: set[int] = set()  # a third of the memory of the lines
        self._allowing: list[bytes] = []

    def add(self, file: FileChange) -> None:
        """Remember the lines of `file`."""
        for segment in file.segments:
            for line in segment.text.split(b"\n"):
                self._hashes.add(hash(line.strip()))
                if any(word in line for word in _ALLOWING):
                    self._allowing.append(line)

    def has(self, line: bytes) -> bool:
        """Tell whether `line` is still there: as it was, moved, indented, or allowed by a comment in it."""
        stripped = line.strip()
        return hash(stripped) in self._hashes or any(stripped in other for other in self._allowing)


class _Version(NamedTuple):
    """A file as one commit made it."""

    commit: str
    path: str
    old_ids: tuple[bytes, ...]
    """Its version in each parent; all zeros where it has none."""
    new_id: bytes


def overwritten_versions(
    folder: str,
    commits: Sequence[str],
    ends: tuple[str, str],
    final: FinalLines,
    skip: Callable[[str], bool] | None,
) -> Iterator[FileChange | Notification]:
    """The versions with lines that their commit added and that `final` does not have, the oldest first.

    Args:
        folder: a folder in the repository.
        commits: ids, the oldest first.
        ends: the trees before and after all of `commits`.
        final: the lines of the last versions.
        skip: tells which paths are excluded.

    Raises:
        GitError: git failed, or its answer is not understood.
    """
    last_ids = {version.new_id for version in _versions(folder, b"", *ends)}
    request = "".join(commit + "\n" for commit in commits).encode()
    versions = [
        version
        for version in _versions(folder, request, "--stdin", "--root", "-c")
        if version.new_id not in last_ids and not (skip is not None and skip(version.path))
    ]
    if len(versions) > MOST_VERSIONS:
        left = len(versions) - MOST_VERSIONS
        message = f"{left:,} older versions of files were not looked at, only the newest {MOST_VERSIONS:,}."
        yield Notification("long-history", message, Level.WARNING)
    if not versions:
        return
    blobs = Blobs(folder)
    try:
        for version in versions[-MOST_VERSIONS:]:
            file = _file(blobs, version, final)
            if file is not None:
                yield file
    finally:
        blobs.stop()


def _versions(folder: str, request: bytes, *words: str) -> Iterator[_Version]:
    answer = run_git(folder, "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", *words, input=request)
    if answer.code != 0:
        raise failure(folder, answer.code, answer.errors)
    fields = iter(answer.output.split(b"\0"))
    commit = b""
    for field in fields:
        if not field.startswith(b":"):
            commit = field
            continue
        # Source: git-diff(1), "Raw output format" and "diff format for merges": a colon for each parent,
        # their modes and ours, their ids and ours, a letter for each parent.
        parents = len(field) - len(field.lstrip(b":"))
        parts = field[parents:].split(b" ")
        path = next(fields, None)
        if len(parts) != 2 * parents + 3 or path is None:
            raise GitError("git's answer is not understood.", remedy="Please report this, with `git --version`.")
        ids = parts[parents + 1 : -1]
        if parts[parents] != _SUBMODULE and ids[-1].strip(b"0"):
            yield _Version(commit.decode(), path_of(path), tuple(ids[:-1]), ids[-1])


def _file(blobs: Blobs, version: _Version, final: FinalLines) -> FileChange | None:
    """The version, with the lines that count; None when there are none."""
    path = f"{version.commit[:_COMMIT_DIGITS]}:./{version.path}"
    file = _read(blobs, version.new_id, path)
    if file is None or not isinstance(file.segments, tuple) or len(file.segments) != 1:
        return file  # too large to hold: every line counts
    lines = file.segments[0].text.split(b"\n")
    known = {b""}
    for old_id in version.old_ids:
        if old_id.strip(b"0"):
            old = _read(blobs, old_id, path)
            for segment in old.segments if old is not None else ():
                known.update(segment.text.split(b"\n"))
    numbers = [number for number, line in enumerate(lines, 1) if line not in known and not final.has(line)]
    if not numbers:
        return None
    return file._replace(added=AddedLines(disjoint((number, number) for number in numbers)))


def _read(blobs: Blobs, id_: bytes, path: str) -> FileChange | None:
    blobs.request(id_)
    blob = blobs.receive()
    if blob.kind != b"blob":
        raise GitError(
            f"The object {id_.decode()} of this file is {blob.kind.decode()}.",
            remedy="See what `git fsck` says about the repository.",
            path=path,
        )
    entry = blob.file_change(path, None)
    return entry if isinstance(entry, FileChange) else None
