"""Rule files for tests, and rules made of them."""

from __future__ import annotations

from pathlib import Path

from privacygate.detectors.secrets.rule import ParsedRule, parse_rules
from privacygate.detectors.secrets.secret_rule import SecretRule
from privacygate.rule_files import read_rule_file

RULE = """\
family: Tests
references: [https://example.org/tokens]
rules:
  - id: test-token
    name: Test token
    summary: A test token is written out.
    why: It matters.
    remedy: Revoke it.
    confidence: high
    keywords: [tok_]
    pattern: |
      \\b (?P<secret> tok_[0-9A-Za-z]{12} ) \\b
    examples:
      flagged:
        - name: assigned
          text: 'key = "tok_{{alphanumeric:12}}"'
          columns: [8, 24]
      allowed:
        - name: a reference
          text: key = tokens.current
"""


def written(folder: Path, text: str = RULE, name: str = "tests.yaml") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def parsed(folder: Path, text: str = RULE, name: str = "tests.yaml") -> list[ParsedRule]:
    return parse_rules([read_rule_file(written(folder, text, name))])


def rule(pattern: str = r"\b(?P<secret>tok_[0-9A-Za-z]{12})\b", **changed: object) -> SecretRule:
    """A rule as the engine has it."""
    usual: dict[str, object] = {
        "id": "test-token",
        "name": "Test token",
        "confidence": "high",
        "pattern": pattern,
        "keywords": ("tok_",),
        "near": 0,
        "find": "",
        "ignore_case": False,
        "entropy": 0.0,
        "checksum": "",
        "unchecked": "",
        "paths": (),
        "excluded": (),
        "placeholders": "dropped",
        "assigned": False,
    }
    return SecretRule(**(usual | changed))  # type: ignore[arg-type]
