"""Comments that allow what a rule would report.

`privacygate: allow RULE, RULE -- reason` speaks of its own line, and of the next one when it stands alone.
`gitleaks:allow` and `pragma: allowlist secret` speak of their own line, `pragma: allowlist nextline secret` of the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from privacygate.change import FileChange, Segment
from privacygate.syntax.comment_marks import comment_marks

_COMMENT = (
    rb"(?P<own>privacygate:[ \t]*allow\b(?P<rules>[ \t]+[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)?(?P<reason>[^\n]*))"
    rb"|(?P<gitleaks>gitleaks:allow\b)|(?P<pragma>pragma:[ \t]*(?:allow|white)list[ \t]+(?P<next>nextline[ \t]+)?secret\b)"
)
_END_OF_COMMENT = rb"[ \t]*(?:\*/|-->|-\}|\*\))?[ \t\r]*$"
_TELLING = (b"privacygate:", b"gitleaks:allow", b"pragma:")
"""Cheap to look for: one of them stands in every file with an allow comment."""


class AllowComment(NamedTuple):
    """A comment that allows something; `reason_start` and `reason_end` are byte offsets in `segment.text`."""

    segment: Segment
    line: int
    rules: tuple[str, ...]
    names_no_rule: bool
    reason_start: int
    reason_end: int
    this_line: bool
    next_line: bool


def allow_comments(file: FileChange) -> Iterator[AllowComment]:
    """Yield every allow comment in `file`, in order."""
    for segment in file.segments:
        if not any(word in segment.text for word in _TELLING):
            continue
        marks = tuple(mark.encode() for mark in comment_marks(file.path))
        for match in re.finditer(_COMMENT, segment.text):
            comment = _read(segment, match, marks)
            if comment is not None:
                yield comment


def _read(segment: Segment, match: re.Match[bytes], marks: tuple[bytes, ...]) -> AllowComment | None:
    text = segment.text
    line_start = text.rfind(b"\n", 0, match.start()) + 1
    before = text[line_start : match.start()]
    opened = [at for at in (before.find(mark) for mark in marks) if at >= 0]
    if not opened:
        return None  # a string or prose that only speaks of such comments
    alone = not before[: min(opened)].strip()
    own = match["own"] is not None
    rules = tuple(rule.strip().decode() for rule in (match["rules"] or b"").split(b",") if rule.strip(b" \t-"))
    reason_start, reason_end = _reason(match) if own else (match.end(), match.end())
    return AllowComment(
        segment=segment,
        line=segment.first_line + text.count(b"\n", 0, match.start()),
        rules=rules,
        names_no_rule=own and not rules,
        reason_start=reason_start,
        reason_end=reason_end,
        this_line=match["next"] is None,
        next_line=match["next"] is not None or (own and alone),
    )


def _reason(match: re.Match[bytes]) -> tuple[int, int]:
    start, end = match.span("reason")
    text = match.string
    dashes = text.find(b"--", start, end)
    if dashes < 0:
        return end, end
    closing = re.search(_END_OF_COMMENT, text[dashes + 2 : end])
    end = dashes + 2 + closing.start() if closing else end
    start = dashes + 2
    while start < end and text[start] in b" \t-":
        start += 1
    return start, max(start, end)
