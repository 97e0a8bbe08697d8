"""What a damaged or foreign cache does to rules stands in `test_rule_set.py`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from privacygate.detectors.secrets.compiler import compile_engine
from privacygate.detectors.secrets.rule_cache import KEPT_FILES, read_cache, write_cache
from privacygate.rule_places import RuleFileStat

from .rule_texts import rule

FILES = [RuleFileStat("rules/a.yaml", 10, 20), RuleFileStat("rules/b.yaml", 30, 40)]
ENGINE = compile_engine([rule()]).dump()


def keep(folder: Path, files: list[RuleFileStat]) -> None:
    write_cache(str(folder), files, ENGINE, b"rules", b"helps")


def test_nothing_is_kept_at_first(tmp_path: Path) -> None:
    assert read_cache(str(tmp_path), FILES) is None
    assert read_cache(str(tmp_path / "missing"), FILES) is None


def test_what_is_written_is_read(tmp_path: Path) -> None:
    keep(tmp_path, FILES)
    cached = read_cache(str(tmp_path), FILES)
    assert cached is not None
    assert cached.engine.candidates(b"tok_9aF3kQ2mX8pL") == [0]
    assert (cached.rules, cached.helps()) == (b"rules", b"helps")


@pytest.mark.parametrize(
    "files",
    [
        [],
        FILES[:1],
        FILES[::-1],
        [FILES[0], FILES[1]._replace(size_bytes=31)],
        [FILES[0], FILES[1]._replace(modified_ns=41)],
        [FILES[0], FILES[1]._replace(path="rules/c.yaml")],
        [*FILES, RuleFileStat("rules/\udcff.yaml", 1, 1)],
    ],
)
def test_other_files_have_a_cache_of_their_own(tmp_path: Path, files: list[RuleFileStat]) -> None:
    keep(tmp_path, FILES)
    assert read_cache(str(tmp_path), files) is None
    keep(tmp_path, files)
    assert read_cache(str(tmp_path), files) is not None
    assert read_cache(str(tmp_path), FILES) is not None


def test_two_lists_that_share_a_name_do_not_mix(tmp_path: Path) -> None:
    """The name is a short hash; what is inside says which files it belongs to."""
    keep(tmp_path, FILES)
    (path,) = tmp_path.iterdir()
    other = [RuleFileStat("rules/other.yaml", 1, 2)]
    keep(tmp_path, other)
    (other_path,) = set(tmp_path.iterdir()) - {path}
    os.replace(path, other_path)
    assert read_cache(str(tmp_path), other) is None


def test_a_write_that_fails_leaves_nothing_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    keep(tmp_path / "file", FILES)
    assert os.listdir(tmp_path) == ["file"]


def test_old_files_go(tmp_path: Path) -> None:
    for number in range(KEPT_FILES + 4):
        keep(tmp_path, [RuleFileStat("a", number, 0)])
        (newest,) = [path for path in tmp_path.iterdir() if path.stat().st_mtime > 1_000_000_000]
        os.utime(newest, (number, number))
    assert len(os.listdir(tmp_path)) == KEPT_FILES
    assert read_cache(str(tmp_path), [RuleFileStat("a", KEPT_FILES + 3, 0)]) is not None
    assert read_cache(str(tmp_path), [RuleFileStat("a", 0, 0)]) is None


def test_files_of_others_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("x")
    for number in range(KEPT_FILES + 4):
        keep(tmp_path, [RuleFileStat("a", number, 0)])
    assert (tmp_path / "notes").read_text() == "x"
