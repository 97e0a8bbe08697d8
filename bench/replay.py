"""Replays the commits of a repository as if each were being committed now.

At that moment the index holds the commit's tree and HEAD is its parent, so that `privacygate scan --staged` looks at
the difference of the two; here the engine gets the same difference without an index. `say_the_same` makes the index and
runs the command, so that nobody has to believe that.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bench.trees import binary, git
from privacygate.change import Before, Change
from privacygate.cli.checking import EXIT_CODES
from privacygate.detectors.detector import Detector
from privacygate.errors import GitError
from privacygate.gate import Check, run_check
from privacygate.git.comparison import Comparison
from privacygate.git.old_trees import OldTrees
from privacygate.git.revision_range import EMPTY_TREES
from privacygate.model import Boundary, Run
from privacygate.policy.settings import Settings
from privacygate.reports.json import render


class Commit(NamedTuple):
    """A commit and what it is compared with."""

    id: str
    parent: str
    """The empty tree for a first commit."""


def last_commits(repository: Path, number: int) -> list[Commit]:
    """The last `number` commits of HEAD's history that are no merges, newest first."""
    words = ["git", "-C", str(repository), "rev-list", "--no-merges", f"--max-count={number}", "--parents", "HEAD"]
    lines = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
    return [Commit(ids[0], ids[1] if len(ids) > 1 else EMPTY_TREES[0]) for ids in map(str.split, lines)]


def replay(
    repository: Path, commits: Sequence[Commit], detectors: Sequence[Detector]
) -> Iterator[tuple[Commit, Run | None]]:
    """The check of each commit, as at commit time and with default settings; None where its objects are missing.

    Snapshots of repositories leave out large files.
    """
    settings = Settings()
    check = Check(
        detectors=detectors,
        boundary=Boundary.COMMIT,
        block=settings.block[Boundary.COMMIT],
        unreadable_blocks=settings.unreadable_blocks,
        key=lambda: bytes(16),
    )
    for commit in commits:
        entries = Comparison(str(repository), commit.parent, commit.id).entries(None)
        try:
            run = run_check(Change("staged changes", None, entries, before=partial(_before, repository, commit)), check)
        except GitError:
            run = None
        yield commit, run


def _before(repository: Path, commit: Commit) -> Before:
    """What the parent has. The index of what is new goes into the repository's own folder."""
    return OldTrees(str(repository), lambda: [commit.parent])


def say_the_same(repository: Path, commit: Commit, run: Run, folder: Path) -> bool:
    """Tell whether `privacygate scan --staged` reports what `run` does, with an index made in the new `folder`."""
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / ".git/objects/info/alternates").write_text(f"{_objects(repository)}\n")
    if commit.parent not in EMPTY_TREES:
        git(folder, "update-ref", "HEAD", commit.parent)
    git(folder, "read-tree", commit.id)
    report = folder.with_suffix(".json")
    words = [binary("privacygate"), "scan", "--staged", "--quiet", "--output", f"json={report}"]
    # A key of its own: what it makes of it, the fingerprints, is not compared.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    code = subprocess.run(words, cwd=folder, check=False, stdout=subprocess.DEVNULL, env=environment).returncode
    same = _comparable(json.loads(report.read_text())) == _comparable(json.loads("".join(render(run))))
    return same and code == EXIT_CODES[run.verdict.outcome]


def _objects(repository: Path) -> str:
    words = ["git", "-C", str(repository), "rev-parse", "--path-format=absolute", "--git-path", "objects"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def _comparable(report: dict[str, Any]) -> dict[str, Any]:
    """A report without what differs between any two runs: the time, and names made with the user's key."""
    report["coverage"].pop("seconds")
    for result in report["results"]:
        result.pop("fingerprint")
    return report
