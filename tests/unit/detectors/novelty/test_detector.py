from __future__ import annotations

import sys
from pathlib import Path

import pytest

from privacygate.change import Before, FileChange, Segment
from privacygate.detectors.novelty import NoveltyDetector
from privacygate.match import Note
from privacygate.model import Conclusion, NoteOnFile, Notification

from .written import Files, added_file, changed_file, function, module

BEFORE = Files({"old.py": module(9, 8), "older.py": module(8, 8)})


def noted(detector: NoveltyDetector, *files: FileChange) -> list[NoteOnFile]:
    notes = []
    for file in files:
        for item in detector.detect(file):
            assert isinstance(item, Note)
            quotes = tuple(segment.text[start:end].decode() for segment, start, end in item.quotes)
            notes.append(NoteOnFile(item.path, item.facts, quotes))
    return sorted(notes, key=lambda note: note.path)


def said(
    detector: NoveltyDetector, *files: FileChange, before: Before | None = BEFORE
) -> list[Conclusion | Notification]:
    return list(detector.conclude(noted(detector, *files), (lambda: before) if before else None))


def one(items: list[Conclusion | Notification]) -> Conclusion:
    (item,) = items
    assert isinstance(item, Conclusion)
    return item


class TestWhatIsNotSaid:
    def test_nothing_of_a_few_lines(self) -> None:
        assert said(NoveltyDetector(), added_file("a.py", module(1, 1))) == []

    def test_nothing_of_what_was_moved(self) -> None:
        moved = Files({"old.py": module(1, 5), "b.py": module(9, 4)})
        assert said(NoveltyDetector(), added_file("new/place.py", module(1, 5)), before=moved) == []

    @pytest.mark.parametrize(
        "path", ["tests/test_a.py", "vendor/a.py", "docs/a.py", "a_pb2.py", "a.md", "a.yaml", "1a2b3c4d5e:./a.py"]
    )
    def test_nothing_of_other_kinds_of_files(self, path: str) -> None:
        assert said(NoveltyDetector(), added_file(path, module(1, 9))) == []
        small = [added_file(path.replace("a", f"a{n}"), module(n, 1)) for n in range(12)]
        assert said(NoveltyDetector(), *small) == []

    def test_nothing_where_nothing_was_before(self) -> None:
        assert said(NoveltyDetector(), added_file("a.py", module(1, 9)), before=None) == []

    def test_nothing_when_it_is_off(self) -> None:
        detector = NoveltyDetector(off={"novel-logic"})
        assert noted(detector, added_file("a.py", module(1, 9))) == []
        assert detector.rule_count == 0
        assert detector.rules() == {}
        assert list(detector.known_rules()) == ["novel-logic"]

    def test_nothing_of_a_file_too_large_to_hold(self) -> None:
        file = FileChange("a.py", iter([Segment(module(1, 9).encode())]), None)
        assert noted(NoveltyDetector(), file) == []


