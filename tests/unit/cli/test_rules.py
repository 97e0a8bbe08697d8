from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from .conftest import Said

Privacygate = Callable[..., Said]

RULE = """\
family: Acme
references: [https://example.org/tokens]
rules:
  - id: acme-token
    name: Acme token
    summary: An Acme token is written out.
    why: It matters.
    remedy: Revoke it.
    confidence: medium
    keywords: [acme_]
    pattern: '\\b (?P<secret> acme_[0-9A-Za-z]{12} ) \\b'
    examples:
      flagged:
        - {name: assigned, text: 'key = "acme_{{alphanumeric:12}}"'}
      allowed:
        - {name: a reference, text: key = acme.current}
"""


class TestList:
    def test_one_line_for_each_rule(self, repository: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("rules", "list")
        assert said.code == 0
        lines = said.output.splitlines()
        assert len(lines) > 120
        assert lines == sorted(lines)
        assert all(re.fullmatch(r"[a-z0-9-]+ +(high  |medium|low   )  \S.*", line) for line in lines)
        assert any(line.startswith("unused-suppression ") for line in lines)

    def test_rules_of_the_settings_count(self, repository: GitRepository, privacygate: Privacygate) -> None:
        repository.write("own/acme.yaml", RULE)
        repository.write("privacygate.toml", "[secrets]\nrules = ['own']\noff = ['assigned-password']\n")
        listed = privacygate("rules", "list").output
        assert "\nacme-token " in "\n" + listed
        assert "assigned-password" not in listed

    @pytest.mark.parametrize(
        "settings", ["[secrets]\nrules = ['missing']\n", "[secrets]\noff = ['acme-tokn']\n", "[scna]\n"]
    )
    def test_settings_that_are_wrong_are_said(
        self, repository: GitRepository, privacygate: Privacygate, settings: str
    ) -> None:
        repository.write("privacygate.toml", settings)
        said = privacygate("rules", "list")
        assert said.code == 2
        assert said.output == ""
        assert said.errors.startswith("privacygate: error: ")

    def test_it_works_outside_of_repositories(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, privacygate: Privacygate
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert privacygate("rules", "list").code == 0


class TestShow:
    def test_all_that_a_rule_says(self, repository: GitRepository, privacygate: Privacygate) -> None:
        repository.write("own/acme.yaml", RULE)
        repository.write("privacygate.toml", "[secrets]\nrules = ['own']\n")
        said = privacygate("rules", "show", "acme-token")
        assert said.code == 0
        for words in (
            "acme-token: Acme token",
            "An Acme token is written out.",
            "Why: It matters.",
            "What to do: Revoke it.",
            "Confidence: medium (level warning, rank 60)",
            "Tags: secrets, Acme",
            "https://example.org/tokens",
            "privacygate: allow acme-token -- reason",
        ):
            assert words in said.output

    def test_a_rule_of_policy(self, repository: GitRepository, privacygate: Privacygate) -> None:
        assert "unused-suppression: Unused suppression" in privacygate("rules", "show", "unused-suppression").output

    def test_a_rule_that_does_not_exist(self, repository: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("rules", "show", "asigned-password")
        assert said.code == 2
        assert "Did you mean `assigned-password`?" in said.errors

    def test_a_rule_that_is_off(self, repository: GitRepository, privacygate: Privacygate) -> None:
        repository.write("privacygate.toml", "[secrets]\noff = ['assigned-password']\n")
        said = privacygate("rules", "show", "assigned-password")
        assert said.code == 2
        assert "is switched off" in said.errors
        assert "privacygate.toml:2" in said.errors


class TestTest:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        folder = tmp_path / "own"
        folder.mkdir()
        (folder / "acme.yaml").write_text(RULE)
        return folder

    def test_rules_that_do_what_they_say(self, place: Path, privacygate: Privacygate) -> None:
        for words in ([str(place)], [str(place / "acme.yaml")]):
            said = privacygate("rules", "test", *words)
            assert said == Said(
                0, "privacygate: 1 rule, 2 examples with 8 sets of values each: all do what they say\n", ""
            )

    def test_rules_that_do_not(self, place: Path, privacygate: Privacygate) -> None:
        (place / "acme.yaml").write_text(RULE.replace("key = acme.current", "'acme_{{alphanumeric:12}}'"))
        said = privacygate("rules", "test", str(place))
        assert said.code == 1
        assert said.output.endswith(": 1 failed\n")
        assert "acme.yaml:4: acme-token: “a reference” should be allowed, and is flagged" in said.errors

    def test_a_file_that_is_broken_does_not_keep_others_from_being_tested(
        self, place: Path, privacygate: Privacygate
    ) -> None:
        (place / "broken.yaml").write_text("family: [\n")
        (place / "worse.yaml").write_text(RULE.replace("acme_[", "acme_(["))
        said = privacygate("rules", "test", str(place))
        assert said.code == 1
        assert "broken.yaml:2: this is not YAML" in said.errors
        assert "worse.yaml:11: RE2 cannot use this `pattern`" in said.errors
        assert said.output.endswith("1 rule, 2 examples with 8 sets of values each: 2 failed\n")

    @pytest.mark.parametrize("place_", ["missing", "empty"])
    def test_a_place_without_rules(self, tmp_path: Path, privacygate: Privacygate, place_: str) -> None:
        (tmp_path / "empty").mkdir()
        said = privacygate("rules", "test", str(tmp_path / place_))
        assert said.code == 2
        assert "privacygate: error: " in said.errors

    def test_a_template_that_does_not_exist(self, place: Path, privacygate: Privacygate) -> None:
        (place / "acme.yaml").write_text(RULE.replace("{{alphanumeric:12}}", "{{alphanum:12}}"))
        said = privacygate("rules", "test", str(place))
        assert said.code == 2
        assert "here is no template `{{alphanum:12}}`" in said.errors


@pytest.mark.parametrize("words", [["rules"], ["rules", "lst"], ["rules", "show"], ["rules", "list", "x"]])
def test_words_that_do_not_fit(repository: GitRepository, privacygate: Privacygate, words: list[str]) -> None:
    said = privacygate(*words)
    assert said.code == 2
    assert said.output == ""
