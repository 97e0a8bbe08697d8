"""Small rule files for the tests of the comments detector."""

from __future__ import annotations

from pathlib import Path

from privacygate.detectors.comments.rule import ParsedFiles, parse_files
from privacygate.rule_files import read_rule_file

RULE = """\
families:
  - {name: fruit, words: [apples?, pears?]}
context:
  - phrases: [we]
    weight: 0.3
  - phrases: [copyright]
    weight: -5
rules:
  - id: fruit-secret
    name: Comment tells of fruit
    summary: A comment tells of fruit.
    why: It is secret.
    remedy: Cut it.
    signals:
      - tells: fruit
        weight: 0.6
        phrases: ['secret {fruit}']
        unless: [pie]
      - tells: what fruit costs
        weight: 0.9
        near: {words: ['{fruit}'], others: ['\\d+ euros?'], within: 2}
    examples:
      flagged: [{name: a price, text: "the apple is 3 euros"}]
      allowed: [{name: alone, text: "a secret apple"}]
"""


def written(folder: Path, text: str = RULE, name: str = "fruit.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def parsed(folder: Path, text: str = RULE) -> ParsedFiles:
    return parse_files([read_rule_file(written(folder, text))])
