from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from privacygate.errors import BaselineError
from privacygate.peer_reports.file import read_peer_report

FINDING = {"rule": {"id": "aws"}, "finding": {"path": "a.py", "line": 2, "snippet": "hunter2"}}
GITLEAKS = [{"RuleID": "aws", "File": "a.py", "StartLine": 2, "EndLine": 2, "Secret": "hunter2"}]
BASELINE = {"plugins_used": [], "results": {"a.py": [{"type": "aws", "hashed_secret": "ab" * 20, "line_number": 2}]}}


def lines(*items: Any) -> str:
    return "".join(json.dumps(item) + "\n" for item in items)


@pytest.mark.parametrize(
    ("text", "tool", "number"),
    [
        (json.dumps(BASELINE), "detect-secrets", 1),
        ("\ufeff" + json.dumps(BASELINE), "detect-secrets", 1),
        (json.dumps(GITLEAKS), "gitleaks", 1),
        ("[]", "gitleaks", 0),
        ("RuleID,Commit,File,Secret,StartLine,EndLine\naws,,a.py,hunter2,2,2\n", "gitleaks", 1),
        (json.dumps({"findings": [FINDING]}), "kingfisher", 1),
        (lines(FINDING, FINDING, {"audit": {}}), "kingfisher", 2),
        (lines(FINDING), "kingfisher", 1),
        ("version: 2\nfingerprint_algorithm: kingfisher-v1\nrepositories: []\n", "kingfisher", 0),
        (json.dumps({"runs": [{"tool": {"driver": {"name": "gitleaks"}}, "results": []}]}), "gitleaks", 0),
    ],
)
def test_recognition(tmp_path: Path, text: str, tool: str, number: int) -> None:
    place = tmp_path / "report"
    place.write_text(text, "utf-8")
    report = read_peer_report(str(place))
    assert (report.tool, len(report.entries)) == (tool, number)


def test_what_powershell_writes(tmp_path: Path) -> None:
    place = tmp_path / "report"
    place.write_text(json.dumps(BASELINE), "utf-16")
    assert read_peer_report(str(place)).tool == "detect-secrets"


@pytest.mark.parametrize(
    "text", ["", "hunter2", "{", '{"a": 1}', "[1]", '{"findings": [{"secret": "hunter2"}]}', "[" * 9999]
)
def test_anything_else_is_an_error_that_does_not_quote_it(tmp_path: Path, text: str) -> None:
    place = tmp_path / "report"
    place.write_text(text)
    with pytest.raises(BaselineError) as caught:
        read_peer_report(str(place))
    assert "hunter2" not in str(caught.value) + caught.value.remedy
    assert caught.value.path == str(place)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="cannot be read"):
        read_peer_report(str(tmp_path / "report"))
