"""Text in which some or all characters are escaped: `%3D`, `\\x3d`, `\\u003d`, `\\075`, `&#61;`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from privacygate.detectors.secrets.encoded import BACKSLASH, PERCENT, REFERENCE, Encoded
from privacygate.detectors.secrets.readable import TEXT

MARGIN_BYTES = 600
"""Around each escape so much of its line is read."""

BEFORE_BYTES = 48
BEHIND_BYTES = 2
"""An escape so near to a secret may be why it is not seen without decoding: in its name, say."""

_BETWEEN = b"\n\0\n"
"""Stands between windows; no pattern goes across."""

_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2})++")
_BACKSLASH = re.compile(
    rb"(?:\\x[0-9A-Fa-f]{2})++|(?:\\u00[0-9A-Fa-f]{2})++|\\u\{0{0,4}[0-9A-Fa-f]{2}\}|\\[0-3][0-7]{2}|\\[tnr\"'/]"
)
_REFERENCE = re.compile(rb"&(?:#x0{0,4}[0-9A-Fa-f]{2}|#0{0,4}[0-9]{2,3}|amp|quot|apos|lt|gt);")
_NAMED = {b"amp": b"&", b"quot": b'"', b"apos": b"'", b"lt": b"<", b"gt": b">"}
_LETTERS = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b'"': b'"', b"'": b"'", b"/": b"/"}


def _of_percent(escapes: bytes) -> bytes:
    return bytes.fromhex(escapes.replace(b"%", b"").decode())


def _of_backslash(escapes: bytes) -> bytes:
    kind = escapes[1:2]
    if kind == b"x":
        return bytes.fromhex(escapes.replace(b"\\x", b"").decode())
    if kind == b"u":
        if escapes[2:3] == b"{":
            return chr(int(escapes[3:-1], 16)).encode()
        return bytes.fromhex(escapes.replace(b"\\u00", b"").decode()).decode("latin-1").encode()
    return _LETTERS[kind] if kind in _LETTERS else bytes([int(escapes[1:], 8)])


def _of_reference(reference: bytes) -> bytes:
    name = reference[1:-1]
    if name[:2] == b"#x":
        return chr(int(name[2:], 16)).encode()
    return chr(int(name[1:])).encode() if name[:1] == b"#" else _NAMED[name]


class _Kind(NamedTuple):
    """A way to escape characters."""

    telling: re.Pattern[bytes]
    """Escapes that people do not write where the character would do; around these is read."""
    pattern: re.Pattern[bytes]
    """All escapes."""
    decode: Callable[[bytes], bytes]
    encoding: str


_KINDS = {
    PERCENT: _Kind(re.compile(rb"(?:%[2-7][0-9A-Fa-f])++"), _PERCENT, _of_percent, "percent encoding"),
    BACKSLASH: _Kind(
        re.compile(
            rb"(?:\\x[2-7][0-9A-Fa-f])++|(?:\\u00[2-7][0-9A-Fa-f])++|\\u\{0{0,4}[2-7][0-9A-Fa-f]\}|\\[01][0-7]{2}"
        ),
        _BACKSLASH,
        _of_backslash,
        "escapes",
    ),
    REFERENCE: _Kind(re.compile(rb"&#"), _REFERENCE, _of_reference, "character references"),
}


def escaped_in(text: bytes, kind: int, windows: Sequence[tuple[int, int]]) -> Iterator[Encoded]:
    """Yield, as one, the parts of `text` around escapes of `kind` that stand in `windows`."""
    passages = _Passages(text, kind)
    for start, end in windows:
        passages.add_window(start, end)
    if passages.spans:
        first, last = passages.spans[0][0], passages.spans[-1][1]
        decoded = _BETWEEN.join(passages.decoded)
        yield Encoded(first, last, decoded, passages.encoding, passages.place_of)


class _Part(NamedTuple):
    """Decoded bytes from `decoded_start` on, and the bytes from `start` to `end` that they come from."""

    decoded_start: int
    start: int
    end: int
    is_escape: bool


class _Passages:
    """The parts of a text that are around escapes, decoded one after the other."""

    def __init__(self, text: bytes, kind: int) -> None:
        self.spans: list[tuple[int, int]] = []
        self.decoded: list[bytes] = []
        self._text = text
        self._telling, self._pattern, self._decode, self.encoding = _KINDS[kind]

    def add_window(self, start: int, end: int) -> None:
        """Take in the escapes between the bytes `start` and `end`."""
        first = last = -1
        for escape in self._telling.finditer(self._text, start, end):
            if last < 0:
                first = escape.start()
            elif escape.start() - last > 2 * MARGIN_BYTES:
                self._add(first, last)
                first = escape.start()
            last = escape.end()
        if last >= 0:
            self._add(first, last)

    def _add(self, first: int, last: int) -> None:
        """Take in the passage with the escapes from the bytes `first` to `last`, unless it is no text."""
        text = self._text
        before = max(0, first - MARGIN_BYTES, self.spans[-1][1] if self.spans else 0)
        start = text.rfind(b"\n", before, first) + 1 or before
        line_end = text.find(b"\n", last, last + MARGIN_BYTES)
        end = line_end if line_end >= 0 else min(len(text), last + MARGIN_BYTES)
        passage = self._pattern.sub(lambda escape: self._decode(escape[0]), text[start:end])
        if len(passage.translate(None, TEXT)) * 4 <= len(passage):
            self.spans.append((start, end))
            self.decoded.append(passage)

    @cached_property
    def _parts(self) -> list[_Part]:
        """Made when something was found; that is rare."""
        parts: list[_Part] = []
        length = 0
        for start, end in self.spans:
            for escape in self._pattern.finditer(self._text[start:end]):
                at = parts[-1].end if parts and parts[-1].end > start else start
                here = start + escape.start()
                parts.append(_Part(length, at, here, False))
                length += here - at
                parts.append(_Part(length, here, start + escape.end(), True))
                length += len(self._decode(escape[0]))
            at = max(start, parts[-1].end)
            parts.append(_Part(length, at, end, False))
            length += end - at + len(_BETWEEN)
        return parts

    def place_of(self, start: int, end: int) -> tuple[int, int] | None:
        """See `Encoded.place_of`."""
        parts = self._parts
        first, last = parts[self._part_at(start)], parts[self._part_at(max(start, end - 1))]
        near = parts[self._part_at(max(0, start - BEFORE_BYTES)) : self._part_at(end + BEHIND_BYTES) + 1]
        if not any(part.is_escape for part in near):
            return None
        return (
            first.start if first.is_escape else first.start + start - first.decoded_start,
            last.end if last.is_escape else last.start + end - last.decoded_start,
        )

    def _part_at(self, offset: int) -> int:
        return bisect_right(self._parts, offset, key=lambda part: part.decoded_start) - 1
