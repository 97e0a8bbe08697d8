from __future__ import annotations

import codecs
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from privacygate.change import AddedLines, FileChange, Segment
from privacygate.git import text as module
from privacygate.git.text import (
    OVERLAP_BYTES,
    SEGMENT_BYTES,
    LargeText,
    Transcoder,
    cut,
    decoded_lines,
    file_change,
    large_file_change,
    segments_of,
)
from privacygate.model import Skipped

ENCODINGS = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
TEXT = "KEY = 'ä𐐀上'\r\nzwei\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_with_a_byte_order_mark_it_becomes_utf_8(encoding: str) -> None:
    raw = ("\ufeff" + TEXT).encode(encoding)
    assert segments_of(raw) == (Segment(TEXT.encode()),)
    assert file_change("a", raw) == FileChange("a", (Segment(TEXT.encode()),), None)


def test_the_mark_of_utf_8_is_no_column() -> None:
    assert segments_of(codecs.BOM_UTF8 + TEXT.encode()) == (Segment(TEXT.encode()),)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"plain\n",
        b"a\0b\n",
        b"\xff\n\x80",
        b"\xff\xfeKEY=value\n",  # the mark of UTF-16 before something else
        b"\xfe\xffKEY=value\n",
        b"\xff\xfe",
        b"\xef\xbb",
        TEXT.encode("utf-16-le"),  # no mark
        TEXT.encode("latin-1", "replace"),
    ],
)
def test_everything_else_stays_as_it_is(raw: bytes) -> None:
    assert segments_of(raw) == (Segment(raw),)
    assert file_change("a", raw) == FileChange("a", (Segment(raw),), None)


def test_what_was_appended_to_utf_16_is_seen() -> None:
    """`echo KEY=… >> file` in a shell that knows nothing of UTF-16."""
    raw = "\ufeffone\n".encode("utf-16-le") + b"KEY=0123456789abcdef\n"
    text, as_it_is = segments_of(raw)
    assert text.text.startswith(b"one\n")
    assert as_it_is == Segment(raw)
    assert tuple(LargeText(lambda: iter([raw[:7], raw[7:]]))) == (text, as_it_is)


def test_broken_utf_16_is_read_as_far_as_it_goes() -> None:
    raw = "\ufeffone\n".encode("utf-16-le") + b"\x00\xd8x\0\n"
    assert segments_of(raw) == (Segment("one\n\ufffdx\ufffd".encode()),)


@given(
    lines=st.lists(st.text(st.sampled_from("a上\u0a4e\u0a0aĊ𐐀\r"), max_size=4), min_size=1, max_size=8),
    end=st.booleans(),
    encoding=st.sampled_from(ENCODINGS),
    data=st.data(),
)
def test_lines_of_git_become_lines_of_the_text(lines: list[str], end: bool, encoding: str, data: st.DataObject) -> None:
    """The lines of git that hold a character tell of its line."""
    text = "\n".join(lines) + ("\n" if end else "")
    raw = ("\ufeff" + text).encode(encoding)
    assume(b"\0" in raw[4:])  # what has none is not taken for UTF-16: see `_encoding`
    position = data.draw(st.integers(0, max(0, len(text) - 1)))
    start, stop = (len(("\ufeff" + text[:stop]).encode(encoding)) for stop in (position, position + 1))
    number = text.count("\n", 0, position) + 1
    first, last = (raw.count(b"\n", 0, offset) + 1 for offset in (start, max(start, stop - 1)))
    found = decoded_lines(raw, AddedLines(((first, last),)))
    assert found is not None
    assert found.overlap(number, number)
    assert found.total <= 2


def test_lines_of_utf_8_stay() -> None:
    added = AddedLines(((2, 3),))
    assert decoded_lines(b"one\ntwo\nthree\n", added) is added
    assert decoded_lines(codecs.BOM_UTF8 + b"one\n", added) is added
    assert decoded_lines("\ufeffone\n".encode("utf-16-le"), None) is None


def test_media_are_skipped() -> None:
    raw = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    assert file_change("a", raw) == Skipped("a", "binary files")
    assert large_file_change("a", raw, lambda: iter([raw])) == Skipped("a", "binary files")


