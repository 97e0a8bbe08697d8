"""What stands beside a secret, and what that makes of it: a client id next to its secret leaves no doubt.

Some values are telling only together. A rule says with `with` what else must stand a few lines away.
"""

from __future__ import annotations

from typing import NamedTuple

from privacygate.detectors.secrets.secret_rule import SecretRule, compile_re2
from privacygate.errors import DetectorError
from privacygate.model import Confidence

MOST_LINES = 20
MOST_BYTES = 2000
"""So far, to both sides, is looked for a companion, however long the lines are."""

DROPPED = "dropped"


class Companion(NamedTuple):
    """What a rule says about the neighbourhood of its secrets. Empty: nothing."""

    pattern: str = ""
    """RE2; tells what has to stand near."""
    lines: int = 0
    """At most so many lines above or below."""
    beside: str = ""
    """The confidence of a secret that has one near; empty: as without."""
    alone: str = ""
    """The confidence of a secret that has none, or `dropped`; empty: as without."""


class Neighbourhood:
    """Looks around secrets of one rule."""

    def __init__(self, rule: SecretRule) -> None:
        self._companion = Companion(*rule.companion)
        self._pattern = compile_re2(self._companion.pattern, rule.ignore_case)
        if isinstance(self._pattern, str):
            raise DetectorError(f"RE2 cannot use a pattern of the rule `{rule.id}`: {self._pattern}")

    def confidence(self, text: bytes, start: int, end: int, usual: Confidence) -> Confidence | None:
        """What becomes of a secret at `start` to `end` that would have `usual`; None: it is none."""
        first, last = around(text, start, end, self._companion.lines)
        # The secret itself is no company.
        is_near = self._pattern.search(text, first, start) or self._pattern.search(text, end, last)
        word = self._companion.beside if is_near else self._companion.alone
        if word == DROPPED:
            return None
        return Confidence(word) if word else usual


def around(text: bytes, start: int, end: int, lines: int) -> tuple[int, int]:
    """The bytes from `lines` lines above `start` to as many below `end`, within `MOST_BYTES`."""
    first, last = max(0, start - MOST_BYTES), min(len(text), end + MOST_BYTES)
    at = start
    for _ in range(lines + 1):
        at = text.rfind(b"\n", first, at)
        if at < 0:
            break
    above = first if at < 0 else at + 1
    at = end
    for _ in range(lines + 1):
        at = text.find(b"\n", at, last)
        if at < 0:
            return above, last
        at += 1
    return above, at
