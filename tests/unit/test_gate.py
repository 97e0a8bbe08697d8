from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from changes import change, file, key, segment
from detecting import ComplainingDetector, CountingDetector, FailingDetector, PatternDetector

from privacygate import gate
from privacygate.change import Change, FileChange, Segment
from privacygate.errors import DetectorError
from privacygate.gate import Check, run_check
from privacygate.model import (
    Boundary,
    Confidence,
    Level,
    Notification,
    Outcome,
    Region,
    Run,
    Skipped,
    SuppressionKind,
)
from privacygate.policy.decide import BlockFrom
from privacygate.redaction import MASK

UNSEEN = Notification("file-unreadable", "The file cannot be read", Level.ERROR, "secret.bin")


def check(*detectors: PatternDetector, **changed: Any) -> Check:
    usual: dict[str, Any] = {
        "detectors": detectors or (PatternDetector(),),
        "boundary": Boundary.COMMIT,
        "block": BlockFrom(Confidence.HIGH),
        "unreadable_blocks": True,
        "key": key,
    }
    return Check(**(usual | changed))


def places(run: Run) -> list[tuple[str, str, int, int]]:
    return [(result.path, result.rule, result.region.start_line, result.region.start_column) for result in run.results]


class TestResults:
    def test_a_change_without_anything_passes(self) -> None:
        run = run_check(change(), check())
        assert run.verdict.outcome is Outcome.PASSED
        assert (run.results, run.notifications, run.rules) == ((), (), {})

    def test_text_that_no_rule_speaks_about_passes(self) -> None:
        run = run_check(change(file(segment("nothing\n"))), check())
        assert run.verdict.outcome is Outcome.PASSED
        assert run.results == ()

    def test_old_lines_give_no_results(self) -> None:
        place = segment("tok_one\nnew\ntok_two\n")
        assert run_check(change(file(place, added=((2, 2),))), check()).results == ()

    def test_a_new_line_gives_its_results_alone(self) -> None:
        place = segment("tok_one\ntok_two\ntok_three\n")
        run = run_check(change(file(place, added=((2, 2),))), check())
        assert places(run) == [("app.py", "test-token", 2, 1)]
        assert run.verdict.outcome is Outcome.BLOCKED

    def test_a_secret_of_several_lines_counts_when_any_of_them_is_new(self) -> None:
        place = segment("begin\nmiddle\nend\n")
        for line in (1, 2, 3):
            run = run_check(change(file(place, added=((line, line),))), check(PatternDetector(rb"(?s)begin.*end")))
            assert [result.region for result in run.results] == [Region(1, 1, 3, 4)]

    def test_an_old_secret_is_masked_beside_a_new_one(self) -> None:
        first = PatternDetector(rb"tok_\w+", "test-token")
        place = segment("a = tok_one\nb = tok_two # tok_one\n")
        run = run_check(change(file(place, added=((2, 2),))), check(first))
        assert {result.snippet for result in run.results} == {f"b = {MASK} # {MASK}"}

    def test_every_detector_looks_and_each_masks_for_all(self) -> None:
        detectors = PatternDetector(rb"tok_\w+", "b-rule"), PatternDetector(rb"key_\w+", "a-rule")
        run = run_check(change(file(segment("tok_one key_two\n"))), check(*detectors))
        assert places(run) == [("app.py", "b-rule", 1, 1), ("app.py", "a-rule", 1, 9)]
        assert {result.snippet for result in run.results} == {f"{MASK} {MASK}"}

    def test_they_come_sorted_by_path_and_place(self) -> None:
        entries = [file(segment("x\ntok_b\ntok_a\n"), path=path) for path in ("z.py", "a.py", "m/x.py")]
        assert places(run_check(change(*entries), check())) == [
            (path, "test-token", line, 1) for path in ("a.py", "m/x.py", "z.py") for line in (2, 3)
        ]

    def test_several_segments_keep_their_lines(self) -> None:
        changed = file(segment("x\ntok_one\n", 10), segment("tok_two\n", 90), added=((11, 11), (90, 90)), whole=False)
        assert places(run_check(change(changed), check())) == [
            ("app.py", "test-token", 11, 1),
            ("app.py", "test-token", 90, 1),
        ]

    def test_results_that_are_not_sure_enough_are_left_out(self) -> None:
        detector = PatternDetector(confidence=Confidence.LOW)
        changed = change(file(segment("tok_one\n")))
        assert run_check(changed, check(detector, report_from=Confidence.MEDIUM)).results == ()

    def test_but_never_one_that_blocks(self) -> None:
        detector = PatternDetector(confidence=Confidence.LOW)
        run = run_check(
            change(file(segment("tok_one\n"))),
            check(detector, report_from=Confidence.HIGH, block=BlockFrom(Confidence.LOW)),
        )
        assert run.verdict.outcome is Outcome.BLOCKED
        assert len(run.results) == 1

    def test_the_run_says_what_was_scanned(self) -> None:
        run = run_check(Change("staged changes", "/somewhere", ()), check(boundary=Boundary.PUSH))
        assert (run.description, run.root, run.boundary) == ("staged changes", "/somewhere", Boundary.PUSH)

    def test_no_key_is_asked_for_when_there_is_nothing_to_name(self) -> None:
        def no_key() -> bytes:
            raise AssertionError

        entries = file(segment("nothing\n")), Skipped("a", "submodules"), UNSEEN
        run_check(change(*entries), check(key=no_key))


