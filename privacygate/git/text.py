"""Bytes of a file to segments of text: byte order marks, and pieces of what is too large to hold."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, chain

from privacygate.change import AddedLines, FileChange, Segment
from privacygate.git.media import FIRST_BYTES, is_media
from privacygate.model import Skipped
from privacygate.positions import text_of

SEGMENT_BYTES = 8 << 20
"""A larger text is given in several segments."""

OVERLAP_BYTES = 64 << 10
"""How much of a segment the next one repeats, at least: what spans a cut is whole in one of them."""

_LINE_SEARCH_BYTES = 1 << 20
"""How far before the limit of a segment the end of a line is looked for."""

_HEAD_BYTES = 1 << 16
"""How much of a stream says what encoding it is in."""

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_PLAIN_FIRST_BYTES = frozenset(range(256)) - FIRST_BYTES - {mark[0] for mark, _ in _ENCODINGS}
"""A file that begins with one of them has no byte order mark and is no media file."""


def file_change(
    path: str, raw: bytes, added: AddedLines | None = None, old_path: str | None = None
) -> FileChange | Skipped:
    """The entry for a file held whole. `added` counts lines as git does: by the bytes 0x0A in `raw`."""
    if not raw or raw[0] in _PLAIN_FIRST_BYTES:
        return FileChange(path, (Segment(raw),), added, True, old_path)
    if is_media(raw):
        return Skipped(path, "binary files")
    return FileChange(path, segments_of(raw), decoded_lines(raw, added), True, old_path)


def large_file_change(
    path: str,
    head: bytes,
    open_chunks: Callable[[], Iterator[bytes]],
    added: AddedLines | None = None,
    old_path: str | None = None,
) -> FileChange | Skipped:
    """As `file_change`, for a file larger than `SEGMENT_BYTES`: it is read anew each time it is gone through.

    `head` is its beginning, `media.HEAD_BYTES` or more.
    """
    if is_media(head):
        return Skipped(path, "binary files")
    if _encoding(head)[1] != "utf-8":  # the bytes 0x0A are not its lines, and it is too large to count them
        added = None
    return FileChange(path, LargeText(open_chunks), added, True, old_path)


def segments_of(raw: bytes) -> tuple[Segment, ...]:
    """The text of a file that is held whole: in UTF-8, without a byte order mark.

    NOTE: there are two segments for the same lines, the text and the bytes as they are, where something
    that knew nothing of UTF-16 has added to a file in UTF-16, as `echo … >> file` does.
    """
    mark, encoding = _encoding(raw)
    if encoding == "utf-8":
        return (Segment(raw[mark:]),)
    text = Segment(raw[mark:].decode(encoding, "replace").encode())
    return (text, Segment(raw)) if _has_text_of_single_bytes(raw) else (text,)


def decoded_lines(raw: bytes, added: AddedLines | None) -> AddedLines | None:
    """Lines as git counts them in `raw` to lines of the text.

    In UTF-16 a byte 0x0A may be half of another character: 上 is U+4E0A.
    """
    mark, encoding = _encoding(raw)
    if added is None or encoding == "utf-8":
        return added
    ends = list(accumulate(len(line) + 1 for line in raw.split(b"\n")))
    breaks = _BreakCounter(raw, mark, encoding)
    ranges = []
    for first, last in added.ranges:
        # In little endian the 0x00 of a line break comes after the 0x0A and opens git's next line.
        first_line = 1 + breaks.before(ends[first - 2] + breaks.unit - 1 if first > 1 else 0)
        last_line = 1 + breaks.before(ends[last - 1] - 1)
        ranges.append((first_line, max(first_line, last_line)))
    return AddedLines(tuple(ranges))


class _BreakCounter:
    """Counts the line breaks of an encoded text before growing offsets, each byte once."""

    def __init__(self, raw: bytes, mark: int, encoding: str) -> None:
        self.unit = 4 if "32" in encoding else 2
        self._raw, self._encoding, self._offset, self._count = raw, encoding, mark, 0
        self._mark = mark

    def before(self, offset: int) -> int:
        """How many line breaks are in whole units before the byte at `offset`."""
        end = max(self._mark, offset - (offset - self._mark) % self.unit)
        if end < self._offset:
            back = self._raw[end : self._offset].decode(self._encoding, "replace").count("\n")
            return self._count - back
        self._count += self._raw[self._offset : end].decode(self._encoding, "replace").count("\n")
        self._offset = end
        return self._count


class LargeText:
    """The segments of a text that is too large to hold. See `segments_of`; read anew each time."""

    def __init__(self, open_chunks: Callable[[], Iterator[bytes]]) -> None:
        self._open_chunks = open_chunks

    def __iter__(self) -> Iterator[Segment]:
        text = Transcoder(self._open_chunks())
        yield from cut(text)
        if text.saw_single_bytes:
            yield from cut(self._open_chunks())


class Transcoder:
    """A text in chunks of UTF-8, without its byte order mark. See `segments_of`."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.saw_single_bytes = False
        """Whether bytes that make no sense in its encoding went by."""

    def __iter__(self) -> Iterator[bytes]:
        head = b""
        for chunk in self._chunks:
            head += chunk
            if len(head) >= _HEAD_BYTES:
                break
        mark, encoding = _encoding(head)
        if encoding == "utf-8":
            yield head[mark:]
            yield from self._chunks
            return
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        for chunk in chain((head[mark:],), self._chunks):
            self.saw_single_bytes = self.saw_single_bytes or _has_text_of_single_bytes(chunk)
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", True).encode()


def cut(chunks: Iterable[bytes], first_line: int = 1) -> Iterator[Segment]:
    """Cut a text that comes in chunks into segments that overlap, between lines where possible."""
    held: list[bytes] = []
    size, line, column = 0, first_line, 1
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        while size > SEGMENT_BYTES:
            text = b"".join(held)
            end = _cut_before(text, SEGMENT_BYTES, _LINE_SEARCH_BYTES)
            yield Segment(text[:end], line, column)
            begin = _cut_before(text, end - OVERLAP_BYTES, OVERLAP_BYTES)
            line_start = text.rfind(b"\n", 0, begin) + 1
            if line_start:
                line, column = line + text.count(b"\n", 0, begin), 1
            column += len(text_of(text[line_start:begin]))
            held = [text[begin:]]
            size = len(text) - begin
    yield Segment(b"".join(held), line, column)


def _cut_before(text: bytes, limit: int, search: int) -> int:
    """The start of the last line in the `search` bytes before `limit`, else of the last code point."""
    line_start = text.rfind(b"\n", limit - search, limit) + 1
    if line_start:
        return line_start
    for offset in range(limit, limit - 4, -1):
        if text[offset] & 0xC0 != 0x80:
            return offset
    return limit


def _encoding(head: bytes) -> tuple[int, str]:
    """The length of the byte order mark, and the encoding; without a mark it is taken for UTF-8.

    NOTE: not everything that begins like a mark is one. Text in UTF-16 has a NUL at least in each line break.
    """
    for mark, encoding in _ENCODINGS:
        if head.startswith(mark) and (encoding == "utf-8" or b"\0" in head[len(mark) :]):
            return len(mark), encoding
    return 0, "utf-8"


def _has_text_of_single_bytes(raw: bytes) -> bool:
    import re  # most runs never see UTF-16

    return re.search(rb"[\t\n\r -~]{16}", raw) is not None
