"""The two sentences that every run ends with: what was looked at, and what came of it.

Example: `privacygate: 10 files, 213 added lines, 312 rules in 0.05 s. Nothing found.`
"""

from __future__ import annotations

from privacygate.model import Boundary, Level, Notification, Outcome, Result, Run, SuppressionKind
from privacygate.reports.escaping import visible

_BLOCKED_THING = {
    Boundary.COMMIT: " this commit",
    Boundary.PUSH: " this push",
    Boundary.MERGE: " this merge",
    Boundary.MANUAL: "",
}


def looked_at(run: Run) -> str:
    """The first sentence: how much was looked at, and what was skipped."""
    coverage = run.coverage
    amounts = (
        counted(coverage.files, "files"),
        counted(coverage.lines, "lines" if run.boundary is Boundary.MANUAL else "added lines"),
        counted(coverage.rules, "rules"),
    )
    skipped = ", ".join(counted(count, visible(reason)) for reason, count in coverage.skipped)
    return (
        f"privacygate: {', '.join(amounts)}{_also_read(coverage.also_read)} in {_duration(coverage.seconds)}"
        + (f"; skipped {skipped}" if skipped else "")
        + "."
    )


def _also_read(names: tuple[str, ...]) -> str:
    return " with " + " and ".join(visible(name) for name in names) if names else ""


def outcome(run: Run) -> str:
    """The second sentence: what was found, what does not count, and what could not be looked at."""
    parts = [_conclusion(run), _suppressed(run.results)]
    if run.verdict.outcome is not Outcome.COULD_NOT_TELL:  # whose reason has said it
        parts.append(_not_looked_at(run.notifications))
    return "; ".join(part for part in parts if part) + "."


def _conclusion(run: Run) -> str:
    """What policy makes of the run, without a full stop: `1 of 3 results blocks this commit`."""
    reason = visible(run.verdict.reason).rstrip(".")
    live = sum(1 for result in run.results if not result.suppressions)
    if run.verdict.outcome is Outcome.COULD_NOT_TELL:
        return f"Could not tell: {reason}" + (f"; {counted(live, 'results')}" if live else "")
    stopped = _BLOCKED_THING[run.boundary]
    if run.verdict.outcome is Outcome.BLOCKED:
        blocking = len(blocking_results(run))
        if not blocking:
            return f"Blocked: {reason}"
        results = counted(blocking, "results") if blocking == live else f"{blocking:,} of {live:,} results"
        return f"{results} {'blocks' if blocking == 1 else 'block'}{stopped}"
    if live:
        return f"{counted(live, 'results')}, not blocking{stopped}"
    if not run.coverage.files and not run.coverage.lines and not run.notifications:
        return "There was nothing left to look at" if run.coverage.skipped else "There was nothing to look at"
    return "Nothing found"


def blocking_results(run: Run) -> frozenset[int]:
    """The positions in `run.results` of those that block."""
    blocking = frozenset(run.verdict.blocking)
    return frozenset(
        index for index, result in enumerate(run.results) if result.fingerprint in blocking and not result.suppressions
    )


def counted(count: int, things: str) -> str:
    """`things` is a plural: `counted(1, "binary files")` is `1 binary file`."""
    return f"{count:,} {things if count != 1 else _singular(things)}"


def _singular(things: str) -> str:
    first, space, rest = things.partition(" ")
    if first == "files":
        return "file" + space + rest
    if things.endswith("ies"):
        return things[:-3] + "y"
    return things.removesuffix("s")


def suppressed_by(result: Result) -> SuppressionKind | None:
    """What keeps `result` from counting; a comment in the source goes before the baseline."""
    kinds = [suppression.kind for suppression in result.suppressions]
    if not kinds:
        return None
    return SuppressionKind.IN_SOURCE if SuppressionKind.IN_SOURCE in kinds else SuppressionKind.EXTERNAL


def external_reason(result: Result) -> str:
    """Where outside of the source a result is suppressed: "in the baseline" unless something else is said."""
    reasons = (each.justification for each in result.suppressions if each.kind is SuppressionKind.EXTERNAL)
    return next(reasons, "") or "in the baseline"


def _suppressed(results: tuple[Result, ...]) -> str:
    kinds = [suppressed_by(result) for result in results if result.suppressions]
    counts = {"allowed in source": kinds.count(SuppressionKind.IN_SOURCE)}
    for result in results:
        if suppressed_by(result) is SuppressionKind.EXTERNAL:
            where = external_reason(result).partition(":")[0]
            counts[where] = counts.get(where, 0) + 1
    return ", ".join(f"{count:,} {visible(where)}" for where, count in counts.items() if count)


def _not_looked_at(notifications: tuple[Notification, ...]) -> str:
    missed = [notification.path for notification in notifications if notification.level is not Level.NOTE]
    if not missed:
        return ""
    if None in missed:
        return counted(len(missed), "notifications") + " above"
    return "could not look at " + counted(len(set(missed)), "files")


def _duration(seconds: float) -> str:
    if seconds < 10:
        return f"{max(seconds, 0.01):.2f} s"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s"
