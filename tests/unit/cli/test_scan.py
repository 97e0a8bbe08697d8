from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from .conftest import Said, key

Privacygate = Callable[..., Said]


@pytest.fixture
def staged(repository: GitRepository) -> GitRepository:
    """A repository with a key in the index, and a clean commit before."""
    repository.commit({"a.py": "print('hello')\n"})
    repository.stage("a.py", f"print('hello')\ntoken = '{key('staged')}'\n")
    return repository


class TestWordsThatDoNotGoTogether:
    @pytest.mark.parametrize(
        "words",
        [
            ["--staged", "a.py"],
            ["--staged", "--range", "a..b"],
            ["--staged", "--patch", "-"],
            ["--range", "a..b", "a.py"],
            ["--patch", "-", "--stdin", "--name", "a"],
            ["--stdin", "--name", "a", "a.py"],
            ["--stdin"],
            ["--stdin", "--name", ""],
            ["--name", "a"],
            ["--range", ""],
            ["--patch", ""],
            ["--config", ""],
            ["--baseline", ""],
            ["--staged", "--range", ""],
            ["--config", "missing.toml"],
            ["--baseline", "missing"],
            ["--patch", "missing"],
            ["--range", "no-such...HEAD"],
            ["missing.py"],
            ["--output", "xml"],
            ["--output", "json", "--output", "sarif"],
            ["--output", "json=missing/folder/file"],
        ],
    )
    def test_it_is_said_and_nothing_is_scanned(
        self, staged: GitRepository, privacygate: Privacygate, words: list[str]
    ) -> None:
        said = privacygate("scan", *words)
        assert (said.code, said.output) == (2, "")
        assert said.errors.startswith("privacygate: error: ")
        assert len(said.errors.splitlines()) >= 2, "a remedy"


class TestSources:
    def test_staged(self, staged: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("scan", "--staged")
        assert said.code == 1
        assert "2:10" in said.output
        assert "1 added line" in said.output

    def test_nothing_staged(self, repository: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("scan", "--staged")
        assert said.code == 0
        assert said.output.endswith("\n")

    def test_the_working_tree(self, staged: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("scan")
        assert said.code == 0, "advice only"
        assert "github-personal-access-token" in said.output

    def test_a_file(self, staged: GitRepository, privacygate: Privacygate) -> None:
        assert "github-personal-access-token" in privacygate("scan", "a.py").output

    def test_a_range(self, staged: GitRepository, privacygate: Privacygate) -> None:
        staged.commit()
        assert "github-personal-access-token" in privacygate("scan", "--range", "HEAD~1..HEAD").output
        assert "nothing to look at" in privacygate("scan", "--range", "HEAD..HEAD").output

    @pytest.mark.parametrize("from_file", [True, False])
    def test_a_patch(self, staged: GitRepository, privacygate: Privacygate, tmp_path: Path, from_file: bool) -> None:
        patch = (staged.git("diff", "--cached") + "\n").encode()
        (tmp_path / "x.patch").write_bytes(patch)
        said = (
            privacygate("scan", "--patch", str(tmp_path / "x.patch"))
            if from_file
            else privacygate("scan", "--patch", "-", stdin=patch)
        )
        assert "2:10" in said.output
        assert "github-personal-access-token" in said.output

    def test_standard_input(self, repository: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("scan", "--stdin", "--name", "x/y.py", stdin=f"a = '{key('stdin')}'\n".encode())
        assert "x/y.py" in said.output
        assert "github-personal-access-token" in said.output

    def test_outside_of_repositories(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, privacygate: Privacygate
    ) -> None:
        folder = tmp_path / "plain"
        folder.mkdir()
        (folder / "a.py").write_text(f"a = '{key('plain')}'\n")
        monkeypatch.chdir(folder)
        assert "github-personal-access-token" in privacygate("scan").output


class TestBoundaries:
    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["--staged"], 1),
            (["--staged", "--block", "never"], 0),
            (["--staged", "--boundary", "merge"], 0),
            ([], 0),
            (["--boundary", "commit"], 1),
            (["--boundary", "push"], 1),
            (["--block", "high"], 1),
            (["--block", "low"], 1),
            (["--range", "HEAD..HEAD"], 0),
        ],
    )
    def test_whose_policy_decides(
        self, staged: GitRepository, privacygate: Privacygate, words: list[str], code: int
    ) -> None:
        assert privacygate("scan", *words).code == code

    def test_settings_decide(self, staged: GitRepository, privacygate: Privacygate) -> None:
        staged.write("privacygate.toml", "[policy.block]\ncommit = 'never'\nmanual = 'high'\n")
        assert privacygate("scan", "--staged").code == 0
        assert privacygate("scan").code == 1

    def test_what_pre_commit_says_it_compares(
        self, staged: GitRepository, privacygate: Privacygate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = staged.git("rev-parse", "HEAD")
        second = staged.commit()
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", first)
        monkeypatch.setenv("PRE_COMMIT_TO_REF", second)
        assert privacygate("scan", "--staged").code == 1


class TestExclusions:
    def test_excluded_files_are_counted_and_not_looked_at(
        self, staged: GitRepository, privacygate: Privacygate
    ) -> None:
        staged.write("privacygate.toml", "[scan]\nexclude = ['*.py']\n")
        for words in (["--staged"], ["a.py"], []):
            said = privacygate("scan", *words)
            assert said.code == 0
            assert "skipped 1 excluded file" in said.output

    def test_json_says_the_same(self, staged: GitRepository, privacygate: Privacygate) -> None:
        said = privacygate("scan", "--staged", "--output", "json")
        (result,) = json.loads(said.output)["results"]
        assert result["rule"] == "github-personal-access-token"
        assert said.errors.endswith("1 of 1 results blocks this commit.\n") or "blocks" in said.errors
