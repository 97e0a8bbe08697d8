"""What the next commit brings: the index against HEAD."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from privacygate.change import Before, Change
from privacygate.git.comparison import Comparison
from privacygate.git.repository import work_tree_root


def staged_change(start: str = ".", *, skip: Callable[[str], bool] | None = None) -> Change:
    """The staged changes of the repository around the folder `start`.

    Before the first commit that is all that is in the index; during a merge, all that differs from HEAD.
    git starts at once and works while the caller makes ready. `skip` tells which paths are excluded.

    Raises:
        RepositoryError: no repository, a bare one, or no git.
    """
    root = work_tree_root(start)
    # NOTE: no HEAD among the words: without a revision git knows what to do before the first commit, and
    # a file named HEAD confuses nobody.
    return Change("staged changes", root, Comparison(root, "--cached").entries(skip), before=partial(_before, root))


def _before(root: str) -> Before:
    from privacygate.git.old_trees import before_commit  # most commits are too small to ask

    return before_commit(root)
