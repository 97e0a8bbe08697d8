"""Finds the repository, and asks git about it in a way that no setting of a user can bend."""

from __future__ import annotations

import os
from collections.abc import Callable

from privacygate.errors import GateError, GitError, RepositoryError
from privacygate.process import Finished, Program, run

# NOTE: GIT_INDEX_FILE is not among them. Inside a hook it names the index of `git commit -a` or
# `git commit -- path`; without it we would look at another change than the one that is committed.
_BENDING = (
    "GIT_DIFF_OPTS",  # beats even -U0 on the command line
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",  # these three are fatal together with GIT_LITERAL_PATHSPECS
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_REDIRECT_STDIN",  # Windows
    "GIT_REDIRECT_STDOUT",
    "GIT_REDIRECT_STDERR",
)

_STEADYING = {
    "LC_ALL": "C",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # What is pushed is the object itself, not what a local `git replace` shows in its stead.
    "GIT_NO_REPLACE_OBJECTS": "1",
    # A partial clone would fetch what it lacks. We never use the network; what is missing is an error.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}

_SETTINGS = (
    "core.fsmonitor=false",  # may name a program, and so may the settings of a repository that came from somebody else
    "core.untrackedCache=keep",
)
"""Settings for every call, before the user's and the repository's own."""

_USAGE = 129
"""The exit code for words that git does not understand."""

# What `git rev-parse --local-env-vars` lists, except settings: they speak of one repository only.
_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)


def find_root(start: str) -> str | None:
    """The top folder of the working tree around the folder `start`; None outside, and in a bare repository.

    Runs git only when the environment says where the repository is: a look at each folder above costs
    microseconds, `git rev-parse` 2 ms.
    """
    folder = os.path.abspath(start)
    if "GIT_DIR" in os.environ or "GIT_WORK_TREE" in os.environ:
        told = _told_root(folder)
        if told is not None and is_inside(folder, told):
            return told
    return _walk_up(folder, _holds_repository)


def work_tree_root(start: str) -> str:
    """As `find_root`, for work that needs a working tree.

    Raises:
        RepositoryError: there is none.
    """
    root = find_root(start)
    if root is not None:
        return root
    if is_bare(start):
        raise RepositoryError(
            "This is a bare repository: it has no index and no working tree.",
            remedy="Scan a range of its commits: privacygate scan --range BASE...HEAD.",
            path=start,
        )
    raise not_a_repository(start)


def is_bare(start: str) -> bool:
    """Tell whether `start` is in a bare repository, without running git."""
    return _walk_up(os.path.abspath(start), _is_repository) is not None


def is_inside(path: str, folder: str) -> bool:
    """Tell whether the absolute `path` is `folder` or below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def git_dir(start: str) -> str:
    """The absolute path of the repository's own folder, `.git` as a rule."""
    return os.fsdecode(ask(start, "rev-parse", "--absolute-git-dir").rstrip(b"\n"))


def hooks_folder(start: str) -> str:
    """The absolute path of the folder where git looks for hooks (`core.hooksPath`); it need not exist."""
    answer = ask(start, "rev-parse", "--git-path", "hooks").rstrip(b"\n")
    return os.path.normpath(os.path.join(os.path.abspath(start), os.path.expanduser(os.fsdecode(answer))))


def start_git(folder: str, *words: str, input: bytes = b"", feed: bool = False) -> Program:
    """Start git in `folder`. See `process.Program`.

    Raises:
        RepositoryError: git is not installed.
    """
    try:
        return Program(_command(folder, words), environment=_environment(folder), input=input, feed=feed)
    except OSError as error:
        raise _not_installed(error) from None


def run_git(folder: str, *words: str, input: bytes = b"") -> Finished:
    """Run git in `folder` to its end.

    Raises:
        RepositoryError: git is not installed.
    """
    try:
        return run(_command(folder, words), environment=_environment(folder), input=input)
    except OSError as error:
        raise _not_installed(error) from None


