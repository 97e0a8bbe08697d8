"""SARIF reports of gitleaks, kingfisher and whatever other tool writes the secret into the snippet of its region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from privacygate.peer_reports.entry import GITLEAKS, MalformedError, PeerEntry, PeerReport, entry
from privacygate.peer_reports.gitleaks import secret_of


def is_report(content: object) -> bool:
    """Tell whether this JSON is one."""
    return isinstance(content, dict) and isinstance(content.get("runs"), list)


def read_report(content: dict[str, Any]) -> PeerReport:
    """What it speaks of.

    Raises:
        MalformedError: a result is not as it should be.
    """
    names: list[str] = []
    entries: list[PeerEntry] = []
    for run in content["runs"]:
        name = _at(run, "tool", "driver", "name")
        names.append(name if isinstance(name, str) else "SARIF")
        for result in _list(_at(run, "results")):
            entries += _entries(result)
    return PeerReport(" and ".join(dict.fromkeys(names)) or GITLEAKS, tuple(entries))


def _entries(result: object) -> Iterator[PeerEntry]:
    """One for each place of a result."""
    for location in _list(_at(result, "locations")):
        region = _at(location, "physicalLocation", "region")
        uri = _at(location, "physicalLocation", "artifactLocation", "uri")
        secret = secret_of(_at(region, "snippet", "text"), _at(result, "properties", "tags"))
        path = _path(uri) if isinstance(uri, str) else uri
        yield entry(path, _at(region, "startLine"), _at(region, "endLine"), _at(result, "ruleId"), secret)


def _at(value: object, *keys: str) -> object:
    """What stands below `keys`; None when nothing does."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise MalformedError("results or their places are no list")
    return value


def _path(uri: str) -> str:
    """The path in a URI, percent-encoding undone. `urllib` would bring sockets with it."""
    path = uri.removeprefix("file://")
    first, *others = path.split("%")
    raw = first.encode("utf-8", "surrogatepass")
    for part in others:
        code = part[:2]
        is_code = len(code) == 2 and not code.strip("0123456789abcdefABCDEF")
        raw += bytes.fromhex(code) if is_code else b"%" + code.encode("utf-8", "surrogatepass")
        raw += part[2:].encode("utf-8", "surrogatepass")
    return raw.decode("utf-8", "surrogateescape")
