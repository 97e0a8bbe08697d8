from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.errors import RepositoryError
from privacygate.hooks.place import HooksPlace, Owner, find_hooks_place


@pytest.fixture
def top(git_repository: GitRepository) -> Path:
    (git_repository.path / "sub").mkdir()
    return git_repository.path


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True)


@pytest.mark.parametrize("start", [".", "sub"])
def test_the_default(top: Path, start: str) -> None:
    own = str(top / ".git" / "hooks")
    assert find_hooks_place(str(top / start)) == HooksPlace(own, Owner.REPOSITORY, own)


@pytest.mark.parametrize("start", [".", "sub"])
def test_a_relative_path_starts_at_the_top(top: Path, start: str) -> None:
    git(top, "config", "core.hooksPath", ".githooks")
    place = find_hooks_place(str(top / start))
    assert place[:2] == (str(top / ".githooks"), Owner.WORK_TREE)


@pytest.mark.parametrize("path", ["../shared", "{home}/shared", "~/shared"])
def test_a_path_outside(top: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(top.parent))
    git(top, "config", "core.hooksPath", path.format(home=top.parent))
    place = find_hooks_place(str(top / "sub"))
    assert place == HooksPlace(str(top.parent / "shared"), Owner.ELSEWHERE, str(top / ".git" / "hooks"))


def test_a_link_that_leads_outside(top: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (top / ".git" / "hooks").symlink_to(tmp_path / "shared")
    assert find_hooks_place(str(top)).owner is Owner.ELSEWHERE


def test_a_worktree_and_a_submodule(top: Path, tmp_path: Path) -> None:
    git(top, "commit", "--quiet", "--allow-empty", "-m", "one")
    git(top, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert find_hooks_place(str(tmp_path / "tree"))[:2] == (str(top / ".git" / "hooks"), Owner.REPOSITORY)
    git(tmp_path, "init", "--quiet", "outer")
    git(
        tmp_path / "outer",
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(top),
        "inner",
    )
    place = find_hooks_place(str(tmp_path / "outer" / "inner"))
    assert place[:2] == (str(tmp_path / "outer" / ".git" / "modules" / "inner" / "hooks"), Owner.REPOSITORY)


def test_hooks_that_are_switched_off(top: Path) -> None:
    git(top, "config", "core.hooksPath", os.devnull)
    with pytest.raises(RepositoryError, match="switched off"):
        find_hooks_place(str(top))


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError):
        find_hooks_place(str(tmp_path))
