"""Reads a text for one rule, exactly: where does the secret stand, and does it hold what it promises?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from privacygate.detectors.secrets.secret_rule import SecretRule, compile_re2
from privacygate.errors import DetectorError
from privacygate.model import Confidence

if TYPE_CHECKING:
    from privacygate.detectors.secrets.companion import Neighbourhood


SHORTEST_SURE = 8
"""Fewer characters make no password that a commit must be stopped for."""

CLOSE_BY_BYTES = 400
"""Going through so much text takes RE2 as long as one more look near a keyword."""


class Confirmed(NamedTuple):
    """A secret of one rule in a text, in byte offsets, ends exclusive."""

    rule: SecretRule
    start: int
    """Where the region starts: at the secret; at the whole match where the secret spans lines."""
    end: int
    secret_start: int
    secret_end: int
    confidence: Confidence
    value: bytes = b""
    """The secret itself, where the text has it in another form."""
    encoding: str = ""
    """What it was encoded in, for people; empty when it was not."""

    def __repr__(self) -> str:
        return f"Confirmed({self.rule.id}, bytes {self.start} to {self.end})"


class Confirmer:
    """One rule, ready to read texts. Compiled when it is first needed."""

    def __init__(self, rule: SecretRule) -> None:
        self.rule = rule
        self._pattern = _compiled(rule.pattern, rule.ignore_case, rule)
        groups = self._pattern.groupindex
        self._group = groups.get(b"secret", 0)
        self._name = groups.get(b"name", 0)
        self._user = groups.get(b"user", 0)
        self._excluded = [_compiled(pattern, False, rule) for pattern in rule.excluded]
        self._words = frozenset(word.encode() for word in rule.keywords)
        self._word_lengths = sorted({len(word) for word in self._words})
        self._longest_word = self._word_lengths[-1]

    @cached_property
    def _keywords(self) -> Any:
        from privacygate.detectors.secrets.pattern import near_start

        return _compiled(near_start(self.rule.keywords), False, self.rule)

    @cached_property
    def _neighbourhood(self) -> Neighbourhood:
        from privacygate.detectors.secrets.companion import Neighbourhood

        return Neighbourhood(self.rule)

    def applies_to(self, path: str) -> bool:
        """Whether the rule speaks about files like this one."""
        if not self.rule.paths:
            return True
        name = path.rpartition("/")[2]
        return any(fnmatchcase(path, pattern) or fnmatchcase(name, pattern) for pattern in self.rule.paths)

    def confirm(
        self,
        text: bytes,
        path: str,
        places: Sequence[int] = (),
        windows: Sequence[tuple[int, int]] | None = None,
    ) -> Iterator[Confirmed]:
        """Yield every secret of this rule in `text`, from left to right.

        Args:
            text: what to read.
            path: of the file.
            places: byte offsets where keywords, or what lies in matches, end, where they are known already; ascending.
            windows: byte spans outside of which nothing needs to be found; None means all of `text`.
        """
        if not self.applies_to(path):
            return
        for match in self._matches(text, places, windows or [(0, len(text))]):
            if self.rule.assigned:
                from privacygate.detectors.secrets.assigned import read_assignment

                name_start, name_end = match.span(self._name)
                for read in read_assignment(text, name_start, name_end, path):
                    yield Confirmed(self.rule, read.start, read.end, read.start, read.end, read.confidence)
                continue
            start, end = match.span(self._group)
            confidence = self._confidence_of(text[start:end]) if start >= 0 else None
            if self._user and match[self._user] == text[start:end]:
                continue  # `guest:guest` opens what everybody may enter
            if confidence is not None and self.rule.companion[0]:
                confidence = self._neighbourhood.confidence(text, start, end, confidence)
            if confidence is not None:
                first, last = match.span() if text.find(b"\n", start, end) >= 0 else (start, end)
                yield Confirmed(self.rule, first, last, start, end, confidence)

    def _matches(self, text: bytes, places: Sequence[int], windows: Sequence[tuple[int, int]]) -> Iterator[Any]:
        if not self.rule.near:
            if self.rule.finds_places and places:
                windows = _around(_within(windows, places), self.rule.longest, len(text))
            for start, end in windows:
                yield from self._pattern.finditer(text, start, end)
            return
        near = self._close_by if self.rule.longest and len(places) * CLOSE_BY_BYTES < len(text) else self._near
        if self.rule.finds_keywords and places:
            yield from near(text, _within(windows, places))
        else:
            for start, end in windows:
                yield from near(text, [found.end() for found in self._keywords.finditer(text, start, end)])

    def _close_by(self, text: bytes, keyword_ends: Sequence[int]) -> Iterator[Any]:
        """The first match near after each keyword, each match once, of a rule whose matches have a limit."""
        reach = self.rule.near + self.rule.longest + 1
        reached = -1
        for end in keyword_ends:
            word_start = self._word_before(text, end)
            if word_start is None:
                continue
            match = self._pattern.search(text, word_start, min(len(text), end + reach))
            if match is not None and reached < match.start() <= end + self.rule.near:
                reached = match.start()
                yield match

    def _near(self, text: bytes, keyword_ends: Sequence[int]) -> Iterator[Any]:
        """The first match near after each keyword, each match once. `keyword_ends` is in ascending order.

        NOTE: one pattern with `.{0,60}` between keyword and secret would say the same, at a tenth of the speed: RE2 has
        no small automaton for it. Here RE2 goes through the text once for each match, however many keywords there are.
        """
        match_start, reached = -1, -1
        for end in keyword_ends:
            if match_start < end - self._longest_word:
                match = self._pattern.search(text, end - self._longest_word)
                if match is None:
                    return
                match_start = match.start()
            if match_start > end + self.rule.near:
                continue
            word_start = self._word_before(text, end)
            if word_start is None:
                continue
            if match_start < word_start:
                match = self._pattern.search(text, word_start)
                if match is None:
                    return
                match_start = match.start()
            if reached < match_start <= end + self.rule.near:
                reached = match_start
                yield match

    def _word_before(self, text: bytes, end: int) -> int | None:
        """Where the keyword starts that ends at `end`, if it starts a word or sub-word."""
        for length in self._word_lengths:
            start = end - length
            if start >= 0 and text[start:end].lower() in self._words and _starts_word(text, start):
                return start
        return None

    def _confidence_of(self, secret: bytes) -> Confidence | None:
        # Imported here: most texts that have a keyword have no secret near it, and every commit waits for imports.
        from privacygate.detectors.secrets.entropy import entropy

        rule = self.rule
        if (
            (rule.entropy and entropy(secret) < rule.entropy)
            or self._is_stand_in(secret)
            or any(pattern.search(secret) for pattern in self._excluded)
        ):
            return None
        if rule.checksum and not self._passes_checksum(secret):
            return Confidence(rule.unchecked) if rule.unchecked else None
        if rule.placeholders == "chosen" and rule.confidence == "high" and _is_plain(secret):
            return Confidence.MEDIUM
        return Confidence(rule.confidence)

    def _is_stand_in(self, secret: bytes) -> bool:
        if self.rule.placeholders == "chosen":
            from privacygate.detectors.secrets.commonplace import is_commonplace

            return is_commonplace(secret)
        from privacygate.detectors.secrets.placeholder import is_placeholder

        return self.rule.placeholders == "dropped" and is_placeholder(secret)

    def _passes_checksum(self, secret: bytes) -> bool:
        from privacygate.detectors.secrets.checksums import CHECKSUMS

        return CHECKSUMS[self.rule.checksum](secret)


def _is_plain(secret: bytes) -> bool:
    """Whether a password is short, a word or a number: it may be real, and may as well be an example."""
    from privacygate.detectors.secrets.value_shape import Shape, shape_of

    return len(secret) < SHORTEST_SURE or shape_of(secret) not in (Shape.RANDOM, Shape.MIXED)


def _within(windows: Sequence[tuple[int, int]], places: Sequence[int]) -> list[int]:
    """Those of `places` that lie in one of `windows`; both are in ascending order."""
    starts = [start for start, _ in windows]
    return [place for place in places if (at := bisect_right(starts, place)) and place <= windows[at - 1][1]]


def _around(ends: Sequence[int], reach: int, size: int) -> list[tuple[int, int]]:
    """Disjoint byte spans, in order: all that is at most `reach` bytes away from one of `ends`."""
    spans: list[tuple[int, int]] = []
    for end in ends:
        start, stop = max(0, end - reach), min(size, end + reach)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    return spans


def _starts_word(text: bytes, at: int) -> bool:
    """Whether a word or a sub-word starts at `at`; the same as `pattern.near_start` says to Hyperscan."""
    if at == 0 or 65 <= text[at] <= 90:
        return True
    before, first = text[at - 1 : at], text[at : at + 1]
    return not before.isalnum() or not (first.isalnum() or first == b"_")


def _compiled(pattern: str, ignore_case: bool, rule: SecretRule) -> Any:
    compiled = compile_re2(pattern, ignore_case)
    if isinstance(compiled, str):
        raise DetectorError(f"RE2 cannot use a pattern of the rule `{rule.id}`: {compiled}")
    return compiled
