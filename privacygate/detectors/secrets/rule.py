"""What a rule file may say to the secrets detector; docs/rules.md is the same for people."""

from __future__ import annotations

import os
import string
from collections.abc import Iterable
from typing import NamedTuple

from privacygate.detectors.secrets.checksums import CHECKSUMS
from privacygate.detectors.secrets.companion import DROPPED, MOST_LINES, Companion
from privacygate.detectors.secrets.finder import finder_of
from privacygate.detectors.secrets.pattern import longest_match, squeeze
from privacygate.detectors.secrets.secret_rule import SecretRule, compile_re2
from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_files import Section, check_unique

MAX_NEAR_BYTES = 200
MAX_LINE = 1000
LONGEST_ASSIGNMENT = 700
"""Bytes: a name, an operator and what tells that a value follows; up to the text of a whole element."""
_READERS = ("none", "assignment")


class Example(NamedTuple):
    """A text that a rule must or must not flag."""

    name: str
    text: str
    """With templates; see `examples.py`."""
    path: str
    line: int | None
    columns: tuple[int, int] | None


class ParsedRule(NamedTuple):
    """One rule with all that its file says."""

    rule: SecretRule
    help: RuleHelp
    flagged: tuple[Example, ...]
    allowed: tuple[Example, ...]
    source: str
    """Path and line of the rule file, for complaints."""


def parse_rules(files: Iterable[Section], tested_folder: str | None = None) -> list[ParsedRule]:
    """Turn rule files into rules, in order.

    Patterns are compiled to check them, but not those of files in `tested_folder`: their examples have been run, and it
    takes a tenth of the time of the first start.

    Raises:
        RuleFileError: a file says something that cannot be, or an id stands twice.
    """
    rules: list[ParsedRule] = []
    for file in files:
        family = file.text("family")
        references = file.texts("references")
        sections = file.sections("rules")
        file.finish()
        if not sections:
            raise file.error("there are no rules in this file", "Add some under `rules:`.", "rules")
        for section in sections:
            if os.path.dirname(section.path) != tested_folder:
                _check_patterns(section)  # before the finder takes them to pieces
            rules.append(_parse_rule(section, family, references))
    check_ids(rules)
    return rules


def check_ids(rules: Iterable[ParsedRule]) -> None:
    """Complain when two of `rules` have the same id.

    Raises:
        RuleFileError: so it is.
    """
    check_unique((item.rule.id, item.source) for item in rules)


def _parse_rule(section: Section, family: str, references: tuple[str, ...]) -> ParsedRule:
    rule_id = _rule_id(section)
    confidence = section.one_of("confidence", [c.value for c in Confidence])
    help_ = RuleHelp(
        id=RuleId(rule_id),
        detector="secrets",
        name=section.text("name"),
        summary=section.text("summary"),
        why=section.text("why"),
        remedy=section.text("remedy"),
        references=section.texts("references") + references,
        confidence=Confidence(confidence),
        tags=("secrets", family),
    )
    keywords = section.texts("keywords", None)
    if any(word != word.lower() or not word or not word.isascii() for word in keywords) or not keywords:
        raise section.error(
            "`keywords` are lower-case literals of ASCII characters, at least one",
            "Write them in lower case; letter case is ignored when they are looked for.",
            "keywords",
        )
    if not help_.references:
        raise section.error(
            "there is no reference", "Name a page of the provider under `references:`, here or in the file."
        )
    rule = SecretRule(
        id=rule_id,
        name=help_.name,
        confidence=confidence,
        pattern=_pattern(section),
        keywords=keywords,
        near=_near(section),
        find=_find(section),
        ignore_case=section.flag("ignore_case", False),
        entropy=section.number("entropy", 0, 0, 8),
        checksum=_checksum(section),
        unchecked=section.one_of("unchecked", ["medium", "low", "dropped"], "dropped").replace("dropped", ""),
        paths=section.texts("paths"),
        excluded=tuple(squeeze(pattern) for pattern in section.texts("excluded")),
        placeholders=section.one_of("placeholders", ["kept", "dropped", "chosen"], "dropped"),
        assigned=section.one_of("reader", _READERS, "none") == "assignment",
        companion=_companion(section)[:],  # a plain tuple, for `marshal`
    )
    rule = rule._replace(longest=LONGEST_ASSIGNMENT if rule.assigned else longest_match(rule.pattern))
    finder = finder_of(rule)
    rule = rule._replace(finds_keywords=finder.finds_keywords, finds_places=finder.finds_places)
    flagged, allowed = _examples(section)
    section.finish()
    return ParsedRule(rule, help_, flagged, allowed, f"{section.path}:{section.line}")


