"""`privacygate novelty`."""

from __future__ import annotations

import os
from time import perf_counter
from typing import TYPE_CHECKING

from privacygate.errors import RepositoryError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from privacygate.change import Before, OldFile
    from privacygate.git.old_trees import OldTrees

DESCRIPTION = """\
Keep the index that tells new logic from moved. It is made by itself when a change is large enough to ask, and a commit
does not wait for more than a few hundred files; this makes it now. It lies in the repository's own folder, and is of
use to all of its working trees. Nothing in it can be turned back into code."""

HEAD = "HEAD"


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary in (
        ("index", "read what a revision has and the index does not know"),
        ("status", "say where the index is, how large, and what of a revision it knows"),
        ("prune", "forget what a revision does not have"),
    ):
        action = actions.add_parser(name, help=summary)
        action.add_argument("revision", nargs="*", default=[HEAD], metavar="REVISION", help="default: HEAD")


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    from privacygate.git.repository import find_root, is_bare, not_a_repository

    here = os.getcwd()
    root = find_root(here) or (here if is_bare(here) else None)
    if root is None:
        raise not_a_repository(here)
    tree = _tree(root, arguments.revision)
    return {"index": _index, "status": _status, "prune": _prune}[arguments.action](tree)


def _tree(root: str, revisions: Sequence[str]) -> OldTrees:
    """What all of `revisions` have."""
    from privacygate.git.old_trees import OldTrees, known_tree

    for revision in revisions:
        try:
            known_tree(root, revision)
        except RepositoryError as error:
            raise RepositoryError(f"There is no revision {revision!r} here.", remedy=error.remedy) from None
    return OldTrees(root, lambda: revisions)


def _by_family(tree: Before) -> Iterator[tuple[str, list[OldFile]]]:
    """The code in `tree`, by family of languages; those that it has."""
    from privacygate.detectors.novelty.earlier import files_of
    from privacygate.detectors.novelty.lexicon import FAMILIES

    for family, files in files_of(tree, FAMILIES).items():
        if files:
            yield family, list({file.id: file for file in files}.values())


def _index(tree: OldTrees) -> int:
    from privacygate.detectors.novelty.earlier import learn
    from privacygate.detectors.novelty.index import Index

    index, started, new, known = Index(tree.home), perf_counter(), 0, 0
    for family, files in _by_family(tree):
        there = index.read(family)
        missing = [file for file in files if file.id not in there]
        for batch in learn(tree, family, missing):
            index.add(family, batch)
        new += len(missing)
        known += len(files) - len(missing)
    print(f"privacygate: {new:,} contents read in {perf_counter() - started:.1f} s; {known:,} were known")
    return 0


def _status(tree: OldTrees) -> int:
    from privacygate.detectors.novelty.index import Index
    from privacygate.reports.escaping import visible_path

    index = Index(tree.home)
    status = index.status()
    if status is None:
        print("privacygate: there is no index yet; `privacygate novelty index` makes it")
        return 0
    print(f"privacygate: {visible_path(status.path)}, {status.size_bytes / 1e6:.1f} MB")
    kept = dict(status.contents)
    wanted = dict(_by_family(tree))
    for family in sorted({*kept, *wanted}):
        files, there = wanted.get(family, []), index.read(family)
        known = sum(file.id in there for file in files)
        print(f"  {family:12} {known:,} of {len(files):,} known; {kept.get(family, 0) - known:,} of other revisions")
    return 0


def _prune(tree: OldTrees) -> int:
    from privacygate.detectors.novelty.index import Index

    index, gone = Index(tree.home), 0
    status = index.status()
    wanted = {family: {file.id for file in files} for family, files in _by_family(tree)}
    for family, _ in status.contents if status else ():
        gone += index.prune(family, wanted.get(family, ()))
    print(f"privacygate: {gone:,} contents forgotten")
    return 0
