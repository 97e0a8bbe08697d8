"""The decision. It comes from here and nowhere else, and depends on nothing but its arguments."""

from collections.abc import Iterable
from typing import NamedTuple

from privacygate.model import Boundary, Confidence, Level, Notification, Outcome, Result, Verdict


class BlockFrom(NamedTuple):
    """From which confidence on a result blocks; None: never."""

    confidence: Confidence | None

    def blocks(self, confidence: Confidence) -> bool:
        """Tell whether a result of this confidence blocks."""
        return self.confidence is not None and confidence.rank >= self.confidence.rank


DEFAULT_BLOCK: dict[Boundary, BlockFrom] = {
    Boundary.COMMIT: BlockFrom(Confidence.HIGH),
    Boundary.PUSH: BlockFrom(Confidence.HIGH),
    Boundary.MERGE: BlockFrom(None),
    Boundary.MANUAL: BlockFrom(None),
}
"""Advice everywhere, except that what is certainly a secret does not pass a commit or leave with a push."""


def decide(
    results: Iterable[Result],
    notifications: Iterable[Notification],
    block: BlockFrom,
    unreadable_blocks: bool,
) -> Verdict:
    """What policy makes of the results of a run.

    A result that is suppressed never blocks. A notification of level error means that something was not
    looked at: unless policy waves that through, the gate could not tell.
    """
    blocking = tuple(
        result.fingerprint for result in results if not result.suppressions and block.blocks(result.confidence)
    )
    if blocking:
        count = len(blocking)
        reason = f"{count} {'result blocks' if count == 1 else 'results block'}"
        return Verdict(Outcome.BLOCKED, blocking, reason)
    unseen = sum(notification.level is Level.ERROR for notification in notifications)
    if unseen and unreadable_blocks:
        thing = "place" if unseen == 1 else "places"
        return Verdict(Outcome.COULD_NOT_TELL, (), f"{unseen} {thing} could not be looked at")
    return Verdict(Outcome.PASSED, (), "nothing blocks")
