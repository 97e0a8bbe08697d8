"""What a range of commits brings: the net change since the merge base, and what only merges added."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from privacygate.change import AddedLines, Change, FileChange
from privacygate.errors import RepositoryError, UsageError
from privacygate.git.blobs import Blobs
from privacygate.git.comparison import Comparison
from privacygate.git.line_ranges import disjoint, new_lines
from privacygate.git.merge_resolutions import MergeCommits, resolution
from privacygate.git.old_trees import OldTrees
from privacygate.git.repository import failure, find_root, is_bare, not_a_repository, run_git
from privacygate.model import Notification, Skipped

EMPTY_TREES = (
    "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
)
"""The ids, in SHA-1 and SHA-256, of the tree without files. As BASE it means: since the beginning."""


def range_change(start: str, words: str, *, skip: Callable[[str], bool] | None = None) -> Change:
    """What `BASE...HEAD` brings, in the repository around the folder `start`; it may be a bare one.

    That is the difference between the merge base of BASE and HEAD, and HEAD; `BASE..HEAD` means the same.
    Besides, for every merge commit in BASE..HEAD, the lines that only its resolution added. A side that is
    left out is HEAD. BASE may be the empty tree. `skip` tells which paths are excluded.

    Raises:
        UsageError: `words` are no range.
        RepositoryError: no repository, an unknown revision, or nothing in common.
        GitError: git failed.
    """
    base_words, head_words = _two_sides(words)
    root = find_root(start)
    if root is None and not is_bare(start) and "GIT_DIR" not in os.environ:
        raise not_a_repository(start)
    folder = root or os.path.abspath(start)
    blobs = Blobs(folder)
    head = _commit(blobs, folder, head_words)
    if base_words in EMPTY_TREES:
        base, fork = None, base_words
    else:
        base = _commit(blobs, folder, base_words)
        fork = _merge_base(folder, base, head, words)
    net = Comparison(folder, fork, head).entries(skip)
    entries = _entries(net, MergeCommits(folder, base, head), blobs, skip)
    before = OldTrees(folder, lambda: [fork])
    return Change(f"changes in {base_words}...{head_words}", root, entries, revision=head, before=lambda: before)


def _two_sides(words: str) -> tuple[str, str]:
    dots = "..." if "..." in words else ".."
    base, found, head = words.partition(dots)
    if not found:
        raise UsageError(f"{words!r} is no range.", remedy="Write it as BASE...HEAD.")
    return base or "HEAD", head or "HEAD"


def _commit(blobs: Blobs, folder: str, words: str) -> str:
    """The id of the commit that `words` name.

    `git cat-file --batch` resolves it: what comes on standard input is never taken for an option or a file.
    """
    if "\n" not in words:
        blobs.request(os.fsencode(words))
        commit = blobs.receive()
        if commit.kind == b"tag":
            blobs.request(commit.id + b"^{commit}")
            commit = blobs.receive()
        if commit.kind == b"commit":
            return commit.id.decode()
    if words in ("HEAD", "@"):
        raise RepositoryError("This branch has no commit yet.", remedy="Scan what is staged: --staged.")
    raise _incomplete(folder) or RepositoryError(
        f"There is no commit {words!r} here.", remedy="Check how it is spelled, or fetch it: git fetch."
    )


def _merge_base(folder: str, base: str, head: str, words: str) -> str:
    answer = run_git(folder, "merge-base", base, head)
    if answer.code == 0:
        return answer.output.decode().strip()
    if answer.code != 1:
        raise failure(folder, answer.code, answer.errors)
    raise _incomplete(folder) or RepositoryError(
        f"The two sides of {words!r} have no commit in common.",
        remedy="Compare with a branch that this one comes from.",
    )


def _incomplete(folder: str) -> RepositoryError | None:
    """The error to raise when the history was not fetched whole."""
    if run_git(folder, "rev-parse", "--is-shallow-repository").output.strip() != b"true":
        return None
    return RepositoryError(
        "The history here is cut off before the two sides of the range meet (a shallow clone).",
        remedy="Fetch all of it: git fetch --unshallow. With actions/checkout: fetch-depth: 0.",
    )


def _entries(
    net: Iterator[FileChange | Skipped | Notification],
    merges: MergeCommits,
    blobs: Blobs,
    skip: Callable[[str], bool] | None,
) -> Iterator[FileChange | Skipped | Notification]:
    """The net change, and then what only merges added and is not in it."""
    try:
        merged = [file for file in dict.fromkeys(merges.files()) if skip is None or not skip(file.path)]
        known: dict[str, set[int]] = {file.path: set() for file in merged}
        """Hashes of the new lines that have been shown."""
        for entry in net:
            if isinstance(entry, FileChange) and entry.path in known:
                known[entry.path].update(hash(line) for _, line in new_lines(entry))
            yield entry
        for file in merged:
            entry = resolution(file, blobs)
            if not isinstance(entry, FileChange):
                yield entry
                continue
            lines = [(number, hash(line)) for number, line in new_lines(entry)]
            unknown = disjoint((number, number) for number, line in lines if line not in known[file.path])
            if unknown:
                known[file.path].update(line for _, line in lines)
                yield entry._replace(added=AddedLines(unknown))
    finally:
        blobs.stop()
