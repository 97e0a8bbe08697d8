from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.cli.rule_tests import run_rule_tests

COMMENTS = """\
rules:
  - id: fruit-secret
    name: Comment tells of fruit
    summary: A comment tells of fruit.
    why: It is secret.
    remedy: Cut it.
    signals:
      - tells: what a customer likes
        weight: 0.9
        near: {words: ['{party}'], others: [apples?], within: 4}
    examples:
      flagged: [{name: a wish, text: "the customer likes apples"}]
      allowed: [{name: fruit, text: "an apple"}]
"""


def test_rules_of_comments_build_on_the_built_in_families(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fruit.yaml").write_text(COMMENTS)
    assert run_rule_tests([str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith(
        "1 rule, 0 examples with 8 sets of values each, 2 comments: all do what they say\n"
    )


def test_an_example_that_fails_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fruit.yaml").write_text(COMMENTS.replace("an apple", "customers like apples"))
    assert run_rule_tests([str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "fruit-secret: “fruit” should be allowed, and weighs 0.9" in said.err
    assert said.out.endswith(": 1 failed\n")


def test_a_broken_file_is_complained_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fruit.yaml").write_text(COMMENTS.replace("{party}", "{parties}"))
    assert run_rule_tests([str(tmp_path)]) == 1
    assert "there is no family `parties`" in capsys.readouterr().err