class TestRules:
    def test_only_rules_that_results_speak_of_are_given(self) -> None:
        detectors = PatternDetector(), PatternDetector(rb"(?!)", "other-rule")
        run = run_check(change(file(segment("tok_one\n"))), check(*detectors))
        assert list(run.rules) == ["test-token"]

    def test_a_full_report_has_all(self) -> None:
        detectors = PatternDetector(), PatternDetector(rb"(?!)", "other-rule")
        for entries in ((), (file(segment("tok_one\n")),)):
            run = run_check(change(*entries), check(*detectors, full_report=True))
            assert {"test-token", "other-rule", "unused-suppression"} <= set(run.rules)

    def test_a_full_report_has_line_hashes(self) -> None:
        for full_report in (False, True):
            run = run_check(change(file(segment("tok_one\n"))), check(full_report=full_report))
            assert (run.results[0].line_hash is not None) is full_report


class TestNews:
    def test_what_could_not_be_looked_at_keeps_the_gate_shut(self) -> None:
        run = run_check(change(UNSEEN), check())
        assert run.notifications == (UNSEEN,)
        assert run.verdict.outcome is Outcome.COULD_NOT_TELL

    def test_policy_may_wave_it_through(self) -> None:
        assert run_check(change(UNSEEN), check(unreadable_blocks=False)).verdict.outcome is Outcome.PASSED

    def test_what_a_detector_could_not_look_at_counts_as_well(self) -> None:
        run = run_check(change(file(segment("x"), path="a.py")), check(ComplainingDetector(UNSEEN)))
        assert [notification.path for notification in run.notifications] == ["a.py"]
        assert run.verdict.outcome is Outcome.COULD_NOT_TELL

    def test_a_detector_that_cannot_work_ends_the_run(self) -> None:
        with pytest.raises(DetectorError):
            run_check(change(file(segment("x"))), check(PatternDetector(), FailingDetector(DetectorError("broken"))))

    @pytest.mark.parametrize(
        "error", [ValueError("x"), RecursionError(), MemoryError(), UnicodeDecodeError("a", b"", 0, 1, "")]
    )
    def test_a_crash_is_nobodys_to_swallow(self, error: Exception) -> None:
        with pytest.raises(type(error)):
            run_check(change(file(segment("x"))), check(FailingDetector(error)))

    def test_an_error_of_git_in_the_middle_ends_the_run(self) -> None:
        def entries() -> Iterator[FileChange]:
            yield file(segment("fine\n"))
            raise DetectorError("git has gone")

        with pytest.raises(DetectorError):
            run_check(Change("x", None, entries()), check())


class TestCoverage:
    def test_it_counts_files_lines_bytes_and_what_was_skipped(self) -> None:
        run = run_check(
            change(
                file(segment("a\nb\n"), path="whole"),
                file(segment("a\nb\nc\n"), path="changed", added=((2, 3),)),
                file(segment("no newline"), path="last"),
                file(segment(""), path="empty"),
                Skipped("x", "submodules"),
                Skipped("y", "binary files"),
                Skipped("z", "binary files"),
            ),
            check(PatternDetector(), PatternDetector(rb"(?!)", "other")),
        )
        assert (run.coverage.files, run.coverage.lines, run.coverage.size_bytes) == (4, 5, 20)
        assert run.coverage.skipped == (("binary files", 2), ("submodules", 1))
        assert run.coverage.rules == 2
        assert 0 <= run.coverage.seconds < 10

    def test_lines_of_a_new_file_in_pieces_are_counted_once(self) -> None:
        changed = file(segment("a\nb\n"), segment("b\nc\n", 2))
        assert run_check(change(changed), check()).coverage.lines == 3

    def test_progress_is_told(self) -> None:
        told: list[tuple[int, int]] = []
        run_check(
            change(file(segment("ab\n"), path="a"), file(segment("c\n"), path="b")),
            check(progress=lambda files, size: told.append((files, size))),
        )
        assert told == [(1, 3), (2, 5)]


