"""privacygate, gitleaks and kingfisher side by side: what only one of the three has, to be read.

    python3 dev.py bench side --repositories DIR... [--history N] [--results FILE]

A git repository is looked at as its HEAD has it, without settings of the tools and lists of what they accept; with
`--history`, as its last commits that are no merges changed it, and what counts are the lines that they added. Any other
folder is looked at as it is.
"""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TextIO

from bench.peers import OURS, TOOLS, Found, look, only_of_one
from bench.replay import last_commits
from bench.trees import name_of
from privacygate.change import FileChange
from privacygate.git.comparison import Comparison
from privacygate.reports.escaping import visible, visible_path

SETTINGS = (".gitleaks.toml", ".gitleaksignore", "privacygate.toml", ".privacygate-baseline")


class Scope(NamedTuple):
    """What is compared."""

    repositories: Sequence[Path]
    history: int
    """How many commits of each are looked at instead of the tree; 0: the tree."""
    results: Path | None
    """Where every result that only one tool has is written."""


class Material(NamedTuple):
    """Files to look at."""

    folder: Path
    files: dict[str, FileChange] | None
    """By path in the folder, which of its lines count; None: all, of all files."""

    def counts(self, found: Found) -> bool:
        """Tell whether the place of a result is one that counts."""
        if self.files is None:
            return True
        return found.path in self.files and self.files[found.path].is_new(found.line, found.last_line)


def table(scope: Scope) -> None:
    """Look at every repository with all three, and print how many results each has, and has alone."""
    out = scope.results.open("w", encoding="utf-8") if scope.results else None
    print(f"  {'':32}" + "".join(f"{tool + ' (alone)':>22}" for tool in TOOLS) + "   ours alone, high/medium/low")
    every: Counter[str] = Counter()
    try:
        for repository in scope.repositories:
            with TemporaryDirectory(prefix="privacygate-side-") as place:
                material = _material(repository, scope.history, Path(place))
                found = {tool: list(filter(material.counts, its)) for tool, its in look(material.folder).items()}
            alone = only_of_one(found)
            counts = _counts(found, alone)
            _print(name_of(repository), counts)
            every.update(counts)
            if out:
                _write(out, name_of(repository), alone)
    finally:
        if out:
            out.close()
    _print("all", every)


def _counts(found: dict[str, list[Found]], alone: Sequence[Found]) -> Counter[str]:
    counts = Counter({tool: len(results) for tool, results in found.items()})
    counts.update(f"{each.tool} alone" for each in alone)
    counts.update(each.confidence for each in alone if each.tool == OURS)
    return counts


def _print(name: str, counts: Counter[str]) -> None:
    pairs = [(counts[tool], counts[f"{tool} alone"]) for tool in TOOLS]
    cells = "".join(f"{f'{number:,} ({alone:,})':>22}" for number, alone in pairs)
    print(f"  {name:32}{cells}   {counts['high']}/{counts['medium']}/{counts['low']}", flush=True)


def _write(out: TextIO, name: str, alone: Sequence[Found]) -> None:
    """One line for each result: repository, tool, confidence, rule, place, masked line; separated by tabs."""
    for each in alone:
        place = f"{visible_path(each.path)}:{each.line}"
        print(name, each.tool, each.confidence, each.rule, place, visible(each.snippet), sep="\t", file=out)


def _material(repository: Path, history: int, place: Path) -> Material:
    if not (repository / ".git").exists() and not (repository / "objects").is_dir():
        return Material(repository, None)
    if history:
        return Material(place, _write_history(repository, history, place))
    _write_tree(repository, place)
    return Material(place, None)


def _write_tree(repository: Path, place: Path) -> None:
    """Write the files of HEAD below `place`; what the snapshot lacks is left out."""
    folder = repository / ".git" if (repository / ".git").exists() else repository
    with TemporaryDirectory(prefix="privacygate-index-") as index:
        environment = {**os.environ, "GIT_INDEX_FILE": str(Path(index) / "index")}
        words = ["git", f"--git-dir={folder}", f"--work-tree={place}"]
        subprocess.run([*words, "read-tree", "HEAD"], check=True, env=environment)
        subprocess.run([*words, "checkout-index", "--all"], check=False, env=environment, stderr=subprocess.DEVNULL)
    for name in SETTINGS:
        (place / name).unlink(missing_ok=True)


def _write_history(repository: Path, number: int, place: Path) -> dict[str, FileChange]:
    """Write each file that a commit changed, whole, as `place`/COMMIT/PATH."""
    files: dict[str, FileChange] = {}
    for commit in last_commits(repository, number):
        for entry in Comparison(str(repository), commit.parent, commit.id).entries(None):
            if isinstance(entry, FileChange) and isinstance(entry.segments, tuple):
                path = Path(commit.id[:12]) / entry.path
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                (place / path).write_bytes(b"".join(segment.text for segment in entry.segments))
                files[str(path)] = entry._replace(segments=())
    return files
