"""What comes from gitleaks, through the command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from gitleaks.programs import stand_in
from repositories import GitRepository

from .conftest import Said, key

ACME = "[[rules]]\nid = 'acme-token'\ndescription = 'Acme token'\nregex = '''acme_[0-9a-z]{8}'''\n"
TEXT = "one = 'acme_a1b2c3d4'\ntwo = 'acme_e5f6g7h8'\n"

Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITLEAKS_CONFIG", "GITLEAKS_CONFIG_TOML"):
        monkeypatch.delenv(name, raising=False)


def found(said: Said) -> list[tuple[str, str, int, bool]]:
    """Rule, path, line and whether it counts."""
    results = json.loads(said.output)["results"]
    return [(r["rule"], r["path"], r["region"]["start_line"], not r["suppressions"]) for r in results]


class TestWithout:
    def test_nothing_of_it_is_imported(self, repository: GitRepository, privacygate: Run) -> None:
        for name in [name for name in sys.modules if name.startswith("privacygate.gitleaks")]:
            del sys.modules[name]
        repository.write("a.py", TEXT)
        assert privacygate("scan").code == 0
        assert not [name for name in sys.modules if name.startswith("privacygate.gitleaks")]

    def test_it_can_be_passed_over(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", "broken [")
        repository.write("a.py", TEXT)
        assert privacygate("scan", "--no-gitleaks").code == 0
        repository.write("privacygate.toml", "[gitleaks]\nread = false\n")
        assert privacygate("scan").code == 0


class TestConfiguration:
    def test_it_is_found_read_and_said(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", ACME)
        repository.stage("a.py", TEXT)
        said = privacygate("scan", "--staged")
        assert said.code == 1
        assert "with .gitleaks.toml (1 rule)" in said.output
        assert "acme-token" in said.output and "a1b2c3d4" not in said.output

    def test_its_rules_are_listed_and_explained(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", ACME)
        assert "acme-token" in privacygate("rules", "list").output
        assert "A rule of your own" in privacygate("rules", "show", "acme-token").output

    def test_a_bad_one_is_an_error_with_its_place(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", ACME + "[allowlist]\nregexes = ['(']\n")
        said = privacygate("scan")
        assert said.code == 2
        assert ".gitleaks.toml:6: RE2 cannot use this `regexes`" in said.errors

    def test_named_by_word_by_setting_and_by_variable(
        self, repository: GitRepository, privacygate: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repository.write("conf/g.toml", ACME)
        repository.write("a.py", TEXT)
        assert "acme-token" in privacygate("scan", "--gitleaks-config", "conf/g.toml").output
        repository.write("privacygate.toml", "[gitleaks]\nconfig = 'conf/g.toml'\nconfidence = 'low'\n")
        assert "note  acme-token" in privacygate("scan").output
        repository.write("privacygate.toml", "")
        monkeypatch.setenv("GITLEAKS_CONFIG_TOML", ACME)
        assert "with GITLEAKS_CONFIG_TOML (1 rule)" in privacygate("scan").output

    def test_a_rule_of_the_team_takes_the_place_of_ours(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", "[[rules]]\nid = 'github-personal-access-token'\nregex = 'acme_a'\n")
        repository.write("a.py", f"x = '{key('a')}'\ny = 'acme_a'\n")
        rules = [rule for rule, _, line, _ in found(privacygate("scan", "--output", "json")) if line == 1]
        assert "github-personal-access-token" not in rules

    def test_a_rule_of_the_team_can_be_switched_off(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", ACME)
        repository.write("privacygate.toml", "[secrets]\noff = ['acme-token']\n")
        repository.write("a.py", TEXT)
        assert privacygate("scan").output.endswith("Nothing found.\n")

    def test_remarks_in_full_by_hand_and_as_a_count_at_a_commit(
        self, repository: GitRepository, privacygate: Run
    ) -> None:
        repository.write(".gitleaks.toml", ACME + "keyword = ['acme_']\n")
        repository.stage("b.py", "x\n")
        said = privacygate("scan")
        assert said.code == 0
        assert "note: .gitleaks.toml:5: `keyword` means nothing to gitleaks" in said.output
        assert "1 remark: see `privacygate scan`" in privacygate("scan", "--staged").output

    def test_disabled_rules_are_named(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", "[extend]\nuseDefault = true\ndisabledRules = ['github-pat']\n")
        repository.write("a.py", f"x = '{key('a')}'\n")
        said = privacygate("scan")
        assert "switches off `github-personal-access-token`" in said.output
        assert "error  github-personal-access-token" not in said.output


class TestIgnored:
    def test_by_place(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", ACME)
        repository.write(".gitleaksignore", "a.py:acme-token:1\n")
        repository.write("a.py", TEXT)
        said = privacygate("scan", "--output", "json")
        assert found(said) == [("acme-token", "a.py", 1, False), ("acme-token", "a.py", 2, True)]
        assert "1 in .gitleaksignore" in said.errors
        assert "in .gitleaksignore" in privacygate("scan", "--verbose").output

    def test_by_commit_wherever_the_line_went(self, repository: GitRepository, privacygate: Run) -> None:
        commit = repository.commit({"a.py": TEXT + "x\n" * 9, ".gitleaks.toml": ACME})
        repository.git("mv", "a.py", "b.py")
        repository.commit({"b.py": "# moved\n" + TEXT + "x\n" * 9})
        repository.write(".gitleaksignore", f"{commit}:a.py:acme-token:2\n")
        expected = [("acme-token", "b.py", 2, True), ("acme-token", "b.py", 3, False)]
        assert found(privacygate("scan", "--output", "json")) == expected
        empty = repository.git("hash-object", "-t", "tree", "/dev/null")
        assert found(privacygate("scan", "--range", f"{empty}...HEAD", "--output", "json")) == expected

    def test_by_a_commit_that_is_allowed(self, repository: GitRepository, privacygate: Run) -> None:
        commit = repository.commit({"a.py": TEXT})
        repository.write(".gitleaks.toml", ACME + f"[allowlist]\ncommits = ['{commit}']\n")
        repository.write("a.py", TEXT + "three = 'acme_i9j0k1l2'\n")
        assert [counts for _, _, _, counts in found(privacygate("scan", "--output", "json"))] == [False, False, True]

    def test_gitleaks_allow_is_honoured(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write(".gitleaks.toml", ACME)
        repository.write("a.py", "one = 'acme_a1b2c3d4'  # gitleaks:allow\n")
        assert found(privacygate("scan", "--output", "json")) == [("acme-token", "a.py", 1, False)]


class TestProgram:
    def test_what_both_found_is_one_result_that_names_both(self, repository: GitRepository, privacygate: Run) -> None:
        repository.stage("a.py", f"x = '{key('a')}'\n")
        said = privacygate("scan", "--staged", "--engine", "gitleaks")
        assert said.code == 1
        assert "(also found by gitleaks: github-pat)" in said.output
        assert "with gitleaks 8." in said.output and "1 result blocks" in said.output

    def test_what_it_alone_found(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write("keys/a.p12", "not really\n")
        repository.write("privacygate.toml", "[gitleaks]\nrun = true\n")
        said = privacygate("scan", "--output", "json")
        assert ("pkcs12-file", "keys/a.p12", 1, True) in found(said)

    def test_with_the_configuration_of_the_team(self, repository: GitRepository, privacygate: Run) -> None:
        repository.write("base.toml", ACME)
        repository.write(".gitleaks.toml", "[extend]\npath = 'base.toml'\n")
        repository.write("a.py", TEXT)
        said = privacygate("scan", "--engine", "gitleaks")
        assert said.output.count("Acme token (also found by gitleaks: acme-token)") == 2

    @pytest.mark.parametrize(
        ("code", "exit_code", "words"),
        [
            ("print('3:04PM FTL it broke', file=sys.stderr)\nsys.exit(1)", 3, "It broke"),
            ("print('nothing of the kind')", 3, "cannot be read"),
        ],
    )
    def test_its_failure_is_never_a_pass(  # noqa: PLR0917
        self,
        code: str,
        exit_code: int,
        words: str,
        repository: GitRepository,
        privacygate: Run,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        (tmp_path / "bin").mkdir()
        stand_in(tmp_path / "bin", code)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
        repository.write("a.py", "x\n")
        said = privacygate("scan", "--engine", "gitleaks")
        assert said.code == exit_code
        assert words.lower() in said.errors.lower()
        assert "could not tell" in said.errors
