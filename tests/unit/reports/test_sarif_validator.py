"""SARIF as Microsoft's validator sees it, with its own rules and with those for GitHub's code scanning."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from privacygate.model import Run
from privacygate.reports.sarif import render

from .runs import hostile_run, make_run, many_results, typical_run

VALIDATOR = "@microsoft/sarif-multitool"
VERSION = "5.7.0"

pytestmark = pytest.mark.skipif(
    shutil.which("npm") is None, reason=f"npm is missing, and with it {VALIDATOR}, which validates SARIF"
)


def npm(*words: str, folder: Path, check: bool = True) -> None:
    program = shutil.which("npm") or "npm"
    subprocess.run([program, *words], cwd=folder, capture_output=True, check=check, timeout=300)


def install_validator() -> Path:
    """The folder with the validator, in the user's cache; installs it there once."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "privacygate-tests"
    folder = cache / f"sarif-multitool-{VERSION}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        fresh = Path(name) / "fresh"
        fresh.mkdir()
        (fresh / "package.json").write_text("{}")
        npm("install", "--ignore-scripts", "--no-audit", "--no-fund", f"{VALIDATOR}@{VERSION}", folder=fresh)
        for program in fresh.glob("node_modules/@microsoft/*/Sarif.Multitool"):
            program.chmod(0o755)
        try:
            fresh.rename(folder)
        except OSError:  # another test process was quicker
            assert folder.is_dir()
    return folder


def problems(report: str, rules: str, folder: Path) -> list[str]:
    """What the validator has against `report`: rule ids of its errors and warnings."""
    (folder / "report.sarif").write_text(report, encoding="utf-8")
    words = ("validate", "report.sarif", "--rule-kind", rules, "--output", "found.sarif")
    validator = str(install_validator())
    npm(
        "exec",
        "--offline",
        "--prefix",
        validator,
        "--",
        "sarif-multitool",
        *words,
        folder=folder,
        check=False,
    )
    (run,) = json.loads((folder / "found.sarif").read_bytes().decode("utf-8-sig"))["runs"]
    assert run["invocations"][0]["executionSuccessful"]
    return [each["ruleId"] for each in run["results"] if each.get("level", "warning") in {"error", "warning"}]


@pytest.mark.parametrize("rules", ["Sarif", "Ghas"])
@pytest.mark.parametrize(
    "run",
    [typical_run(), hostile_run(), make_run(), make_run(many_results(300))],
    ids=["typical", "hostile", "empty", "many"],
)
def test_the_validator_finds_nothing(run: Run, rules: str, tmp_path: Path) -> None:
    assert problems("".join(render(run)), rules, tmp_path) == []


def test_the_validator_would_find_something(tmp_path: Path) -> None:
    report = "".join(render(typical_run())).replace('"ruleIndex": 1', '"ruleIndex": 9')
    assert set(problems(report, "Sarif", tmp_path)) == {"SARIF1009"}