class TestWhatIsSaid:
    def test_one_thing_about_a_change(self) -> None:
        conclusion = one(said(NoveltyDetector(), added_file("a.py", module(1, 4)), added_file("b.py", module(2, 3))))
        assert (conclusion.rule, conclusion.path) == ("novel-logic", "a.py")
        assert [place.path for place in conclusion.further] == ["a.py", "b.py"]
        assert conclusion.message.endswith("Verify that this code is not destined for external AI prompts")

    def test_many_small_pieces_that_are_large_together(self) -> None:
        files = [added_file(f"m{number}.py", function(f"f{number}", number, 25)) for number in range(10)]
        conclusion = one(said(NoveltyDetector(), *files))
        assert dict(conclusion.properties)["blocks"] == 10
        assert said(NoveltyDetector(), *files[:7]) == []

    def test_limits_can_be_set(self) -> None:
        assert said(NoveltyDetector(block=10), added_file("a.py", module(1, 1)))
        assert said(NoveltyDetector(block=1000, change=1000), added_file("a.py", module(1, 9))) == []

    def test_lines_of_confidential_paths_weigh_more_and_of_public_ones_less(self) -> None:
        def is_core(path: str) -> bool:
            return path.startswith("core/")

        small, large = module(1, 1, 30), module(1, 3)
        assert said(NoveltyDetector(confidential=is_core), added_file("core/a.py", small))
        assert said(NoveltyDetector(confidential=is_core), added_file("other/a.py", small)) == []
        assert said(NoveltyDetector(public=is_core), added_file("core/a.py", large)) == []
        assert said(NoveltyDetector(public=is_core, confidential=is_core), added_file("core/a.py", small))

    def test_what_a_path_is_for_can_be_set(self) -> None:
        def is_tool(path: str) -> bool:
            return path.startswith("tests/tool/")

        text = "# @generated\n" + module(1, 4)
        assert said(NoveltyDetector(code=is_tool), added_file("tests/tool/a.py", text))
        assert noted(NoveltyDetector(not_code=is_tool), added_file("tests/tool/a.py", text)) == []

    def test_known_folders_are_known(self, tmp_path: Path) -> None:
        (tmp_path / "lib").mkdir()
        (tmp_path / "lib" / "known.py").write_text(module(1, 4))
        detector = NoveltyDetector(cache_folder=str(tmp_path / "cache"), known=[("../lib", str(tmp_path / "lib"))])
        assert said(detector, added_file("a.py", module(1, 4))) == []

    def test_a_commit_does_not_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from privacygate.detectors.novelty import earlier

        monkeypatch.setattr(earlier, "MOST_IN_A_HURRY", 1)
        before = Files({"old.py": module(9, 8), "older.py": module(8, 8)}, is_hurried=True)
        (notification,) = said(NoveltyDetector(), added_file("a.py", module(1, 4)), before=before)
        assert isinstance(notification, Notification)
        assert notification.id == "novelty-index-missing"
        assert "privacygate novelty index" in notification.message


class TestWhatIsRead:
    def test_below_the_limits_nothing_is_imported_and_nothing_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [*sys.modules]:
            if name.startswith("privacygate.detectors.novelty.") and not name.endswith(".detector"):
                monkeypatch.delitem(sys.modules, name)
        before = Files({"old.py": module(9, 8)})
        files = [changed_file(f"m{number}.py", module(number, 9), (3, 12)) for number in range(6)]
        assert said(NoveltyDetector(), *files, before=before) == []
        assert before.read == []
        loaded = {name.rpartition(".")[2] for name in sys.modules if name.startswith("privacygate.detectors.novelty.")}
        assert not loaded & {"sketch", "statements", "index", "functions", "chains", "path_class"}

    def test_of_a_very_large_change_the_beginning(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("privacygate.detectors.novelty.detector.MOST_SKETCHED_BYTES", 1000)
        detector = NoveltyDetector()
        for _ in range(2):  # and the next change begins anew
            first, second = said(detector, added_file("a.py", module(1, 3)), added_file("b.py", module(2, 3)))
            assert isinstance(first, Notification)
            assert first.id == "novelty-not-all-read"
            assert isinstance(second, Conclusion)
            assert [place.path for place in second.further] == ["a.py"]

    def test_without_enough_logic_no_old_code_is_read(self) -> None:
        before = Files({"old.py": module(9, 8)})
        text = "TABLE = [\n" + "    1,\n" * 100 + "]\n"
        assert said(NoveltyDetector(), added_file("a.py", text), before=before) == []
        assert before.read == []

    def test_small_files_that_are_too_much_to_hold_are_read_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("privacygate.detectors.novelty.detector.MOST_PENDING_BYTES", 10)
        notes = noted(NoveltyDetector(), *(changed_file(f"{n}.py", module(n, 3), (1, 9)) for n in range(2)))
        assert [note.facts is None for note in notes] == [True, False]


def test_it_compares_so_it_looks_at_changes_only() -> None:
    assert NoveltyDetector.needs_before
    assert NoveltyDetector().rule_count == 1
    assert list(NoveltyDetector().rules()) == ["novel-logic"]
