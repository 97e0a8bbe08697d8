"""Encodes texts for tests."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import quote


def each(form: str) -> Callable[[bytes], bytes]:
    """Writes every byte in this form."""
    return lambda raw: b"".join((form % byte).encode() for byte in raw)


WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "Base64": base64.b64encode,
    "Base64 without padding": lambda raw: base64.b64encode(raw).rstrip(b"="),
    "Base64 for URLs": base64.urlsafe_b64encode,
    "Base64 of UTF-16": lambda raw: base64.b64encode(raw.decode().encode("utf-16-le")),
    "hexadecimal": lambda raw: raw.hex().encode(),
    "upper-case hexadecimal": lambda raw: b"0x" + raw.hex().upper().encode(),
    "percent encoding": each("%%%02X"),
    "escapes x": each("\\x%02x"),
    "escapes u": each("\\u%04x"),
    "octal escapes": each("\\%03o"),
    "character references": each("&#%d;"),
}
"""Encodings of all characters of an ASCII text."""


def quoted(raw: bytes) -> bytes:
    """Percent encoding of what is special in a URL."""
    return quote(raw, safe="").encode()
