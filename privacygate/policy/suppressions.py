"""Which results do not count, and which suppressions nobody needs any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from privacygate.fingerprint import fingerprint
from privacygate.model import (
    Allowance,
    Confidence,
    Fingerprint,
    Level,
    Region,
    Result,
    RuleHelp,
    RuleId,
    Suppression,
    SuppressionKind,
)
from privacygate.suggestion import nearest

UNUSED = RuleHelp(
    id=RuleId("unused-suppression"),
    detector="policy",
    name="Unused suppression",
    summary="A comment allows something that is not there.",
    why="It would hide the next secret on that line without anybody noticing.",
    remedy="Delete the comment, or correct the rule it names.",
    references=(),
    confidence=Confidence.LOW,
    tags=("policy",),
)
NAMELESS = RuleHelp(
    id=RuleId("suppression-without-rule"),
    detector="policy",
    name="Suppression without a rule",
    summary="A comment says `privacygate: allow` and not what; it allows nothing.",
    why="An allowance for everything would also hide what nobody has thought of.",
    remedy="Name the rule: `privacygate: allow RULE -- reason`.",
    references=(),
    confidence=Confidence.LOW,
    tags=("policy",),
)
RULES: dict[RuleId, RuleHelp] = {rule.id: rule for rule in (UNUSED, NAMELESS)}
"""What policy itself has to say, as results of their own."""


def suppress(
    results: Iterable[Result], allowances: Sequence[Allowance], baseline: Mapping[Fingerprint, str]
) -> tuple[list[Result], set[int]]:
    """Mark the results that are allowed, and say which allowances (by index) were used.

    `baseline` has the accepted results, each with the reason, which may be empty.
    """
    by_line: dict[tuple[str, int], list[int]] = {}
    for index, allowance in enumerate(allowances):
        for line in allowance.covers:
            by_line.setdefault((allowance.path, line), []).append(index)
    used: set[int] = set()
    marked: list[Result] = []
    for result in results:
        suppressions: list[Suppression] = []
        lines = {result.region.start_line, result.region.end_line}
        for index in sorted({i for line in lines for i in by_line.get((result.path, line), ())}):
            allowance = allowances[index]
            if _allows(allowance, result.rule):
                used.add(index)
                suppressions.append(Suppression(SuppressionKind.IN_SOURCE, allowance.justification))
        if result.fingerprint in baseline:
            reason = baseline[result.fingerprint]
            justification = f"in the baseline: {reason}" if reason else "in the baseline"
            suppressions.append(Suppression(SuppressionKind.EXTERNAL, justification))
        marked.append(result._replace(suppressions=tuple(suppressions)) if suppressions else result)
    return marked, used


def _allows(allowance: Allowance, rule: RuleId) -> bool:
    return not allowance.names_no_rule and (not allowance.rules or rule in allowance.rules)


def remarks_on(
    allowances: Sequence[Allowance],
    used: Collection[int],
    key: Callable[[], bytes],
    known: Collection[RuleId],
) -> list[Result]:
    """Notes on suppressions that the change brings in or touches and that do nothing.

    `used` has the indexes of those that do something, `known` every rule there is, active or not.
    """
    ordinals: Counter[tuple[str, ...]] = Counter()
    remarks: list[Result] = []
    for index, allowance in enumerate(allowances):
        if index in used:
            continue
        rule = NAMELESS if allowance.names_no_rule else UNUSED
        names = ", ".join(allowance.rules)
        same = (rule.id, allowance.path, names)
        ordinals[same] += 1  # counted on old lines too, so that the name does not depend on what is new
        if not allowance.is_new:
            continue
        remarks.append(
            Result(
                rule=rule.id,
                message=_message(allowance, rule, known),
                level=Level.NOTE,
                confidence=Confidence.LOW,
                path=allowance.path,
                region=Region(allowance.line, 1, allowance.line, 1),
                snippet="",
                fingerprint=fingerprint(key(), rule.id, allowance.path, names, b"", ordinals[same] - 1),
            )
        )
    return remarks


def _message(allowance: Allowance, rule: RuleHelp, known: Collection[RuleId]) -> str:
    if rule is NAMELESS:
        return "This comment names no rule, so it allows nothing"
    unknown = [name for name in allowance.rules if name not in known]
    if not unknown:
        return "This comment allows something that is not there"
    # NOTE: the name is text of the change and could be anything; the nearest rule can be shown.
    near = nearest(unknown[0], sorted(known))
    return "This comment names a rule that does not exist" + (f"; did you mean `{near}`?" if near else "")
