"""What a rule file may say to this detector: a rule in words; what it counts is set, not written in a rule."""

from __future__ import annotations

from collections.abc import Iterable

from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_files import Section

NOVEL_LOGIC = RuleId("novel-logic")
"""The one rule that there is."""


def parse_rules(sections: Iterable[Section]) -> dict[RuleId, RuleHelp]:
    """The rules of some files.

    Raises:
        RuleFileError: a file says something that is not known, or speaks of another rule.
    """
    rules: dict[RuleId, RuleHelp] = {}
    for section in sections:
        family = section.text("family")
        for rule in section.sections("rules"):
            help_ = _rule(rule, family)
            if help_.id != NOVEL_LOGIC:
                raise rule.error(
                    f"there is no rule `{help_.id}` for new logic",
                    f"Only the words of `{NOVEL_LOGIC}` can be written anew.",
                    "id",
                )
            rules[help_.id] = help_
        section.finish()
    return rules


def _rule(section: Section, family: str) -> RuleHelp:
    help_ = RuleHelp(
        id=RuleId(section.text("id")),
        detector="novelty",
        name=section.text("name"),
        summary=section.text("summary"),
        why=section.text("why"),
        remedy=section.text("remedy"),
        references=section.texts("references"),
        confidence=Confidence(section.one_of("confidence", [each.value for each in Confidence])),
        tags=("novelty", family),
    )
    section.finish()
    return help_
