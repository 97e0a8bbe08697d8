"""`privacygate rules test`: runs the examples of rule files, whichever detector they are for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from privacygate.errors import RuleFileError
from privacygate.rule_places import RuleFileStat, builtin_folder, list_rule_files

if TYPE_CHECKING:
    from privacygate.detectors.comments.rule import ParsedFiles
    from privacygate.detectors.secrets.rule import ParsedRule


class _Tested(NamedTuple):
    rules: int
    examples: int
    failed: int


def run_rule_tests(places: list[str]) -> int:
    """Run the examples of all rule files in `places`, of the built-in ones when there are none; give the exit code."""
    from privacygate.detectors.secrets.examples import SEEDS

    files = list_rule_files(places or [builtin_folder("secrets"), builtin_folder("comments")])
    about_comments = [file for file in files if _is_about_comments(file)]
    secrets = _test_secrets([file for file in files if file not in about_comments])
    comments = _test_comments(about_comments) if about_comments else _Tested(0, 0, 0)
    rules, failed = secrets.rules + comments.rules, secrets.failed + comments.failed
    noun = "rule" if rules == 1 else "rules"
    summary = f"privacygate: {rules} {noun}, {secrets.examples} examples with {SEEDS} sets of values each"
    if comments.rules:
        summary += f", {comments.examples} comments"
    print(f"{summary}: {failed} failed" if failed else f"{summary}: all do what they say")
    return 1 if failed else 0


def _is_about_comments(file: RuleFileStat) -> bool:
    from privacygate.rule_files import read_rule_file

    try:
        section = read_rule_file(file.path)
    except RuleFileError:
        return False  # it will be complained about as a file of secrets
    if any(key in section for key in ("families", "context")):
        return True
    return "family" not in section and any("signals" in rule for rule in section.sections("rules"))


def _test_secrets(files: Sequence[RuleFileStat]) -> _Tested:
    from privacygate.detectors.secrets.examples import run_examples
    from privacygate.detectors.secrets.rule_set import compile_rule_set

    parsed, complaints = _read_secrets(files)
    failures = list(run_examples(parsed, compile_rule_set(parsed))) if parsed else []
    for failure in failures:
        _tell(failure.source, failure.rule, failure.example, failure.reason)
    examples = sum(len(item.flagged) + len(item.allowed) for item in parsed)
    return _Tested(len(parsed), examples, len(failures) + complaints)


def _read_secrets(files: Iterable[RuleFileStat]) -> tuple[list[ParsedRule], int]:
    """The rules of every readable file, and how many files had to be complained about."""
    from privacygate.detectors.secrets.rule import parse_rules
    from privacygate.rule_files import read_rule_files

    sections, complaints = [], 0
    for file in files:
        try:
            section = next(read_rule_files([file]))
            parse_rules([section])
            sections.append(next(read_rule_files([file])))
        except RuleFileError as error:
            complaints += 1
            print(f"{error}\n  {error.remedy}", file=sys.stderr)
    return parse_rules(sections), complaints


def _test_comments(files: Sequence[RuleFileStat]) -> _Tested:
    from privacygate.detectors.comments.examples import run_examples
    from privacygate.detectors.comments.rule_set import compile_rule_set

    try:
        parsed = _read_comments(files)
        failures = list(run_examples(parsed, compile_rule_set(parsed)))
    except RuleFileError as error:
        print(f"{error}\n  {error.remedy}", file=sys.stderr)
        return _Tested(0, 0, 1)
    own = [item for item in parsed.rules if item.source.rpartition(":")[0] in {file.path for file in files}]
    failures = [failure for failure in failures if failure.source in {item.source for item in own}]
    for failure in failures:
        _tell(failure.source, failure.rule, failure.example, failure.reason)
    return _Tested(len(own), sum(len(item.flagged) + len(item.allowed) for item in own), len(failures))


def _read_comments(files: Sequence[RuleFileStat]) -> ParsedFiles:
    """The rules of `files` and the built-in ones, whose families and context they build on."""
    from privacygate.detectors.comments.rule import parse_files
    from privacygate.rule_files import read_rule_files

    builtin = list_rule_files([builtin_folder("comments")])
    return parse_files(read_rule_files([*builtin, *(file for file in files if file not in builtin)]))


def _tell(source: str, rule: str, example: str, reason: str) -> None:
    print(f"{source}: {rule}: “{example}” {reason}", file=sys.stderr)
