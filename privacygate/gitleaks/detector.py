"""Looks for what the rules of a team's `.gitleaks.toml` describe, and lets its allowlists speak of all results."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from privacygate.change import FileChange, Segment
from privacygate.detectors.detector import Detector
from privacygate.gitleaks.config import Allowlist, Config, Found, GitleaksRule
from privacygate.gitleaks.default_rules import BY_NAME, goes_by_name
from privacygate.gitleaks.search import Finding, Search
from privacygate.match import Match, Note
from privacygate.model import Confidence, Notification, RuleHelp, RuleId


class GitleaksDetector(Detector):
    """Finds what gitleaks would find with the same configuration."""

    def __init__(
        self,
        config: Config,
        confidence: Confidence = Confidence.HIGH,
        off: Collection[str] = (),
        others: Sequence[Callable[[], Collection[RuleId]]] = (),
    ) -> None:
        """Begin.

        Args:
            config: has the rules.
            confidence: of what they find.
            off: ids of rules that do not look.
            others: give the rules of others that look for secrets, which the allowlists speak of too.
        """
        self._config = config
        self._confidence = confidence
        self._off = frozenset(off)
        self._search = Search(config)
        self._others = others

    @cached_property
    def _secrets(self) -> frozenset[RuleId]:
        return frozenset(rule for known_rules in self._others for rule in known_rules())

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        """See `Detector.detect`."""
        if file.path == self._config.own_path:
            return
        said: set[str] = set()
        for segment in file.segments:
            yield from self._of_path(file, segment, said)
            for finding in sorted(self._search.find(segment.text, file.path), key=_place):
                if finding.rule.id not in self._off:
                    yield self._match(finding, file.path, segment)

    @property
    def rule_count(self) -> int:
        """See `Detector.rule_count`."""
        return len(self._config.reported_rules)

    def known_rules(self) -> Collection[RuleId]:
        """See `Detector.known_rules`."""
        return [RuleId(id_) for id_ in self._config.rules]

    def rules(self) -> dict[RuleId, RuleHelp]:
        """See `Detector.rules`."""
        rules = (rule for rule in self._config.reported_rules if rule.id not in self._off)
        return {RuleId(rule.id): _help(rule, self._confidence) for rule in rules}

    def settle(self, file: FileChange, matches: Sequence[Match]) -> Sequence[Match]:
        """See `Detector.settle`: drops what the team allows, and what a rule of its own has found too."""
        path = file.path.encode("utf-8", "surrogateescape")
        kept = [match for match in matches if match.rule in self._config.rules]
        own = len(kept)
        for match in matches:
            if match.rule in self._config.rules:
                continue
            if match.rule not in self._secrets:
                kept.append(match)  # of another kind: no business of gitleaks
                continue
            if self._allows(match, path):
                continue
            twins = [index for index in range(own) if overlap(match, kept[index])]
            if not twins:
                kept.append(match)
            for index in twins:
                kept[index] = covering(kept[index], match)
        return kept

    def _allows(self, match: Match, path: bytes) -> bool:
        of_built_in = self._config.of_built_in
        lists: list[Allowlist] = [*self._config.allowlists, *of_built_in.get(match.rule, ())]
        if goes_by_name(match.rule):
            lists += of_built_in.get(BY_NAME, ())
        if not lists:
            return False
        text = match.segment.text
        first, last = text.rfind(b"\n", 0, match.start + 1), text.find(b"\n", match.end)
        found = Found(
            secret=match.value,
            match=text[match.start : match.end],
            line=text[max(first, 0) : len(text) if last < 0 else last],
        )
        return any(allowlist.allows_file(path) or allowlist.allows(found, path) for allowlist in lists)

    def _of_path(self, file: FileChange, segment: Segment, said: set[str]) -> Iterator[Match]:
        """A match at the first new line for each rule that speaks of the path alone, once in a file."""
        start = first_new(file, segment)
        if start is None:
            return
        for rule in self._search.path_rules(segment.text, file.path):
            if rule.id not in self._off and rule.id not in said:
                said.add(rule.id)
                yield self._new_match(rule, file.path, segment, (start, start, start, start), b"")

    def _match(self, finding: Finding, path: str, segment: Segment) -> Match:
        start = finding.start + (segment.text[finding.start : finding.start + 1] == b"\n")
        span = (start, max(start, finding.end), finding.secret_start, finding.secret_end)
        return self._new_match(finding.rule, path, segment, span, finding.secret)

    def _new_match(
        self, rule: GitleaksRule, path: str, segment: Segment, span: tuple[int, int, int, int], value: bytes
    ) -> Match:
        return Match(RuleId(rule.id), path, segment, *span, self._confidence, rule.description or rule.id, value)


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.rule.id


def first_new(file: FileChange, segment: Segment) -> int | None:
    """Where the first new line of `segment` starts; None when it has none."""
    if not segment.text:
        return None
    if file.added is None:
        return 0 if segment.first_line == segment.first_column == 1 else None
    last = segment.first_line + segment.text.count(b"\n", 0, -1)
    new = next((max(first, segment.first_line) for first, end in file.added.ranges if end >= segment.first_line), None)
    if new is None or new > last:
        return None
    at = 0
    for _ in range(new - segment.first_line):
        at = segment.text.find(b"\n", at) + 1
    return at


def overlap(one: Match, other: Match) -> bool:
    """Whether the secrets of both stand in one place."""
    return one.segment is other.segment and one.secret_start < other.secret_end and other.secret_start < one.secret_end


def covering(one: Match, other: Match) -> Match:
    """`one`, with the secret of both masked."""
    return one._replace(
        secret_start=min(one.secret_start, other.secret_start), secret_end=max(one.secret_end, other.secret_end)
    )


def _help(rule: GitleaksRule, confidence: Confidence) -> RuleHelp:
    return RuleHelp(
        id=RuleId(rule.id),
        detector="gitleaks",
        name=rule.description or rule.id,
        summary=f"{(rule.description or rule.id).rstrip('.')}.",
        why=f"A rule of your own looks for it: `{rule.id}` in {rule.source}.",
        remedy="If it is a secret, revoke it first. Then take it out, and read it from a secret store.",
        references=(),
        confidence=confidence,
        tags=("gitleaks", *rule.tags),
    )
