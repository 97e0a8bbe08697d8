"""`privacygate rules`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from privacygate.cli.checking import Place, find_place, load_detectors
from privacygate.errors import RuleFileError, UsageError
from privacygate.model import RuleHelp, RuleId

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from privacygate.detectors.secrets.rule import ParsedRule
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
        return _test(arguments.places)
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


def _read_all(places: list[str]) -> tuple[list[ParsedRule], int]:
    """The rules of every readable file, and how many files had to be complained about."""
    from privacygate.detectors.secrets.rule import parse_rules
    from privacygate.rule_files import read_rule_files
    from privacygate.rule_places import builtin_folder, list_rule_files

    sections, complaints = [], 0
    for file in list_rule_files(places or [builtin_folder("secrets")]):
        try:
            section = next(read_rule_files([file]))
            parse_rules([section])
            sections.append(next(read_rule_files([file])))
        except RuleFileError as error:
            complaints += 1
            print(f"{error}\n  {error.remedy}", file=sys.stderr)
    return parse_rules(sections), complaints


def _test(places: list[str]) -> int:
    from privacygate.detectors.secrets.examples import SEEDS, run_examples
    from privacygate.detectors.secrets.rule_set import compile_rule_set

    parsed, complaints = _read_all(places)
    failures = list(run_examples(parsed, compile_rule_set(parsed))) if parsed else []
    for failure in failures:
        print(f"{failure.source}: {failure.rule}: “{failure.example}” {failure.reason}", file=sys.stderr)
    examples = sum(len(item.flagged) + len(item.allowed) for item in parsed)
    rules = "rule" if len(parsed) == 1 else "rules"
    summary = f"privacygate: {len(parsed)} {rules}, {examples} examples with {SEEDS} sets of values each"
    failed = len(failures) + complaints
    print(f"{summary}: {failed} failed" if failed else f"{summary}: all do what they say")
    return 1 if failed else 0
