"""Reports of gitleaks, which are its baselines too: JSON and CSV. SARIF is in `sarif.py`.

Source: https://github.com/gitleaks/gitleaks/blob/master/report/finding.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from privacygate.peer_reports.entry import GITLEAKS, MalformedError, PeerReport, PeerSecret, entry, shown_secret

_CSV_HEAD = "RuleID,Commit,File,"


def is_json_report(content: object) -> bool:
    """Tell whether this JSON is one; an empty list is one without findings."""
    return isinstance(content, list) and all(isinstance(item, dict) and "RuleID" in item for item in content)


def is_csv_report(text: str) -> bool:
    """Tell whether this text is one."""
    return text.startswith(_CSV_HEAD)


def read_json_report(content: list[dict[str, Any]]) -> PeerReport:
    """What it speaks of.

    Raises:
        MalformedError: a finding is not as it should be.
    """
    return _report(content)


def read_csv_report(text: str) -> PeerReport:
    """See `read_json_report`."""
    import csv

    try:
        return _report(csv.DictReader(text.splitlines(keepends=True), strict=True))
    except csv.Error:
        raise MalformedError("a line is no CSV") from None


def secret_of(shown: object, tags: object) -> PeerSecret | None:
    """The secret of a finding; None when it was decoded, for then the file holds it in another form."""
    words = tags.split() if isinstance(tags, str) else tags if isinstance(tags, list) else []
    decoded = any(isinstance(word, str) and word.startswith("decoded:") for word in words)
    return None if decoded else shown_secret(shown)


def _report(items: Iterable[Mapping[str, Any]]) -> PeerReport:
    return PeerReport(
        GITLEAKS,
        tuple(
            entry(
                item.get("File"),
                item.get("StartLine"),
                item.get("EndLine"),
                item.get("RuleID"),
                secret_of(item.get("Secret"), item.get("Tags")),
            )
            for item in items
        ),
    )
