from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.detectors.novelty.rule import NOVEL_LOGIC, parse_rules
from privacygate.errors import RuleFileError
from privacygate.model import Confidence
from privacygate.rule_files import read_rule_file, read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files

RULE = """\
family: New logic
rules:
  - id: {id}
    name: Ours
    summary: It is new.
    why: Because.
    remedy: Ask Ada.
    confidence: medium
"""


def test_the_built_in_one() -> None:
    rules = parse_rules(read_rule_files(list_rule_files([builtin_folder("novelty")])))
    assert list(rules) == [NOVEL_LOGIC]
    assert rules[NOVEL_LOGIC].confidence is Confidence.LOW


def test_its_words_can_be_written_anew(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULE.format(id=NOVEL_LOGIC))
    rules = parse_rules([read_rule_file(str(tmp_path / "a.yaml"))])
    assert rules[NOVEL_LOGIC].remedy == "Ask Ada."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (RULE.format(id="another-rule"), "another-rule"),
        (RULE.format(id=NOVEL_LOGIC) + "    pattern: x\n", "`pattern`"),
        (RULE.format(id=NOVEL_LOGIC) + "more: x\n", "`more`"),
        (RULE.format(id=NOVEL_LOGIC).replace("medium", "sure"), "`sure`"),
    ],
)
def test_what_cannot_be_is_complained_about(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    with pytest.raises(RuleFileError, match=complaint):
        parse_rules([read_rule_file(str(tmp_path / "a.yaml"))])
