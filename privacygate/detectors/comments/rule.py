"""What a rule file may say to the comments detector; docs/comments.md is the same for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from privacygate.detectors.comments.phrase import in_file, in_prose, nearby, unknown_families
from privacygate.detectors.comments.signal import Signal, compile_re2
from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_files import Section, check_unique
from privacygate.suggestion import did_you_mean

MOST_WORDS_BETWEEN = 12
_KEBAB_CASE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_BLANK_IN_CLASS = re.compile(r"(?<!\\)\[[^\]]* [^\]]*\]")
_UNSAFE_IN_BYTES = re.compile(r"[^\x00-\x7f][?*+{]|(?<!\\)\[[^\]]*[^\x00-\x7f][^\]]*\]")


class Example(NamedTuple):
    """A comment that a rule must or must not flag."""

    name: str
    text: str


class ParsedRule(NamedTuple):
    """One rule with all that its file says."""

    help: RuleHelp
    flagged: tuple[Example, ...]
    allowed: tuple[Example, ...]
    source: str
    """Path and line of the rule file, for complaints."""


class ParsedFiles(NamedTuple):
    """What rule files say together."""

    rules: tuple[ParsedRule, ...]
    signals: tuple[Signal, ...]
    """Those of all rules, and those of the context."""


def parse_files(files: Iterable[Section]) -> ParsedFiles:
    """Turn rule files into rules and signals, in order.

    Raises:
        RuleFileError: a file says something that cannot be, or an id stands twice.
    """
    sections = list(files)
    families: dict[str, str] = {}
    for file in sections:
        _read_families(file, families)
    rules: list[ParsedRule] = []
    signals: list[Signal] = []
    for file in sections:
        signals += [_signal(section, "", families) for section in file.sections("context")]
        for section in file.sections("rules"):
            rule = _rule(section)
            rules.append(rule)
            signals += [_signal(item, rule.help.id, families) for item in section.sections("signals")]
            section.finish()
        file.finish()
    check_unique((item.help.id, item.source) for item in rules)
    return ParsedFiles(tuple(rules), tuple(signals))


def _read_families(file: Section, families: dict[str, str]) -> None:
    for section in file.sections("families"):
        name = section.text("name")
        if not _KEBAB_CASE.fullmatch(name):
            raise section.error(f"`{name}` is no name of a family", "Write it in lower case with hyphens.", "name")
        if name in families:
            raise section.error(f"the family `{name}` exists already", "Give it another name.", "name")
        words = section.texts("words", None)
        section.finish()
        for word in words:
            _check_phrase(section, "words", word, families)
        families[name] = "(?:" + in_words(words, families) + ")"


def in_words(words: tuple[str, ...], families: Mapping[str, str]) -> str:
    """The words of a family as alternatives; earlier families may stand in them."""
    return "|".join(re.sub(r"\{([a-z][a-z-]*)\}", lambda found: families[found[1]], word) for word in words)


def _rule(section: Section) -> ParsedRule:
    id_ = section.text("id")
    if not _KEBAB_CASE.fullmatch(id_):
        raise section.error(f"`{id_}` is not a rule id", "Ids are kebab-case: lower-case letters and hyphens.", "id")
    help_ = RuleHelp(
        id=RuleId(id_),
        detector="comments",
        name=section.text("name"),
        summary=section.text("summary"),
        why=section.text("why"),
        remedy=section.text("remedy"),
        references=section.texts("references"),
        confidence=Confidence.LOW,
        tags=("comments",),
    )
    examples = section.section("examples")
    if examples is None:
        raise section.error("`examples` are missing", "Add `flagged` and `allowed` examples.")
    flagged = tuple(_example(item) for item in examples.sections("flagged"))
    allowed = tuple(_example(item) for item in examples.sections("allowed"))
    examples.finish()
    if not flagged or not allowed:
        raise examples.error("examples both ways are needed", "Add at least one `flagged` and one `allowed` example.")
    if not section.sections("signals"):
        raise section.error("there are no signals in this rule", "Add some under `signals:`.", "signals")
    return ParsedRule(help_, flagged, allowed, f"{section.path}:{section.line}")


def _example(section: Section) -> Example:
    example = Example(section.text("name"), section.raw_text("text"))
    section.finish()
    return example


def _signal(section: Section, rule: str, families: Mapping[str, str]) -> Signal:
    phrases = section.texts("phrases")
    near = section.section("near")
    if bool(phrases) == bool(near):
        raise section.error("a signal has either `phrases` or `near`", "Write one of them.")
    for phrase in phrases:
        _check_phrase(section, "phrases", phrase, families)
    if near is None:
        pattern, find = in_prose(phrases, families), in_file(phrases, families)
    else:
        pattern, find = _near(near, families)
    cheaper = section.texts("find")
    for phrase in cheaper:
        _check_phrase(section, "find", phrase, families)
    find = in_file(cheaper, families) if cheaper else find
    alone = section.flag("alone", bool(rule))
    exact = section.flag("exact_case", False)
    unless = section.texts("unless")
    for phrase in unless:
        _check_phrase(section, "unless", phrase, families)
    signal = Signal(
        rule=rule,
        tells=section.text("tells", "" if not rule else None),
        weight=section.number("weight", 0.5, -5, 5),
        alone=alone,
        pattern=pattern,
        unless=in_prose(unless, families),
        ignore_case=not exact,
        find=find if alone else "",
    )
    section.finish()
    _check_pattern(section, signal)
    return signal


def _near(section: Section, families: Mapping[str, str]) -> tuple[str, str]:
    """The pattern for words near other words, and for the first of them alone."""
    words, others = section.texts("words", None), section.texts("others", None)
    within = section.whole_number("within", 6, 0, MOST_WORDS_BETWEEN)
    section.finish()
    for key, phrases in (("words", words), ("others", others)):
        for phrase in phrases:
            _check_phrase(section, key, phrase, families)
    pattern = nearby(in_prose(words, families), in_prose(others, families), within)
    return pattern, in_file(words, families)


def _check_phrase(section: Section, key: str, phrase: str, families: Mapping[str, str]) -> None:
    for name in unknown_families(phrase, families):
        hint = did_you_mean(name, families, "Families are read in order, those of built-in rules first.")
        raise section.error(f"there is no family `{name}`", hint, key)
    if _BLANK_IN_CLASS.search(phrase):
        raise section.error("a blank cannot stand in a class", r"Write `(?: |-)` or `[\s-]` instead.", key)
    if _UNSAFE_IN_BYTES.search(phrase):
        message = "a letter outside ASCII can neither stand in a class nor be repeated"
        raise section.error(message, "Write `(?:ä|ö)` or `(?:é)?` instead.", key)


def _check_pattern(section: Section, signal: Signal) -> None:
    for pattern in filter(None, (signal.pattern, signal.unless)):
        compiled = compile_re2(pattern, signal.ignore_case)
        if isinstance(compiled, str):
            raise section.error(
                f"RE2 cannot use this signal: {compiled}",
                "RE2 has no look-around and no back-references; `unless` says what must not be near.",
            )
    if (match := compile_re2(signal.pattern, True).search(b"a b")) and not match[0]:
        raise section.error("this signal matches the empty text", "Make at least one part of it required.")
