from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from .conftest import Said, key

Privacygate = Callable[..., Said]


def logic(seed: int, functions: int = 4) -> str:
    """Python code that decides and computes; each seed gives another one."""
    names = "alpha beta gamma delta rate limit width depth".split()
    text = []
    for number in range(functions):
        text.append(f"def step_{seed}_{number}(alpha, beta, gamma):")
        for line in range(8):
            one, two, three = (names[(seed * 5 + number * 3 + line * k + k) % 8] for k in (1, 2, 3))
            call = ", ".join(names[: 1 + (seed + number * line) % 6])
            text.append(f"    if {one} {'<>'[(seed + line) % 2]} {two} {'+-*/%'[(seed * number + line) % 5]} {seed}:")
            text.append(f"        {three} {'+-*/%'[(line * seed + number) % 5]}= {two}({call})[{one}]")
        text.append("    return alpha * beta - gamma\n\n")
    return "\n".join(text)


@pytest.fixture
def feature(repository: GitRepository) -> GitRepository:
    """A repository with a branch that adds logic, checked out."""
    repository.commit({"old.py": logic(3), "other.py": logic(4)})
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit({"scoring/engine.py": logic(7)})
    return repository


def results(said: Said) -> list[dict[str, object]]:
    return [each for each in json.loads(said.output)["results"] if each["rule"] == "novel-logic"]


