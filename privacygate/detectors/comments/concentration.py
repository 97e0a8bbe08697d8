"""Many comments that each tell a little: one result for the file, or for the change, rather than one for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from privacygate.change import FileChange
from privacygate.match import Match
from privacygate.model import Conclusion, Confidence, NoteOnFile, Region, Related, RuleHelp, RuleId

FILE_RULE = RuleId("talkative-file")
CHANGE_RULE = RuleId("talkative-change")

_WHY = (
    "Each of them alone says little. Together they tell how the business works, to whoever reads the file or a prompt."
)
_REMEDY = (
    "Read these comments once as somebody from outside would, and move what speaks of the business rather than of the"
    " code to an internal page."
)
REMARKS = (
    RuleHelp(
        id=FILE_RULE,
        detector="comments",
        name="Many comments of a file tell a little",
        summary="Many comments of one file hint at matters of the organisation.",
        why=_WHY,
        remedy=_REMEDY,
        references=(),
        confidence=Confidence.LOW,
        tags=("comments",),
    ),
    RuleHelp(
        id=CHANGE_RULE,
        detector="comments",
        name="Many comments of a change tell a little",
        summary="Many comments of one change hint at matters of the organisation.",
        why=_WHY,
        remedy=_REMEDY,
        references=(),
        confidence=Confidence.LOW,
        tags=("comments",),
    ),
)
"""What is said by counting, and not by a rule file."""

TOPICS = {
    "internal-matter": "internal people, places or tools",
    "named-party": "customers, partners or contracts",
    "business-rule": "business rules",
    "security-posture": "weaknesses or abuse",
    "legal-exposure": "legal duties",
    "unreleased-product": "plans for the product",
    "regulated-data": "data about people",
    "proprietary-purpose": "proprietary methods",
}
"""What the comments of a rule speak of; others by their id."""

_LEAST_SHARE = 0.1
"""Of all new comments of a file, so many must hint: long files have some by chance."""

_MOST_RELATED = 20


class Hints:
    """What was counted in one file."""

    def __init__(self) -> None:
        self.comments = 0
        """New comments; counted only in files that were parsed."""
        self._rules: Counter[str] = Counter()
        self.lines: list[int] = []
        """Where those stand that hint at something."""

    def add(self, rule: str, line: int) -> None:
        """Count a comment that hints at what `rule` speaks of."""
        self._rules[rule] += 1
        self.lines.append(line)

    @property
    def count(self) -> int:
        """How many comments hint at something."""
        return self._rules.total()

    @property
    def rule(self) -> str:
        """What most of them hint at."""
        return max(self._rules, key=lambda rule: (self._rules[rule], rule))

    def facts(self) -> tuple[dict[str, int], int]:
        """What `conclude` has to know: comments that hint at something, by rule, and the line of the first."""
        return dict(self._rules), self.lines[0]

    def are_many(self, per_file: int) -> bool:
        """Whether they are enough for a result on the file."""
        return 0 < per_file <= self.count and self.count >= _LEAST_SHARE * self.comments


def remark_on_file(file: FileChange, hints: Hints, per_file: int, off: Collection[str]) -> Match | None:
    """The result on a file whose comments hint often, if they do."""
    if FILE_RULE in off or not hints.are_many(per_file):
        return None
    first = hints.lines[0]
    segment = next(item for item in file.segments if item.first_line <= first)
    start = _start_of(segment.text, first - segment.first_line)
    return Match(
        rule=FILE_RULE,
        path=file.path,
        segment=segment,
        start=start,
        end=start,
        secret_start=start,
        secret_end=start,
        confidence=Confidence.LOW,
        message=f"{hints.count} of {hints.comments} comments speak of {topic(hints.rule)}",
        value=hints.rule.encode(),
    )


def topic(rule: str) -> str:
    """What the comments of `rule` speak of."""
    return TOPICS.get(rule, f"what `{rule}` looks for")


def conclude(notes: Sequence[NoteOnFile], per_file: int, per_change: int) -> Iterator[Conclusion]:
    """The result on a change, when hints are spread over many files so that no file has enough of them."""
    rules: Counter[str] = Counter()
    spread: list[tuple[int, str, int]] = []
    for note in notes:
        by_rule, line = note.facts
        count = sum(by_rule.values())
        if not (0 < per_file <= count):  # those have a result of their own
            rules.update(by_rule)
            spread.append((count, note.path, line))
    if not 0 < per_change <= rules.total():
        return
    spread.sort(key=lambda item: (-item[0], item[1]))
    most = max(rules, key=lambda rule: (rules[rule], rule))
    yield Conclusion(
        rule=CHANGE_RULE,
        path=spread[0][1],
        region=_line(spread[0][2]),
        message=f"{rules.total()} comments in {len(spread)} files hint at matters of the organisation,"
        f" most of them at {topic(most)}",
        confidence=Confidence.LOW,
        related=tuple(
            Related(path, _line(line), f"{count} {'comment' if count == 1 else 'comments'}")
            for count, path, line in spread[:_MOST_RELATED]
        ),
        properties=(("hints", rules.total()),),
    )


def _line(line: int) -> Region:
    return Region(line, 1, line, 1)


def _start_of(text: bytes, line: int) -> int:
    """The offset where a line starts, counted from 0."""
    at = 0
    for _ in range(line):
        at = text.find(b"\n", at) + 1
    return at
