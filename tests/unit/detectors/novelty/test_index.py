from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from privacygate.detectors.novelty import index as module
from privacygate.detectors.novelty.index import FILE_NAME, Index, pack, unpack

ROOT = Path(__file__).parents[4]


def test_what_is_packed_comes_out_again() -> None:
    old = unpack(pack(([1, 2**32 - 1], [0, 2**16 - 1])))
    assert (list(old.shapes), list(old.names)) == ([1, 2**32 - 1], [0, 2**16 - 1])
    assert list(unpack(pack(([], []))).shapes) == []


def test_it_keeps_rows_by_family_and_content(tmp_path: Path) -> None:
    index = Index(str(tmp_path / "new" / "home"))
    assert index.read("python") == {}
    assert index.status() is None
    index.add("python", [("one", b"1"), ("two", b"2")])
    index.add("python", [("two", b"2"), ("three", b"3")])
    index.add("go", [("one", b"g")])
    assert Index(str(tmp_path / "new" / "home")).read("python") == {"one": b"1", "two": b"2", "three": b"3"}
    status = index.status()
    assert status is not None
    assert status.contents == (("go", 1), ("python", 3))


def test_pruning_forgets_what_is_not_wanted(tmp_path: Path) -> None:
    index = Index(str(tmp_path))
    index.add("python", [("one", b"1"), ("two", b"2")])
    index.add("go", [("two", b"2")])
    assert index.prune("python", {"one"}) == 1
    assert index.prune("python", {"one"}) == 0
    assert index.read("python") == {"one": b"1"}
    assert index.read("go") == {"two": b"2"}


def test_without_a_home_nothing_is_kept() -> None:
    index = Index(None)
    index.add("python", [("one", b"1")])
    assert index.read("python") == {}
    assert index.status() is None


@pytest.mark.parametrize("content", [b"", b"this is no database, but long enough to be told from one" * 20])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    index = Index(str(tmp_path))
    assert index.read("python") == {}
    index.add("python", [("one", b"1")])
    assert index.read("python") == {"one": b"1"}


def test_another_format_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index(str(tmp_path)).add("python", [("one", b"1")])
    monkeypatch.setattr(module, "FORMAT", module.FORMAT + 1)
    index = Index(str(tmp_path))
    assert index.read("python") == {}
    index.add("python", [("two", b"2")])
    assert index.read("python") == {"two": b"2"}


def test_somebody_elses_database_is_not_read(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE other (a)")
    connection.commit()
    connection.close()
    assert Index(str(tmp_path)).read("python") == {}


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    index = Index(str(tmp_path / "file"))
    index.add("python", [("one", b"1")])
    assert index.read("python") == {}


def test_who_waits_too_long_goes_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(str(tmp_path))
    index.add("python", [("one", b"1")])
    monkeypatch.setattr(module, "_PATIENCE_S", 0.01)
    connection = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    index.add("python", [("two", b"2")])
    assert index.read("python") == {}
    connection.execute("COMMIT")
    connection.close()
    assert index.read("python") == {"one": b"1"}


WRITER = """
import sys
from privacygate.detectors.novelty.index import Index
home, number = sys.argv[1:]
for round_ in range(10):
    index = Index(home)
    index.add("python", [(f"{number}-{round_}", b"own"), (f"all-{round_}", b"shared")])
    assert index.read("python")[f"{number}-{round_}"] == b"own"
"""


def test_many_may_come_at_once(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(number)], cwd=ROOT) for number in range(4)
    ]
    assert [writer.wait() for writer in writers] == [0] * 4
    assert len(Index(str(tmp_path)).read("python")) == 4 * 10 + 10