class TestScan:
    def test_a_feature_is_named_once_and_does_not_block(self, feature: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("scan", "--range", "main...feature")
        assert said.code == 0
        assert "scoring/engine.py: `step_7_0`, `step_7_1`" in said.output
        assert "Verify that this code is not destined for external AI prompts" in said.output
        assert said.output.count("This change adds") == 1

    def test_what_is_staged_too(self, feature: GitRepository, privacygate: Privacygate) -> None:
        feature.stage("more.py", logic(11))
        assert "more.py: `step_11_0`" in privacygate("scan", "--staged").output

    def test_before_the_first_commit_too(self, repository: GitRepository, privacygate: Privacygate) -> None:
        repository.stage("more.py", logic(11))
        assert "more.py: `step_11_0`" in privacygate("scan", "--staged").output

    def test_what_only_moves_is_passed_over(self, feature: GitRepository, privacygate: Privacygate) -> None:
        feature.git("mv", "old.py", "core.py")
        moved = (feature.path / "scoring/engine.py").read_text()
        feature.stage("core.py", moved.replace("alpha", "first") + logic(3))
        feature.git("rm", "--quiet", "-f", "scoring/engine.py")
        assert "novel-logic" not in privacygate("scan", "--staged", "--output", "json").output

    def test_a_patch_without_its_repository(
        self, feature: GitRepository, privacygate: Privacygate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        added = feature.git("diff", "main", "feature")
        feature.git("checkout", "--quiet", "main")
        feature.git("mv", "old.py", "new.py")
        feature.commit({"other.py": "x = 1\n", "third.py": logic(4)})
        moved = feature.git("diff", "--no-renames", "HEAD~1", "HEAD")
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        Path("added.patch").write_text(added + "\n")
        Path("moved.patch").write_text(moved + "\n")
        assert len(results(privacygate("scan", "--patch", "added.patch", "--output", "json"))) == 1
        assert results(privacygate("scan", "--patch", "moved.patch", "--output", "json")) == []
        Path("tree").mkdir()
        Path("tree/known.py").write_text(logic(7))
        words = ("--patch", "added.patch", "--base-tree", "tree", "--output", "json")
        assert results(privacygate("scan", *words)) == []

    def test_a_patch_with_a_revision(self, feature: GitRepository, privacygate: Privacygate) -> None:
        patch = feature.git("diff", "main", "feature").encode() + b"\n"
        words = ("scan", "--patch", "-", "--output", "json", "--base-tree")
        assert len(results(privacygate(*words, "main", stdin=patch))) == 1
        assert results(privacygate(*words, "feature", stdin=patch)) == []
        assert privacygate(*words, "missing", stdin=patch).code == 2

    def test_whole_files_are_not_compared(self, feature: GitRepository, privacygate: Privacygate) -> None:
        assert "novel-logic" not in privacygate("scan", "--output", "json").output

    def test_it_can_be_switched_off_and_allowed(self, feature: GitRepository, privacygate: Privacygate) -> None:
        feature.write("privacygate.toml", "[novelty]\nenabled = false\n")
        assert results(privacygate("scan", "--range", "main...feature", "--output", "json")) == []
        feature.write("privacygate.toml", "")
        feature.commit({"scoring/engine.py": "# privacygate: allow novel-logic -- it is public anyway\n" + logic(7)})
        (result,) = results(privacygate("scan", "--range", "main...feature", "--output", "json"))
        assert result["suppressions"]

    def test_settings_weigh_paths(self, feature: GitRepository, privacygate: Privacygate) -> None:
        words = ("scan", "--range", "main...feature", "--output", "json")
        feature.write("privacygate.toml", '[novelty]\nblock = 60\npublic = ["scoring/"]\n')
        assert results(privacygate(*words)) == []
        feature.write("privacygate.toml", '[novelty]\nblock = 100\nconfidential = ["scoring/"]\n')
        assert len(results(privacygate(*words))) == 1

    def test_sarif_names_every_block(self, feature: GitRepository, privacygate: Privacygate) -> None:
        feature.commit({"scoring/fees.py": logic(12)})
        report = json.loads(privacygate("scan", "--range", "main...feature", "--output", "sarif").output)
        (result,) = [each for each in report["runs"][0]["results"] if each["ruleId"] == "novel-logic"]
        assert result["level"] == "note"
        paths = [place["physicalLocation"]["artifactLocation"]["uri"] for place in result["locations"]]
        assert sorted(paths) == ["scoring/engine.py", "scoring/fees.py"]
        assert result["properties"]["novelLines"] > 100

    def test_a_name_that_is_a_secret_is_masked(self, feature: GitRepository, privacygate: Privacygate) -> None:
        feature.commit({"odd.py": logic(13).replace("step_13_0", key("name"))})
        assert privacygate("scan", "--range", "main...feature").code == 0  # and nothing holds the key


class TestIndex:
    def test_it_is_made_told_of_and_pruned(self, feature: GitRepository, privacygate: Privacygate) -> None:
        assert "there is no index yet" in privacygate("novelty", "status").output
        assert "3 contents read" in privacygate("novelty", "index").output
        assert "0 contents read" in privacygate("novelty", "index").output
        assert "3 of 3 known; 0 of other revisions" in privacygate("novelty", "status").output
        assert "1 contents forgotten" in privacygate("novelty", "prune", "main").output
        assert "2 of 3 known" in privacygate("novelty", "status", "feature").output

    def test_it_lies_in_the_repositorys_own_folder(self, feature: GitRepository, privacygate: Privacygate) -> None:
        privacygate("scan", "--range", "main...feature")
        assert (feature.path / ".git" / "privacygate" / "novelty.sqlite").exists()
        assert feature.git("status", "--porcelain") == ""

    def test_it_has_nothing_of_the_code(self, feature: GitRepository, privacygate: Privacygate) -> None:
        privacygate("novelty", "index")
        kept = (feature.path / ".git" / "privacygate" / "novelty.sqlite").read_bytes()
        assert b"alpha" not in kept
        assert b"engine" not in kept

    def test_a_commit_does_not_wait_for_it(
        self, feature: GitRepository, privacygate: Privacygate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("privacygate.detectors.novelty.earlier.MOST_IN_A_HURRY", 1)
        feature.stage("more.py", logic(11))
        said = privacygate("scan", "--staged")
        assert said.code == 0
        assert "`privacygate novelty index` reads them, once" in said.output
        privacygate("novelty", "index")
        assert "more.py: `step_11_0`" in privacygate("scan", "--staged").output

    @pytest.mark.parametrize("action", ["index", "status", "prune"])
    def test_what_cannot_be_is_said(self, feature: GitRepository, privacygate: Privacygate, action: str) -> None:
        assert privacygate("novelty", action, "missing").code == 2
        assert privacygate("novelty").code == 2

    def test_outside_of_a_repository(
        self, privacygate: Privacygate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert privacygate("novelty", "index").code == 2
