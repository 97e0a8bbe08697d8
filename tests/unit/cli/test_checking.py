from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest
from repositories import GitRepository

from .conftest import Said, key

Privacygate = Callable[..., Said]


@pytest.fixture
def planted(repository: GitRepository) -> GitRepository:
    repository.write("a.py", f"token = '{key('checking')}'\n")
    return repository


class TestSettings:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("[scna]\n", "privacygate.toml:1: `scna` is not a key that is known"),
            ("[secrets]\noff = ['jwt-tokn']\n", "privacygate.toml:2: `off` names the rule `jwt-tokn`"),
            ("[secrets]\nrules = ['missing']\n", "missing: The rules cannot be read"),
            ("[secrets]\nrules = ['empty']\n", "there is no .yaml rule file"),
        ],
    )
    def test_what_is_wrong_ends_the_run(
        self, planted: GitRepository, privacygate: Privacygate, text: str, words: str
    ) -> None:
        (planted.path / "empty").mkdir()
        planted.write("privacygate.toml", text)
        said = privacygate("scan")
        assert (said.code, said.output) == (2, "")
        assert words.lower() in said.errors.lower()

    def test_another_file(self, planted: GitRepository, privacygate: Privacygate) -> None:
        planted.write("privacygate.toml", "[broken\n")
        planted.write("elsewhere/own.toml", "[policy.block]\nmanual = 'high'\n")
        assert privacygate("scan", "--config", "elsewhere/own.toml").code == 1

    def test_rules_that_are_off(self, planted: GitRepository, privacygate: Privacygate) -> None:
        planted.write("privacygate.toml", "[secrets]\noff = ['github-personal-access-token']\n")
        assert "github-personal-access-token" not in privacygate("scan", "--output", "json").output

    def test_settings_of_the_root_hold_below(
        self, planted: GitRepository, privacygate: Privacygate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planted.write("privacygate.toml", "[policy.block]\nmanual = 'high'\n")
        planted.write("deep/er/x.py", "x\n")
        monkeypatch.chdir(planted.path / "deep" / "er")
        assert privacygate("scan", "../../a.py").code == 1


class TestReports:
    def test_several_at_once(self, planted: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("scan", "--output", "json=out.json", "--output", "sarif=out.sarif")
        assert said.code == 0
        assert "github-personal-access-token" in said.output
        assert json.loads((planted.path / "out.json").read_text())["results"]
        assert json.loads((planted.path / "out.sarif").read_text())["version"] == "2.1.0"

    def test_a_place_that_cannot_be_written_is_said_before_the_scan(
        self, planted: GitRepository, privacygate: Privacygate
    ) -> None:
        said = privacygate("scan", "--output", "json=fine.json", "--output", "sarif=no/such/folder")
        assert (said.code, said.output) == (2, "")
        assert not (planted.path / "fine.json").exists()
        assert os.listdir(planted.path) == [".git", "a.py"] or set(os.listdir(planted.path)) == {".git", "a.py"}

    def test_what_goes_wrong_in_the_middle_leaves_no_half_report(
        self, planted: GitRepository, privacygate: Privacygate
    ) -> None:
        (planted.path / "report.json").write_text("old")
        said = privacygate("scan", "--patch", "-", "--output", "json=report.json", stdin=b"@@ -1 +1 @@\n+x")
        assert said.code in (2, 3)
        assert (planted.path / "report.json").read_text() == "old"

    def test_a_report_for_programs_leaves_the_last_line_to_people(
        self, planted: GitRepository, privacygate: Privacygate
    ) -> None:
        said = privacygate("scan", "--output", "json")
        json.loads(said.output)
        assert said.errors.startswith("privacygate: 1 file, 1 line, ")

    def test_quiet(self, repository: GitRepository, privacygate: Privacygate) -> None:
        repository.write("a.py", "nothing\n")
        assert privacygate("scan", "--quiet") == Said(0, "", "")

    def test_quiet_is_not_silent_about_results(self, planted: GitRepository, privacygate: Privacygate) -> None:
        assert "github-personal-access-token" in privacygate("scan", "--quiet").output

    def test_colour_only_when_asked_for(self, planted: GitRepository, privacygate: Privacygate) -> None:
        assert "\x1b[" not in privacygate("scan").output
        assert "\x1b[" in privacygate("scan", "--color", "always").output

    def test_the_last_line_says_what_was_looked_at(self, repository: GitRepository, privacygate: Privacygate) -> None:
        repository.write("a.py", "nothing\n")
        said = privacygate("scan")
        assert said.output.startswith("privacygate: 1 file, 1 line, ")
        assert said.output.endswith(" Nothing found.\n")


class TestBaselines:
    def test_what_is_accepted_does_not_count(self, planted: GitRepository, privacygate: Privacygate) -> None:
        assert privacygate("baseline", "create").code == 0
        assert privacygate("scan", "--block", "high").code == 0
        assert privacygate("scan", "--block", "high", "--no-baseline").code == 1

    def test_a_baseline_that_is_broken_ends_the_run(self, planted: GitRepository, privacygate: Privacygate) -> None:
        planted.write(".privacygate-baseline", "<<<<<<< ours\n")
        said = privacygate("scan")
        assert said.code == 2
        assert ".privacygate-baseline:1" in said.errors
        assert privacygate("scan", "--no-baseline").code == 0

    def test_a_link_that_leads_nowhere_is_no_silent_pass(
        self, planted: GitRepository, privacygate: Privacygate
    ) -> None:
        (planted.path / ".privacygate-baseline").symlink_to("moved")
        said = privacygate("scan", "--block", "high")
        assert said.code in (1, 2)

    def test_fingerprints_stay_the_same_between_runs(self, planted: GitRepository, privacygate: Privacygate) -> None:
        first, second = (json.loads(privacygate("scan", "--output", "json").output)["results"] for _ in range(2))
        assert first == second
        assert first[0]["fingerprint"]


@pytest.mark.parametrize(
    ("level", "count"),
    [("low", 2), ("medium", 2), ("high", 1)],
)
def test_results_that_are_not_sure_enough_can_be_left_out(
    repository: GitRepository, privacygate: Privacygate, level: str, count: int
) -> None:
    repository.write("settings.py", f"token = '{key('level')}'\ndb_password = 'k9#Fq2!mXz7pL'\n")
    said = privacygate("scan", "--report", level, "--output", "json")
    assert len(json.loads(said.output)["results"]) == count
