"""gitleaks and our reading of its configuration, on a tree of your own: what only one of the two finds.

    python3 dev.py bench agreement --tree DIR --gitleaks-config FILE

The test of the same thing (`tests/integration/test_gitleaks_differential.py`) has small trees. Files of more than
100 kB are left out: gitleaks reads those in pieces, and what reaches over two of them is found here alone.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.clock import row
from privacygate.change import FileChange, Segment
from privacygate.gitleaks.config_file import read_config
from privacygate.gitleaks.detector import GitleaksDetector
from privacygate.gitleaks.program import find_program
from privacygate.match import Match
from privacygate.positions import region_of

MOST_BYTES = 100_000

Place = tuple[str, str, int]
"""Rule, file and line; the line is 0 for a rule about paths."""


def table(tree: Path, config: Path) -> None:
    """Print how many places both find, and every place that only one finds, by rule, file and line."""
    small = {str(path.relative_to(tree)): path for path in tree.rglob("*") if _is_small(path)}
    theirs = {place for place in _theirs(tree, config) if place[1] in small}
    ours = set(_ours(small, tree, config))
    for who, places in (("gitleaks alone", theirs - ours), ("privacygate alone", ours - theirs)):
        for rule, name, line in sorted(places):
            print(f"{who}: {name}:{line} {rule}")
    both, either = len(theirs & ours), len(theirs | ours)
    row("places that both find, of those that one finds", f"{both} of {either}", "all", both == either)


def _is_small(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= MOST_BYTES


def _theirs(tree: Path, config: Path) -> Iterator[Place]:
    words = [find_program().path, "dir", ".", "--config", str(config), "--report-format", "json", "--report-path", "-"]
    words += ["--no-banner", "--exit-code", "0", "--ignore-gitleaks-allow", "--log-level", "error"]
    done = subprocess.run(words, cwd=tree, check=True, stdout=subprocess.PIPE)
    for each in json.loads(done.stdout):
        yield each["RuleID"], each["File"], each["StartLine"]


def _ours(files: dict[str, Path], tree: Path, config: Path) -> Iterator[Place]:
    detector = GitleaksDetector(read_config(str(tree), config.name, config.read_bytes()))
    for name, path in files.items():
        for match in detector.detect(FileChange(name.replace(os.sep, "/"), (Segment(path.read_bytes()),), None)):
            assert isinstance(match, Match)
            line = region_of(match.segment, match.start, match.end).start_line if match.value else 0
            yield match.rule, match.path, line
