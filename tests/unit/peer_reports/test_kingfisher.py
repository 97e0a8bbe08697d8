from __future__ import annotations

from typing import Any

import pytest

from privacygate.peer_reports.entry import MalformedError, PeerEntry, PeerSecret
from privacygate.peer_reports.kingfisher import is_baseline, is_line, is_report, read_baseline, read_lines, read_report

BASELINE = """\
version: 2
fingerprint_algorithm: kingfisher-v1
repositories:
- id: local:///x
  findings:
  - path: a.py
    fingerprint: '12'
    rule_id: aws
    line: 2
    first_seen_at: 2026-11-25T14:52:03.578319175+00:00
"""


def finding(**more: Any) -> dict[str, Any]:
    return {"rule": {"id": "aws"}, "finding": {"path": "./a.py", "line": 2, "snippet": "hunter2", **more}}


ENTRY = PeerEntry("./a.py", 2, 2, "aws", PeerSecret(text=b"hunter2"))


def test_json() -> None:
    report = read_report({"findings": [finding()]})
    assert (report.tool, report.entries) == ("kingfisher", (ENTRY,))


def test_json_lines() -> None:
    lines = [finding(), {"audit": {}}]
    assert all(map(is_line, lines))
    assert read_lines(lines).entries == (ENTRY,)


def test_the_baseline_names_places_only() -> None:
    assert is_baseline(BASELINE)
    assert read_baseline(BASELINE).entries == (PeerEntry("a.py", 2, 2, "aws", None),)


def test_a_redacted_secret() -> None:
    assert read_report({"findings": [finding(snippet="[REDACTED:a640cb46]")]}).entries[0].secret is None


@pytest.mark.parametrize("wrong", [7, {}, {"rule": {"id": "aws"}, "finding": 3}, finding(path=None)])
def test_a_finding_that_is_none(wrong: Any) -> None:
    with pytest.raises(MalformedError):
        read_report({"findings": [wrong]})


@pytest.mark.parametrize("wrong", ["{", "\nrepositories:\n- findings:\n  - 7\n"])
def test_a_baseline_that_is_none(wrong: str) -> None:
    with pytest.raises(MalformedError):
        read_baseline(wrong)


def test_recognition() -> None:
    assert is_report({"findings": []})
    assert not is_report({"results": {}})
    assert not is_line({"rule": {}})
