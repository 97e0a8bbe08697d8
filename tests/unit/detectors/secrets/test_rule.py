from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.detectors.secrets.rule import parse_rules
from privacygate.detectors.secrets.secret_rule import SecretRule
from privacygate.errors import RuleFileError
from privacygate.model import Confidence
from privacygate.rule_files import read_rule_file

from .rule_texts import RULE, parsed, written


def complaint(folder: Path, text: str) -> RuleFileError:
    with pytest.raises(RuleFileError) as caught:
        parsed(folder, text)
    error = caught.value
    assert error.path == str(folder / "tests.yaml")
    assert error.remedy
    return error


def with_line(old: str, new: str) -> tuple[str, int]:
    """The rule with one of its lines in other words, and the number of that line."""
    lines = RULE.split("\n")
    (number,) = [number for number, line in enumerate(lines) if line.strip().startswith(old)]
    indent = len(lines[number]) - len(lines[number].lstrip())
    lines[number] = " " * indent + new if new else ""
    return "\n".join(lines), number + 1


class TestComplaints:
    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("- id:", "- id: Test-token", "`Test-token` is not a rule id"),
            ("- id:", "- id: test_token", "`test_token` is not a rule id"),
            ("- id:", "- id: test--token", "`test--token` is not a rule id"),
            ("- id:", "- id: -test", "`-test` is not a rule id"),
            ("- id:", "- id: test-", "`test-` is not a rule id"),
            ("- id:", "- id: 1test", "`1test` is not a rule id"),
            ("- id:", "- id: täst", "`täst` is not a rule id"),
            ("- id:", "- id: 5", "`id` must be a text"),
            ("confidence:", "confidence: hihg", "`confidence` cannot be `hihg`"),
            ("confidence:", "confidence: 3", "`confidence` must be a text"),
            ("keywords:", "keywords: [TOK_]", "`keywords` are lower-case literals"),
            ("keywords:", "keywords: []", "`keywords` are lower-case literals"),
            ("keywords:", "keywords: ['']", "`keywords` are lower-case literals"),
            ("keywords:", "keywords: [schlüssel]", "`keywords` are lower-case literals"),
            ("keywords:", "keywords: tok_", "`keywords` must be a list of texts"),
            ("keywords:", "keyword: [tok_]", "`keywords` is missing"),
            ("pattern:", "pattern: 'tok_('\n    x: |", "RE2 cannot use this `pattern`: missing ): tok_("),
            ("pattern:", "pattern: 'tok_)a|b'\n    x: |", "RE2 cannot use this `pattern`: unexpected ): tok_)a|b"),
            ("pattern:", "pattern: '(?=tok_)'\n    x: |", "RE2 cannot use this `pattern`: "),
            ("pattern:", "pattern: '(tok_)\\1'\n    x: |", "RE2 cannot use this `pattern`: "),
            ("pattern:", "pattern: 'a{2000}'\n    x: |", "RE2 cannot use this `pattern`: "),
            ("pattern:", "pattern: '[[:alpha:]'\n    x: |", "RE2 cannot use this `pattern`: "),
            ("pattern:", "pattern: 'a\\'\n    x: |", "RE2 cannot use this `pattern`: "),
            ("pattern:", "pattern: 'schlüssel'\n    x: |", "RE2 cannot use this `pattern`: it holds characters that"),
            ("pattern:", "pattern: 'a*'\n    x: |", "this `pattern` matches the empty text"),
            ("pattern:", "pattern: ''\n    x: |", "this `pattern` matches the empty text"),
            ("pattern:", "pattern: '\\b'\n    x: |", "this `pattern` matches the empty text"),
            ("pattern:", "pattern: 5\n    x: |", "`pattern` must be a text"),
            ("confidence:", "confidence: high\n    near: 201", "`near` must be a whole number from 0 to 200"),
            ("confidence:", "confidence: high\n    near: 1.5", "`near` must be a whole number from 0 to 200"),
            ("confidence:", "confidence: high\n    entropy: 9", "`entropy` must be a number from 0 to 8"),
            ("confidence:", "confidence: high\n    entropy: .nan", "`entropy` must be a number from 0 to 8"),
            ("confidence:", "confidence: high\n    checksum: gihtub", "`checksum` cannot be `gihtub`"),
            ("confidence:", "confidence: high\n    placeholders: yes", "`placeholders` must be a text"),
            ("confidence:", "confidence: high\n    reader: assignment", "`reader: assignment` needs a group `name`"),
            ("confidence:", "confidence: high\n    reader: x", "`reader` cannot be `x`"),
            ("confidence:", "confidence: high\n    excluded: ['(']", "RE2 cannot use this `excluded`"),
            ("confidence:", "confidence: high\n    excluded: ['']", "this `excluded` matches the empty text"),
            ("confidence:", "confidence: high\n    find: 'a)'", "RE2 cannot use this `find`"),
            ("confidence:", "confidence: high\n    ignore_case: 1", "`ignore_case` must be true or false"),
            ("confidence:", "confidence: high\n    paths: x", "`paths` must be a list of texts"),
            ("confidence:", "confidence: high\n    severity: 1", "`severity` is not a key that is known here"),
            ("name: Test", "name: ''", "`name` must be a text"),
            ("why:", "why: []", "`why` must be a text"),
            ("columns:", "columns: [8]", "`columns` must be two numbers"),
            ("columns:", "colums: [8, 24]", "`colums` is not a key that is known here"),
            ("columns:", "line: 0.5", "`line` must be a whole number from 0 to 1000"),
            ("text: 'key", "text: 5", "`text` must be a text"),
            ("family:", "family: 5", "`family` must be a text"),
        ],
    )
    def test_each_names_file_line_and_remedy(self, tmp_path: Path, old: str, new: str, message: str) -> None:
        text, line = with_line(old, new)
        error = complaint(tmp_path, text)
        assert error.message.startswith(message)
        assert error.line is not None
        assert line <= error.line <= line + 4 or "is missing" in message or "reader: assignment" in message

    @pytest.mark.parametrize("key", ["id", "name", "summary", "why", "remedy", "confidence", "keywords", "pattern"])
    def test_what_is_missing(self, tmp_path: Path, key: str) -> None:
        text = RULE.replace("    pattern: |\n      \\b (?P<secret> tok_[0-9A-Za-z]{12} ) \\b\n", "    pattern: tok_\n")
        lines = [line for line in text.split("\n") if not line.strip(" -").startswith(f"{key}:") or "  - name" in line]
        if key == "id":
            lines[lines.index("    name: Test token")] = "  - name: Test token"
        assert complaint(tmp_path, "\n".join(lines)).message == f"`{key}` is missing"

    def test_no_rules(self, tmp_path: Path) -> None:
        for text in ("family: x\n", "family: x\nrules: []\n"):
            assert complaint(tmp_path, text).message == "there are no rules in this file"

    def test_no_reference(self, tmp_path: Path) -> None:
        text, _ = with_line("references:", "")
        assert complaint(tmp_path, text).message == "there is no reference"

    @pytest.mark.parametrize("kind", ["flagged", "allowed"])
    def test_examples_of_one_kind_only(self, tmp_path: Path, kind: str) -> None:
        head, _, tail = RULE.partition(f"      {kind}:\n")
        rest = "" if kind == "allowed" else tail[tail.index("      allowed:") :]
        assert complaint(tmp_path, head + rest).message == "examples both ways are needed"

    def test_no_examples(self, tmp_path: Path) -> None:
        error = complaint(tmp_path, RULE[: RULE.index("    examples:")])
        assert (error.message, error.line) == ("`examples` are missing", 4)

    def test_an_id_twice_in_one_file(self, tmp_path: Path) -> None:
        again = RULE[RULE.index("  - id:") :]
        error = complaint(tmp_path, RULE + again)
        assert error.message == f"the rule `test-token` exists already in {tmp_path}/tests.yaml:4"
        assert error.line == 21

    def test_an_id_twice_in_two_files(self, tmp_path: Path) -> None:
        files = [read_rule_file(written(tmp_path, RULE, name)) for name in ("a.yaml", "b.yaml")]
        with pytest.raises(RuleFileError) as caught:
            parse_rules(files)
        assert caught.value.path == str(tmp_path / "b.yaml")
        assert "exists already in" in caught.value.message
        assert "switch it off" in caught.value.remedy


