from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from privacygate.change import Change, FileChange, Segment
from privacygate.errors import DetectorError
from privacygate.gitleaks import engine as module
from privacygate.gitleaks.engine import OTHER, GitleaksEngine
from privacygate.gitleaks.program import Reported
from privacygate.match import Match
from privacygate.model import Confidence, RuleId, Skipped

from .configs import config
from .configs import file as file_at


def file(text: str, path: str = "a.py", added: tuple[tuple[int, int], ...] | None = None) -> FileChange:
    return file_at(text, path, added)


class Program:
    """Says what it is told, and notes what it was shown."""

    version = "8.30.1"

    def __init__(self, told: Sequence[Reported]) -> None:
        self.told = told
        self.shown: list[dict[str, bytes]] = []

    def look_at(self, folder: str, config: str, texts: Iterable[bytes]) -> list[Reported]:
        files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
        self.shown.append({str(each.relative_to(folder)): each.read_bytes() for each in files})
        return [each for each in self.told if each.path in self.shown[-1]]


def reported(
    rule: str = "jwt", path: str = "a.py", line: int = 1, match: str = "k=s3cret", hidden: str = "s3cret"
) -> Reported:
    return Reported(rule, "It is a secret.", path, line, match.encode(), hidden.encode())


def engine(*told: Reported, team: str | None = None, **words: object) -> tuple[GitleaksEngine, Program]:
    program = Program(told)
    return GitleaksEngine(program, None if team is None else config(team), **words), program  # type: ignore[arg-type]


def matches(it: GitleaksEngine, *files: FileChange) -> list[Match]:
    found: list[Match] = []
    for entry in it.reading(Change("a test", None, files)).entries:
        assert isinstance(entry, FileChange)
        found += [each for each in it.detect(entry) if isinstance(each, Match)]
    return found


class TestPlaces:
    def test_match_and_secret_are_found_again(self) -> None:
        it, _ = engine(reported(line=2))
        (match,) = matches(it, file("k=s3cret\nx k=s3cret\n"))
        assert (match.start, match.end, match.secret_start, match.secret_end) == (11, 19, 13, 19)
        assert match.message == "It is a secret (found by gitleaks)"
        assert (match.rule, match.confidence) == ("jwt", Confidence.MEDIUM)

    def test_what_stands_encoded_hides_its_line(self) -> None:
        it, _ = engine(reported(line=2))
        (match,) = matches(it, file("a\nazM9czNjcmV0\nb\n"))
        assert (match.secret_start, match.secret_end) == (2, 14)

    def test_a_rule_about_paths_speaks_of_new_files_alone(self) -> None:
        it, _ = engine(reported(line=0, match="file detected: a.py", hidden=""))
        assert [match.start for match in matches(it, file("a\nb\n", added=((2, 2),)))] == [2]
        assert matches(it, file("a\nb\n", added=())) == []

    def test_a_rule_that_nobody_has_heard_of(self) -> None:
        it, _ = engine(reported("brand-new"))
        (match,) = matches(it, file("k=s3cret"))
        assert match.rule == OTHER and "gitleaks: brand-new" in match.message
        assert OTHER in it.rules()

    def test_a_rule_that_is_off(self) -> None:
        it, _ = engine(reported(), off={"jwt"})
        assert matches(it, file("k=s3cret")) == []

    def test_rules_of_the_team_have_its_confidence(self) -> None:
        it, _ = engine(reported("acme"), team="[[rules]]\nid = 'acme'\nregex = 'x'\n")
        assert [match.confidence for match in matches(it, file("k=s3cret"))] == [Confidence.HIGH]


class TestReading:
    def test_it_is_shown_all_that_changed_at_once(self) -> None:
        it, program = engine()
        files = [file("one", "a.py"), file("two", "b/c.py")]
        change = Change("a test", None, [files[0], Skipped("x", "binary files"), files[1]], lambda wanted: [])
        read = it.reading(change)
        assert read.again is None
        assert [each.path for each in read.entries] == ["a.py", "x", "b/c.py"]
        assert program.shown == [{"a.py": b"one", "b/c.py": b"two"}]

    def test_much_is_shown_by_the_batch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "BATCH_BYTES", 4)
        it, program = engine()
        list(it.reading(Change("a test", None, [file("one", "a"), file("two", "b"), file("three", "c")])).entries)
        assert [sorted(shown) for shown in program.shown] == [["a", "b"], ["c"]]

    def test_segments_that_come_once_are_kept(self) -> None:
        it, _ = engine(reported())
        once = FileChange("a.py", iter((Segment(b"k=s3cret"),)), None)
        assert len(matches(it, once)) == 1

    def test_nothing_is_left_behind(self) -> None:
        it, _ = engine()
        before = set(os.listdir(tempfile.gettempdir()))
        matches(it, file("text"))
        left = set(os.listdir(tempfile.gettempdir())) - before
        assert not [name for name in left if name.startswith("privacygate-")] or os.environ.get("PYTEST_XDIST_WORKER")

    def test_a_file_that_it_was_not_given(self, monkeypatch: pytest.MonkeyPatch) -> None:
        it, _ = engine()
        monkeypatch.setattr(Program, "look_at", lambda *_: [reported(path="z.py")])
        with pytest.raises(DetectorError, match="was not given"):
            matches(it, file("text"))

    def test_no_room(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(module, "lay_out", full)
        with pytest.raises(DetectorError, match="No space left"):
            matches(engine()[0], file("text"))


class TestSettle:
    def test_what_both_found_is_one_result_that_names_both(self) -> None:
        it, _ = engine(reported(), taken=lambda: {RuleId("native")})
        change = file("k=s3cret longer\n")
        (own,) = matches(it, change)
        native = own._replace(rule=RuleId("native"), message="A thing", secret_start=2, secret_end=15)
        (left,) = it.settle(change, [native, own])
        assert left.message == "A thing (also found by gitleaks: jwt)"
        assert (left.rule, left.secret_start, left.secret_end) == ("native", 2, 15)

    def test_what_it_alone_found_stays(self) -> None:
        it, _ = engine(reported())
        change = file("k=s3cret other\n")
        (own,) = matches(it, change)
        native = own._replace(rule=RuleId("native"), start=9, end=14, secret_start=9, secret_end=14)
        assert [match.rule for match in it.settle(change, [native, own])] == ["native", "jwt"]


def test_rules_of_others_explain_themselves() -> None:
    it, _ = engine(taken=lambda: {RuleId("jwt")})
    assert "jwt" not in it.rules() and "github-pat" in it.rules()
    assert RuleId("jwt") in it.known_rules()
    assert it.rule_count == 0
