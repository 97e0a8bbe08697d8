"""Weighs the words of a comment, and says in words of its own what they tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from privacygate.detectors.comments.finder import Finder
from privacygate.detectors.comments.signal import Signal, compile_re2

_AROUND_BYTES = 30
"""How far around a match its `unless` is looked for."""

_MOST_MATCHES = 12
"""How many matches of one signal in a comment are looked at for one that counts."""


class Hit(NamedTuple):
    """A signal in the words of a comment; byte offsets in its prose."""

    signal: Signal
    start: int
    end: int


class Score(NamedTuple):
    """What a comment tells, and how much that weighs."""

    total: float
    hits: tuple[Hit, ...]
    """At most one for each signal, in the order of the signals."""

    @property
    def rule(self) -> str:
        """The rule that most of the weight speaks for; empty when none does."""
        weights: dict[str, float] = {}
        for hit in self.hits:
            if hit.signal.rule and hit.signal.weight > 0:
                weights[hit.signal.rule] = weights.get(hit.signal.rule, 0.0) + hit.signal.weight
        return max(weights, key=lambda rule: (weights[rule], rule)) if weights else ""


NOTHING = Score(0.0, ())
OWN_WORD = Score(100.0, ())
"""For a rough weight: it is a result, whatever else is there."""


def with_hits(score: Score, more: Sequence[Hit]) -> Score:
    """`score` with hits of another kind, of which the first counts."""
    if not more:
        return score
    return Score(round(score.total + more[0].signal.weight, 2), (*score.hits, *more))


class Scorer:
    """Weighs comments with the signals of a run. Patterns are compiled when they are needed."""

    def __init__(self, signals: Sequence[Signal], finder: Finder, off: Collection[str] = ()) -> None:
        """Weigh with `signals`, which `finder` was compiled from, but not with those of the rules in `off`."""
        self._signals = signals
        self._finder = finder
        self._off = frozenset(off)
        self._beside = [index for index, signal in enumerate(signals) if not signal.alone and self.speaks(index)]
        self._compiled: dict[int, tuple[Any, Any]] = {}

    def score(self, text: bytes) -> Score:
        """Weigh the prose `text`. Without a signal that speaks alone the total is 0."""
        # The finder is asked first: RE2 would take ten times as long for all signals as for those that may match.
        candidates = {index for _, index in self._finder.places(text + b"\n") if self.speaks(index)}
        alone = {index: hit for index in candidates if (hit := self.hit(index, text)) is not None}
        if not alone:
            return NOTHING
        found = alone | {index: hit for index in self._beside if (hit := self.hit(index, text)) is not None}
        hits = [found[index] for index in sorted(found)]
        return Score(round(sum(hit.signal.weight for hit in hits), 2), tuple(hits))

    def speaks(self, index: int) -> bool:
        """Whether the signal at `index` counts."""
        return self._signals[index].rule not in self._off

    def hit(self, index: int, text: bytes) -> Hit | None:
        """The first match of one signal that counts."""
        if index not in self._compiled:
            self._compiled[index] = self._compile(self._signals[index])
        pattern, unless = self._compiled[index]
        at = 0
        for _ in range(_MOST_MATCHES):
            found = pattern.search(text, at)
            if found is None:
                return None
            start, end = found.span()
            if unless is None or unless.search(text[max(0, start - _AROUND_BYTES) : end + _AROUND_BYTES]) is None:
                return Hit(self._signals[index], start, end)
            at = max(end, start + 1)
        return None

    @staticmethod
    def _compile(signal: Signal) -> tuple[Any, Any]:
        unless = compile_re2(signal.unless, True) if signal.unless else None
        return compile_re2(signal.pattern, signal.ignore_case), unless


def explanation(hits: Sequence[Hit]) -> str:
    """What the hits tell, in the order of their weight: "a price, a customer's wish and a date"."""
    ranked = sorted((hit.signal for hit in hits if hit.signal.tells and hit.signal.weight > 0), key=lambda s: -s.weight)
    told = list(dict.fromkeys(signal.tells for signal in ranked))[:3]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1]))) if told else ""
