from __future__ import annotations

from itertools import pairwise

import pytest
from changes import segment
from hypothesis import given
from hypothesis import strategies as st

from privacygate.change import AddedLines
from privacygate.detectors.secrets.reach import MARGIN_BYTES, MARGIN_LINES, windows_around

LINES = [f"line {number} {'x' * 60}\n" for number in range(1, 401)]
TEXT = "".join(LINES)


def windows(text: str, *ranges: tuple[int, int], first_line: int = 1) -> list[tuple[int, int]]:
    return windows_around(segment(text, first_line), AddedLines(ranges))


def around(text: str, *ranges: tuple[int, int], first_line: int = 1) -> str:
    """What stands in the windows, one after the other."""
    return "".join(text[start:end] for start, end in windows(text, *ranges, first_line=first_line))


def test_nothing_added_is_nothing_to_read() -> None:
    assert around(TEXT) == ""
    assert around("short\n") == ""


def test_a_short_text_is_read_whole() -> None:
    assert around("a\nb\nc\n", (2, 2)) == "a\nb\nc\n"


def test_added_lines_have_a_margin_on_both_sides() -> None:
    read = around(TEXT, (200, 201))
    margin = MARGIN_BYTES // len(LINES[200]) + 1
    assert "".join(LINES[199 - margin + 1 : 201 + margin - 1]) in read
    assert LINES[199 - MARGIN_LINES] in read
    assert LINES[50] not in read
    assert LINES[350] not in read


def test_at_the_ends_of_a_text() -> None:
    assert around(TEXT, (1, 1)).startswith(LINES[0])
    assert around(TEXT, (400, 400)).endswith(LINES[399])
    assert around(TEXT, (1, 400)) == TEXT


def test_lines_of_other_segments_do_not_count() -> None:
    assert around(TEXT, (200, 201), first_line=1000) == ""
    assert LINES[5] in around(TEXT, (1006, 1006), first_line=1001)
    assert around(TEXT, (500, 600)) == ""


def test_runs_that_touch_are_read_once() -> None:
    assert around(TEXT, (200, 200), (203, 203)).count(LINES[201]) == 1


@pytest.mark.parametrize("text", ["x" * 5000, "\n" * 5000, "x" * 5000 + "\n" + "y" * 5000])
def test_long_and_empty_lines(text: str) -> None:
    read = around(text, (1, 1))
    assert text.split("\n", maxsplit=1)[0] in read


@given(
    st.lists(st.sampled_from(["\n", "a\n", "b" * 80 + "\n", "c" * 900 + "\n"]), min_size=1, max_size=80),
    st.sets(st.integers(1, 90), max_size=12),
    st.integers(1, 20),
)
def test_every_added_line_is_in_it(lines: list[str], added: set[int], first_line: int) -> None:
    text = "".join(lines)
    ranges = tuple((line, line) for line in sorted(added))
    read = around(text, *ranges, first_line=first_line)
    for line in added:
        if first_line <= line < first_line + len(lines):
            assert lines[line - first_line] in read
    spans = windows(text, *ranges, first_line=first_line)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