class TestRules:
    def test_what_a_rule_says(self, tmp_path: Path) -> None:
        (item,) = parsed(tmp_path)
        assert item.rule.id == item.help.id == "test-token"
        assert item.rule.pattern == r"\b(?P<secret>tok_[0-9A-Za-z]{12})\b"
        assert item.rule.keywords == ("tok_",)
        assert (item.rule.near, item.rule.entropy, item.rule.checksum, item.rule.unchecked) == (0, 0, "", "")
        assert not item.rule.ignore_case
        assert item.rule.placeholders == "dropped"
        assert not item.rule.assigned
        assert item.help.name == item.rule.name == "Test token"
        assert item.help.confidence is Confidence.HIGH
        assert item.help.references == ("https://example.org/tokens",)
        assert item.help.tags == ("secrets", "Tests")
        assert item.help.detector == "secrets"
        assert item.source == f"{tmp_path}/tests.yaml:4"
        (flagged,), (allowed,) = item.flagged, item.allowed
        assert (flagged.name, flagged.columns, flagged.line, flagged.path) == ("assigned", (8, 24), None, "example.txt")
        assert allowed.text == "key = tokens.current"

    def test_what_it_may_say_besides(self, tmp_path: Path) -> None:
        text, _ = with_line(
            "confidence:",
            "confidence: medium\n    near: 60\n    entropy: 3.5\n    checksum: github\n    unchecked: low\n"
            "    ignore_case: true\n    paths: ['*.env']\n    excluded: ['a b']\n    placeholders: kept\n"
            "    references: [https://example.org/more]",
        )
        (item,) = parsed(tmp_path, text)
        assert (item.rule.near, item.rule.entropy, item.rule.checksum, item.rule.unchecked) == (
            60,
            3.5,
            "github",
            "low",
        )
        assert item.rule.ignore_case
        assert item.rule.placeholders == "kept"
        assert item.rule.paths == ("*.env",)
        assert item.rule.excluded == ("ab",)
        assert item.help.references == ("https://example.org/more", "https://example.org/tokens")

    def test_patterns_of_a_tested_folder_are_not_compiled_again(self, tmp_path: Path) -> None:
        text, _ = with_line("pattern:", "pattern: 'tok_('\n    find: |")
        section = read_rule_file(written(tmp_path, text))
        assert parse_rules([section], str(tmp_path))[0].rule.pattern == "tok_("

    def test_a_rule_reads_back_as_a_tuple(self, tmp_path: Path) -> None:
        (item,) = parsed(tmp_path)
        assert SecretRule._make(tuple(item.rule)) == item.rule
