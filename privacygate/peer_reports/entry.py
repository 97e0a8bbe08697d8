"""What a baseline or a report of another tool says of one place.

NOTE: reports of other tools hold secrets. None is shown, kept or written; they are only compared with the files.
"""

from __future__ import annotations

from typing import NamedTuple

DETECT_SECRETS = "detect-secrets"
GITLEAKS = "gitleaks"
KINGFISHER = "kingfisher"


class PeerSecret(NamedTuple):
    """What is known of a secret: itself, or its hash."""

    text: bytes = b""
    sha1: str = ""
    """Hexadecimal."""

    def __repr__(self) -> str:
        """Nothing of it, for no log, error or debugger line is to show it."""
        return "PeerSecret()"


class PeerEntry(NamedTuple):
    """One place that another tool speaks of."""

    path: str
    """As it was written, `/` between the parts."""
    line: int
    """From 1; 0 when it is not known."""
    last_line: int
    rule: str
    """The other tool's name for what it found."""
    secret: PeerSecret | None
    """None when the report does not say, or not as it stands in the file."""
    remark: str = ""
    """What people have said about it there, for the reason: "audited: no secret"."""


class PeerReport(NamedTuple):
    """A baseline or a report of another tool."""

    tool: str
    entries: tuple[PeerEntry, ...]


class MalformedError(Exception):
    """The file looks like one of ours to read, and an entry in it does not. Never quotes the file."""


def entry(  # noqa: PLR0913, PLR0917 -- a place has as many parts
    path: object, line: object, last_line: object, rule: object, secret: PeerSecret | None, remark: str = ""
) -> PeerEntry:
    """An entry of these parts, which come from a file and may be anything.

    Raises:
        MalformedError: they are not what they should be.
    """
    if not isinstance(path, str) or not path or not isinstance(rule, str):
        raise MalformedError("an entry names no file or no rule")
    first = _number(line)
    return PeerEntry(path.replace("\\", "/"), first, max(first, _number(last_line)), rule, secret, remark)


def shown_secret(text: object) -> PeerSecret | None:
    """A secret as a report shows it; None when it was taken out of there.

    Source: `--redact` of gitleaks writes REDACTED, or with a percentage the beginning and three dots; that of
    kingfisher [REDACTED:HASH].
    """
    if not isinstance(text, str) or not text or text == "REDACTED" or text.startswith("[REDACTED:"):
        return None
    return None if text.endswith("...") else PeerSecret(text=text.encode("utf-8", "surrogatepass"))


def _number(value: object) -> int:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if value is None or value == "":
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise MalformedError("a line is no number")
    return value
