from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.errors import GitError, RepositoryError
from privacygate.git import repository as module
from privacygate.git.repository import (
    ask,
    failure,
    find_root,
    git_dir,
    hooks_folder,
    is_bare,
    is_inside,
    run_git,
    start_git,
    work_tree_root,
)


def test_find_root(git_repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (git_repository.path / "a" / "b").mkdir(parents=True)
    for start in (".", "a", "a/b", ".git", ".git/refs"):
        assert find_root(str(git_repository.path / start)) == git_repository.root
    assert find_root(str(tmp_path)) is None
    monkeypatch.chdir(git_repository.path / "a" / "b")
    assert find_root(".") == git_repository.root
    assert find_root("..") == git_repository.root


def test_find_root_runs_no_git(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_root(git_repository.root) == git_repository.root
    assert work_tree_root(git_repository.root) == git_repository.root


def test_a_folder_named_git_is_not_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert find_root(str(tmp_path)) is None


def test_worktrees_and_nested_repositories(git_repository: GitRepository) -> None:
    git_repository.commit()
    git_repository.git("worktree", "add", "--quiet", "tree")
    nested = GitRepository(git_repository.path / "nested")
    assert find_root(str(git_repository.path / "tree")) == str(git_repository.path / "tree")
    assert find_root(nested.root) == nested.root


def test_bare(make_repository: Callable[..., GitRepository], git_repository: GitRepository) -> None:
    bare = make_repository("--bare")
    for start in (bare.path, bare.path / "refs"):
        assert find_root(str(start)) is None
        assert is_bare(str(start))
        with pytest.raises(RepositoryError, match="bare"):
            work_tree_root(str(start))
    assert not is_bare(git_repository.root)
    assert run_git(bare.root, "rev-parse", "--is-bare-repository").output == b"true\n"


def test_where_the_environment_says(
    git_repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tree" / "below").mkdir(parents=True)
    monkeypatch.setenv("GIT_DIR", str(git_repository.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "tree"))
    monkeypatch.chdir(tmp_path / "tree" / "below")
    assert find_root(".") == str(tmp_path / "tree")
    assert find_root(str(tmp_path)) is None
    assert git_dir(str(tmp_path / "tree")) == str(git_repository.path / ".git")


def test_a_relative_git_dir_stays_what_it_is(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    (git_repository.path / "below").mkdir()
    monkeypatch.chdir(git_repository.path / "below")
    monkeypatch.setenv("GIT_DIR", "../.git")
    monkeypatch.setenv("GIT_WORK_TREE", "..")
    assert find_root(".") == git_repository.root
    assert git_dir(git_repository.root) == str(git_repository.path / ".git")


def test_what_speaks_of_this_repository_is_not_told_to_another(
    git_repository: GitRepository, make_repository: Callable[..., GitRepository], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_repository()
    monkeypatch.chdir(git_repository.path)
    monkeypatch.setenv("GIT_INDEX_FILE", "an index")
    assert module._environment(".")["GIT_INDEX_FILE"] == "an index"
    assert module._environment(git_repository.root)["GIT_INDEX_FILE"] == "an index"
    assert "GIT_INDEX_FILE" not in module._environment(other.root)


def test_without_a_current_folder(
    git_repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setenv("GIT_INDEX_FILE", "an index")
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert ask(git_repository.root, "rev-parse", "--show-toplevel") == os.fsencode(git_repository.root) + b"\n"


def test_is_inside() -> None:
    assert is_inside("/a/b", "/a")
    assert is_inside("/a", "/a")
    assert is_inside("/a", "/")
    assert not is_inside("/ab", "/a")
    assert not is_inside("/", "/a")


def test_hooks_folder(git_repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (git_repository.path / "below").mkdir()
    assert hooks_folder(git_repository.root) == str(git_repository.path / ".git" / "hooks")
    assert hooks_folder(str(git_repository.path / "below")) == str(git_repository.path / ".git" / "hooks")
    git_repository.git("config", "core.hooksPath", "a folder/hooks")
    assert hooks_folder(git_repository.root) == str(git_repository.path / "a folder" / "hooks")
    git_repository.git("config", "core.hooksPath", str(tmp_path))
    assert hooks_folder(git_repository.root) == str(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    git_repository.git("config", "core.hooksPath", "~/hooks")
    assert hooks_folder(git_repository.root) == str(tmp_path / "hooks")


def test_hooks_folder_of_a_worktree(git_repository: GitRepository, tmp_path: Path) -> None:
    git_repository.commit()
    git_repository.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert hooks_folder(str(tmp_path / "tree")) == str(git_repository.path / ".git" / "hooks")
    assert git_dir(str(tmp_path / "tree")) == str(git_repository.path / ".git" / "worktrees" / "tree")


def test_not_a_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="not in a git repository") as caught:
        git_dir(str(tmp_path))
    assert caught.value.path == str(tmp_path)
    with pytest.raises(RepositoryError, match="not in a git repository"):
        work_tree_root(str(tmp_path))


def test_a_worktree_whose_repository_is_gone(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    assert work_tree_root(str(tmp_path)) == str(tmp_path)
    with pytest.raises(RepositoryError, match="not in a git repository"):
        git_dir(str(tmp_path))


def test_git_is_not_installed(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", git_repository.root)
    for start in (run_git, start_git):
        with pytest.raises(RepositoryError, match="No such file or directory"):
            start(git_repository.root, "version")


def test_failures_quote_only_what_git_complains_of() -> None:
    error = failure("x", 128, "warning: something\nfatal: the reason\nhint: text of a file\nerror: more\n")
    assert isinstance(error, GitError)
    assert error.message == "git could not finish its work: fatal: the reason; error: more"
    assert "fsck" in error.remedy
    assert "code -9" in failure("x", -9, "").message
    assert len(failure("x", 1, "fatal: " + "x" * 10_000).message) < 500


def test_no_program_of_the_repository_is_run(git_repository: GitRepository, tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    program = tmp_path / "monitor.sh"
    program.write_text(f"#!/bin/sh\ntouch '{witness}'\n")
    program.chmod(0o755)
    git_repository.commit({"a": "one\n"})
    git_repository.git("config", "core.fsmonitor", str(program))
    run_git(str(git_repository.path), "ls-files", "--others")
    run_git(str(git_repository.path), "diff", "--cached")
    assert not witness.exists()


def test_a_partial_clone_fetches_nothing(git_repository: GitRepository, tmp_path: Path) -> None:
    git_repository.git("config", "uploadpack.allowFilter", "true")
    git_repository.commit({"a": "one\n"})
    clone = tmp_path / "partial"
    git_repository.git("clone", "-q", "--no-checkout", "--filter=blob:none", git_repository.path.as_uri(), str(clone))
    answer = run_git(str(clone), "cat-file", "-p", "HEAD:a")
    assert answer.code != 0
    with pytest.raises(RepositoryError) as caught:
        raise failure(str(clone), answer.code, answer.errors)
    assert "partial clone" in caught.value.message
