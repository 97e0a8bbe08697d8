from __future__ import annotations

import os
from pathlib import Path

from privacygate import code_folder as module
from privacygate.code_folder import CodeFolder


def texts(folder: Path) -> dict[str, bytes]:
    known = CodeFolder(str(folder), "ours")
    return {file.path: text for file, text in known.texts(known.files())}


def test_every_file_below_by_path(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.py").write_text("1")
    (tmp_path / "a.py").write_text("2")
    assert list(texts(tmp_path).items()) == [("a.py", b"2"), ("b/c.py", b"1")]


def test_git_and_links_to_folders_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "known" / ".git").mkdir(parents=True)
    (tmp_path / "known" / ".git" / "config").write_text("1")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.py").write_text("2")
    os.symlink(tmp_path / "other", tmp_path / "known" / "link")
    assert texts(tmp_path / "known") == {}


def test_another_content_has_another_id(tmp_path: Path) -> None:
    place = tmp_path / "a.py"
    place.write_text("one")
    (first,) = CodeFolder(str(tmp_path), "").files()
    (same,) = CodeFolder(str(tmp_path), "").files()
    place.write_text("other")
    (second,) = CodeFolder(str(tmp_path), "").files()
    assert first == same != second


def test_what_is_gone_or_very_large_is_left_out(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(module, "LARGEST_BYTES", 3)
    (tmp_path / "a.py").write_text("long")
    (tmp_path / "b.py").write_text("1")
    known = CodeFolder(str(tmp_path), "")
    files = known.files()
    (tmp_path / "c.py").write_text("2")
    (tmp_path / "b.py").unlink()
    assert list(known.texts(files)) == []


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(CodeFolder(str(tmp_path / "missing"), "").files()) == []


def test_it_has_the_name_and_home_that_it_was_given() -> None:
    known = CodeFolder("folder", "ours", "home")
    assert (known.name, known.home, known.is_hurried) == ("ours", "home", False)
