"""What a rule file may say to the hidden text detector."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_files import Section

_RANGE = re.compile(r"U\+([0-9A-F]{4,6})(?:-U\+([0-9A-F]{4,6}))?")
MOST_CHARACTERS = 1024
MOST_IN_A_ROW = 100


class Example(NamedTuple):
    """A text that a rule must or must not flag."""

    name: str
    text: str
    path: str


class ParsedRule(NamedTuple):
    """One rule with all that its file says."""

    help: RuleHelp
    characters: re.Pattern[bytes] | None
    """What a rule of a team looks for, in UTF-8; what the built-in ones do is decided in `hidden_run.py`."""
    flagged: tuple[Example, ...]
    allowed: tuple[Example, ...]


def parse_rules(files: Iterable[Section]) -> list[ParsedRule]:
    """Turn rule files into rules, in order.

    Raises:
        RuleFileError: a file says something that cannot be, or an id stands twice.
    """
    rules: dict[str, ParsedRule] = {}
    for file in files:
        family, references = file.text("family"), file.texts("references")
        sections = file.sections("rules")
        file.finish()
        for section in sections:
            item = _parse_rule(section, family, references)
            if item.help.id in rules:
                raise section.error(f"the rule `{item.help.id}` exists already", "Give it another id.", "id")
            rules[item.help.id] = item
    return list(rules.values())


def _parse_rule(section: Section, family: str, references: tuple[str, ...]) -> ParsedRule:
    help_ = RuleHelp(
        id=RuleId(section.text("id")),
        detector="hidden_text",
        name=section.text("name"),
        summary=section.text("summary"),
        why=section.text("why"),
        remedy=section.text("remedy"),
        references=section.texts("references") + references,
        confidence=Confidence(section.one_of("confidence", [c.value for c in Confidence])),
        tags=("hidden-text", family),
    )
    characters = _characters(section)
    examples = section.section("examples")
    flagged: tuple[Example, ...] = ()
    allowed: tuple[Example, ...] = ()
    if examples is not None:
        flagged = tuple(map(_example, examples.sections("flagged")))
        allowed = tuple(map(_example, examples.sections("allowed")))
        examples.finish()
    section.finish()
    return ParsedRule(help_, characters, flagged, allowed)


def _characters(section: Section) -> re.Pattern[bytes] | None:
    least = section.whole_number("in_a_row", 1, 1, MOST_IN_A_ROW)
    texts = section.texts("characters")
    if not texts:
        return None
    points: list[int] = []
    for text in texts:
        found = _RANGE.fullmatch(text)
        first = int(found[1], 16) if found else 0
        last = int(found[2], 16) if found and found[2] else first
        if not 0x80 <= first <= last <= 0x10FFFF or last - first >= MOST_CHARACTERS or 0xD800 <= last <= 0xDFFF:
            raise section.error(
                f"`{text}` is no character, and no range of at most {MOST_CHARACTERS}, beyond ASCII",
                "Write `U+200B` or `U+2061-U+2064`.",
                "characters",
            )
        points += range(first, last + 1)
    one = b"|".join(re.escape(chr(point).encode("utf-8", "surrogatepass")) for point in points)
    return re.compile(b"(?:%s){%d,}" % (one, least))


def _example(section: Section) -> Example:
    example = Example(section.text("name"), section.raw_text("text"), section.text("path", "example.py"))
    section.finish()
    return example
