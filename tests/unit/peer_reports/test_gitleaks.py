from __future__ import annotations

import pytest

from privacygate.peer_reports.entry import MalformedError, PeerEntry, PeerSecret
from privacygate.peer_reports.gitleaks import is_csv_report, is_json_report, read_csv_report, read_json_report

FINDING = {"RuleID": "aws", "File": "a.py", "StartLine": 2, "EndLine": 5, "Secret": "hunter2", "Tags": []}


def test_json() -> None:
    report = read_json_report([FINDING])
    assert report.tool == "gitleaks"
    assert report.entries == (PeerEntry("a.py", 2, 5, "aws", PeerSecret(text=b"hunter2")),)


def test_what_was_decoded_stands_in_the_file_in_another_form() -> None:
    report = read_json_report([{**FINDING, "Tags": ["decoded:base64", "decode-depth:1"]}])
    assert report.entries[0].secret is None


def test_csv() -> None:
    text = (
        "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,Tags\n"
        'aws,,a.py,,"hun\nter2","k = ""hun\nter2""",2,5,\n'
        "aws,,b.py,,hunter2,k,1,1,decoded:hex decode-depth:1\n"
    )
    assert is_csv_report(text)
    assert read_csv_report(text).entries == (
        PeerEntry("a.py", 2, 5, "aws", PeerSecret(text=b"hun\nter2")),
        PeerEntry("b.py", 1, 1, "aws", None),
    )


def test_csv_that_breaks_off() -> None:
    with pytest.raises(MalformedError):
        read_csv_report('RuleID,Commit,File,Secret\naws,,a.py,"hun')


def test_recognition() -> None:
    assert is_json_report([])
    assert is_json_report([FINDING])
    assert not is_json_report([{"rule": "aws"}])
    assert not is_json_report({})
