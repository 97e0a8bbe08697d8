from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from privacygate.errors import RepositoryError
from privacygate.hooks.place import HooksPlace, Owner, find_hooks_place


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    git(tmp_path, "init", "--quiet", str(top))
    (top / "sub").mkdir()
    return top


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


@pytest.mark.parametrize("path", ["../shared", "{tmp}/shared", "~/shared"])
def test_a_path_outside(
    top: Path, tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    git(top, "config", "core.hooksPath", path.format(tmp=tmp_path))
    place = find_hooks_place(str(top / "sub"))
    assert place == HooksPlace(str(tmp_path / "shared"), Owner.ELSEWHERE, str(top / ".git" / "hooks"))


def test_a_link_that_leads_outside(top: Path, tmp_path: Path) -> None:
    for sample in (top / ".git" / "hooks").iterdir():
        sample.unlink()
    (top / ".git" / "hooks").rmdir()
    (tmp_path / "shared").mkdir()
    (top / ".git" / "hooks").symlink_to(tmp_path / "shared")
    assert find_hooks_place(str(top)).owner is Owner.ELSEWHERE


def test_a_worktree_and_a_submodule(top: Path, tmp_path: Path) -> None:
    git(top, "commit", "--quiet", "--allow-empty", "-m", "one")
    git(top, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert find_hooks_place(str(tmp_path / "tree"))[:2] == (str(top / ".git" / "hooks"), Owner.REPOSITORY)
    git(tmp_path, "init", "--quiet", "outer")
    git(tmp_path / "outer", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(top), "inner")
    place = find_hooks_place(str(tmp_path / "outer" / "inner"))
    assert place[:2] == (str(tmp_path / "outer" / ".git" / "modules" / "inner" / "hooks"), Owner.REPOSITORY)


def test_hooks_that_are_switched_off(top: Path) -> None:
    git(top, "config", "core.hooksPath", os.devnull)
    with pytest.raises(RepositoryError, match="switched off"):
        find_hooks_place(str(top))


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError):
        find_hooks_place(str(tmp_path))
