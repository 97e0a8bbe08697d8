"""Lines of a stream, with their numbers, and one step back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE_BYTES = 1 << 20
"""A longer line comes in pieces, of which only the last ends with a line break."""


class LineReader:
    """Reads lines of any length from chunks of bytes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._readline = BufferedReader(_Chunks(iter(chunks)), PIECE_BYTES).readline
        self._returned: bytes | None = None
        self.number = 0
        """The number, from 1, of the line that was read last."""

    def read(self) -> bytes:
        """The next line with its line break, or the first piece of it; empty at the end."""
        if self._returned is not None:
            line, self._returned = self._returned, None
        else:
            line = self._readline(PIECE_BYTES)
        self.number += 1
        return line

    def read_piece(self) -> bytes:
        """The next piece of the line that was read last."""
        return self._readline(PIECE_BYTES)

    def unread(self, line: bytes) -> None:
        """Go back before `line`, which was read last."""
        self._returned = line
        self.number -= 1


class _Chunks(RawIOBase):
    """Chunks of bytes as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        view = memoryview(buffer).cast("B")
        size_bytes = min(len(view), len(self._rest))
        view[:size_bytes] = self._rest[:size_bytes]
        self._rest = self._rest[size_bytes:]
        return size_bytes
