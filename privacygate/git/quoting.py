"""Paths in C-style quotes, as git and GNU diff write them. Source: git-config(1), `core.quotePath`."""

from __future__ import annotations

_ESCAPES = {
    b"a": b"\a",
    b"b": b"\b",
    b"f": b"\f",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"v": b"\v",
    b"\\": b"\\",
    b'"': b'"',
}


def unquote(text: bytes) -> tuple[bytes, bytes]:
    """The name in quotes at the beginning of `text`, and what comes after the closing quote.

    Raises:
        ValueError: `text` is not quoted properly.
    """
    if text[:1] != b'"':
        raise ValueError("no quote")
    name = bytearray()
    offset = 1
    while offset < len(text):
        byte = text[offset : offset + 1]
        offset += 1
        if byte == b'"':
            return bytes(name), text[offset:]
        if byte != b"\\":
            name += byte
            continue
        digits = text[offset : offset + 3]
        if digits[:1] not in (b"0", b"1", b"2", b"3"):
            name += _ESCAPES.get(digits[:1]) or _invalid()
            offset += 1
        elif len(digits) == 3 and not digits.strip(b"01234567"):
            name.append(int(digits, 8))
            offset += 3
        else:
            _invalid()
    return _invalid(), b""


def _invalid() -> bytes:
    raise ValueError("not quoted properly")
