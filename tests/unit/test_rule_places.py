from __future__ import annotations

import os
from pathlib import Path

import pytest

from privacygate.errors import RuleFileError
from privacygate.rule_places import builtin_folder, list_rule_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.yaml", "a.yml", "c.txt", "notes.md", ".hidden.yaml"):
        (tmp_path / name).write_text("x")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "d.yaml").write_text("x")
    return tmp_path


def complaint(place: Path) -> RuleFileError:
    with pytest.raises(RuleFileError) as caught:
        list_rule_files([str(place)])
    assert caught.value.path == str(place)
    assert caught.value.remedy
    return caught.value


def test_a_place_that_does_not_exist(tmp_path: Path) -> None:
    assert "No such file" in complaint(tmp_path / "missing").message


def test_a_folder_without_rule_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert complaint(tmp_path).message == "there is no .yaml rule file in this folder"


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "missing")
    assert "No such file" in complaint(tmp_path).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(folder: Path) -> None:
    folder.chmod(0)
    try:
        assert "Permission denied" in complaint(folder).message
    finally:
        folder.chmod(0o755)


def test_rule_files_of_a_folder_come_sorted_and_not_from_below(folder: Path) -> None:
    names = [os.path.relpath(file.path, folder) for file in list_rule_files([str(folder)])]
    assert names == [".hidden.yaml", "a.yml", "b.yaml"]


def test_a_file_stands_for_itself_whatever_its_name(folder: Path) -> None:
    (file,) = list_rule_files([str(folder / "c.txt")])
    assert file.path == str(folder / "c.txt")
    assert file.size_bytes == 1
    assert file.modified_ns == (folder / "c.txt").stat().st_mtime_ns


def test_places_keep_their_order(folder: Path) -> None:
    files = list_rule_files([str(folder / "c.txt"), str(folder)])
    assert [os.path.basename(file.path) for file in files] == ["c.txt", ".hidden.yaml", "a.yml", "b.yaml"]


def test_a_file_that_changes_is_another(folder: Path) -> None:
    before = list_rule_files([str(folder)])
    (folder / "b.yaml").write_text("xy")
    assert list_rule_files([str(folder)]) != before


def test_the_built_in_rules_are_found() -> None:
    assert len(list_rule_files([builtin_folder("secrets")])) > 10
