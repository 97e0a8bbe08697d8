"""Reads a text for one rule, exactly: where does the secret stand, and does it hold what it promises?"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from privacygate.detectors.secrets.assigned import read_assignment
from privacygate.detectors.secrets.checksums import CHECKSUMS
from privacygate.detectors.secrets.entropy import entropy
from privacygate.detectors.secrets.pattern import near_start
from privacygate.detectors.secrets.placeholder import is_placeholder
from privacygate.detectors.secrets.rule import SecretRule, compile_re2
from privacygate.errors import DetectorError
from privacygate.model import Confidence


LONGEST_SECRET_BYTES = 2048
"""How far a match near a keyword may reach."""


class Confirmed(NamedTuple):
    """A secret of one rule in a text, in byte offsets, ends exclusive."""

    rule: SecretRule
    start: int
    """Where the region starts: at the secret; at the whole match where the secret spans lines."""
    end: int
    secret_start: int
    secret_end: int
    confidence: Confidence


class Confirmer:
    """One rule, ready to read texts. Compiled when it is first needed."""

    def __init__(self, rule: SecretRule) -> None:
        self.rule = rule
        self._pattern = _compiled(rule.pattern, rule.ignore_case, rule)
        groups = self._pattern.groupindex
        self._group = groups.get(b"secret", 0)
        self._name = groups.get(b"name", 0)
        self._excluded = [_compiled(pattern, False, rule) for pattern in rule.excluded]
        self._checksum = CHECKSUMS[rule.checksum] if rule.checksum else None
        self._keywords = _compiled(near_start(rule.keywords), False, rule) if rule.near else None

    def applies_to(self, path: str) -> bool:
        """Whether the rule speaks about files like this one."""
        if not self.rule.paths:
            return True
        name = path.rpartition("/")[2]
        return any(fnmatchcase(path, pattern) or fnmatchcase(name, pattern) for pattern in self.rule.paths)

    def confirm(self, text: bytes, path: str) -> Iterator[Confirmed]:
        """Yield every secret of this rule in `text`, from left to right."""
        if not self.applies_to(path):
            return
        for match in self._after_keywords(text) if self._keywords else self._pattern.finditer(text):
            if self.rule.assigned:
                read = read_assignment(text, *match.span(self._name), path)
                if read is not None:
                    yield Confirmed(self.rule, read.start, read.end, read.start, read.end, read.confidence)
                continue
            start, end = match.span(self._group)
            confidence = self._confidence_of(text[start:end]) if start >= 0 else None
            if confidence is not None:
                whole = match.span() if text.find(b"\n", start, end) >= 0 else (start, end)
                yield Confirmed(self.rule, *whole, start, end, confidence)

    def _after_keywords(self, text: bytes) -> Iterator[Any]:
        """The first match near after each keyword; each match once.

        NOTE: one pattern with `.{0,60}` between keyword and secret would say the same, at a tenth of the speed: RE2 has
        no small automaton for it.
        """
        reached = -1
        for keyword in self._keywords.finditer(text):
            last_start = keyword.end() + self.rule.near
            match = self._pattern.search(text, keyword.start(), last_start + LONGEST_SECRET_BYTES)
            if match is not None and reached < match.start() <= last_start:
                reached = match.start()
                yield match

    def _confidence_of(self, secret: bytes) -> Confidence | None:
        rule = self.rule
        if (
            (rule.entropy and entropy(secret) < rule.entropy)
            or (not rule.keep_placeholders and is_placeholder(secret))
            or any(pattern.search(secret) for pattern in self._excluded)
        ):
            return None
        if self._checksum is None or self._checksum(secret):
            return Confidence(rule.confidence)
        return Confidence(rule.unchecked) if rule.unchecked else None


def _compiled(pattern: str, ignore_case: bool, rule: SecretRule) -> Any:
    compiled = compile_re2(pattern, ignore_case)
    if isinstance(compiled, str):
        raise DetectorError(f"RE2 cannot use a pattern of the rule `{rule.id}`: {compiled}")
    return compiled
