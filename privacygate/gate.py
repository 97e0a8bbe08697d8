"""One check from start to end: change → matches → results → verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

from privacygate.change import Change, FileChange
from privacygate.detectors.detector import Detector
from privacygate.match import Match
from privacygate.model import (
    Allowance,
    Boundary,
    Coverage,
    Fingerprint,
    Notification,
    Result,
    RuleHelp,
    RuleId,
    Run,
    Skipped,
)
from privacygate.policy.decide import BlockFrom, decide
from privacygate.policy.suppressions import RULES as POLICY_RULES
from privacygate.policy.suppressions import remarks_on, suppress
from privacygate.redaction import mask, to_results
from privacygate.syntax.allow_comments import AllowComment, allow_comments


class Check(NamedTuple):
    """All that a check needs besides the change."""

    detectors: Sequence[Detector]
    boundary: Boundary
    block: BlockFrom
    unreadable_blocks: bool
    key: Callable[[], bytes]
    """Gives the key of the fingerprints; called when there is something to name."""
    baseline: frozenset[Fingerprint] = frozenset()
    progress: Callable[[int, int], None] | None = None
    """Told now and then how many files and bytes have been looked at."""
    full_report: bool = False
    """Whether a report wants every rule and `Result.line_hash`."""


def run_check(change: Change, check: Check) -> Run:
    """Look at everything in `change` and decide.

    Raises:
        GateError: nothing may be concluded.
    """
    started = perf_counter()
    found = _Found()
    for entry in change.entries:
        if isinstance(entry, FileChange):
            _look_at(entry, check, found)
        elif isinstance(entry, Skipped):
            found.skipped[entry.reason] += 1
        else:
            found.notifications.append(entry)
    results, used = suppress(found.results, found.allowances, check.baseline)
    results = [result for result, is_new in zip(results, found.is_new, strict=True) if is_new]
    known: dict[RuleId, RuleHelp] = {}
    if check.full_report or results or found.allowances:
        known = {id_: help_ for detector in check.detectors for id_, help_ in detector.rules().items()} | POLICY_RULES
    results += remarks_on(found.allowances, used, check.key, known)
    results.sort(key=lambda result: (result.path, result.region, result.rule))
    mentioned = {result.rule for result in results}
    return Run(
        description=change.description,
        boundary=check.boundary,
        root=change.root,
        results=tuple(results),
        notifications=tuple(found.notifications),
        rules=known if check.full_report else {id_: help_ for id_, help_ in known.items() if id_ in mentioned},
        coverage=Coverage(
            files=found.files,
            lines=found.lines,
            size_bytes=found.size_bytes,
            rules=sum(detector.rule_count for detector in check.detectors),
            skipped=tuple(sorted(found.skipped.items())),
            seconds=perf_counter() - started,
        ),
        verdict=decide(results, found.notifications, check.block, check.unreadable_blocks),
    )


class _Found:
    """What a check has seen so far."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.is_new: list[bool] = []
        """For each result, whether it stands on a new line; the others only show that an allowance is needed."""
        self.allowances: list[Allowance] = []
        self.notifications: list[Notification] = []
        self.skipped: Counter[str] = Counter()
        self.files = 0
        self.lines = 0
        self.size_bytes = 0


def _look_at(file: FileChange, check: Check, found: _Found) -> None:
    matches: list[Match] = []
    for detector in check.detectors:
        for item in detector.detect(file):
            if isinstance(item, Match):
                matches.append(item)
            else:
                found.notifications.append(item)
    if matches:
        for result in to_results(file, matches, check.key, check.full_report):
            found.results.append(result)
            found.is_new.append(file.is_new(result.region.start_line, result.region.end_line))
    for comment in allow_comments(file):
        found.allowances.append(_allowance(comment, file, matches))
    found.files += 1
    last_line = 0
    for segment in file.segments:
        text = segment.text
        found.size_bytes += len(text)
        last_line = segment.first_line - 1 + text.count(b"\n") + (not text.endswith(b"\n") and text != b"")
    found.lines += last_line if file.added is None else file.added.count
    if check.progress is not None:
        check.progress(found.files, found.size_bytes)


def _allowance(comment: AllowComment, file: FileChange, matches: Sequence[Match]) -> Allowance:
    here = [match for match in matches if match.segment is comment.segment]
    covers = tuple(range(comment.line + (not comment.this_line), comment.line + 1 + comment.next_line))
    return Allowance(
        path=file.path,
        line=comment.line,
        covers=covers,
        rules=tuple(RuleId(rule) for rule in comment.rules),
        names_no_rule=comment.names_no_rule,
        justification=mask(comment.segment, comment.reason_start, comment.reason_end, here),
        is_new=file.is_new(comment.line, covers[-1]),
    )