def test_a_large_file_is_read_anew_each_time() -> None:
    opened = []

    def chunks() -> Iterator[bytes]:
        opened.append(1)
        yield from (b"one\n", b"two\n")

    added = AddedLines(((2, 2),))
    entry = large_file_change("a", b"one\n", chunks, added, "b")
    assert isinstance(entry, FileChange)
    assert (entry.path, entry.added, entry.whole, entry.old_path) == ("a", added, True, "b")
    for _ in range(2):
        assert list(entry.segments) == [Segment(b"one\ntwo\n")]
    assert len(opened) == 2


def test_of_a_large_file_in_utf_16_every_line_is_new() -> None:
    raw = ("\ufeff" + TEXT).encode("utf-16-le")
    entry = large_file_change("a", raw, lambda: iter([raw]), AddedLines(((1, 1),)))
    assert isinstance(entry, FileChange)
    assert (entry.added, list(entry.segments)) == (None, [Segment(TEXT.encode())])


@given(
    encoding=st.sampled_from([*ENCODINGS, "utf-8"]),
    text=st.text(st.sampled_from("aä上𐐀\n\r\0"), max_size=12),
    size=st.integers(1, 7),
)
def test_transcoding_in_whatever_chunks(encoding: str, text: str, size: int) -> None:
    raw = ("\ufeff\0" + text).encode(encoding)
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)]
    (segment,) = segments_of(raw)
    assert b"".join(Transcoder(iter(chunks))) == segment.text


def test_transcoding_nothing() -> None:
    assert b"".join(Transcoder(iter(()))) == b""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 64)
    monkeypatch.setattr(module, "OVERLAP_BYTES", 8)
    monkeypatch.setattr(module, "_LINE_SEARCH_BYTES", 24)


def places(text: bytes) -> dict[int, tuple[int, int]]:
    """Line and column of every code point, by the offset of its byte."""
    found, line, column, offset = {}, 1, 1, 0
    for character in text.decode():
        found[offset] = (line, column)
        offset += len(character.encode())
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    return found


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("alphabet", ["ab\n", "ä上𐐀", "a𐐀\n", "abcdefghijklmnop\n"])
def test_segments_overlap_and_know_where_they_are(alphabet: str) -> None:
    @given(st.text(st.sampled_from(alphabet), max_size=400), st.integers(1, 30))
    def check(string: str, size: int) -> None:
        text = string.encode()
        segments = list(cut(text[start : start + size] for start in range(0, len(text), size)))
        place = {value: offset for offset, value in places(text).items()}
        end = 0
        for segment in segments:
            assert len(segment.text) <= 64
            start = place[segment.first_line, segment.first_column] if text else 0
            assert text.startswith(segment.text, start)
            assert start <= max(0, end - 8), "they overlap"
            assert start == 0 or start + len(segment.text) > end, "they go on"
            end = start + len(segment.text)
        assert end == len(text)

    check()


@pytest.mark.usefixtures("small")
def test_segments_are_cut_between_lines_where_possible() -> None:
    text = b"".join(b"line %03d\n" % number for number in range(30))
    segments = list(cut([text]))
    assert all(segment.text.endswith(b"\n") and segment.first_column == 1 for segment in segments)
    assert {line for segment in segments for line in segment.text.splitlines()} == {*text.splitlines()}
    assert segments[1].first_line == 7


@pytest.mark.usefixtures("small")
def test_bytes_that_are_no_characters_are_cut_anywhere() -> None:
    text = b"\x80" * 200
    segments = list(cut([text]))
    assert [segment.first_column for segment in segments] == [1, 57, 113, 169]


def test_a_line_of_200_mb_is_never_held() -> None:
    chunk = b"0123456789abcdef" * 4096
    held = end = 0
    for segment in cut(chunk for _ in range(200 * 16)):
        held = max(held, len(segment.text))
        assert segment.first_line == 1
        assert segment.text[:16] == (chunk + chunk)[(segment.first_column - 1) % 16 :][:16]
        assert end == 0 or segment.first_column - 1 == end - OVERLAP_BYTES
        end = segment.first_column - 1 + len(segment.text)
    assert (held, end) == (SEGMENT_BYTES, 200 << 20)
