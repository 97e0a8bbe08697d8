from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.errors import GitError
from privacygate.git import listing
from privacygate.git.listing import Listing
from privacygate.model import Level, Notification, Skipped

from .entries import by_path, text


def test_prefix_and_what_was_seen(git_repository: GitRepository) -> None:
    for name in ("a", "b/c", "d"):
        git_repository.write(name, f"{name}\n")
    entries = by_path(Listing(git_repository.root, git_repository.root).entries("top/", None, {"top/d"}))
    assert {path: text(entry) for path, entry in entries.items()} == {"top/a": b"a\n", "top/b/c": b"b/c\n"}


def test_only_what_is_wanted(git_repository: GitRepository) -> None:
    for name in ("a", "b"):
        git_repository.write(name, f"{name}\n")
    seen = Listing(git_repository.root, git_repository.root)
    assert set(by_path(seen.entries("", None, (), lambda path: path == "a"))) == {"a"}
    assert not seen.is_empty


def test_only_a_folder(git_repository: GitRepository) -> None:
    git_repository.commit({"a/x": "", "ab/x": "", "*/x": ""})
    for folder in ("a", "*"):
        entries = by_path(Listing(git_repository.root, f"{git_repository.root}/{folder}").entries("", None, ()))
        assert set(entries) == {f"{folder}/x"}


def test_an_untracked_file_that_vanishes(git_repository: GitRepository) -> None:
    git_repository.write("a", "one\n")
    entries = Listing(git_repository.root, git_repository.root)
    names = list(entries._names())
    (git_repository.path / "a").unlink()
    entries._names = lambda: iter(names)  # type: ignore[method-assign]
    assert list(entries.entries("", None, ())) == [
        Notification("file-unreadable", "It vanished before it could be read.", Level.ERROR, "a")
    ]


def test_a_folder_that_git_cannot_read(
    git_repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git goes on, and its exit code is 0. Permissions mean nothing to root, so a wrapper says it."""
    git_repository.write("a", "one\n")
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    (tmp_path / "complaints").write_text(
        "warning: could not open directory 'it's: here/': Permission denied\n"
        "warning: unable to access '/x/.config/git/ignore': Permission denied\n"
    )
    wrapper.write_text(f'#!/bin/sh\nPATH={os.environ["PATH"]}\ncat {tmp_path}/complaints >&2\nexec git "$@"\n')
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    entries = by_path(Listing(git_repository.root, git_repository.root).entries("top/", None, ()))
    assert text(entries.pop("top/a")) == b"one\n"
    assert entries == {
        "top/it's: here": Notification(
            "file-unreadable",
            "The folder cannot be read: Permission denied.",
            Level.ERROR,
            "top/it's: here",
        )
    }


def test_a_broken_index(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\n"})
    git_repository.write(".git/index", "garbage")
    with pytest.raises(GitError, match="index file"):
        list(Listing(git_repository.root, git_repository.root).entries("", None, ()))


def test_a_submodule_that_cannot_be_listed(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    head = git_repository.commit()
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},module")
    (git_repository.path / "module").mkdir()

    def refuse(place: bytes) -> list[bytes]:
        raise PermissionError

    monkeypatch.setattr(os, "listdir", refuse)
    entries = list(Listing(git_repository.root, git_repository.root).entries("", None, ()))
    assert entries == [Skipped("module", "submodules")]


def test_folders_are_forgotten_when_they_become_many(
    git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(listing, "_FOLDERS_REMEMBERED", 3)
    names = [f"{number}/deep/er/a" for number in range(9)]
    git_repository.commit(dict.fromkeys(names, "one\n"))
    (git_repository.path / "4").rename(tmp_path / "4")
    (git_repository.path / "4").symlink_to(tmp_path / "4")
    entries = by_path(Listing(git_repository.root, git_repository.root).entries("", None, ()))
    assert text(entries.pop("4")) == os.fsencode(tmp_path / "4")
    assert entries.pop(names.pop(4)) == Skipped("4/deep/er/a", "deleted files")
    assert {path: text(entry) for path, entry in entries.items()} == dict.fromkeys(names, b"one\n")
