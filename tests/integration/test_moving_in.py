"""Moving in from another tool: its real binary makes the report, and after the import a scan is silent about it."""

from __future__ import annotations

import json
import sysconfig
from pathlib import Path

import pytest

from .conftest import Repository

SCRIPTS = Path(sysconfig.get_path("scripts"))
PRIVACYGATE = SCRIPTS / "privacygate"
GITLEAKS = (SCRIPTS / "gitleaks", "dir", ".", "--no-banner", "-l", "error", "--exit-code", "0")
KINGFISHER = (SCRIPTS / "kingfisher", "scan", ".", "--no-validate", "--no-update-check", "-q", "--git-history", "none")


@pytest.fixture
def old_project(repository: Repository) -> Repository:
    """A repository with secrets that every tool sees; none of them is in this file as it is there."""
    repository.write("src/client.py", f'import os\n\ntoken = "{repository.key("client")}"\n')
    repository.write("conf/settings.yaml", f"github:\n  token: {repository.key('settings')}\n")
    repository.write("bin/run.sh", f"#!/bin/sh\nexport GITHUB_TOKEN={repository.key('run')}\n")
    repository.git("add", ".")
    return repository


def places(repository: Repository) -> set[tuple[str, int]]:
    """Path and line of every result that counts."""
    said = json.loads(repository.run(PRIVACYGATE, "scan", "--output", "json", "--quiet"))
    return {(each["path"], each["region"]["start_line"]) for each in said["results"] if not each["suppressions"]}


def moved_in(repository: Repository, report: str) -> str:
    """What the import says, when a scan reported all three before and is silent about them afterwards."""
    assert places(repository) == {("src/client.py", 3), ("conf/settings.yaml", 2), ("bin/run.sh", 2)}
    said = repository.run(PRIVACYGATE, "baseline", "import", report)
    assert places(repository) == set()
    assert "?" not in said
    repository.write("new.py", f'token = "{repository.key("new")}"\n')
    assert places(repository) == {("new.py", 1)}
    return said


@pytest.mark.parametrize("form", ["json", "csv", "sarif"])
@pytest.mark.parametrize("redacted", [False, True], ids=["plain", "redacted"])
def test_gitleaks(old_project: Repository, form: str, redacted: bool, tmp_path: Path) -> None:
    report = tmp_path / "report"
    old_project.run(*GITLEAKS, "-f", form, "-r", report, *(["--redact"] if redacted else []))
    moved_in(old_project, str(report))


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif"])
@pytest.mark.parametrize("redacted", [False, True], ids=["plain", "redacted"])
def test_kingfisher(old_project: Repository, form: str, redacted: bool, tmp_path: Path) -> None:
    report = tmp_path / "report"
    words: list[str | Path] = [*KINGFISHER, "--format", form, "-o", report, *(["--redact"] if redacted else [])]
    ended_with_findings(old_project, words)
    moved_in(old_project, str(report))


def test_the_baseline_of_kingfisher(old_project: Repository, tmp_path: Path) -> None:
    report = tmp_path / "kingfisher.yaml"
    ended_with_findings(
        old_project, [*KINGFISHER, "--manage-baseline", "--baseline-file", report, "-o", tmp_path / "x"]
    )
    moved_in(old_project, str(report))


def test_detect_secrets(old_project: Repository) -> None:
    old_project.write(".secrets.baseline", old_project.run(SCRIPTS / "detect-secrets", "scan", "--all-files", "."))
    said = moved_in(old_project, ".secrets.baseline")
    assert "accepted in .secrets.baseline" in (old_project.path / ".privacygate-baseline").read_text()
    assert "results added" in said


def test_a_secret_that_was_changed_since_is_new(old_project: Repository) -> None:
    old_project.write(".secrets.baseline", old_project.run(SCRIPTS / "detect-secrets", "scan", "--all-files", "."))
    old_project.write("src/client.py", f'import os\n\ntoken = "{old_project.key("another")}"\n')
    said = old_project.run(PRIVACYGATE, "baseline", "import", ".secrets.baseline")
    assert "? src/client.py:3: GitHub Token: the secret is not in the file any more; what stands there now" in said
    assert places(old_project) == {("src/client.py", 3)}


def ended_with_findings(repository: Repository, words: list[str | Path]) -> None:
    """Run kingfisher, whose exit code says that there is something."""
    repository.run(*words, ok=False)
