from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from privacygate.change import AddedLines, FileChange, Segment
from privacygate.git.line_ranges import disjoint, new_lines


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5))))
def test_disjoint_has_the_same_lines(runs: list[tuple[int, int]]) -> None:
    ranges = [(first, first + more) for first, more in runs]
    found = disjoint(ranges)
    lines = [line for first, last in found for line in range(first, last + 1)]
    assert lines == sorted({line for first, last in ranges for line in range(first, last + 1)})
    assert all(end + 1 < start for (_, end), (start, _) in itertools.pairwise(found))


def test_new_lines() -> None:
    segments = (Segment(b"one\ntwo\n"), Segment(b"nine\nten\nlast", 9))
    assert list(new_lines(FileChange("a", segments, AddedLines(((2, 2), (10, 12)))))) == [
        (2, b"two"),
        (10, b"ten"),
        (11, b"last"),
    ]
    assert list(new_lines(FileChange("a", segments[:1], None))) == [(1, b"one"), (2, b"two")]