class TestSuppressions:
    def test_a_comment_allows_and_is_used(self) -> None:
        run = run_check(change(file(segment("k = 'tok_one'  # privacygate: allow test-token -- for tests\n"))), check())
        (result,) = run.results
        assert [(s.kind, s.justification) for s in result.suppressions] == [(SuppressionKind.IN_SOURCE, "for tests")]
        assert run.verdict.outcome is Outcome.PASSED

    def test_a_comment_that_nobody_needs_is_a_note(self) -> None:
        run = run_check(change(file(segment("k = 1  # privacygate: allow test-token -- for tests\n"))), check())
        assert places(run) == [("app.py", "unused-suppression", 1, 1)]
        assert run.results[0].level is Level.NOTE
        assert run.verdict.outcome is Outcome.PASSED
        assert list(run.rules) == ["unused-suppression"]

    def test_an_old_result_keeps_a_comment_in_use(self) -> None:
        place = segment("k = 'tok_one'  # privacygate: allow test-token -- for tests\nnew\n")
        assert run_check(change(file(place, added=((1, 2),))), check()).results[0].suppressions
        assert run_check(change(file(place, added=((2, 2),))), check()).results == ()

    def test_a_new_comment_over_an_old_result_is_in_use(self) -> None:
        place = segment("# privacygate: allow test-token -- for tests\nk = 'tok_one'\n")
        assert run_check(change(file(place, added=((1, 1),))), check()).results == ()

    def test_a_rule_that_is_switched_off_exists(self) -> None:
        place = segment("k = 1  # privacygate: allow other-rule\n")
        run = run_check(change(file(place)), check(PatternDetector(off=["other-rule"])))
        assert run.results[0].message == "This comment allows something that is not there"

    def test_a_rule_that_does_not_exist_is_not_quoted(self) -> None:
        place = segment("k = 1  # privacygate: allow test-tokin\n")
        (result,) = run_check(change(file(place)), check()).results
        assert result.message == "This comment names a rule that does not exist; did you mean `test-token`?"

    def test_the_baseline_accepts(self) -> None:
        entries = (file(segment("tok_one\ntok_two\n")),)
        first, second = run_check(change(*entries), check()).results
        run = run_check(change(*entries), check(baseline={first.fingerprint: ""}))
        assert [[s.kind for s in result.suppressions] for result in run.results] == [
            [SuppressionKind.EXTERNAL],
            [],
        ]
        assert run.verdict.blocking == (second.fingerprint,)

    def test_the_baseline_accepts_remarks_too(self) -> None:
        entries = (file(segment("k = 1  # gitleaks:allow\n")),)
        (remark,) = run_check(change(*entries), check()).results
        (accepted,) = run_check(change(*entries), check(baseline={remark.fingerprint: ""})).results
        assert [s.kind for s in accepted.suppressions] == [SuppressionKind.EXTERNAL]

    def test_a_secret_in_a_reason_is_masked(self) -> None:
        place = segment("k = 'tok_one'  # privacygate: allow test-token -- tok_one is a test\n")
        for result in run_check(change(file(place)), check()).results:
            assert result.suppressions[0].justification == f"{MASK} is a test"
            assert "tok_one" not in repr(result)


class ReadAnew:
    """The segments of a file that is too large to hold: other objects each time."""

    def __init__(self, *segments: tuple[bytes, int]) -> None:
        self._segments = segments

    def __iter__(self) -> Iterator[Segment]:
        for text, line in self._segments:
            yield Segment(bytes(bytearray(text)), line)


class TestLargeFiles:
    def run(self, *segments: tuple[bytes, int], **changed: Any) -> Run:
        return run_check(change(FileChange("big.py", ReadAnew(*segments), None)), check(**changed))

    def test_reasons_and_lines_are_masked(self) -> None:
        run = self.run((b"k = 'tok_one', 'tok_two'  # privacygate: allow test-token -- tok_one\n", 1))
        for result in run.results:
            assert "tok_" not in result.snippet
            assert [s.justification for s in result.suppressions] == [MASK]

    def test_what_stands_in_two_segments_is_one_result_with_one_reason(self) -> None:
        line = b"k = 'tok_one'  # privacygate: allow test-token -- why\n"
        (result,) = self.run((b"a\n" + line, 1), (line + b"b\n", 2)).results
        assert result.region.start_line == 2
        assert len(result.suppressions) == 1

    def test_a_comment_that_nobody_needs_is_one_note(self) -> None:
        line = b"k = 1  # privacygate: allow test-token -- why\n"
        assert len(self.run((b"a\n" + line, 1), (line + b"b\n", 2)).results) == 1

    def test_no_more_than_two_segments_are_held_at_once(self) -> None:
        alive: list[int] = []
        gone = 0

        class Text(bytes):
            def __del__(self) -> None:
                nonlocal gone
                gone += 1

        class Watched(ReadAnew):
            def __iter__(self) -> Iterator[Segment]:
                for number in range(8):
                    alive.append(number - gone)
                    yield Segment(Text(b"tok_%d\n" % number), number + 1)

        run = run_check(change(FileChange("big.py", Watched(), None)), check())
        assert len(run.results) == 8
        assert max(alive) <= 2

    def test_there_is_no_line_hash(self) -> None:
        assert self.run((b"tok_one\n", 1), full_report=True).results[0].line_hash is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is one worker")
