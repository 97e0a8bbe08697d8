"""`privacygate rules`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from privacygate.cli.checking import Place, find_place, load_detectors
from privacygate.errors import UsageError
from privacygate.model import RuleHelp, RuleId

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from privacygate.policy.settings import Settings

DESCRIPTION = """\
List the rules that are active here, explain one, or run the examples of rule files (docs/rules.md says how they are
written)."""


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    parser.set_defaults(no_baseline=True, baseline=None, config=None)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = actions.add_parser("list", help="one line for each rule")
    action.add_argument("--config", metavar="FILE", help="settings file")
    action = actions.add_parser("show", help="all that a rule says")
    action.add_argument("rule", metavar="RULE")
    action.add_argument("--config", metavar="FILE", help="settings file")
    action = actions.add_parser("test", help="run the examples of rule files")
    action.add_argument("places", nargs="*", metavar="PATH", help="rule files or folders; default: the built-in rules")


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    if arguments.action == "test":
        from privacygate.cli.rule_tests import run_rule_tests

        return run_rule_tests(arguments.places)
    place = _place(arguments)
    settings = place.settings
    rules = _active_rules(place)
    if arguments.action == "show":
        print(_explain(_find(arguments.rule, rules, settings)))
        return 0
    width = max(len(id_) for id_ in rules)
    for id_, help_ in sorted(rules.items()):
        print(f"{id_:{width}}  {help_.confidence.value:6}  {help_.name}")
    return 0


def _place(arguments: Namespace) -> Place:
    from privacygate.git.repository import find_root

    return find_place(find_root(os.getcwd()) or os.getcwd(), arguments)


def _active_rules(place: Place) -> dict[RuleId, RuleHelp]:
    from privacygate.policy.suppressions import RULES

    rules = dict(RULES)
    for detector in load_detectors(place.settings, place.team):
        rules |= detector.rules()
    return rules


def _find(name: str, rules: dict[RuleId, RuleHelp], settings: Settings) -> RuleHelp:
    if RuleId(name) in rules:
        return rules[RuleId(name)]
    if name in settings.off:
        raise UsageError(
            f"the rule `{name}` is switched off",
            path=settings.source,
            line=dict(settings.off_lines).get(RuleId(name)),
            remedy="Take it out of `off` to see it.",
        )
    from privacygate.suggestion import did_you_mean

    raise UsageError(
        f"there is no active rule `{name}`",
        remedy=did_you_mean(name, rules, "`privacygate rules list` shows them all."),
    )


def _explain(rule: RuleHelp) -> str:
    from textwrap import fill

    lines = [f"{rule.id}: {rule.name}", "", fill(rule.summary, 96), "", fill(f"Why: {rule.why}", 96), ""]
    lines += [fill(f"What to do: {rule.remedy}", 96), ""]
    level = rule.confidence.level.value
    lines += [f"Confidence: {rule.confidence.value} (level {level}, rank {rule.confidence.rank:g})"]
    lines += [f"Tags: {', '.join(rule.tags)}"]
    if rule.references:
        lines += ["References:", *(f"  {reference}" for reference in rule.references)]
    lines += [
        "",
        f"A false alarm? Put this in a comment on the line or above it: privacygate: allow {rule.id} -- reason",
    ]
    return "\n".join(lines)
