from __future__ import annotations

from pathlib import Path

from privacygate.detectors.comments.examples import run_examples
from privacygate.detectors.comments.rule_set import compile_rule_set

from .comment_rules import RULE, parsed


def reasons(folder: Path, text: str) -> list[str]:
    files = parsed(folder, text)
    return [failure.reason for failure in run_examples(files, compile_rule_set(files))]


def test_all_do_what_they_say(tmp_path: Path) -> None:
    assert reasons(tmp_path, RULE) == []


def test_one_that_weighs_too_little(tmp_path: Path) -> None:
    (reason,) = reasons(tmp_path, RULE.replace("the apple is 3 euros", "a secret pear"))
    assert reason == "should be flagged, and weighs only 0.6"


def test_one_that_should_be_allowed(tmp_path: Path) -> None:
    (reason,) = reasons(tmp_path, RULE.replace("a secret apple", "we have secret apples"))
    assert reason == "should be allowed, and weighs 0.9"


def test_one_that_is_never_looked_at(tmp_path: Path) -> None:
    text = RULE.replace("        near:", "        find: [bananas]\n        near:")
    assert reasons(tmp_path, text) == ["should be flagged, and weighs only 0"]


def test_one_of_another_rule(tmp_path: Path) -> None:
    other = RULE[RULE.index("  - id: fruit") :].replace("fruit-secret", "other").replace("weight: 0.9", "weight: 0.95")
    assert "should be flagged by this rule, and most of it speaks for `other`" in reasons(tmp_path, RULE + other)
