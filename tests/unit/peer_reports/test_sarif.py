from __future__ import annotations

from typing import Any

import pytest

from privacygate.peer_reports.entry import MalformedError, PeerEntry, PeerSecret
from privacygate.peer_reports.sarif import is_report, read_report


def report(uri: Any = "a.py", tags: Any = (), tool: str = "gitleaks") -> dict[str, Any]:
    region = {"startLine": 2, "endLine": 5, "snippet": {"text": "hunter2"}}
    place = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
    result = {"ruleId": "aws", "locations": [place], "properties": {"tags": list(tags)}}
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": tool}}, "results": [result]}]}


def test_a_result() -> None:
    assert is_report(report())
    read = read_report(report(tool="kingfisher"))
    assert (read.tool, read.entries) == ("kingfisher", (PeerEntry("a.py", 2, 5, "aws", PeerSecret(text=b"hunter2")),))


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///x/a%20b.py", "/x/a b.py"),
        ("a%C3%A9.py", "aé.py"),
        ("aé.py", "aé.py"),
        ("100%.py", "100%.py"),
        ("%zz", "%zz"),
    ],
)
def test_percent_encoding_is_undone(uri: str, path: str) -> None:
    assert read_report(report(uri)).entries[0].path == path


def test_what_was_decoded() -> None:
    assert read_report(report(tags=["decoded:base64"])).entries[0].secret is None


def test_a_run_without_results() -> None:
    assert read_report({"runs": [{"tool": {"driver": {"name": "gitleaks"}}}]}).entries == ()


def test_what_is_none() -> None:
    with pytest.raises(MalformedError):
        read_report(report(uri=None))
    with pytest.raises(MalformedError):
        read_report({"runs": [{"results": {}}]})
