"""Match → Result: the one door that text of a change goes through.

What leaves is one line for each match, on which every secret that any detector saw is masked, whether it is
new, suppressed or another's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from privacygate.change import FileChange, Segment
from privacygate.fingerprint import fingerprint, primary_location_line_hash
from privacygate.match import Match
from privacygate.model import Result
from privacygate.positions import line_around, region_of, text_of

MASK = "********"
"""Always as long as this, so that the length of a secret stays its own affair."""

SNIPPET_CHARACTERS = 160
"""A longer line is cut to about so many characters around the match."""


def to_results(
    file: FileChange, matches: Sequence[Match], key: Callable[[], bytes], line_hashes: bool = False
) -> list[Result]:
    """The results of all `matches` of one file, in order of place; those on old lines included.

    `key` gives the key of the fingerprints. `line_hashes` asks for `Result.line_hash`, which costs a pass over the text.
    """
    results: list[Result] = []
    ordinals: Counter[tuple[str, str, bytes]] = Counter()
    seen: set[tuple[str, int, int]] = set()
    for match in sorted(matches, key=lambda m: (m.segment.first_line, m.segment.first_column, m.start, m.rule)):
        region = region_of(match.segment, match.start, match.end)
        place = (match.rule, region.start_line, region.start_column)
        if place in seen:  # seen twice where segments of a large file overlap
            continue
        seen.add(place)
        others = [other for other in matches if other.segment is match.segment]
        line = masked_line(match.segment, match.start, others)
        same = (match.rule, line, match.value)
        results.append(
            Result(
                rule=match.rule,
                message=match.message,
                level=match.confidence.level,
                confidence=match.confidence,
                path=file.path,
                region=region,
                snippet=line.strip(),
                fingerprint=fingerprint(key(), match.rule, file.path, line, match.value, ordinals[same]),
                line_hash=_line_hash(file, match.segment, region.start_line) if line_hashes else None,
            )
        )
        ordinals[same] += 1
    return results


def masked_line(segment: Segment, offset: int, matches: Sequence[Match]) -> str:
    """The line around the byte at `offset`, cut to a readable length, with the secrets of `matches` masked."""
    line_start, line_end = line_around(segment, offset)
    start, end = _window(segment.text, line_start, line_end, offset)
    before = "… " if start > line_start else ""
    after = " …" if end < line_end else ""
    return before + mask(segment, start, end, matches) + after


def mask(segment: Segment, start: int, end: int, matches: Sequence[Match]) -> str:
    """The bytes from `start` to `end` (exclusive) of `segment`, decoded, with the secrets of `matches` masked."""
    pieces: list[str] = []
    at = start
    for match in sorted(matches, key=lambda m: m.secret_start):
        if match.secret_end <= at or match.secret_start >= end:
            continue
        if match.secret_start > at or not pieces:
            pieces.append(text_of(segment.text[at : max(at, match.secret_start)]))
            pieces.append(MASK)
        at = match.secret_end
    pieces.append(text_of(segment.text[at : max(at, end)]))
    return "".join(pieces)


def _window(text: bytes, start: int, end: int, offset: int) -> tuple[int, int]:
    """The part of a line to show: all of it, or what is around `offset`, without cutting a character in two."""
    if end - start <= SNIPPET_CHARACTERS + SNIPPET_CHARACTERS // 2:
        return start, end
    cut_start = max(start, offset - SNIPPET_CHARACTERS // 2)
    cut_end = min(end, offset + SNIPPET_CHARACTERS // 2)
    while cut_start > start and text[cut_start] & 0xC0 == 0x80:
        cut_start -= 1
    while cut_end < end and text[cut_end] & 0xC0 == 0x80:
        cut_end += 1
    return cut_start, cut_end


def _line_hash(file: FileChange, segment: Segment, line: int) -> str | None:
    if not file.whole or segment.first_line != 1 or segment.first_column != 1:
        return None
    return primary_location_line_hash(segment.text, line)
