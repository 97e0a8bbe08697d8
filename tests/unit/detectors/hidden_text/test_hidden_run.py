from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.hidden_text.characters import BIDIRECTIONAL
from privacygate.detectors.hidden_text.hidden_run import _balanced, hidden_runs
from privacygate.model import Confidence


def read(text: str, path: str = "a.py", starts_file: bool = True) -> list[tuple[str, Confidence]]:
    return [(run.rule, run.confidence) for run in hidden_runs(text.encode(), path, starts_file)]


class TestWhatIsNotFound:
    @pytest.mark.parametrize(
        "text",
        [
            "plain\n",
            "“quoted” — with an ellipsis…\n",
            "x = 'שלום\u200f (1)'\n",
            "x = 'می\u200cخواهم'\n",
            "x = 'क्\u200dष'\n",
            "x = '👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3'\n",
            "x = '\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f'\n",
            "x = '葛\U000e0100'\n",
            "x = 'Daten\u00adschutz'\n",
            "# long\u200bword\n",
            "x = '\u2068{name}\u2069'\n",
            "\ufeffimport os\n",
            "x = '\u2067שלום\u2069'\n",
        ],
    )
    def test_what_a_language_or_an_emoji_needs(self, text: str) -> None:
        assert read(text) == []

    @pytest.mark.parametrize("path", ["ar.json", "locale/he.po", "lang/fa/auth.php", "README.md"])
    def test_translations_with_what_is_not_closed(self, path: str) -> None:
        assert read('"a": "\u202bמספר {count}"\n', path) == []

    def test_line_breaks_in_prose(self) -> None:
        assert read("some\u200b.long\u200b.name and Daten\u00adschutz\n", "a.md") == []


class TestBidirectional:
    def test_an_override_in_code(self) -> None:
        assert read("a = 1 # \u202eesrever\u202c\n") == [("bidirectional-override", Confidence.HIGH)]

    def test_an_override_in_prose(self) -> None:
        assert read("a \u202eb\n", "a.md") == [("bidirectional-override", Confidence.MEDIUM)]
        assert read("a \u202eb\n", "AGENTS.md") == [("bidirectional-override", Confidence.HIGH)]

    def test_one_that_is_not_closed_before_the_line_ends(self) -> None:
        assert read("a = 'x\u2066'\n\u2069b\n") == [("bidirectional-override", Confidence.HIGH)]

    def test_code_that_is_turned_around(self) -> None:
        assert read("a = 'x\u2067 y\u2069'\n") == [("bidirectional-control", Confidence.MEDIUM)]

    def test_all_controls_of_a_line_are_one(self) -> None:
        text = "ab\u202ecd\u2066ef\u2069gh\n"
        (run,) = hidden_runs(text.encode(), "a.c", True)
        assert text.encode()[run.start : run.end].decode() == "\u202ecd\u2066ef\u2069"

    @given(st.lists(st.sampled_from(BIDIRECTIONAL), max_size=12))
    def test_closing_everything_balances(self, controls: list[str]) -> None:
        openers = [char for char in controls if char in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"]
        closers = ["\u2069" if char in "\u2066\u2067\u2068" else "\u202c" for char in reversed(openers)]
        assert _balanced(openers + closers)
        assert _balanced(openers) is (not openers)


class TestInvisible:
    def test_tags(self) -> None:
        assert read("x\U000e0041\n", "README.md") == [("hidden-tag-characters", Confidence.HIGH)]
        assert read("\U0001f3f4\U000e0041\U000e007f\n") == [("hidden-tag-characters", Confidence.HIGH)]

    def test_selectors(self) -> None:
        assert read("x😀" + "\U000e0120\U000e0121" * 3 + "\n") == [("variation-selector-run", Confidence.HIGH)]
        assert read("x❤\ufe0f\ufe0f\n") == []

    def test_zero_width(self) -> None:
        assert read("x\u200b\u200b\u200b\u200b\n") == [("zero-width-run", Confidence.MEDIUM)]
        assert read("x\u200b\u200b\u200b\u200b\n", "yi.json") == []  # what some machine translations leave
        assert read("x" + "\u200b\u200c" * 8 + "\n", "a.md") == [("zero-width-run", Confidence.HIGH)]
        assert read("x\u200b\u200b\u200b\u200b\n", ".cursorrules") == [("zero-width-run", Confidence.HIGH)]

    @pytest.mark.parametrize("char", ["\u200b", "\u200d", "\u2062", "\u00ad", "\u034f", "\ufeff"])
    def test_in_a_name(self, char: str) -> None:
        assert read(f"is{char}admin = 1\n") == [("invisible-in-identifier", Confidence.MEDIUM)]

    def test_a_filler(self) -> None:
        assert read("const { a,\u3164} = b\n", "a.js") == [("invisible-filler", Confidence.HIGH)]
        assert read("const a = '\u3164'\n", "a.js") == [("invisible-filler", Confidence.LOW)]

    def test_a_byte_order_mark(self) -> None:
        assert read("a\n\ufeffb\n") == [("misplaced-byte-order-mark", Confidence.LOW)]
        assert read("\ufeffb\n", starts_file=False) == [("misplaced-byte-order-mark", Confidence.LOW)]


def test_bytes_that_are_not_utf_8_hide_nothing() -> None:
    text = b"\xff\xfe caf\xe9 \xe2\x80\xae x\n"
    (run,) = hidden_runs(text, "a.c", True)
    assert text[run.start : run.end] == b"\xe2\x80\xae"


def test_a_long_line_takes_a_moment() -> None:
    started = time.perf_counter()
    assert len(list(hidden_runs(("a\u202e" * 100_000).encode(), "a.c", True))) == 1
    assert len(list(hidden_runs(("a\u200bb " * 100_000).encode(), "a.c", True))) == 100_000
    assert time.perf_counter() - started < 30
