"""Comments that allow what a rule would report.

`privacygate: allow RULE, RULE -- reason` speaks of its own line, and of the next one when it stands alone.
`gitleaks:allow` and `pragma: allowlist secret` speak of their own line, `pragma: allowlist nextline secret`
of the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from privacygate.change import FileChange, Segment
from privacygate.positions import Places
from privacygate.syntax.allow_marks import may_allow
from privacygate.syntax.comment_marks import CLOSING, LONGEST_MARK_BYTES, Marks, comment_marks

_COMMENT = (
    rb"(?P<own>privacygate:[ \t]*allow\b(?![ \t]+RULE\b)(?P<rules>[ \t]+[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)?)"
    rb"|gitleaks:allow\b"
    rb"|pragma:[ \t]*allowlist[ \t]+(?P<next>nextline[ \t]+)?secret\b"
)
_CLOSING_OF_TEMPLATES = (b"*/", b"-->", b"-}", b"*)", b"#}", b"--%>", b"--}}", b"%>", b"}}")
"""May end a comment whose opening mark does not say so: `{# … #}`, where `#` was taken for the mark."""


_LONGEST_COMMENT_BYTES = 1000
"""What comes after is not read."""


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
        if may_allow(segment.text):
            yield from _comments_in(segment, comment_marks(file.path))


def _comments_in(segment: Segment, marks: Marks) -> Iterator[AllowComment]:
    places = Places(segment)
    line = _Line(segment.text, 0, -1, marks)
    for match in re.finditer(_COMMENT, segment.text):
        start, end = places.line_around(match.start())
        if (start, end) != (line.start, line.end):
            line = _Line(segment.text, start, end, marks)
        opening = line.opening_before(match.start())
        if opening is not None:  # else it is a string or prose that only speaks of such comments
            yield _read(segment, places.of(match.start())[0], match, opening, line)


def _read(
    segment: Segment, number: int, match: re.Match[bytes], opening: tuple[int, bytes], line: _Line
) -> AllowComment:
    text = segment.text
    at, mark = opening
    end, rest = _end_of_comment(text, mark, match.start(), line.end)
    own = match["own"] is not None
    alone = at == line.text_start and not text[rest : line.end].strip()
    dashes = text.find(b"--", match.start(), end) if own else -1
    reason_start, reason_end = _trimmed(text, dashes + 2, end) if dashes >= 0 else (end, end)
    names = (match["rules"] or b"").partition(b"--")[0]
    rules = tuple(name.strip(b" \t-").decode() for name in names.split(b",") if name.strip(b" \t-"))
    return AllowComment(
        segment=segment,
        line=number,
        rules=rules,
        names_no_rule=own and not rules,
        reason_start=reason_start,
        reason_end=reason_end,
        this_line=match["next"] is None,
        next_line=match["next"] is not None or (own and alone),
    )


def _end_of_comment(text: bytes, mark: bytes, start: int, line_end: int) -> tuple[int, int]:
    """Where the comment ends that `mark` opens, and where the text after it starts, on the same line."""
    limit = min(line_end, start + _LONGEST_COMMENT_BYTES)
    closing = CLOSING.get(mark)
    end = text.find(closing, start, limit) if closing else -1
    if closing and end >= 0:
        return end, end + len(closing)
    kept = text[start:limit].rstrip()
    for template in _CLOSING_OF_TEMPLATES:
        if kept.endswith(template):
            return start + len(kept) - len(template), line_end
    return limit, line_end


def _trimmed(text: bytes, start: int, end: int) -> tuple[int, int]:
    """The bytes from `start` to `end` without blanks around and further dashes before them."""
    reason = text[start:end]
    start += len(reason) - len(reason.lstrip(b" \t-"))
    return start, max(start, end - (len(reason) - len(reason.rstrip())))


class _Line:
    """One line, read once from left to right: where does a comment open, outside of strings?"""

    def __init__(self, text: bytes, start: int, end: int, marks: Marks) -> None:
        self.start = start
        self.end = end
        self._text = text
        self._tokens = _tokens(marks)
        self.text_start = start
        """Where its first character stands that is not a blank."""
        while self.text_start < end and text[self.text_start] in b" \t":
            self.text_start += 1
        self._first = self._first_mark(marks)
        """The mark that makes all of it a comment, and where it stands."""
        self._at = start
        """All before it is done with."""
        self._opening: tuple[int, bytes] | None = None
        """The comment that `_at` is in."""
        self._string_end = -1
        """Where the string ends that `_at` is in."""
        self._apostrophes: set[bytes] = set()
        """Quotes that nothing closes from here on."""

    def opening_before(self, offset: int) -> tuple[int, bytes] | None:
        """The mark that opens the comment around `offset`, and where it stands; None outside of comments.

        NOTE: offsets must be asked for in ascending order.
        """
        while self._reach(offset):
            token = self._tokens.search(self._text, self._at, offset)
            if token is None:
                self._at = max(self._at, offset - LONGEST_MARK_BYTES + 1)
                return self._first
            self._at = token.end()
            if token["quote"] is None:
                self._opening = (token.start(), token[0])
            else:
                self._string_end = self._closing_quote(token[0])
        return self._opening or self._first

    def _first_mark(self, marks: Marks) -> tuple[int, bytes] | None:
        at = self.text_start
        found = (mark for mark in marks.first if self._text[at : at + len(mark)].lower() == mark)
        return next(((at, mark) for mark in found), None)

    def _reach(self, offset: int) -> bool:
        """Leave the comment or the string that `_at` is in, if it ends before `offset`."""
        if self._string_end >= 0:
            if self._string_end >= offset:
                return False
            self._at, self._string_end = self._string_end + 1, -1
        if self._opening is None:
            return True
        closing = CLOSING.get(self._opening[1])
        end = self._text.find(closing, self._at, offset) if closing else -1
        if closing is None or end < 0:
            self._at = max(self._at, offset - LONGEST_MARK_BYTES + 1)
            return False
        self._at, self._opening = end + len(closing), None
        return True

    def _closing_quote(self, quote: bytes) -> int:
        """Where the string ends that starts before `_at`; -1 when it does not, as after an apostrophe."""
        if quote in self._apostrophes:
            return -1
        at = self._at
        while (at := self._text.find(quote, at, self.end)) >= 0:
            before = self._text[max(self._at, at - 40) : at]
            if (len(before) - len(before.rstrip(b"\\"))) % 2 == 0:
                return at
            at += 1
        self._apostrophes.add(quote)
        return -1


def _tokens(marks: Marks) -> re.Pattern[bytes]:
    openings = b"|".join(re.escape(mark) for mark in marks.anywhere) or rb"(?!)"
    quotes = b"|".join(re.escape(bytes((quote,))) for quote in marks.quotes) or rb"(?!)"
    return re.compile(b"(?:" + openings + b")|(?P<quote>" + quotes + b")")
