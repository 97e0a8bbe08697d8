from __future__ import annotations

import pytest
from changes import change, file, segment
from hypothesis import given
from hypothesis import strategies as st

from privacygate.change import AddedLines

MARKER = "correct-horse-battery-staple"


@pytest.mark.parametrize(
    ("ranges", "first", "last"),
    [
        ((), 1, 10**9),
        (((5, 7),), 1, 4),
        (((5, 7),), 8, 100),
        (((2, 2), (9, 9)), 3, 8),
    ],
)
def test_old_lines_do_not_overlap(ranges: tuple[tuple[int, int], ...], first: int, last: int) -> None:
    assert not AddedLines(ranges).overlap(first, last)


@pytest.mark.parametrize(
    ("ranges", "first", "last"),
    [
        (((5, 7),), 5, 5),
        (((5, 7),), 7, 7),
        (((5, 7),), 6, 6),
        (((5, 7),), 1, 5),
        (((5, 7),), 7, 100),
        (((5, 7),), 1, 100),
        (((2, 2), (9, 9)), 3, 9),
        (((2, 2), (9, 9)), 1, 8),
        (((1, 1 << 61),), 1 << 60, 1 << 60),
    ],
)
def test_a_line_that_is_new_overlaps(ranges: tuple[tuple[int, int], ...], first: int, last: int) -> None:
    assert AddedLines(ranges).overlap(first, last)


@given(st.sets(st.integers(1, 40)), st.integers(1, 45), st.integers(0, 10))
def test_it_agrees_with_a_set_of_lines(lines: set[int], first: int, length: int) -> None:
    ranges: list[tuple[int, int]] = []
    for line in sorted(lines):
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1] = (ranges[-1][0], line)
        else:
            ranges.append((line, line))
    added = AddedLines(tuple(ranges))
    assert added.overlap(first, first + length) is bool(lines & set(range(first, first + length + 1)))
    assert added.total == len(lines)


def test_every_line_of_a_new_file_is_new() -> None:
    assert file(segment("a\nb\n")).is_new(1, 1)
    assert file(segment("a\nb\n")).is_new(10**6, 10**6)


def test_only_added_lines_of_an_old_file_are_new() -> None:
    changed = file(segment("a\nb\nc\n"), added=((2, 2),))
    assert not changed.is_new(1, 1)
    assert changed.is_new(2, 2)
    assert changed.is_new(1, 3)


def test_a_file_without_added_lines_has_nothing_new() -> None:
    assert not file(segment("a\n"), added=()).is_new(1, 1)


@pytest.mark.parametrize("show", [repr, str, "{0!r} {0}".format])
def test_no_text_shows(show: object) -> None:
    assert callable(show)
    piece = segment(f"password = {MARKER}\n", 3, 9)
    for holder in (piece, file(piece), change(file(piece)), [piece], {"a": (piece,)}):
        assert MARKER not in show(holder)
        assert "password" not in show(holder)
    assert show(piece).endswith("Segment(40 bytes from 3:9)")
