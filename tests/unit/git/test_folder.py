from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from privacygate.git.folder import Folder
from privacygate.model import Level, Notification, Skipped

from .entries import Entry, by_path, text


def entries_of(folder: Path, base: Path | None = None) -> dict[str | None, Entry]:
    return by_path(Folder(str(folder), str(base or folder)).entries(None))


def test_everything_below(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_text("one\n")
    (tmp_path / "d").write_text("two\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("a")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "a" / ".git").mkdir()
    entries = entries_of(tmp_path / "a")
    assert {path: text(entry) for path, entry in entries.items()} == {"b/c": b"one\n"}
    entries = entries_of(tmp_path)
    assert entries.pop("fifo") == Skipped("fifo", "special files")
    assert entries.pop("a") == Skipped("a", "nested repositories")
    assert {path: text(entry) for path, entry in entries.items()} == {"d": b"two\n", "link": b"a"}


def test_a_worktree_or_submodule_is_a_nested_repository(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / ".git").write_text("gitdir: elsewhere\n")
    (tmp_path / "tree" / "a").write_text("one\n")
    assert entries_of(tmp_path) == {"tree": Skipped("tree", "nested repositories")}


def test_paths_are_relative_to_the_base(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "not utf-8 \udcff\n").write_text("one\n")
    assert set(entries_of(tmp_path / "a" / "b", tmp_path)) == {"a/b/not utf-8 \udcff\n"}


def test_excluded(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one\n")
    entries = Folder(str(tmp_path), str(tmp_path)).entries(lambda path: path == "a")
    assert list(entries) == [Skipped("a", "excluded files")]


def test_what_vanishes(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one\n")
    (tmp_path / "b").write_text("two\n")
    entries = Folder(str(tmp_path), str(tmp_path)).entries(None)
    first = next(entries)
    assert first.path is not None
    other = "b" if first.path == "a" else "a"
    (tmp_path / other).unlink()
    message = "It vanished before it could be read."
    assert list(entries) == [Notification("file-unreadable", message, Level.ERROR, other)]


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "closed").mkdir(parents=True)
    (tmp_path / "a" / "open").mkdir()
    (tmp_path / "a" / "open" / "b").write_text("one\n")
    scandir = os.scandir

    def refuse(folder: bytes) -> Iterator[Any]:
        if folder.endswith(b"closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    entries = entries_of(tmp_path)
    assert text(entries.pop("a/open/b")) == b"one\n"
    message = "It cannot be read: Permission denied."
    assert entries == {"a/closed": Notification("file-unreadable", message, Level.ERROR, "a/closed")}
