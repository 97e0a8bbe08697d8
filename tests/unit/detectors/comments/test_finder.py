from __future__ import annotations

import pytest

from privacygate.detectors.comments import finder
from privacygate.detectors.comments.finder import Finder, compile_finder, load_finder
from privacygate.detectors.comments.signal import Signal

SIGNALS = [
    Signal("r", "a", 1, False, "we", "", True, ""),
    Signal("r", "b", 1, True, "one", "", True, "one"),
    Signal("r", "c", 1, True, "Two", "", False, "Two"),
]


@pytest.fixture
def compiled() -> Finder:
    made = compile_finder(SIGNALS)
    assert isinstance(made, Finder)
    return made


def test_places_and_which_signal(compiled: Finder) -> None:
    assert compiled.places(b"Two and ONE, two we") == [(3, 2), (11, 1)]
    assert compiled.places(b"") == []
    assert compiled.places(b"nothing") == []


def test_it_can_be_kept(compiled: Finder) -> None:
    again = load_finder(compiled.dump(), SIGNALS)
    assert again is not None
    assert again.places(b"one") == [(3, 1)]
    assert load_finder(b"something else", SIGNALS) is None


def test_places_are_bounded(compiled: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "MOST_PLACES", 10)
    assert len(compiled.places(b"one " * 1000)) == 10
    assert compiled.places(b"one") == [(3, 1)], "and the next text is looked at afresh"


def test_what_cannot_be_compiled_is_said() -> None:
    assert isinstance(compile_finder([SIGNALS[1]._replace(find="(?=a)b")]), str)


def test_signals_that_are_found_by_the_same_are_found_together() -> None:
    finder = compile_finder([*SIGNALS, SIGNALS[1]._replace(tells="d")])
    assert isinstance(finder, Finder)
    assert finder.places(b"one") == [(3, 1), (3, 3)]
