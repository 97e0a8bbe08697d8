"""One check from start to end: change → matches → results → verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from privacygate.change import Change, FileChange, Segment
from privacygate.detectors.detector import Detector
from privacygate.match import Match
from privacygate.model import (
    Allowance,
    Boundary,
    Confidence,
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
from privacygate.syntax.allow_marks import may_allow

if TYPE_CHECKING:
    from privacygate.redaction import Redactor
    from privacygate.syntax.allow_comments import AllowComment


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
    report_from: Confidence = Confidence.LOW
    """Results of less confidence are left out, unless they block."""
    full_report: bool = False
    """Whether a report wants every rule and `Result.line_hash`."""

    def reports(self, confidence: Confidence) -> bool:
        """Tell whether a result of this confidence is reported."""
        return confidence.rank >= self.report_from.rank or self.block.blocks(confidence)


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
    results: list[Result] = []
    rules: dict[RuleId, RuleHelp] = {}
    if found.results or found.allowances or check.full_report:
        results, rules = _judge(found, check)
    return Run(
        description=change.description,
        boundary=check.boundary,
        root=change.root,
        results=tuple(results),
        notifications=tuple(found.notifications),
        rules=rules,
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
        """For each result, whether it stands on a new line; others only show that an allowance is needed."""
        self.allowances: list[Allowance] = []
        self.notifications: list[Notification] = []
        self.skipped: Counter[str] = Counter()
        self.files = 0
        self.lines = 0
        self.size_bytes = 0


def _judge(found: _Found, check: Check) -> tuple[list[Result], dict[RuleId, RuleHelp]]:
    """The results that count or are marked as suppressed, sorted by place, and the rules to report."""
    from privacygate.policy.suppressions import RULES, suppress

    marked, used = suppress(found.results, found.allowances, check.baseline)
    results = [result for result, is_new in zip(marked, found.is_new, strict=True) if is_new]
    known = {id_: help_ for detector in check.detectors for id_, help_ in detector.rules().items()} | RULES
    results += _remarks(check, found.allowances, used)
    results = [result for result in results if check.reports(result.confidence)]
    results.sort(key=lambda result: (result.path, result.region, result.rule))
    mentioned = {result.rule for result in results}
    return results, known if check.full_report else {id_: known[id_] for id_ in known if id_ in mentioned}


def _look_at(file: FileChange, check: Check, found: _Found) -> None:
    redactor: Redactor | None = None  # most files have nothing for it to do
    allowances: dict[object, Allowance] = {}
    last_line = 0
    for piece in (file,) if isinstance(file.segments, tuple) else _pieces(file):
        matches: list[Match] = []
        for detector in check.detectors:
            for item in detector.detect(piece):
                if isinstance(item, Match):
                    matches.append(item)
                else:
                    found.notifications.append(item)
        comments = _allow_comments(piece)
        if matches or comments:
            redactor = redactor or _redactor(file, check)
            redactor.add(piece, matches)
            for comment in comments:
                allowance = _allowance(comment, file, redactor)
                # A comment that stands where segments overlap is met twice.
                allowances.setdefault((allowance.covers, allowance.rules), allowance)
        for segment in piece.segments:
            found.size_bytes += len(segment.text)
            last_line = _last_line(segment)
    for result in redactor.results() if redactor else ():
        found.results.append(result)
        found.is_new.append(file.is_new(result.region.start_line, result.region.end_line))
    found.allowances += allowances.values()
    found.files += 1
    found.lines += last_line if file.added is None else file.added.count
    if check.progress is not None:
        check.progress(found.files, found.size_bytes)


def _redactor(file: FileChange, check: Check) -> Redactor:
    from privacygate.redaction import Redactor

    return Redactor(file.path, check.key, check.full_report)


def _allow_comments(file: FileChange) -> Sequence[AllowComment]:
    if not any(may_allow(segment.text) for segment in file.segments):
        return ()
    from privacygate.syntax.allow_comments import allow_comments

    return tuple(allow_comments(file))


def _last_line(segment: Segment) -> int:
    text = segment.text
    return segment.first_line - 1 + text.count(b"\n") + (text != b"" and not text.endswith(b"\n"))


def _pieces(file: FileChange) -> Iterator[FileChange]:
    """Each segment of a file that is too large to hold and is read as one goes through it."""
    for segment in file.segments:
        yield file._replace(segments=(segment,), whole=False)


def _allowance(comment: AllowComment, file: FileChange, redactor: Redactor) -> Allowance:
    covers = tuple(range(comment.line + (not comment.this_line), comment.line + 1 + comment.next_line))
    return Allowance(
        path=file.path,
        line=comment.line,
        covers=covers,
        rules=tuple(RuleId(rule) for rule in comment.rules),
        names_no_rule=comment.names_no_rule,
        justification=redactor.mask(comment.segment, comment.reason_start, comment.reason_end),
        is_new=file.is_new(comment.line, covers[-1]),
    )


def _remarks(check: Check, allowances: Sequence[Allowance], used: set[int]) -> list[Result]:
    """What there is to say about allowances that nobody needs; the baseline can accept that too."""
    if len(used) == len(allowances):
        return []
    from privacygate.policy.suppressions import RULES, remarks_on, suppress

    known = {*RULES, *(rule for detector in check.detectors for rule in detector.known_rules())}
    return suppress(remarks_on(allowances, used, check.key, known), (), check.baseline)[0]
