from __future__ import annotations

import os
from pathlib import Path

import pytest

from privacygate.cache_file import KEPT_FILES, read_cache_file, write_cache_file

PARTS = [b"one", b"", b"\0" * 300]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    folder = str(tmp_path / "new" / "cache")
    write_cache_file(folder, "comments", b"key", PARTS)
    assert read_cache_file(folder, "comments", b"key") == PARTS
    (path,) = Path(folder).iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_another_key_and_another_kind_find_nothing(tmp_path: Path) -> None:
    write_cache_file(str(tmp_path), "comments", b"key", PARTS)
    assert read_cache_file(str(tmp_path), "comments", b"other") is None
    assert read_cache_file(str(tmp_path), "glossary", b"key") is None
    assert read_cache_file(str(tmp_path / "missing"), "comments", b"key") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"privacygate cache\n"])
def test_a_damaged_file_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    write_cache_file(str(tmp_path), "comments", b"key", PARTS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert read_cache_file(str(tmp_path), "comments", b"key") is None


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    write_cache_file(str(tmp_path), "comments", b"key", PARTS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert read_cache_file(str(tmp_path), "comments", b"key") is None


def test_a_file_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    write_cache_file(str(tmp_path), "comments", b"key", PARTS)
    (path,) = tmp_path.iterdir()
    path.chmod(0o666)
    assert read_cache_file(str(tmp_path), "comments", b"key") is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    write_cache_file(str(tmp_path / "file"), "comments", b"key", PARTS)


def test_old_files_of_the_same_kind_go(tmp_path: Path) -> None:
    (tmp_path / "secrets-1.db").write_text("of another kind")
    for number in range(KEPT_FILES + 3):
        write_cache_file(str(tmp_path), "comments", b"key %d" % number, PARTS)
        for path in tmp_path.glob("comments-*"):
            os.utime(path, (number, number)) if path.stat().st_mtime > 1000 else None
    assert len(list(tmp_path.glob("comments-*"))) == KEPT_FILES
    assert (tmp_path / "secrets-1.db").exists()
