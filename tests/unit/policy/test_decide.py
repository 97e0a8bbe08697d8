from __future__ import annotations

import inspect

import pytest

from privacygate.model import (
    Boundary,
    Confidence,
    Fingerprint,
    Level,
    Notification,
    Outcome,
    Region,
    Result,
    RuleId,
    Suppression,
    SuppressionKind,
)
from privacygate.policy import decide as module
from privacygate.policy.decide import DEFAULT_BLOCK, BlockFrom, decide

NEVER = BlockFrom(None)
FROM_HIGH = BlockFrom(Confidence.HIGH)
FROM_MEDIUM = BlockFrom(Confidence.MEDIUM)
FROM_LOW = BlockFrom(Confidence.LOW)

UNSEEN = Notification("file-unreadable", "x", Level.ERROR)
REMARK = Notification("line-cut", "x", Level.WARNING)
NOTE = Notification("note", "x", Level.NOTE)


def result(confidence: Confidence, *suppressions: Suppression, name: str = "") -> Result:
    return Result(
        rule=RuleId("a-rule"),
        message="x",
        level=confidence.level,
        confidence=confidence,
        path="a.py",
        region=Region(1, 1, 1, 2),
        snippet="",
        fingerprint=Fingerprint(name or confidence.value),
        suppressions=suppressions,
    )


HIGH, MEDIUM, LOW = (result(confidence) for confidence in Confidence)
ALLOWED = result(Confidence.HIGH, Suppression(SuppressionKind.IN_SOURCE, ""))
ACCEPTED = result(Confidence.HIGH, Suppression(SuppressionKind.EXTERNAL, "in the baseline"))

PASSED, BLOCKED, COULD_NOT_TELL = Outcome.PASSED, Outcome.BLOCKED, Outcome.COULD_NOT_TELL

CASES = [
    # results, notifications, block, unreadable_blocks, outcome, reason
    ([], [], NEVER, True, PASSED, "nothing blocks"),
    ([], [], FROM_LOW, True, PASSED, "nothing blocks"),
    ([HIGH, MEDIUM, LOW], [], NEVER, True, PASSED, "nothing blocks"),
    ([MEDIUM, LOW], [], FROM_HIGH, True, PASSED, "nothing blocks"),
    ([LOW], [], FROM_MEDIUM, True, PASSED, "nothing blocks"),
    ([ALLOWED, ACCEPTED], [], FROM_LOW, True, PASSED, "nothing blocks"),
    ([], [REMARK, NOTE], FROM_LOW, True, PASSED, "nothing blocks"),
    ([], [UNSEEN], FROM_LOW, False, PASSED, "nothing blocks"),
    ([HIGH], [], FROM_HIGH, True, BLOCKED, "1 result blocks"),
    ([HIGH, MEDIUM, LOW], [], FROM_HIGH, True, BLOCKED, "1 result blocks"),
    ([HIGH, MEDIUM, LOW], [], FROM_MEDIUM, True, BLOCKED, "2 results block"),
    ([HIGH, MEDIUM, LOW], [], FROM_LOW, True, BLOCKED, "3 results block"),
    ([ALLOWED, LOW], [], FROM_LOW, True, BLOCKED, "1 result blocks"),
    ([HIGH], [UNSEEN], FROM_HIGH, True, BLOCKED, "1 result blocks"),
    ([HIGH], [UNSEEN], FROM_HIGH, False, BLOCKED, "1 result blocks"),
    ([], [UNSEEN], NEVER, True, COULD_NOT_TELL, "1 place could not be looked at"),
    ([], [UNSEEN, REMARK, UNSEEN], NEVER, True, COULD_NOT_TELL, "2 places could not be looked at"),
    ([HIGH], [UNSEEN], NEVER, True, COULD_NOT_TELL, "1 place could not be looked at"),
    ([ALLOWED], [UNSEEN], FROM_LOW, True, COULD_NOT_TELL, "1 place could not be looked at"),
]


@pytest.mark.parametrize(("results", "notifications", "block", "unreadable_blocks", "outcome", "reason"), CASES)
def test_decide(  # noqa: PLR0917
    results: list[Result],
    notifications: list[Notification],
    block: BlockFrom,
    unreadable_blocks: bool,
    outcome: Outcome,
    reason: str,
) -> None:
    verdict = decide(results, notifications, block, unreadable_blocks)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert bool(verdict.blocking) is (outcome is BLOCKED)


def test_it_names_what_blocks_in_order() -> None:
    results = [result(Confidence.HIGH, name="b"), ALLOWED, result(Confidence.HIGH, name="a"), LOW]
    assert decide(results, [], FROM_HIGH, True).blocking == ("b", "a")


def test_it_takes_whatever_can_be_gone_through_once() -> None:
    assert decide(iter([HIGH]), iter([UNSEEN]), FROM_HIGH, True).outcome is BLOCKED


@pytest.mark.parametrize("block", [NEVER, FROM_HIGH, FROM_MEDIUM, FROM_LOW])
@pytest.mark.parametrize("confidence", Confidence)
def test_whoever_is_surer_blocks_too(block: BlockFrom, confidence: Confidence) -> None:
    order = [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]
    expected = block.confidence is not None and order.index(confidence) <= order.index(block.confidence)
    assert block.blocks(confidence) is expected


def test_by_default_only_commit_and_push_block_and_only_what_is_certain() -> None:
    assert DEFAULT_BLOCK == {
        Boundary.COMMIT: FROM_HIGH,
        Boundary.PUSH: FROM_HIGH,
        Boundary.MERGE: NEVER,
        Boundary.MANUAL: NEVER,
    }
    assert set(DEFAULT_BLOCK) == set(Boundary)


def test_it_depends_on_nothing_but_its_arguments() -> None:
    source = inspect.getsource(module)
    for word in ("import os", "open(", "time", "environ", "global "):
        assert word not in source
