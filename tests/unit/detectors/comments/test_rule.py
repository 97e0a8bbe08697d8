from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.errors import RuleFileError

from .comment_rules import RULE, parsed


def test_a_rule(tmp_path: Path) -> None:
    files = parsed(tmp_path)
    (rule,) = files.rules
    assert (rule.help.id, rule.help.detector, rule.help.tags) == ("fruit-secret", "comments", ("comments",))
    assert rule.source.endswith("fruit.yaml:9")
    assert [(signal.rule, signal.tells, signal.weight, signal.alone) for signal in files.signals] == [
        ("", "", 0.3, False),
        ("", "", -5.0, False),
        ("fruit-secret", "fruit", 0.6, True),
        ("fruit-secret", "what fruit costs", 0.9, True),
    ]
    assert files.signals[0].find == ""


def test_find_takes_the_place_of_the_phrases(tmp_path: Path) -> None:
    text = RULE.replace("        unless: [pie]\n", "        find: [pears]\n")
    assert "pears" in parsed(tmp_path, text).signals[2].find
    assert "secret" not in parsed(tmp_path, text).signals[2].find


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fruit-secret", "Fruit_Secret", "`Fruit_Secret` is not a rule id"),
        ("{fruit}'", "{meat}'", "there is no family `meat`"),
        ("[apples?, pears?]", "['a[b c]']", "a blank cannot stand in a class"),
        ("[apples?, pears?]", "['é?']", "a letter outside ASCII"),
        ("[apples?, pears?]", "['[äö]']", "a letter outside ASCII"),
        ("unless: [pie]", "unless: ['(pie']", "RE2 cannot use this signal"),
        ("'secret {fruit}'", "'(?!a)b'", "RE2 cannot use this signal"),
        ("'secret {fruit}'", "'(?:x)?'", "this signal matches the empty text"),
        ("        unless: [pie]", "        near: {words: [a], others: [b]}", "either `phrases` or `near`"),
        ("within: 2", "within: 200", "`within` must be a whole number"),
        ("weight: 0.6", "weight: heavy", "`weight` must be a number"),
        ("tells: fruit", "tels: fruit", "`tells` is missing"),
        ("        unless: [pie]", "        unles: [pie]", "`unles` is not a key that is known here"),
        ("flagged: [{name: a price", "flaged: [{name: a price", "`flaged` is not a key"),
        ("      allowed: [{name: alone, text: \"a secret apple\"}]\n", "", "examples both ways are needed"),
        ("  - {name: fruit, words: [apples?, pears?]}", "  - {name: fruit, words: [a]}\n  - {name: fruit, words: [b]}",
         "the family `fruit` exists already"),
        ("name: fruit, ", "name: Fruit Salad, ", "`Fruit Salad` is no name of a family"),
    ],
)  # fmt: skip
def test_complaints(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in RULE
    with pytest.raises(RuleFileError, match="(?s)" + message.replace("(", r"\(")) as caught:
        parsed(tmp_path, RULE.replace(old, new, 1))
    assert caught.value.line
    assert caught.value.remedy


def test_an_id_stands_once(tmp_path: Path) -> None:
    text = RULE + RULE[RULE.index("  - id: fruit") :]
    with pytest.raises(RuleFileError, match="exists already in"):
        parsed(tmp_path, text)
