"""Looks for keys, tokens and passwords."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from privacygate.change import FileChange, Segment
from privacygate.detectors.detector import Detector
from privacygate.detectors.secrets.engine import ENCODED
from privacygate.detectors.secrets.reach import windows_around
from privacygate.detectors.secrets.rule_set import RuleSet, load_rule_set
from privacygate.match import Match
from privacygate.model import Confidence, Level, Notification, RuleHelp, RuleId
from privacygate.rule_places import builtin_folder

if TYPE_CHECKING:
    from privacygate.detectors.secrets.confirm import Confirmed, Confirmer

BINARY_PROBE_BYTES = 8000
"""A NUL byte among so many first bytes makes a file binary, as git has it."""


class SecretsDetector(Detector):
    """Finds secrets by their own shape, or by the names they are assigned to."""

    def __init__(
        self, extra_rules: Sequence[str] = (), off: Collection[str] = (), cache_folder: str | None = None
    ) -> None:
        """Load the built-in rules and those in the places `extra_rules`, without the ids in `off`."""
        self._rule_set: RuleSet = load_rule_set([builtin_folder("secrets"), *extra_rules], cache_folder)
        self._off = frozenset(off)
        self._confirmers: dict[int, Confirmer] = {}

    def detect(self, file: FileChange) -> Iterator[Match | Notification]:
        """See `Detector.detect`."""
        engine = self._rule_set.engine
        for segment in file.segments:
            hits = engine.hits(segment.text)
            if not hits:
                continue
            whole = [(0, len(segment.text))]
            windows = whole if file.added is None else windows_around(segment, file.added)
            found = self._secrets(file.path, segment.text, hits, windows)
            if found and windows != whole:
                found = self._secrets(file.path, segment.text, hits, whole)  # old ones must be known to be masked
            for secret in found:
                yield _match(secret, file.path, segment)

    @property
    def rule_count(self) -> int:
        """See `Detector.rule_count`."""
        return self._rule_set.count - len(self._off)

    def known_rules(self) -> Collection[RuleId]:
        """See `Detector.known_rules`."""
        return self._rule_set.help()

    def rules(self) -> dict[RuleId, RuleHelp]:
        """See `Detector.rules`."""
        return {id_: help_ for id_, help_ in self._rule_set.help().items() if id_ not in self._off}

    def _secrets(
        self, path: str, text: bytes, hits: list[tuple[int, int]], windows: list[tuple[int, int]]
    ) -> list[Confirmed]:
        """The secrets of `text` in or near `windows`, one for each place, in order."""
        behind_rules = bisect_left(hits, (ENCODED,))
        binary = b"\0" in text[:BINARY_PROBE_BYTES]
        found = list(self._confirmed(path, text, self._within(hits[:behind_rules], text, windows), windows, binary))
        if behind_rules < len(hits) and not binary:
            from privacygate.detectors.secrets.encoded import decoded_secrets

            decoded = list(decoded_secrets(text, hits[behind_rules:], windows, partial(self._read_decoded, path)))
            decoded.sort(key=attrgetter("end"))
            if decoded:
                return [covering(secret, decoded, text) for secret in most_telling([*found, *decoded])]
        return most_telling(found)

    def _read_decoded(self, path: str, text: bytes) -> tuple[list[Confirmed], list[tuple[int, int]]]:
        """See `encoded.Reader`."""
        hits = self._rule_set.engine.hits(text)
        behind_rules = bisect_left(hits, (ENCODED,))
        found = self._confirmed(path, text, hits[:behind_rules], [(0, len(text))], False)
        return most_telling(list(found)), hits[behind_rules:]

    def _within(
        self, hits: list[tuple[int, int]], text: bytes, windows: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """The hits of rules that may match within `windows`, or reach into them from afar.

        Reading a whole file with RE2 because of what was there before takes most of the time of a small commit.
        """
        if windows == [(0, len(text))]:
            return hits
        there: set[int] = set()
        for start, end in windows:
            there.update(index for index, _ in self._rule_set.engine.hits(text[start:end]))
        return [hit for hit in hits if hit[0] in there or self._rule_set.is_long(hit[0])]

    def _confirmed(
        self,
        path: str,
        text: bytes,
        hits: Sequence[tuple[int, int]],
        windows: Sequence[tuple[int, int]],
        binary: bool,
    ) -> Iterator[Confirmed]:
        for index, group in groupby(hits, key=itemgetter(0)):
            confirmer = self._confirmer(index)
            rule = confirmer.rule
            if rule.id not in self._off and not (binary and rule.confidence != "high"):
                parts = None if self._rule_set.is_long(index) else windows
                yield from confirmer.confirm(text, path, [end for _, end in group], parts)

    def _confirmer(self, index: int) -> Confirmer:
        confirmer = self._confirmers.get(index)
        if confirmer is None:
            # Together with RE2 it takes 8 ms to import, which a clean commit saves.
            from privacygate.detectors.secrets.confirm import Confirmer

            confirmer = self._confirmers[index] = Confirmer(self._rule_set.rule(index))
        return confirmer


def _match(secret: Confirmed, path: str, segment: Segment) -> Match:
    encoding = f" in {secret.encoding}" if secret.encoding else ""
    return Match(
        rule=RuleId(secret.rule.id),
        path=path,
        segment=segment,
        start=secret.start,
        end=secret.end,
        secret_start=secret.secret_start,
        secret_end=secret.secret_end,
        confidence=secret.confidence,
        level=_level_in(path, secret.confidence),
        message=secret.rule.name + encoding,
        value=secret.value or segment.text[secret.secret_start : secret.secret_end],
    )


def _level_in(path: str, confidence: Confidence) -> Level:
    """How much a secret matters where it stands: less in tests and documentation, unless there is no doubt about it."""
    from privacygate.detectors.secrets.file_kind import matters_less

    if confidence is not Confidence.HIGH and matters_less(path):
        return confidence.level.lower
    return confidence.level


_PREFERENCE = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


def most_telling(found: Sequence[Confirmed]) -> list[Confirmed]:
    """One secret for each place, in order.

    Where several overlap it is the surest, then one with a shape of its own, then one that stands there as it is, then
    the longest.
    """
    if len(found) < 2:
        return list(found)
    starts: list[int] = []
    kept: list[Confirmed] = []
    """In order, and `starts` are theirs: a text may hold a hundred thousand."""
    ranked = sorted(
        found,
        key=lambda s: (
            _PREFERENCE[s.confidence],
            s.rule.assigned,
            s.encoding != "",
            s.start - s.end,
            s.start,
            s.rule.id,
        ),
    )
    for secret in ranked:
        place = bisect_left(starts, secret.end)
        if place == 0 or kept[place - 1].end <= secret.start:
            starts.insert(place, secret.start)
            kept.insert(place, secret)
    return kept


def covering(secret: Confirmed, decoded: Sequence[Confirmed], text: bytes) -> Confirmed:
    """`secret`, hiding also the encoded text of those of `decoded` that it was preferred to."""
    start, end = secret.secret_start, secret.secret_end
    value = secret.value or text[start:end]
    at = bisect_right(decoded, secret.start, key=lambda other: other.end)
    while at < len(decoded) and decoded[at].start < secret.end:
        start, end = min(start, decoded[at].start), max(end, decoded[at].end)
        at += 1
    return secret._replace(secret_start=start, secret_end=end, value=value)
