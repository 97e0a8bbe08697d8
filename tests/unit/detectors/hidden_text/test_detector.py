from __future__ import annotations

from pathlib import Path

import pytest
from changes import KEY, file, segment

from privacygate.detectors.hidden_text import HiddenTextDetector
from privacygate.detectors.hidden_text.rule import Example, parse_rules
from privacygate.match import Match
from privacygate.redaction import Redactor
from privacygate.reports.escaping import visible
from privacygate.rule_files import read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files

from .test_rule import RULE

RULES = parse_rules(read_rule_files(list_rule_files([builtin_folder("hidden_text")])))


def found(detector: HiddenTextDetector, text: str | bytes, path: str = "a.py") -> list[Match]:
    return [item for item in detector.detect(file(segment(text), path=path)) if isinstance(item, Match)]


@pytest.mark.parametrize(
    ("rule", "example"),
    [(item.help.id, example) for item in RULES for example in item.allowed],
    ids=lambda value: value.name if isinstance(value, Example) else value,
)
def test_what_is_allowed(rule: str, example: Example) -> None:
    assert found(HiddenTextDetector(), example.text, example.path) == [], rule


@pytest.mark.parametrize(
    ("rule", "example"),
    [(item.help.id, example) for item in RULES for example in item.flagged],
    ids=lambda value: value.name if isinstance(value, Example) else value,
)
def test_what_is_flagged(rule: str, example: Example) -> None:
    (match,) = found(HiddenTextDetector(), example.text, example.path)
    assert match.rule == rule
    assert "U+" in match.message
    assert match.message.isprintable()


def test_each_explains_itself() -> None:
    for item in RULES:
        assert item.flagged
        assert item.allowed
        assert item.help.references
        for sentence in (item.help.summary, item.help.why, item.help.remedy):
            assert sentence.endswith(".")
        assert all(example.text for example in item.flagged)


def test_binary_files_are_left_alone() -> None:
    assert found(HiddenTextDetector(), b"\0\xe2\x80\xae") == []


def test_a_snippet_shows_the_characters_as_escapes() -> None:
    (match,) = found(HiddenTextDetector(), "a = 1 # \u202eb\n")
    redactor = Redactor("a.py", lambda: KEY)
    redactor.add(file(match.segment), [match])
    (result,) = redactor.results()
    assert visible(result.snippet) == "a = 1 # \\u202eb"


def test_rules_are_counted_without_being_read() -> None:
    detector = HiddenTextDetector(off=["zero-width-run"])
    assert detector.rule_count == len(RULES) - 1
    assert "_parsed" not in vars(detector)


def test_rules_that_are_off() -> None:
    detector = HiddenTextDetector(off=["bidirectional-override"])
    assert found(detector, "a = 1 # \u202eb\n") == []
    assert "bidirectional-override" not in detector.rules()
    assert "bidirectional-override" in detector.known_rules()


def test_rules_of_a_team(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULE)
    detector = HiddenTextDetector([str(tmp_path)])
    (match,) = found(detector, "a\u00a0\u00a0b")
    assert (match.rule, match.start, match.end) == ("no-break-spaces", 1, 5)
    assert detector.rule_count == len(RULES) + 1