def _rule_id(section: Section) -> str:
    rule_id = section.text("id")
    allowed = string.ascii_lowercase + string.digits + "-"
    words = rule_id.split("-")
    if not rule_id[0].isalpha() or any(c not in allowed for c in rule_id) or "" in words:
        raise section.error(
            f"`{rule_id}` is not a rule id",
            "Ids are kebab-case: lower-case letters, digits and single hyphens.",
            "id",
        )
    return rule_id


def _pattern(section: Section) -> str:
    pattern = squeeze(section.raw_text("pattern"))
    if section.one_of("reader", _READERS, "none") == "assignment" and "(?P<name>" not in pattern:
        raise section.error(
            "`reader: assignment` needs a group `name`",
            "Put the telling part of the name in `(?P<name> ...)`.",
            "pattern",
        )
    return pattern


def _check_patterns(section: Section) -> None:
    check_pattern(section, "pattern", squeeze(section.raw_text("pattern")))
    if "find" in section:
        check_pattern(section, "find", squeeze(section.raw_text("find")))
    for excluded in section.texts("excluded"):
        check_pattern(section, "excluded", squeeze(excluded))


def _near(section: Section) -> int:
    return section.whole_number("near", 0, 0, MAX_NEAR_BYTES)


def _find(section: Section) -> str:
    return squeeze(section.raw_text("find")) if "find" in section else ""


def check_pattern(section: Section, key: str, pattern: str) -> None:
    """Complain when RE2 cannot compile `pattern`, or when it matches nothing at all."""
    compiled = compile_re2(pattern, False)
    if isinstance(compiled, str):
        raise section.error(
            f"RE2 cannot use this `{key}`: {compiled}",
            "RE2 has no look-around, no back-references and repeats at most 1000 times.",
            key,
        )
    if any((match := compiled.search(text)) and not match[0] for text in (b"", b"a", b"a b")):
        raise section.error(f"this `{key}` matches the empty text", "Make at least one part of it required.", key)


def _companion(section: Section) -> Companion:
    own = section.section("with")
    if own is None:
        return Companion()
    if section.one_of("reader", _READERS, "none") != "none":
        raise section.error("`with` and `reader` do not go together", "Leave one of them out.", "with")
    words = [c.value for c in Confidence]
    usual = section.text("confidence")
    companion = Companion(
        pattern=squeeze(own.raw_text("pattern")),
        lines=own.whole_number("lines", 5, 0, MOST_LINES),
        beside=own.one_of("beside", words, usual),
        alone=own.one_of("alone", [*words, DROPPED], usual),
    )
    own.finish()
    check_pattern(own, "pattern", companion.pattern)
    if companion.beside == companion.alone:
        raise own.error(
            "this `with` changes nothing",
            "Say what a secret is `beside` the pattern (`high`, say), or `alone` (`dropped`, say).",
        )
    return companion


def _checksum(section: Section) -> str:
    name = section.text("checksum", "")
    if name:
        section.one_of("checksum", sorted(CHECKSUMS))
    return name


def _examples(section: Section) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    examples = section.section("examples")
    if examples is None:
        raise section.error("`examples` are missing", "Add `flagged` and `allowed` examples.")
    flagged = tuple(_example(item) for item in examples.sections("flagged"))
    allowed = tuple(_example(item) for item in examples.sections("allowed"))
    examples.finish()
    if not flagged or not allowed:
        raise examples.error("examples both ways are needed", "Add at least one `flagged` and one `allowed` example.")
    return flagged, allowed


def _example(section: Section) -> Example:
    example = Example(
        name=section.text("name"),
        text=section.raw_text("text"),
        path=section.text("path", "example.txt"),
        line=section.whole_number("line", 0, 0, MAX_LINE) or None,
        columns=section.two_numbers("columns"),
    )
    section.finish()
    return example
