"""Detectors for tests: they find what they are told to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from privacygate.change import FileChange
from privacygate.detectors.detector import Detector
from privacygate.match import Match
from privacygate.model import Confidence, Notification, RuleHelp, RuleId


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

    def detect(self, file: FileChange) -> Iterator[Match | Notification]:
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

    def detect(self, file: FileChange) -> Iterator[Match | Notification]:
        yield self._notification._replace(path=file.path)


class FailingDetector(PatternDetector):
    """Raises when it sees a file."""

    def __init__(self, error: Exception) -> None:
        super().__init__(rb"(?!)", "failing-rule")
        self._error = error

    def detect(self, file: FileChange) -> Iterator[Match | Notification]:
        yield from ()
        raise self._error
