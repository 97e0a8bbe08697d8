from __future__ import annotations

import pickle

from changes import file, key, segment
from detecting import ComplainingDetector, CountingDetector, PatternDetector

from privacygate.change import FileChange
from privacygate.inspection import Inspection, Seen
from privacygate.model import Level, NoteOnFile, Notification, Region, RuleId, Skipped
from privacygate.redaction import MASK

UNSEEN = Notification("file-unreadable", "x", Level.ERROR, "a")


def seen(*entries: FileChange | Skipped | Notification, detectors: tuple[PatternDetector, ...] = ()) -> Seen:
    inspection = Inspection(detectors or (PatternDetector(),), key, line_hashes=False)
    for entry in entries:
        inspection.look_at(entry)
    return inspection.seen


def test_nothing() -> None:
    nothing = seen()
    assert (nothing.files, nothing.lines, nothing.size_bytes) == (0, 0, 0)
    assert not (nothing.results or nothing.allowances or nothing.notifications or nothing.is_new)


def test_entries_are_counted_by_what_they_are() -> None:
    counted = seen(
        file(segment("a\nb")), Skipped("x", "submodules"), Skipped("y", "submodules"), UNSEEN, file(segment("c\n"))
    )
    assert (counted.files, counted.lines, counted.size_bytes) == (2, 3, 5)
    assert counted.skipped == {"submodules": 2}
    assert counted.notifications == [UNSEEN]


def test_old_results_are_known_and_marked_as_old() -> None:
    both = seen(file(segment("tok_one\ntok_two\n"), added=((2, 2),)))
    assert [result.region.start_line for result in both.results] == [1, 2]
    assert both.is_new == [False, True]


def test_allowances() -> None:
    (allowance,) = seen(file(segment("x\nk = 'tok_a'  # privacygate: allow test-token -- tok_a\n"))).allowances
    assert allowance.rules == (RuleId("test-token"),)
    assert (allowance.line, allowance.covers, allowance.is_new) == (2, (2,), True)
    assert allowance.justification == MASK


def test_an_allowance_on_an_old_line_that_speaks_of_a_new_one_is_new() -> None:
    text = "# privacygate: allow test-token\nk = 1\nm = 1\n"
    assert [a.is_new for a in seen(file(segment(text), added=((2, 2),))).allowances] == [True]
    assert [a.is_new for a in seen(file(segment(text), added=((3, 3),))).allowances] == [False]


def test_an_allowance_that_speaks_of_the_next_line_alone() -> None:
    (allowance,) = seen(file(segment("# pragma: allowlist nextline secret\nk = 1\n"))).allowances
    assert allowance.covers == (2,)


def test_what_detectors_complain_about_is_kept() -> None:
    complained = seen(file(segment("x"), path="b"), detectors=(ComplainingDetector(UNSEEN),))
    assert complained.notifications == [UNSEEN._replace(path="b")]


def test_two_halves_make_a_whole() -> None:
    entries = [file(segment(f"tok_{n}  # gitleaks:allow\n"), path=f"{n}.py") for n in range(6)]
    whole, first, second = seen(*entries, UNSEEN), seen(*entries[:3]), seen(*entries[3:], UNSEEN)
    first.add(second)
    assert vars(first) == vars(whole)


def test_it_travels_without_text() -> None:
    sent = seen(file(segment("tok_secret = tok_other  # privacygate: allow x -- tok_secret\n")))
    raw = pickle.dumps(sent)
    assert b"tok_secret" not in raw
    assert b"tok_other" not in raw
    assert vars(pickle.loads(raw)) == vars(sent)  # noqa: S301


def test_segments_of_patches_are_looked_at_together() -> None:
    hunks = file(segment("tok_a\n", 5), segment("x # tok_a\n", 90), added=((5, 5), (90, 90)), whole=False)
    assert [result.region for result in seen(hunks).results] == [Region(5, 1, 5, 6), Region(90, 5, 90, 10)]


def test_notes_travel_without_text() -> None:
    noted = seen(file(segment("x tok_a")), detectors=(CountingDetector(), PatternDetector()))
    assert noted.notes == [(0, NoteOnFile("app.py", 1, (f"x {MASK}",)))]
    noted.add(pickle.loads(pickle.dumps(noted)))  # noqa: S301 - our own
    assert len(noted.notes) == 2
