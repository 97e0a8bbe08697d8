"""Tells decoded text from decoded anything else: images, hashes and keys decode too."""

from __future__ import annotations

TEXT = b"\t\n\r" + bytes(range(32, 127))

_SOURCE_MAP = b'{"version":3'
"""Inline source maps repeat files that stand elsewhere."""


def is_text_sample(sample: bytes) -> bool:
    """Whether these few bytes are ASCII, or ASCII in UTF-16; random bytes are not, once there are a dozen."""
    rest = sample.translate(None, TEXT)
    if not rest:
        return bool(sample)
    return not rest.strip(b"\0") and abs(2 * len(rest) - len(sample)) <= 4


def readable(data: bytes) -> bytes | None:
    """`data` as UTF-8 when it is text in UTF-8 or UTF-16, else None."""
    nuls = data.count(0)
    if nuls:
        if nuls * 5 < len(data) * 2:
            return None
        order = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
        data = data.decode(order, "replace").encode()
    if len(data.translate(None, TEXT)) * 8 > len(data) and not _is_utf_8(data):
        return None
    return None if data.startswith(_SOURCE_MAP) else data


def _is_utf_8(data: bytes) -> bool:
    try:
        return data.decode()[:200].replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    except UnicodeDecodeError:
        return False
