from __future__ import annotations

import time

import pytest
from changes import segment
from hypothesis import given
from hypothesis import strategies as st

from privacygate.change import Segment
from privacygate.model import Region
from privacygate.positions import Places, region_of, text_of


@pytest.mark.parametrize(
    ("text", "word", "region"),
    [
        (b"x", b"x", Region(1, 1, 1, 2)),
        (b"a\nb\nx", b"x", Region(3, 1, 3, 2)),
        (b"\n\n\nx\n", b"x", Region(4, 1, 4, 2)),
        ("ä = x".encode(), b"x", Region(1, 5, 1, 6)),
        ("a𐐀b".encode(), b"b", Region(1, 3, 1, 4)),  # SARIF's own example, in code points
        ("日本語x".encode(), b"x", Region(1, 4, 1, 5)),
        ("e\u0301x".encode(), b"x", Region(1, 3, 1, 4)),  # a code point is not what people see as a character
        (b"a\r\nx\r\n", b"x", Region(2, 1, 2, 2)),
        (b"a\rx", b"x", Region(1, 3, 1, 4)),  # git breaks lines at line feeds alone
        ("a\u2028x".encode(), b"x", Region(1, 3, 1, 4)),
        ("\ufeffx".encode(), b"x", Region(1, 2, 1, 3)),
        (b"\tx", b"x", Region(1, 2, 1, 3)),
        (b"\0x", b"x", Region(1, 2, 1, 3)),
        (b"\xff\xfex", b"x", Region(1, 3, 1, 4)),
        (b"\xe2\x82x", b"x", Region(1, 2, 1, 3)),  # a sequence that breaks off is one character
        (b"\x80\x80x", b"x", Region(1, 3, 1, 4)),
        (b"a\nx\ny\nb", b"x\ny", Region(2, 1, 3, 2)),
        (b"ax\n", b"x\n", Region(1, 2, 2, 1)),
    ],
)
def test_lines_and_columns(text: bytes, word: bytes, region: Region) -> None:
    start = text.index(word)
    assert region_of(Segment(text), start, start + len(word)) == region


def test_a_hunk_begins_on_its_own_line() -> None:
    assert region_of(segment("a\nx\n", first_line=40), 2, 3) == Region(41, 1, 41, 2)


def test_a_piece_of_a_long_line_begins_in_its_own_column() -> None:
    assert region_of(segment("äx", first_line=7, first_column=100), 2, 3) == Region(7, 101, 7, 102)


def test_the_column_of_a_piece_counts_for_its_first_line_only() -> None:
    assert region_of(segment("ab\nx", first_line=7, first_column=100), 3, 4) == Region(8, 1, 8, 2)


def test_the_end_of_the_text_is_a_place() -> None:
    assert region_of(Segment(b""), 0, 0) == Region(1, 1, 1, 1)
    assert region_of(Segment(b"a\n"), 2, 2) == Region(2, 1, 2, 1)


@pytest.mark.parametrize(
    ("text", "offset", "line"),
    [
        (b"", 0, b""),
        (b"abc", 1, b"abc"),
        (b"abc", 3, b"abc"),
        (b"a\nbc\nd", 2, b"bc"),
        (b"a\nbc\nd", 4, b"bc"),  # the line break belongs to the line it ends
        (b"a\r\nbc\r\nd", 3, b"bc"),
        (b"a\r\nbc\r\nd", 5, b"bc"),
        (b"bc\r", 0, b"bc"),
        (b"\r\n", 0, b""),
        (b"\n\n", 1, b""),
        (b"a\rb\n", 0, b"a\rb"),
    ],
)
def test_the_line_around(text: bytes, offset: int, line: bytes) -> None:
    start, end = Places(Segment(text)).line_around(offset)
    assert text[start:end] == line
    assert start <= offset


texts = st.lists(
    st.sampled_from([b"a", b"\n", b"\r\n", b"\r", "ä".encode(), "𐐀".encode(), b"\xff", b"\xe2\x82", b"\x80", b"\xf0"])
).map(b"".join)


def plain_position(text: bytes, offset: int, first_line: int, first_column: int) -> tuple[int, int]:
    """The same in the plainest way there is."""
    lines = text[:offset].split(b"\n")
    column = len(lines[-1].decode("utf-8", "replace")) + 1
    return first_line + len(lines) - 1, column + (first_column - 1 if len(lines) == 1 else 0)


@given(texts, st.lists(st.floats(0, 1)), st.integers(1, 9), st.integers(1, 9))
def test_places_agree_with_the_plain_way_in_whatever_order_they_are_asked_for(
    text: bytes, shares: list[float], first_line: int, first_column: int
) -> None:
    places = Places(Segment(text, first_line, first_column))
    for share in shares:
        offset = round(share * len(text))
        assert places.of(offset) == plain_position(text, offset, first_line, first_column)
        start, end = places.line_around(offset)
        assert start == text.rfind(b"\n", 0, offset) + 1
        assert text[start:end] == text[start:].split(b"\n")[0].removesuffix(b"\r")
        assert places.region(0, offset)[2:] == plain_position(text, offset, first_line, first_column)


@given(texts)
def test_columns_are_those_of_the_whole_line_decoded_at_once(text: bytes) -> None:
    line = text.replace(b"\n", b"")
    decoded = text_of(line)
    places = Places(Segment(line))
    starts = [at for at in range(len(line)) if not 0x80 <= line[at] < 0xC0]
    for at in starts:
        assert decoded[places.of(at)[1] - 1 :] == text_of(line[at:])


def test_a_hundred_thousand_places_on_one_line_take_a_moment() -> None:
    text = b"token=12345678; " * 200_000
    places = Places(Segment(text))
    started = time.perf_counter()
    for at in range(0, len(text), 32):
        places.region(at, at + 8)
        places.line_around(at)
    assert time.perf_counter() - started < 5  # 0.3 s; in the plain way it takes minutes
