"""Comments that give the business away, as users meet them: switched on in the settings, read in a report."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from repositories import GitRepository

TOLD = "# As per our meeting with Deborah, their contract caps the fee at 3 %.\nRATE = 0.03\n"
ON = "[comments]\nenabled = true\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


Scan = Callable[..., tuple[int, str, Any]]


@pytest.fixture
def scan(git_repository: GitRepository, cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scan:
    """Stage a file, scan what is staged; gives exit code, text and the JSON report."""
    monkeypatch.setenv("PRIVACYGATE_CACHE_DIR", cache)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def run(text: str, settings: str = ON, *words: str) -> tuple[int, str, Any]:
        git_repository.stage("pricing.py", text)
        git_repository.write("privacygate.toml", settings)
        report = tmp_path / "report.json"
        command = [sys.executable, "-m", "privacygate", "scan", "--staged", "--output", "text"]
        command += ["--output", f"json={report}", *words]
        done = subprocess.run(command, cwd=git_repository.path, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout, json.loads(report.read_text())

    return run


def test_nothing_is_said_until_it_is_switched_on(scan: Scan) -> None:
    code, text, report = scan(TOLD, "")
    assert (code, report["results"]) == (0, [])
    assert "Nothing found" in text


def test_a_planted_comment_is_explained_and_its_words_are_underlined(scan: Scan) -> None:
    code, text, report = scan(TOLD)
    (result,) = report["results"]
    assert code == 0, "it advises"
    assert (result["rule"], result["level"], result["region"]["start_line"]) == ("internal-matter", "warning", 1)
    words = [result["snippet"][start:end] for start, end in result["marks"]]
    assert words[0].startswith("As per our meeting")
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if "Deborah" in line)
    assert lines[at + 1].index("^") == lines[at].index("As per")


def test_words_can_be_kept_out_of_every_report(scan: Scan) -> None:
    _, text, report = scan(TOLD, ON + "mask_words = true\n")
    assert "Deborah" not in text + json.dumps(report)
    assert report["results"][0]["marks"] == []


def test_an_allow_comment(scan: Scan) -> None:
    _, text, report = scan("# privacygate: allow internal-matter -- it is on our website\n" + TOLD)
    (result,) = report["results"]
    assert [each["justification"] for each in result["suppressions"]] == ["it is on our website"]
    assert "unused" not in text


def test_a_policy_may_block(scan: Scan) -> None:
    code, _, _ = scan(TOLD, ON + '[policy.block]\ncommit = "medium"\n')
    assert code == 1


def test_many_hints_in_a_change_are_one_result(scan: Scan, git_repository: GitRepository) -> None:
    few = "".join(f"# Prices must be rounded.\nx{number} = {number}\n" for number in range(5))
    for name in "abcd":
        git_repository.stage(f"{name}.py", few)
    _, text, report = scan("x = 1\n")
    (result,) = report["results"]
    assert (result["rule"], result["properties"]) == ("talkative-change", {"hints": 20})
    assert len(result["related"]) == 4
    assert "b.py:1  5 comments" in text


def test_ordinary_work_passes_in_silence(scan: Scan) -> None:
    text = '"""Prices of orders."""\n\n\ndef total(order):\n    """Return the total price."""\n    # TODO: cache this\n'
    _, said, report = scan(text + "    return sum(order)\n")
    assert report["results"] == []
    assert "Nothing found" in said
