"""Match → Result: the one door that text of a change goes through.

What leaves is one line for each match, on which every secret that any detector saw is masked, whether it is
new, suppressed or another's, and wherever it is repeated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from privacygate.change import FileChange, Segment
from privacygate.fingerprint import LineHashes, fingerprint, folded
from privacygate.match import Match
from privacygate.model import Confidence, Level, Region, Related, Result, RuleId
from privacygate.positions import Places, text_of

MASK = "********"
"""Always as long as this, so that the length of a secret stays its own affair."""

SNIPPET_CHARACTERS = 160
"""A longer line is cut to about so many characters around the match."""

SHORTEST_REPEAT = 4
"""A shorter secret is masked where it was found; looking for repeats of it would blot out half the text."""

_REPEAT_MARGIN = 128


class Redactor:
    """The matches of one file, on their way to results."""

    def __init__(self, path: str, key: Callable[[], bytes], line_hashes: bool = False) -> None:
        """Begin with a file.

        Args:
            path: of the file.
            key: gives the key of the fingerprints; called when there is something to name.
            line_hashes: whether `Result.line_hash` is wanted, which costs a pass over the text.
        """
        self._path = path
        self._key = key
        self._line_hashes = line_hashes
        self._values = _Values()
        self._spans: dict[Segment, _Spans] = {}
        self._found: dict[tuple[RuleId, int, int], _Found] = {}

    def add(self, file: FileChange, matches: Sequence[Match]) -> None:
        """Take in all matches of every detector in the segments of `file`, which may be a part of it.

        Nothing of these segments is kept when the next ones are added.
        """
        by_segment: dict[Segment, list[Match]] = {}
        for match in matches:
            by_segment.setdefault(match.segment, []).append(match)
            if match.secret_start < match.secret_end:
                self._values.add(match.segment.text[match.secret_start : match.secret_end])
                self._values.add(match.value)
        self._spans = {segment: _Spans(its) for segment, its in by_segment.items()}
        for segment, its in by_segment.items():
            hashes = _line_hashes(file, segment) if self._line_hashes else None
            places = Places(segment)
            for match in sorted(its, key=attrgetter("start", "rule")):
                self._keep(self._read(match, places, hashes))

    def mask(self, segment: Segment, start: int, end: int) -> str:
        """The bytes from `start` to `end` (exclusive) of `segment`, which was added last, without secrets."""
        return self._masked(segment, start, end, self._values.repeats(segment.text, start, end, start, end))

    def results(self) -> list[Result]:
        """The results of all that was added, in order of place; those on old lines included."""
        ordinals: Counter[tuple[RuleId, bytes, bytes]] = Counter()
        results: list[Result] = []
        for found in sorted(self._found.values(), key=lambda found: (found.region[:2], found.rule)):
            same = (found.rule, folded(found.line), found.value)
            name = fingerprint(self._key(), found.rule, self._path, found.line, found.value, ordinals[same])
            ordinals[same] += 1
            results.append(
                Result(
                    rule=found.rule,
                    message=found.message,
                    level=found.level,
                    confidence=found.confidence,
                    path=self._path,
                    region=found.region,
                    snippet=found.snippet,
                    fingerprint=name,
                    line_hash=found.line_hash,
                    marks=found.marks,
                    related=found.related,
                )
            )
        return results

    def _read(self, match: Match, places: Places, hashes: LineHashes | None) -> _Found:
        segment, region = match.segment, places.region(match.start, match.end)
        line_start, line_end = places.line_around(match.start)
        start, end = _window(segment.text, line_start, line_end, match.start)
        before, after = "… " if start > line_start else "", " …" if end < line_end else ""
        repeats = self._values.repeats(segment.text, start, end, line_start, line_end)
        words = [(mark.start, mark.end) for mark in match.marks]
        shown = [*repeats, *words] if match.hide_marks else repeats
        snippet = before + self._masked(segment, start, end, shown) + after
        return _Found(
            rule=match.rule,
            region=region,
            message=match.message,
            confidence=match.confidence,
            level=match.level or match.confidence.level,
            value=match.value,
            line=before + self._masked(segment, start, end, words) + after,
            snippet=snippet.strip(),
            marks=() if match.hide_marks else self._marks(match, start, end, repeats, before),
            related=tuple(Related(match.path, places.region(mark.start, mark.end), mark.tells) for mark in match.marks),
            line_hash=hashes.of(region.start_line) if hashes else None,
            margin=min(match.start, len(segment.text) - match.end),
        )

    def _marks(
        self, match: Match, start: int, end: int, repeats: Sequence[tuple[int, int]], before: str
    ) -> tuple[tuple[int, int], ...]:
        """Where the words that tell stand in the snippet of the bytes from `start` to `end`."""
        if not match.marks:
            return ()
        text = before + self._masked(match.segment, start, end, repeats)
        margin = len(text) - len(text.lstrip())

        def place(offset: int) -> int:
            earlier = [repeat for repeat in repeats if repeat[0] < offset]
            return len(before) + len(self._masked(match.segment, start, offset, earlier)) - margin

        inside = [mark for mark in match.marks if mark.start < end and mark.end > start]
        return tuple((place(max(mark.start, start)), place(min(mark.end, end))) for mark in inside)

    def _keep(self, found: _Found) -> None:
        """Keep the better of two where segments of a large file overlap: the one far from a cut."""
        place = (found.rule, *found.region[:2])
        known = self._found.get(place)
        if known is None or known.margin < found.margin:
            self._found[place] = found

    def _masked(self, segment: Segment, start: int, end: int, repeats: Sequence[tuple[int, int]]) -> str:
        spans = self._spans.get(segment)
        hidden = [*repeats, *(spans.within(start, end) if spans else ())]
        pieces: list[str] = []
        at = start
        for secret_start, secret_end in sorted(hidden):
            if secret_end <= at:
                continue
            if secret_start > at or not pieces:
                pieces += (text_of(segment.text[at:secret_start]), MASK)
            at = secret_end
        pieces.append(text_of(segment.text[at:end]))
        return "".join(pieces)


class _Found(NamedTuple):
    """What is kept of a match. NOTE: `value` is text of the change; none of this leaves the room."""

    rule: RuleId
    region: Region
    message: str
    confidence: Confidence
    level: Level
    value: bytes
    line: str
    """What the fingerprint goes by."""
    snippet: str
    marks: tuple[tuple[int, int], ...]
    related: tuple[Related, ...]
    line_hash: str | None
    margin: int
    """Bytes between the match and the nearer end of its segment."""

    def __repr__(self) -> str:
        return f"_Found({self.rule}, {self.region})"


class _Spans:
    """Where the secrets of one segment are: sorted, disjoint."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted((match.secret_start, match.secret_end) for match in matches):
            if start == end:  # nothing is secret
                continue
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def within(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The spans that reach into the bytes from `start` to `end`, in order."""
        index = bisect_right(self._ends, start)
        while index < len(self._starts) and self._starts[index] < end:
            yield self._starts[index], self._ends[index]
            index += 1


class _Values:
    """The secrets seen so far, to be found again where no rule sees them: in a comment beside them, say."""

    def __init__(self) -> None:
        self._values: set[bytes] = set()
        self._lengths: dict[bytes, set[int]] = {}
        """By their first bytes, how long the values are that start so."""

    def add(self, value: bytes) -> None:
        """Remember a secret."""
        if len(value) >= SHORTEST_REPEAT:
            self._values.add(value)
            self._lengths.setdefault(value[:SHORTEST_REPEAT], set()).add(len(value))

    def repeats(self, text: bytes, start: int, end: int, first: int, last: int) -> list[tuple[int, int]]:
        """Where a secret stands in the bytes from `start` to `end` of `text`, or reaches into them.

        Nothing before `first` or after `last` is looked at.
        """
        lengths = self._lengths
        first, last = max(first, start - _REPEAT_MARGIN), min(last, end + _REPEAT_MARGIN)
        return [
            (at, at + length)
            for at in range(first, last - SHORTEST_REPEAT + 1)
            for length in lengths.get(text[at : at + SHORTEST_REPEAT], ())
            if text[at : at + length] in self._values and at < end and at + length > start
        ]


def _window(text: bytes, start: int, end: int, offset: int) -> tuple[int, int]:
    """The part of a line to show: all of it, or what is around `offset`, no character cut in two."""
    if end - start <= SNIPPET_CHARACTERS + SNIPPET_CHARACTERS // 2:
        return start, end
    cut_start = max(start, offset - SNIPPET_CHARACTERS // 2)
    cut_end = min(end, offset + SNIPPET_CHARACTERS // 2)
    for _ in range(3):  # no character has more bytes after its first
        cut_start -= cut_start > start and text[cut_start] & 0xC0 == 0x80
        cut_end += cut_end < end and text[cut_end] & 0xC0 == 0x80
    return cut_start, cut_end


def _line_hashes(file: FileChange, segment: Segment) -> LineHashes | None:
    if not file.whole or segment.first_line != 1 or segment.first_column != 1:
        return None
    return LineHashes(segment.text)
