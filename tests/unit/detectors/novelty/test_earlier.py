from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.detectors.novelty import earlier as module
from privacygate.detectors.novelty.earlier import TooMuchToRead, earlier_code, files_of
from privacygate.detectors.novelty.index import Index

from .written import Files
from .written import module as code

FILES = {
    "a.py": code(1, 2),
    "b.py": code(2, 2),
    "c.go": "package c\n\nfunc f(a int) int {\n\treturn a + 1\n}\n",
    "d.md": "#",
}


def test_only_the_languages_in_question_are_read(tmp_path: Path) -> None:
    before = Files(FILES, str(tmp_path))
    found = earlier_code(before, ["python"])
    assert [each.file.path for each in found["python"]] == ["a.py", "b.py"]
    assert before.read == ["a.py", "b.py"]
    assert all(len(each.old.shapes) > 10 for each in found["python"])


def test_what_the_index_knows_is_not_read_again(tmp_path: Path) -> None:
    first = earlier_code(Files(FILES, str(tmp_path)), ["python"])
    before = Files(FILES | {"e.py": code(3, 1)}, str(tmp_path))
    second = earlier_code(before, ["python"])
    assert before.read == ["e.py"]
    assert [list(each.old.shapes) for each in second["python"]][:2] == [list(e.old.shapes) for e in first["python"]]


def test_without_a_home_it_is_read_every_time() -> None:
    for _ in range(2):
        before = Files(FILES)
        assert len(earlier_code(before, ["python", "go"])["go"]) == 1
        assert before.read == ["a.py", "b.py", "c.go"]


def test_equal_contents_are_read_once(tmp_path: Path) -> None:
    before = Files({"a.py": code(1, 1), "b.py": code(1, 1)}, str(tmp_path))
    assert len(earlier_code(before, ["python"])["python"]) == 2
    assert len(before.read) == 1


def test_who_waits_does_not_wait_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_IN_A_HURRY", 1)
    before = Files(FILES, str(tmp_path), is_hurried=True)
    with pytest.raises(TooMuchToRead) as caught:
        earlier_code(before, ["python"])
    assert (caught.value.files, before.read) == (2, [])
    earlier_code(Files(FILES, str(tmp_path)), ["python"])
    assert len(earlier_code(before, ["python"])["python"]) == 2


def test_an_index_that_grows_too_large_is_pruned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SURPLUS", 0)
    monkeypatch.setattr(module, "_BATCH", 2)
    earlier_code(Files(FILES, str(tmp_path)), ["python"])
    earlier_code(Files({"e.py": code(3, 1)}, str(tmp_path)), ["python"])
    assert len(Index(str(tmp_path)).read("python")) == 1


def test_a_very_large_text_counts_as_empty() -> None:
    before = Files({"a.py": code(1, 1) + "#" * (1 << 20)})
    (found,) = earlier_code(before, ["python"])["python"]
    assert list(found.old.shapes) == []


def test_many_files_are_shared_among_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH_WORKERS", 3)
    before = Files({f"m{number}.py": code(number, 1) for number in range(9)})
    assert len(earlier_code(before, ["python"])["python"]) == 9


def test_files_by_family() -> None:
    assert {family: len(files) for family, files in files_of(Files(FILES), ["python", "go"]).items()} == {
        "python": 2,
        "go": 1,
    }
