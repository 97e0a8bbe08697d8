from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from privacygate.git.line_reader import PIECE_BYTES, LineReader


@given(st.lists(st.binary(max_size=5) | st.just(b"\n")))
def test_lines_of_chunks(chunks: list[bytes]) -> None:
    reader = LineReader(chunks)
    lines = []
    while line := reader.read():
        lines.append(line)
        assert reader.number == len(lines)
    assert b"".join(lines) == b"".join(chunks)
    assert all(line.count(b"\n") == 1 and line.endswith(b"\n") for line in lines[:-1])


def test_one_step_back() -> None:
    reader = LineReader([b"one\ntwo\n"])
    first = reader.read()
    reader.unread(first)
    assert reader.number == 0
    assert [reader.read(), reader.read(), reader.read()] == [b"one\n", b"two\n", b""]


def test_a_long_line_comes_in_pieces() -> None:
    reader = LineReader([b"x" * 70_000] * 40 + [b"\n", b"next\n"])
    pieces = [reader.read()]
    while not pieces[-1].endswith(b"\n"):
        assert len(pieces[-1]) == PIECE_BYTES
        pieces.append(reader.read_piece())
    assert b"".join(pieces) == b"x" * 70_000 * 40 + b"\n"
    assert (reader.number, reader.read(), reader.number) == (1, b"next\n", 2)
