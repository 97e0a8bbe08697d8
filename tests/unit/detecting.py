"""Detectors for tests: they find what they are told to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from privacygate.change import Before, FileChange
from privacygate.detectors.detector import Detector
from privacygate.match import Match, Note
from privacygate.model import Conclusion, Confidence, NoteOnFile, Notification, Region, Related, RuleHelp, RuleId


def rule_help(id_: str, confidence: Confidence = Confidence.HIGH) -> RuleHelp:
    return RuleHelp(RuleId(id_), "tests", "A token of tests", "Found.", "It matters.", "Do it.", (), confidence)


class PatternDetector(Detector):
    """Reports every match of a pattern."""

    def __init__(
        self,
        pattern: bytes = rb"tok_\w+",
        rule: str = "test-token",
        confidence: Confidence = Confidence.HIGH,
        off: Collection[str] = (),
    ) -> None:
        self._pattern = re.compile(pattern)
        self._rule = RuleId(rule)
        self._confidence = confidence
        self._off = off
        self.looked_at: list[str] = []

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        self.looked_at.append(file.path)
        for segment in file.segments:
            for found in self._pattern.finditer(segment.text):
                yield Match(
                    rule=self._rule,
                    path=file.path,
                    segment=segment,
                    start=found.start(),
                    end=found.end(),
                    secret_start=found.start(),
                    secret_end=found.end(),
                    confidence=self._confidence,
                    message="A token of tests",
                    value=found[0],
                )

    @property
    def rule_count(self) -> int:
        return 1

    def known_rules(self) -> Collection[RuleId]:
        return {self._rule, *map(RuleId, self._off)}

    def rules(self) -> dict[RuleId, RuleHelp]:
        return {self._rule: rule_help(self._rule, self._confidence)}


class ComplainingDetector(PatternDetector):
    """Gives a notification for every file."""

    def __init__(self, notification: Notification) -> None:
        super().__init__(rb"(?!)", "silent-rule")
        self._notification = notification

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        yield self._notification._replace(path=file.path)


class FailingDetector(PatternDetector):
    """Raises when it sees a file."""

    def __init__(self, error: Exception) -> None:
        super().__init__(rb"(?!)", "failing-rule")
        self._error = error

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        yield from ()
        raise self._error


class CountingDetector(PatternDetector):
    """Counts its matches in the whole change, and says so in the end; quotes the first of each file."""

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        found = [item for item in super().detect(file) if isinstance(item, Match)]
        quotes = tuple((item.segment, max(0, item.start - 4), item.end) for item in found[:1])
        yield Note(file.path, len(found), quotes)

    def conclude(self, notes: Sequence[NoteOnFile], before: Callable[[], Before] | None) -> Iterator[Conclusion]:
        region = Region(1, 1, 1, 1)
        quotes = ", ".join(quote for note in notes for quote in note.quotes)
        yield Conclusion(
            rule=self._rule,
            path=notes[0].path,
            region=region,
            message=f"{sum(note.facts for note in notes)} in all: {quotes}",
            confidence=self._confidence,
            related=tuple(Related(note.path, region, f"{note.facts} here") for note in notes),
            properties=(("count", sum(note.facts for note in notes)),),
        )
