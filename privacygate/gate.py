"""One check from start to end: change → matches → results → verdict."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from time import perf_counter
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

from privacygate.change import Before, Change
from privacygate.detectors.detector import Detector
from privacygate.inspection import Inspection, Seen
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
)
from privacygate.policy.decide import BlockFrom, decide
from privacygate.workers import run_in_workers, worker_count


class Check(NamedTuple):
    """All that a check needs besides the change."""

    detectors: Sequence[Detector]
    boundary: Boundary
    block: BlockFrom
    unreadable_blocks: bool
    key: Callable[[], bytes]
    """Gives the key of the fingerprints; called when there is something to name."""
    baseline: Mapping[Fingerprint, str] = MappingProxyType({})
    """The accepted results, each with the reason, which may be empty."""
    progress: Callable[[int, int], None] | None = None
    """Told now and then how many files and bytes have been looked at."""
    report_from: Confidence = Confidence.LOW
    """Results of less confidence are left out, unless they block."""
    mark: Callable[[Sequence[Result]], list[Result]] | None = None
    """Marks results that something else than comments and the baseline suppresses."""
    remarks: tuple[Notification, ...] = ()
    """What was read before the change and does nothing."""
    also_read: tuple[str, ...] = ()
    """See `model.Coverage`."""
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
    if change.before is None:
        check = check._replace(detectors=[each for each in check.detectors if not each.needs_before])
    found = _look_at_all(change, check)
    if found.notes:
        _conclude(found, check, change.before)
    results: list[Result] = []
    rules: dict[RuleId, RuleHelp] = {}
    if found.results or found.allowances or check.full_report:
        results, rules = _judge(found, check)
    return Run(
        description=change.description,
        boundary=check.boundary,
        root=change.root,
        results=tuple(results),
        notifications=(*check.remarks, *found.notifications),
        rules=rules,
        coverage=Coverage(
            files=found.files,
            lines=found.lines,
            size_bytes=found.size_bytes,
            rules=sum(detector.rule_count for detector in check.detectors),
            skipped=tuple(sorted(found.skipped.items())),
            seconds=perf_counter() - started,
            also_read=check.also_read,
        ),
        verdict=decide(results, found.notifications, check.block, check.unreadable_blocks),
    )


SPLIT_AFTER_FILES = 300
"""A change with more files is worth several processes; one with fewer is done before they have started."""


def _look_at_all(change: Change, check: Check) -> Seen:
    """Look at every entry; in several processes when there are many, and when they can be listed again."""
    inspection = Inspection(check.detectors, check.key, check.full_report)
    workers = worker_count() if change.again is not None else 1
    done: set[str] = set()
    for entry in change.entries:
        inspection.look_at(entry)
        if check.progress is not None:
            check.progress(inspection.seen.files, inspection.seen.size_bytes)
        if workers > 1:
            done.add(entry.path or "")
            if len(done) == SPLIT_AFTER_FILES:
                break
    else:
        return inspection.seen
    check.key()  # so that all of them use the same, also where it cannot be kept
    parts = [partial(_look_at_part, change, check, done, number, workers) for number in range(workers)]
    for seen in run_in_workers(parts):
        inspection.seen.add(seen)
    inspection.seen.notifications.sort(key=lambda notification: (notification.path or "", notification.id))
    return inspection.seen


def _look_at_part(change: Change, check: Check, done: Collection[str], number: int, parts: int) -> Seen:
    """Look at one part of the entries: which part is a matter of the path alone, so that none is left out."""
    assert change.again is not None

    def wanted(path: str) -> bool:
        return crc32(path.encode("utf-8", "surrogateescape")) % parts == number and path not in done

    inspection = Inspection(check.detectors, check.key, check.full_report)
    for entry in change.again(wanted):
        inspection.look_at(entry)
        if check.progress is not None and number == parts - 1:  # the part that is done in this process
            check.progress(len(done) + inspection.seen.files * parts, inspection.seen.size_bytes * parts)
    return inspection.seen


def _conclude(found: Seen, check: Check, before: Callable[[], Before] | None) -> None:
    """Let each detector that remembered something speak of the change as a whole."""
    notes = sorted(found.notes, key=lambda note: (note[0], note[1].path))
    for index, its in groupby(notes, key=itemgetter(0)):
        for said in check.detectors[index].conclude([note for _, note in its], before):
            if isinstance(said, Notification):
                found.notifications.append(said)
                continue
            from privacygate.fingerprint import fingerprint

            found.results.append(
                Result(
                    rule=said.rule,
                    message=said.message,
                    level=said.confidence.level,
                    confidence=said.confidence,
                    path=said.path,
                    region=said.region,
                    snippet="",
                    fingerprint=fingerprint(check.key(), said.rule, said.path, said.name, b"", 0),
                    related=said.related,
                    further=said.further,
                    properties=said.properties,
                )
            )
            found.is_new.append(True)


def _judge(found: Seen, check: Check) -> tuple[list[Result], dict[RuleId, RuleHelp]]:
    """The results that count or are marked as suppressed, sorted by place, and the rules to report."""
    from privacygate.policy.suppressions import RULES, suppress

    marked, used = suppress(found.results, found.allowances, check.baseline)
    results = [result for result, is_new in zip(marked, found.is_new, strict=True) if is_new]
    known = {id_: help_ for detector in check.detectors for id_, help_ in detector.rules().items()} | RULES
    results += _remarks(check, found.allowances, used)
    if check.mark is not None:
        results = check.mark(results)
    results = [result for result in results if check.reports(result.confidence)]
    results.sort(key=lambda result: (result.path, result.region, result.rule))
    mentioned = {result.rule for result in results}
    return results, known if check.full_report else {id_: known[id_] for id_ in known if id_ in mentioned}


def _remarks(check: Check, allowances: Sequence[Allowance], used: set[int]) -> list[Result]:
    """What there is to say about allowances that nobody needs; the baseline can accept that too."""
    if len(used) == len(allowances):
        return []
    from privacygate.policy.suppressions import RULES, remarks_on, suppress

    known = {*RULES, *(rule for detector in check.detectors for rule in detector.known_rules())}
    return suppress(remarks_on(allowances, used, check.key, known), (), check.baseline)[0]