class TestManyFiles:
    """From some number on the rest is looked at in several processes."""

    COUNT = 40

    @pytest.fixture(autouse=True)
    def few_are_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gate, "SPLIT_AFTER_FILES", 10)
        monkeypatch.setattr(gate, "worker_count", lambda: 3)

    def entries(
        self, wanted: Callable[[str], bool] = lambda path: True
    ) -> Iterator[FileChange | Skipped | Notification]:
        for number in range(self.COUNT):
            path = f"f{number:02}.py"
            if wanted(path):
                if number % 9 == 8:
                    yield Skipped(path, "submodules")
                elif number % 9 == 7:
                    yield UNSEEN._replace(path=path)
                else:
                    comment = "  # privacygate: allow test-token -- why" if number % 3 else ""
                    yield file(segment(f"x\nk = 'tok_{number}'{comment}\n"), path=path)

    def run(self, again: Callable[..., Iterable[Any]] | None, *detectors: PatternDetector, **changed: Any) -> Run:
        return run_check(Change("files", None, self.entries(), again), check(*detectors, **changed))

    def test_it_makes_no_difference(self) -> None:
        alone, together = self.run(None), self.run(self.entries)
        assert together._replace(coverage=alone.coverage) == alone
        assert together.coverage._replace(seconds=0) == alone.coverage._replace(seconds=0)
        assert len(alone.results) > 25

    def test_all_use_one_key_even_when_it_cannot_be_kept(self) -> None:
        keys: list[bytes] = []

        def lasting() -> bytes:
            if not keys:
                keys.append(os.urandom(16))
            return keys[0]

        together = self.run(self.entries, key=lasting)
        assert self.run(None, key=lasting).results == together.results

    @pytest.mark.parametrize("error", [DetectorError("broken", remedy="Mend it.", path="f30.py"), ValueError("x")])
    def test_a_failure_in_one_of_them_ends_the_run(self, error: Exception) -> None:
        class FailsLate(PatternDetector):
            def detect(self, changed: FileChange) -> Iterator[Any]:
                if changed.path == "f30.py":
                    raise error
                return iter(())

        with pytest.raises(type(error)) as caught:
            self.run(self.entries, FailsLate())
        assert caught.value.args == error.args
        assert getattr(caught.value, "remedy", "") == getattr(error, "remedy", "")

    def test_a_worker_that_dies_ends_the_run(self) -> None:
        class Dies(PatternDetector):
            def __init__(self) -> None:
                super().__init__()
                self._here = os.getpid()

            def detect(self, changed: FileChange) -> Iterator[Any]:
                if os.getpid() != self._here:
                    os._exit(0)
                return iter(())

        with pytest.raises(ChildProcessError):
            self.run(self.entries, Dies())

    def test_progress_goes_up(self) -> None:
        told: list[int] = []
        self.run(self.entries, progress=lambda files, _: told.append(files))
        assert told == sorted(told)


class TestConclusions:
    def test_notes_of_all_files_come_together(self) -> None:
        entries = (file(segment("tok_b tok_c"), path="b.py"), file(segment("tok_a"), path="a.py"))
        run = run_check(change(*entries), check(CountingDetector()))
        (result,) = run.results
        assert (result.path, result.region, result.properties) == ("a.py", Region(1, 1, 1, 1), (("count", 3),))
        assert [(each.path, each.message) for each in result.related] == [("a.py", "1 here"), ("b.py", "2 here")]
        assert run.verdict.outcome is Outcome.BLOCKED

    def test_what_they_quote_is_masked(self) -> None:
        detectors = CountingDetector(rb"key_\w+", "counted"), PatternDetector()
        run = run_check(change(file(segment("tok_a key_b"))), check(*detectors))
        (said,) = [result for result in run.results if result.rule == "counted"]
        assert said.message == f"1 in all: {MASK} key_b"

    def test_they_have_a_name_that_the_baseline_knows(self) -> None:
        (result,) = run_check(change(file(segment("tok_a"))), check(CountingDetector())).results
        entries = file(segment("\ntok_a tok_b"))
        (later,) = run_check(change(entries), check(CountingDetector(), baseline={result.fingerprint: ""})).results
        assert [each.kind for each in later.suppressions] == [SuppressionKind.EXTERNAL]
