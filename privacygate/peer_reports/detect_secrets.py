"""`.secrets.baseline` of detect-secrets.

Source: https://github.com/Yelp/detect-secrets/blob/master/docs/design.md; `hashed_secret` is the SHA-1 of the secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from privacygate.peer_reports.entry import DETECT_SECRETS, MalformedError, PeerEntry, PeerReport, PeerSecret, entry


def is_baseline(content: object) -> bool:
    """Tell whether this JSON is one."""
    return isinstance(content, dict) and isinstance(content.get("results"), dict) and "plugins_used" in content


def read_baseline(content: dict[str, Any]) -> PeerReport:
    """What it accepts.

    Raises:
        MalformedError: an entry is not as it should be.
    """
    return PeerReport(DETECT_SECRETS, tuple(_entries(content["results"])))


def _entries(results: dict[str, Any]) -> Iterator[PeerEntry]:
    for path, items in results.items():
        if not isinstance(items, list):
            raise MalformedError("the results of a file are no list")
        for item in items:
            hashed = item.get("hashed_secret") if isinstance(item, dict) else None
            if not isinstance(hashed, str):
                raise MalformedError("an entry has no `hashed_secret`")
            # `--slim` leaves the line out.
            line = item.get("line_number")
            yield entry(path, line, line, item.get("type"), PeerSecret(sha1=hashed.lower()), _remark(item))


def _remark(item: dict[str, Any]) -> str:
    """What `detect-secrets audit` was told about it."""
    return {True: "audited: a secret", False: "audited: no secret"}.get(item.get("is_secret"), "")  # type: ignore[arg-type]
