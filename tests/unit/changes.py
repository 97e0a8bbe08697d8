"""Small changes, and matches in them, for the tests of what comes after git."""

from __future__ import annotations

from collections.abc import Iterable

from privacygate.change import AddedLines, Change, FileChange, Segment
from privacygate.match import Match
from privacygate.model import Confidence, Notification, RuleId, Skipped

KEY = bytes(range(16))
"""A key for fingerprints."""


def key() -> bytes:
    return KEY


def segment(text: str | bytes, first_line: int = 1, first_column: int = 1) -> Segment:
    return Segment(text if isinstance(text, bytes) else text.encode(), first_line, first_column)


def file(
    *segments: Segment,
    path: str = "app.py",
    added: tuple[tuple[int, int], ...] | None = None,
    whole: bool = True,
) -> FileChange:
    """A file of these segments; every line is new unless `added` says which are."""
    return FileChange(path, segments, None if added is None else AddedLines(added), whole)


def change(*entries: FileChange | Skipped | Notification) -> Change:
    return Change("a change of a test", None, entries)


def match(
    place: Segment,
    secret: str | bytes,
    rule: str = "test-token",
    *,
    nth: int = 0,
    shown: str | bytes = b"",
    confidence: Confidence = Confidence.HIGH,
    value: bytes | None = None,
) -> Match:
    """A match of the `nth` time that `secret` stands in `place`; `shown` is a longer text around it."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    around = shown if isinstance(shown, bytes) else shown.encode()
    start = -1
    for _ in range(nth + 1):
        start = place.text.index(raw, start + 1)
    outer = place.text.rindex(around, 0, start + len(around)) if around else start
    return Match(
        rule=RuleId(rule),
        path="app.py",
        segment=place,
        start=outer,
        end=outer + len(around) if around else start + len(raw),
        secret_start=start,
        secret_end=start + len(raw),
        confidence=confidence,
        message="A token of tests",
        value=raw if value is None else value,
    )


def matches(place: Segment, *secrets: str | bytes) -> list[Match]:
    return [match(place, secret) for secret in secrets]


def paths(entries: Iterable[FileChange]) -> list[str]:
    return [entry.path for entry in entries]
