from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.detectors.hidden_text.rule import ParsedRule, parse_rules
from privacygate.errors import RuleFileError
from privacygate.rule_files import read_rule_file

RULE = """\
family: Ours
references: [https://example.org/]
rules:
  - id: no-break-spaces
    name: No-break spaces
    summary: Two of them.
    why: They break our scripts.
    remedy: Take them out.
    confidence: low
    characters: [U+00A0, U+2000-U+200A]
    in_a_row: 2
"""


def parsed(folder: Path, text: str) -> list[ParsedRule]:
    path = folder / "a.yaml"
    path.write_text(text)
    return parse_rules([read_rule_file(str(path))])


def test_characters_of_a_team(tmp_path: Path) -> None:
    (item,) = parsed(tmp_path, RULE)
    assert item.characters is not None
    assert [found.span() for found in item.characters.finditer("a\u00a0b\u00a0\u2001c".encode())] == [(4, 9)]
    assert item.help.tags == ("hidden-text", "Ours")


@pytest.mark.parametrize("characters", ["x", "U+0041", "U+2000-U+1FFF", "U+10000-U+1FFFF", "U+D800", "U+FFFFFF"])
def test_what_is_no_character(tmp_path: Path, characters: str) -> None:
    with pytest.raises(RuleFileError, match="is no character"):
        parsed(tmp_path, RULE.replace("U+00A0,", f"{characters},"))


def test_an_unknown_key_and_an_id_twice(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="is not a key"):
        parsed(tmp_path, RULE + "    pattern: x\n")
    with pytest.raises(RuleFileError, match="exists already"):
        parsed(tmp_path, RULE + RULE[RULE.index("  - id") :])
