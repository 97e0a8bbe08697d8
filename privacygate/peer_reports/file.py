"""Opens a baseline or a report of another tool and recognises, by its content, whose it is."""

from __future__ import annotations

import json
from typing import Any

from privacygate.errors import BaselineError
from privacygate.peer_reports import detect_secrets, gitleaks, kingfisher, sarif
from privacygate.peer_reports.entry import MalformedError, PeerReport

_REMEDY = (
    "Readable are .secrets.baseline of detect-secrets, reports of gitleaks (JSON, CSV, SARIF), and reports"
    " (JSON, JSONL, SARIF) and baselines of kingfisher."
)


def read_peer_report(path: str) -> PeerReport:
    """What the file says.

    Raises:
        BaselineError: it cannot be read, or is none that we know.
    """
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except OSError as error:
        raise BaselineError(
            f"the file cannot be read ({error.strerror})", path=path, remedy="Check the path and its permissions."
        ) from error
    try:
        report = _recognised(_text(raw))
    except MalformedError as error:
        raise BaselineError(f"this cannot be understood: {error}", path=path, remedy=_REMEDY) from None
    if report is None:
        raise BaselineError("this is no baseline or report that we know", path=path, remedy=_REMEDY)
    return report


def _text(raw: bytes) -> str:
    # What PowerShell writes with `>`.
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding, "surrogateescape" if encoding == "utf-8-sig" else "replace")


def _recognised(text: str) -> PeerReport | None:
    if gitleaks.is_csv_report(text):
        return gitleaks.read_csv_report(text)
    if kingfisher.is_baseline(text):
        return kingfisher.read_baseline(text)
    content = _json(text)
    if gitleaks.is_json_report(content):
        return gitleaks.read_json_report(content)
    if kingfisher.is_report(content):
        return kingfisher.read_report(content)
    if sarif.is_report(content):
        return sarif.read_report(content)
    if detect_secrets.is_baseline(content):
        return detect_secrets.read_baseline(content)
    lines = [content] if content is not None else [_json(line) for line in text.splitlines() if line.strip()]
    return kingfisher.read_lines(lines) if lines and all(map(kingfisher.is_line, lines)) else None


def _json(text: str) -> Any:
    """The content; None when it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
