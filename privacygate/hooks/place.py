"""The folder where git looks for hooks, and whom it belongs to."""

from __future__ import annotations

import os
from enum import Enum
from typing import NamedTuple

from privacygate.errors import RepositoryError
from privacygate.git.repository import ask, hooks_folder, is_inside, work_tree_root


class Owner(Enum):
    """Whom a hooks folder belongs to."""

    REPOSITORY = "the repository"
    """In its own folder, `.git` as a rule: on this machine only, for all its worktrees."""
    WORK_TREE = "the working tree"
    """Next to the files, perhaps committed with them: others may get to see it."""
    ELSEWHERE = "elsewhere"
    """Outside the repository, as a `core.hooksPath` of all repositories of a user is."""


class HooksPlace(NamedTuple):
    """The folder where git looks for hooks."""

    folder: str
    """Absolute; need not exist."""
    owner: Owner
    own_folder: str
    """Where git would look without `core.hooksPath`; absolute."""


def find_hooks_place(start: str) -> HooksPlace:
    """Where git looks for the hooks of the repository around the folder `start`.

    Raises:
        RepositoryError: there is no repository, or its hooks are switched off.
    """
    root = work_tree_root(start)
    # NOTE: asked at the top, because git runs hooks there: a relative core.hooksPath starts there.
    folder = hooks_folder(root)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise RepositoryError(
            "git looks for hooks here, and it is not a folder: hooks are switched off",
            path=folder,
            remedy="See `git config --show-origin core.hooksPath`, and take that setting back.",
        )
    answer = ask(root, "rev-parse", "--git-common-dir").rstrip(b"\n")
    common = os.path.realpath(os.path.join(root, os.fsdecode(answer)))
    return HooksPlace(
        folder,
        _owner(os.path.realpath(folder), common, os.path.realpath(root)),
        os.path.join(common, "hooks"),
    )


def _owner(folder: str, common: str, root: str) -> Owner:
    if is_inside(folder, common):
        return Owner.REPOSITORY
    return Owner.WORK_TREE if is_inside(folder, root) else Owner.ELSEWHERE
