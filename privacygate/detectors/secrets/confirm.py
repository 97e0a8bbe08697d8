"""Reads a text for one rule, exactly: where does the secret stand, and does it hold what it promises?"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from privacygate.detectors.secrets.assigned import read_assignment
from privacygate.detectors.secrets.checksums import CHECKSUMS
from privacygate.detectors.secrets.entropy import entropy
from privacygate.detectors.secrets.placeholder import is_placeholder
from privacygate.detectors.secrets.rule import SecretRule, compile_re2
from privacygate.errors import DetectorError
from privacygate.model import Confidence


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
        self._confidence = Confidence(rule.confidence)

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
        for match in self._pattern.finditer(text):
            if self.rule.assigned:
                read = read_assignment(text, *match.span(self._name), path)
                if read is not None:
                    yield Confirmed(self.rule, read.start, read.end, read.start, read.end, read.confidence)
                continue
            start, end = match.span(self._group)
            if start >= 0 and self._holds(text[start:end]):
                whole = match.span() if text.find(b"\n", start, end) >= 0 else (start, end)
                yield Confirmed(self.rule, *whole, start, end, self._confidence)

    def _holds(self, secret: bytes) -> bool:
        rule = self.rule
        return (
            (not rule.entropy or entropy(secret) >= rule.entropy)
            and (rule.keep_placeholders or not is_placeholder(secret))
            and (self._checksum is None or self._checksum(secret))
            and not any(pattern.search(secret) for pattern in self._excluded)
        )


def _compiled(pattern: str, ignore_case: bool, rule: SecretRule) -> Any:
    compiled = compile_re2(pattern, ignore_case)
    if isinstance(compiled, str):
        raise DetectorError(f"RE2 cannot use a pattern of the rule `{rule.id}`: {compiled}")
    return compiled
