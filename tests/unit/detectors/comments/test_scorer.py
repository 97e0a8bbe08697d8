from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.comments.finder import Finder, compile_finder
from privacygate.detectors.comments.scorer import Scorer, explanation
from privacygate.detectors.comments.signal import Signal

from .comment_rules import parsed

ONE = Signal("r", "one thing", 0.5, True, "one", "", True, "one")
TWO = Signal("s", "another", 0.7, True, "two", "not two", True, "two")
MORE = Signal("", "", 0.3, False, "more", "", True, "")


def made(signals: Sequence[Signal], off: Sequence[str] = ()) -> Scorer:
    finder = compile_finder(signals)
    assert isinstance(finder, Finder)
    return Scorer(signals, finder, off)


@pytest.mark.parametrize(
    ("text", "total", "rule"),
    [
        ("", 0, ""),
        ("more and more", 0, ""),
        ("one", 0.5, "r"),
        ("one more", 0.8, "r"),
        ("one two", 1.2, "s"),
        ("not two", 0, ""),
        ("not two, and again                                        two", 0.7, "s"),
        ("ONE", 0.5, "r"),
    ],
)
def test_weights_add_up(text: str, total: float, rule: str) -> None:
    score = made([ONE, TWO, MORE]).score(text.encode())
    assert (score.total, score.rule) == (total, rule)


def test_rules_that_are_off_do_not_count() -> None:
    scorer = made([ONE, TWO, MORE], ["s"])
    assert scorer.score(b"one two more").total == 0.8
    assert not scorer.speaks(1)


def test_what_it_tells_comes_in_the_order_of_weight_and_once() -> None:
    hits = made([ONE, TWO, MORE, ONE._replace(pattern="on")]).score(b"one two more").hits
    assert explanation(hits) == "another and one thing"
    assert explanation(hits[:1]) == "one thing"
    assert explanation(()) == ""


def test_signals_of_a_file(tmp_path: Path) -> None:
    scorer = made(parsed(tmp_path).signals)
    assert scorer.score(b"we have a secret apple").total == 0.9
    assert scorer.score(b"a secret apple pie").total == 0
    assert scorer.score(b"pears are 3 euros").rule == "fruit-secret"
    assert scorer.score(b"copyright: pears are 3 euros").total < 0


@given(st.binary())
def test_any_bytes_are_weighed(text: bytes) -> None:
    made([ONE, TWO, MORE]).score(text)
