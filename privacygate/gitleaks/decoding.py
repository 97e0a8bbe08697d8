"""Decodes what stands encoded in a text, in place, as often as gitleaks does, and knows where it came from.

Percent escapes, Unicode escapes, hexadecimal and Base64. A text of one depth is the text of the depth before with
every encoded part replaced by what it says.
"""

from __future__ import annotations

from binascii import Error, a2b_base64
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from privacygate.gitleaks.expression import compile_go

MAX_DEPTH = 5
"""What gitleaks does unless told otherwise."""

Span = tuple[int, int]
"""Byte offsets; the end is exclusive."""


class Part(NamedTuple):
    """One encoded part of a text."""

    encoded: Span
    """In the text of the depth before."""
    decoded: Span
    """In the text of this depth."""
    original: Span
    """In the text of the file."""


class Layer(NamedTuple):
    """A text of some depth."""

    text: bytes
    parts: tuple[Part, ...] = ()
    """What was decoded to come here; none at depth 0."""
    below: Layer | None = None

    def parts_touching(self, span: Span) -> tuple[Part, ...]:
        """The parts that `span` of the text overlaps or touches."""
        return tuple(part for part in self.parts if _touch(part.decoded, span))

    def line_of(self, parts: Sequence[Part]) -> bytes:
        """The line around `parts`, with the line break before it."""
        start, end = min(part.decoded[0] for part in parts), max(part.decoded[1] for part in parts)
        last = self.text.find(b"\n", end)
        return self.text[max(0, self.text.rfind(b"\n", 0, start + 1)) : len(self.text) if last < 0 else last]


def decode(layer: Layer) -> Layer | None:
    """The text one depth further, or None when nothing in it is encoded."""
    parts: list[Part] = []
    pieces: list[bytes] = []
    at = shift = 0
    for start, end, plain in _encoded_parts(layer.text):
        decoded = (start + shift, start + shift + len(plain))
        parts.append(Part((start, end), decoded, original_of(layer, layer.parts, (start, end))))
        pieces += (layer.text[at:start], plain)
        at = end
        shift += len(plain) - (end - start)
    if not parts:
        return None
    return Layer(b"".join((*pieces, layer.text[at:])), tuple(parts), layer)


def original_of(layer: Layer, parts: Sequence[Part], span: Span) -> Span:
    """Where `span` of the text of `layer` comes from in the file: the whole part it lies in, or all it reaches over."""
    if not parts:
        return span
    found: Span | None = None
    for part in parts:
        if not _touch(part.decoded, span):
            continue
        if part.decoded[0] <= span[0] and span[1] <= part.decoded[1]:
            return part.original
        start = part.encoded[0] + min(span[0] - part.decoded[0], 0)
        end = part.encoded[1] + max(span[1] - part.decoded[1], 0)
        found = (start, end) if found is None else (min(found[0], start), max(found[1], end))
    if found is None:
        return span
    assert layer.below is not None
    return original_of(layer.below, layer.below.parts, found)


def _touch(one: Span, other: Span) -> bool:
    return other[0] <= one[1] and other[1] >= one[0]


_KINDS = (
    r"%[[:xdigit:]]{2}(?:.*%[[:xdigit:]]{2})?",
    r"(?:U\+[[:xdigit:]]{4}(?:\s|$))+|(?:\\{1,2}[uU][[:xdigit:]]{4})+",
    r"[[:xdigit:]]{32,}",
    r"[0-9A-Za-z_/+-]{16,}={0,2}",
)
"""What may be encoded, the most telling first: percent, Unicode, hexadecimal, Base64."""


@lru_cache(1)
def _any_kind() -> Any:
    return compile_go("|".join(f"({kind})" for kind in _KINDS))


def _encoded_parts(text: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Start, end and plain text of what is encoded. Of two that touch, the more telling comes first."""
    found = [(match.start(), match.end(), match.lastindex - 1) for match in _any_kind().finditer(text)]
    for index, (start, end, kind) in enumerate(found):
        neighbours = found[max(0, index - 1) : index] + found[index + 1 : index + 2]
        if any(other < kind and _touch((start, end), (first, last)) for first, last, other in neighbours):
            continue
        plain = _DECODERS[kind](text[start:end])
        if plain:
            yield start, end, plain


_PRINTABLE = bytes(range(0x09, 0x7F))
_HEX = b"0123456789abcdefABCDEF"


def _is_printable(plain: bytes) -> bool:
    return not plain.translate(None, _PRINTABLE)


def _percent(encoded: bytes) -> bytes:
    first, *others = encoded.split(b"%")
    pieces = [first]
    for other in others:
        digits = other[:2]
        if len(digits) == 2 and not digits.strip(_HEX):
            byte = bytes((int(digits, 16),))
            if not _is_printable(byte):
                return b""
            pieces += (byte, other[2:])
        else:
            pieces += (b"%", other)
    return b"".join(pieces)


def _unicode(encoded: bytes) -> bytes:
    numbers = encoded.upper().replace(b"\\", b" ").replace(b"U+", b" ").replace(b"U", b" ").split()
    # As in Go, half of a pair becomes U+FFFD.
    characters = (chr(int(number, 16)) for number in numbers)
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in characters).encode()


def _hexadecimal(encoded: bytes) -> bytes:
    if len(encoded) % 2 or not any(48 <= digit <= 57 for digit in encoded):
        return b""
    plain = bytes.fromhex(encoded.decode("ascii"))
    return plain if _is_printable(plain) else b""


def _base64(encoded: bytes) -> bytes:
    if not encoded.translate(None, _LETTERS):
        return b""  # a long name, most likely
    for plain in (_from_base64(encoded), _from_base64url(encoded)):
        if plain is not None and _is_printable(plain):
            return plain
    return b""


_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="


def _from_base64(encoded: bytes) -> bytes | None:
    if len(encoded) % 4 or b"-" in encoded or b"_" in encoded:
        return None
    return _unpacked(encoded)


def _from_base64url(encoded: bytes) -> bytes | None:
    if b"=" in encoded or b"+" in encoded or b"/" in encoded:
        return None
    return _unpacked(encoded.replace(b"-", b"+").replace(b"_", b"/") + b"=" * (-len(encoded) % 4))


def _unpacked(encoded: bytes) -> bytes | None:
    try:
        return a2b_base64(encoded)
    except Error:
        return None


_DECODERS = (_percent, _unicode, _hexadecimal, _base64)
