"""Reports of kingfisher, as JSON and as JSON lines, and its baseline, a YAML file. SARIF is in `sarif.py`.

Source: the output of kingfisher 2.14.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from privacygate.peer_reports.entry import KINGFISHER, MalformedError, PeerEntry, PeerReport, entry, shown_secret


def is_report(content: object) -> bool:
    """Tell whether this JSON is one."""
    return isinstance(content, dict) and isinstance(content.get("findings"), list)


def is_line(content: object) -> bool:
    """Tell whether this JSON is a line of one."""
    return isinstance(content, dict) and ("audit" in content or {"rule", "finding"} <= content.keys())


def is_baseline(text: str) -> bool:
    """Tell whether this text is a baseline of kingfisher."""
    return "\nfingerprint_algorithm: kingfisher" in text or text.startswith("fingerprint_algorithm: kingfisher")


def read_report(content: dict[str, Any]) -> PeerReport:
    """What it speaks of.

    Raises:
        MalformedError: a finding is not as it should be.
    """
    return PeerReport(KINGFISHER, tuple(map(_entry, content["findings"])))


def read_lines(lines: list[dict[str, Any]]) -> PeerReport:
    """See `read_report`."""
    return PeerReport(KINGFISHER, tuple(_entry(line) for line in lines if "finding" in line))


def read_baseline(text: str) -> PeerReport:
    """What it accepts: places only, for its fingerprints are kingfisher's own affair.

    Raises:
        MalformedError: it is not as it should be.
    """
    import yaml

    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        raise MalformedError("this is no YAML") from None
    return PeerReport(KINGFISHER, tuple(_baseline_entries(content)))


def _entry(item: object) -> PeerEntry:
    rule = item.get("rule") if isinstance(item, dict) else None
    found = item.get("finding") if isinstance(item, dict) else None
    if not isinstance(rule, dict) or not isinstance(found, dict):
        raise MalformedError("a finding has no rule or no place")
    # It names the first line only; a private key has more.
    snippet = found.get("snippet")
    return entry(found.get("path"), found.get("line"), found.get("line"), rule.get("id"), shown_secret(snippet))


def _baseline_entries(content: object) -> Iterator[PeerEntry]:
    repositories = content.get("repositories") if isinstance(content, dict) else None
    for repository in repositories if isinstance(repositories, list) else ():
        findings = repository.get("findings") if isinstance(repository, dict) else None
        for item in findings if isinstance(findings, list) else ():
            if not isinstance(item, dict):
                raise MalformedError("an entry is none")
            yield entry(item.get("path"), item.get("line"), item.get("line"), item.get("rule_id"), None)
