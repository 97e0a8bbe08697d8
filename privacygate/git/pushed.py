"""What a push brings that the remote does not have: the net change, and what later commits took out again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from privacygate.change import AddedLines, Change, FileChange
from privacygate.errors import RepositoryError
from privacygate.git.comparison import Comparison
from privacygate.git.old_trees import OldTrees
from privacygate.git.overwritten import FinalLines, overwritten_versions
from privacygate.git.repository import failure, find_root, is_bare, not_a_repository, run_git
from privacygate.git.revision_range import EMPTY_TREES
from privacygate.model import Level, Notification, Skipped

ALL_REMOTES = "*"
"""Stands for a remote: all of them."""


class PushedRef(NamedTuple):
    """One branch or tag of a push. Source: githooks(5), "pre-push"."""

    local: str
    """The id of what is pushed, or another name of it; empty when the ref is deleted."""
    remote_ref: str
    """For people: "refs/heads/main"."""
    remote: str
    """What the remote has there now, by id or name; empty when nothing."""


class _Tip(NamedTuple):
    ref: PushedRef
    commit: str
    """Its id."""


def pushed_change(
    start: str, refs: Sequence[PushedRef], remote: str, *, skip: Callable[[str], bool] | None = None
) -> Change:
    """What a push of `refs` from the repository around the folder `start` brings; it may be a bare one.

    All that is in `refs` of the remote, or in our remote-tracking branches of it, is there already. Of the
    rest, the net change counts, and the lines of each commit that later ones removed: they are sent as well.
    There, a path has its commit in front, as git understands it: `1a2b3c4d5e:./config.py`.

    Args:
        start: a folder in the repository.
        refs: what is pushed.
        remote: its name; `ALL_REMOTES` for what any remote has, empty to go by `refs` alone.
        skip: tells which paths are excluded.

    Raises:
        RepositoryError: no repository, or a revision that is not known.
        GitError: git failed.
    """
    root = find_root(start)
    if root is None and not is_bare(start) and "GIT_DIR" not in os.environ:
        raise not_a_repository(start)
    folder = root or os.path.abspath(start)
    push = _Push(folder, refs, remote, skip)
    before = OldTrees(folder, push.bases, is_hurried=True)
    return Change(push.description(), root, push.entries(), before=lambda: before)


class _Push:
    def __init__(self, folder: str, refs: Sequence[PushedRef], remote: str, skip: Callable[[str], bool] | None) -> None:
        self._folder = folder
        self._refs = refs
        self._remote = remote
        self._skip = skip
        self._bases: list[str] = []
        sent = [ref for ref in refs if ref.local]
        self._commits = dict(zip(sent, _commits(folder, [ref.local for ref in sent]), strict=True))
        there = [ref.remote for ref in refs if ref.remote]
        self._there = []
        for name, commit in zip(there, _commits(folder, there), strict=True):
            if commit is not None:
                self._there.append(commit)
            elif not remote:  # nothing else says what is there already
                raise RepositoryError(
                    "The repository does not have this revision.",
                    remedy="Fetch it; in a shallow clone: git fetch --unshallow.",
                    path=name,
                )

    def bases(self) -> list[str]:
        """What the remote has already of what the refs build on; known after the entries were gone through."""
        return self._bases

    def description(self) -> str:
        names = [ref.remote_ref.removeprefix("refs/heads/") for ref in self._refs if ref.local]
        return f"what a push of {names[0]} sends" if len(names) == 1 else f"what a push of {len(names)} refs sends"

    def entries(self) -> Iterator[FileChange | Skipped | Notification]:
        yield from (Skipped(ref.remote_ref, "deleted refs") for ref in self._refs if not ref.local)
        tips = []
        for ref, commit in self._commits.items():
            if commit is None:
                message = "It is neither a commit nor a tag of one, and was not looked at."
                yield Notification("no-commit", message, Level.ERROR, ref.remote_ref)
            else:
                tips.append(_Tip(ref, commit))
        new = set(self._new_commits([tip.commit for tip in tips], [])[0]) if tips else set()
        seen: list[str] = []
        for tip in tips:
            if tip.commit not in new or tip.commit in seen:
                yield Skipped(tip.ref.remote_ref, "up-to-date refs")
            else:
                yield from self._of(tip.commit, seen)
                seen.append(tip.commit)

    def _of(self, tip: str, seen: list[str]) -> Iterator[FileChange | Skipped | Notification]:
        commits, boundary = self._new_commits([tip], seen)
        bases = _independent(self._folder, boundary) or [_empty_tree(tip)]
        self._bases += bases
        final = FinalLines() if len(commits) > 1 else None
        for entry in self._net_change(bases, tip):
            if final is not None and isinstance(entry, FileChange):
                final.add(entry)
            yield entry
        if final is not None:
            yield from overwritten_versions(self._folder, commits, (bases[0], tip), final, self._skip)

    def _net_change(self, bases: Sequence[str], tip: str) -> Iterator[FileChange | Skipped | Notification]:
        """What is new against every one of `bases`: a branch into which another was merged has two."""
        others = [
            {
                entry.path: entry.added
                for entry in Comparison(self._folder, base, tip).entries(self._skip)
                if isinstance(entry, FileChange)
            }
            for base in bases[1:]
        ]
        for entry in Comparison(self._folder, bases[0], tip).entries(self._skip):
            if not isinstance(entry, FileChange):
                yield entry
            elif all(entry.path in added for added in others):
                lines = entry.added
                for added in others:
                    lines = _common(lines, added[entry.path])
                if lines is None or lines.ranges:
                    yield entry._replace(added=lines)

    def _new_commits(self, tips: Sequence[str], seen: Sequence[str]) -> tuple[list[str], list[str]]:
        """The commits that only `tips` have, the oldest first, and the known ones they build on."""
        words = ["rev-list", "--topo-order", "--reverse", "--boundary", "--stdin"]
        if self._remote:
            words += ["--not", f"--remotes={self._remote}"]
        lines = [*tips, *(f"^{commit}" for commit in (*self._there, *seen))]
        answer = run_git(self._folder, *words, input="".join(line + "\n" for line in lines).encode())
        if answer.code != 0:
            raise failure(self._folder, answer.code, answer.errors)
        names = answer.output.decode().split()
        return [name for name in names if name[0] != "-"], [name[1:] for name in names if name[0] == "-"]


def _commits(folder: str, names: Sequence[str]) -> list[str | None]:
    """The id of the commit that each of `names` leads to; None where there is none."""
    if not names:
        return []
    request = b"".join(os.fsencode(name).replace(b"\n", b"") + b"^{commit}\n" for name in names)
    answer = run_git(folder, "cat-file", "--batch-check=%(objectname) %(objecttype)", input=request)
    if answer.code != 0:
        raise failure(folder, answer.code, answer.errors)
    words = [line.split() for line in answer.output.decode("utf-8", "replace").splitlines()]
    return [word[0] if len(word) == 2 and word[1] == "commit" else None for word in words]


def _independent(folder: str, commits: list[str]) -> list[str]:
    """Those of `commits` that none of the others has in its history."""
    if len(commits) < 2:
        return commits
    answer = run_git(folder, "merge-base", "--independent", *commits)
    if answer.code != 0:
        raise failure(folder, answer.code, answer.errors)
    return answer.output.decode().split()


def _empty_tree(commit: str) -> str:
    return next(tree for tree in EMPTY_TREES if len(tree) == len(commit))


def _common(one: AddedLines | None, other: AddedLines | None) -> AddedLines | None:
    """The lines that are new in both."""
    if one is None or other is None:
        return one or other
    ranges = []
    for first, last in one.ranges:
        for start, end in other.ranges:
            if start <= last and end >= first:
                ranges.append((max(first, start), min(last, end)))
    return AddedLines(tuple(ranges))
