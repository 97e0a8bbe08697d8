from __future__ import annotations

from typing import Any

import pytest

from privacygate.peer_reports.detect_secrets import is_baseline, read_baseline
from privacygate.peer_reports.entry import MalformedError, PeerEntry, PeerSecret


def baseline(*items: Any) -> dict[str, Any]:
    return {"version": "1.5.0", "plugins_used": [], "results": {"src/a.py": list(items)}}


def item(**more: Any) -> dict[str, Any]:
    return {"type": "Secret Keyword", "filename": "src/a.py", "hashed_secret": "AB" * 20, "line_number": 3, **more}


def test_an_entry() -> None:
    report = read_baseline(baseline(item()))
    assert report.tool == "detect-secrets"
    assert report.entries == (PeerEntry("src/a.py", 3, 3, "Secret Keyword", PeerSecret(sha1="ab" * 20)),)


def test_a_slim_one_names_no_line() -> None:
    slim = {name: value for name, value in item().items() if name != "line_number"}
    assert read_baseline(baseline(slim)).entries[0].line == 0


@pytest.mark.parametrize(
    ("is_secret", "remark"), [(True, "audited: a secret"), (False, "audited: no secret"), (None, "")]
)
def test_what_the_audit_said(is_secret: bool | None, remark: str) -> None:
    assert read_baseline(baseline(item(is_secret=is_secret))).entries[0].remark == remark


@pytest.mark.parametrize("wrong", [7, {}, item(hashed_secret=None), item(line_number="three")])
def test_an_entry_that_is_none(wrong: Any) -> None:
    with pytest.raises(MalformedError):
        read_baseline(baseline(wrong))


def test_recognition() -> None:
    assert is_baseline(baseline())
    assert not is_baseline([])
    assert not is_baseline({"results": []})
