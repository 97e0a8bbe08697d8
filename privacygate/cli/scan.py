"""`privacygate scan`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, BinaryIO

from privacygate.change import Before, Change
from privacygate.cli.checking import Place, add_check_arguments, check_and_report, find_place
from privacygate.errors import UsageError
from privacygate.git.repository import find_root
from privacygate.model import Boundary

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

DESCRIPTION = """\
Look at a change, or at files, and say what should not leave: keys, tokens, passwords. In a change only added lines
count. The last line always says what was looked at."""


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    group = parser.add_argument_group("what to look at (default: the working tree, as git sees it)")
    group.add_argument("paths", nargs="*", metavar="PATH", help="files and folders, whole")
    group.add_argument("--staged", action="store_true", help="what the next commit adds: the index against HEAD")
    group.add_argument(
        "--range",
        metavar="BASE...HEAD",
        help="what HEAD adds since it left BASE, and what only a merge resolution added",
    )
    group.add_argument("--patch", metavar="FILE", help="a unified or git diff; - for standard input")
    group.add_argument(
        "--base-tree",
        metavar="TREE",
        help="with --patch: what was there before, a folder or a revision, to tell new logic from moved",
    )
    group.add_argument("--stdin", action="store_true", help="one file from standard input, named by --name")
    group.add_argument("--name", metavar="PATH", help="the name of the file that --stdin reads")
    group.add_argument(
        "--boundary",
        choices=[boundary.value for boundary in Boundary],
        help="whose policy decides; default: commit for --staged, merge for --range, else manual",
    )
    add_check_arguments(parser)


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    _check_words(arguments)
    root = find_root(os.getcwd()) or os.getcwd()
    place = find_place(root, arguments)
    boundary = Boundary(arguments.boundary) if arguments.boundary else _boundary(arguments)
    if arguments.patch and arguments.patch != "-":
        with _opened(arguments.patch) as stream:
            from privacygate.git.patch import patch_change

            change = patch_change(stream, arguments.patch, skip=place.skip, base_tree=_base_tree(arguments, root))
            return check_and_report(change, place, boundary, arguments)
    return check_and_report(_change(arguments, place), place, boundary, arguments)


def _check_words(arguments: Namespace) -> None:
    sources = [
        word
        for word, given in (
            ("PATH", bool(arguments.paths)),
            ("--staged", arguments.staged),
            ("--range", arguments.range is not None),
            ("--patch", arguments.patch is not None),
            ("--stdin", arguments.stdin),
        )
        if given
    ]
    if len(sources) > 1:
        raise UsageError(f"{' and '.join(sources)} do not go together", remedy="Choose one thing to look at.")
    for word, value in (
        ("--range", arguments.range),
        ("--patch", arguments.patch),
        ("--base-tree", arguments.base_tree),
    ):
        if value == "":  # a variable that is not set, say; without this the working tree would be looked at
            raise UsageError(f"{word} is followed by nothing", remedy="Say what to look at.")
    if arguments.base_tree is not None and arguments.patch is None:
        raise UsageError("--base-tree goes with --patch", remedy="Name a patch, or leave --base-tree out.")
    if arguments.stdin and not arguments.name:
        raise UsageError("--stdin needs --name", remedy="Say which file it is: `--stdin --name src/app.py`.")
    if arguments.name and not arguments.stdin:
        raise UsageError("--name goes with --stdin", remedy="Add --stdin, or leave --name out.")


def _boundary(arguments: Namespace) -> Boundary:
    if arguments.staged:
        return Boundary.COMMIT
    return Boundary.MERGE if arguments.range else Boundary.MANUAL


def _change(arguments: Namespace, place: Place) -> Change:
    # Imported one by one: a commit does not pay for what it does not use.
    range_words = arguments.range or (_range_of_pre_commit() if arguments.staged else None)
    if range_words is not None:
        from privacygate.git.revision_range import range_change

        return range_change(os.getcwd(), range_words, skip=place.skip)
    if arguments.staged:
        from privacygate.git.staged import staged_change

        return staged_change(os.getcwd(), skip=place.skip)
    if arguments.patch is not None:
        from privacygate.git.patch import patch_change

        base_tree = _base_tree(arguments, place.root)
        return patch_change(sys.stdin.buffer, "standard input", skip=place.skip, base_tree=base_tree)
    if arguments.stdin:
        from privacygate.git.work_tree import stdin_change

        return stdin_change(sys.stdin.buffer, arguments.name, skip=place.skip)
    from privacygate.git.work_tree import tree_change

    return tree_change(arguments.paths, skip=place.skip)


def _base_tree(arguments: Namespace, root: str) -> Before | None:
    if arguments.base_tree is None:
        return None
    if os.path.isdir(arguments.base_tree):
        from privacygate.code_folder import CodeFolder

        return CodeFolder(arguments.base_tree, "")
    from privacygate.git.old_trees import known_tree

    return known_tree(root, arguments.base_tree)


def _range_of_pre_commit() -> str | None:
    """What `pre-commit run --from-ref A --to-ref B` is about: its hooks for commits run, and nothing is staged."""
    base, head = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    return f"{base}...{head}" if base and head else None


def _opened(path: str) -> BinaryIO:
    try:
        return open(path, "rb")
    except OSError as error:
        raise UsageError(
            f"the patch cannot be read ({error.strerror})", path=path, remedy="Check the path, or use `--patch -`."
        ) from error