def ask(folder: str, *words: str) -> bytes:
    """What git answers.

    Raises:
        RepositoryError: there is no repository.
        GitError: git failed for another reason.
    """
    answer = run_git(folder, *words)
    if answer.code != 0:
        raise failure(folder, answer.code, answer.errors)
    return answer.output


def failure(folder: str, code: int, complaints: str) -> GateError:
    """The error to raise after git ended with `code` and `complaints` on its standard error.

    NOTE: git's words are quoted here. They name objects, settings and paths; the commands we use never
    write content of files to standard error.
    """
    if code == _USAGE:  # `git diff` outside of any repository knows no --cached, and does not say why
        complaints = run_git(folder, "rev-parse", "--git-dir").errors or complaints
    if "dubious ownership" in complaints:
        return RepositoryError(
            "git does not trust this repository: it belongs to somebody else.",
            remedy=f"If you trust it: git config --global --add safe.directory {os.path.abspath(folder)}",
            path=folder,
        )
    if "not a git repository" in complaints.lower():
        return not_a_repository(folder)
    if (
        "promisor" in complaints
        or "lazy fetch" in complaints
        or "transport 'none'" in complaints
        or "not allowed" in complaints
    ):
        return RepositoryError(
            "This is a partial clone, and objects of the change are not here.",
            remedy="Fetch them first: git fetch --refetch --no-filter (we never use the network).",
            path=os.path.abspath(folder),
        )
    lines = [line for line in complaints.splitlines() if line.startswith(("fatal: ", "error: "))]
    said = "; ".join(lines[:2])[:400] or f"it ended with code {code} and said nothing"
    return GitError(f"git could not finish its work: {said}", remedy="See what `git fsck` says about the repository.")


def not_a_repository(start: str) -> RepositoryError:
    """The error for a folder that no repository holds."""
    return RepositoryError(
        "This folder is not in a git repository.",
        remedy="Go to a repository, or name files and folders: privacygate scan PATH.",
        path=os.path.abspath(start),
    )


def _command(folder: str, words: tuple[str, ...]) -> list[str]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return ["git", "-C", folder, *settings, *words]


def _environment(folder: str) -> dict[str, str]:
    environment = dict(os.environ)
    for name in _BENDING:
        environment.pop(name, None)
    environment.update(_STEADYING)
    local = [name for name in _LOCAL if name in environment]
    if local and _is_elsewhere(folder):
        for name in local:
            del environment[name]
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR"):  # `git -C` would move a relative path
        if name in environment:
            environment[name] = os.path.abspath(environment[name])
    return environment


def _is_elsewhere(folder: str) -> bool:
    """Tell whether `folder` is in another repository than the one that the environment speaks of."""
    folder = os.path.realpath(folder)
    try:
        here = os.getcwd()
    except FileNotFoundError:
        return True
    if folder == here:
        return False
    ours = find_root(here)
    return ours is None or not is_inside(folder, ours) or _walk_up(folder, _holds_repository) not in (None, ours)


def _told_root(folder: str) -> str | None:
    answer = run(["git", "-C", folder, "rev-parse", "--show-toplevel"])
    return os.fsdecode(answer.output.rstrip(b"\n")) if answer.code == 0 else None


def _walk_up(folder: str, found: Callable[[str], bool]) -> str | None:
    while not found(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def _holds_repository(folder: str) -> bool:
    """`.git` is a folder with a HEAD in it, or a file in worktrees and submodules."""
    dot_git = os.path.join(folder, ".git")
    return os.path.lexists(os.path.join(dot_git, "HEAD")) or os.path.isfile(dot_git)


def _is_repository(folder: str) -> bool:
    return all(os.path.lexists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs"))


def _not_installed(error: OSError) -> RepositoryError:
    return RepositoryError(
        f"git cannot be started: {error.strerror}.", remedy="Install git and see that it is in PATH."
    )
