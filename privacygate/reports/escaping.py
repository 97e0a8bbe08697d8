"""Strings from strangers, made safe to show and to write.

File names, and lines of a change even when masked, may hold what moves a terminal's cursor, what turns text
around, and what is not text at all.
"""

from __future__ import annotations

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def visible(text: str) -> str:
    """Show every character that is not printable (control, bidi, invisible, surrogate) as an escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def visible_path(path: str) -> str:
    r"""Show `path` as it is, or quoted like a string in C when it holds anything that has to be escaped.

    Example: a file name of `a`, a line feed and the byte 0xff is shown as `"a\n\xff"`, as git does.
    """
    if path.isprintable() and path.strip(" ") == path:
        return path
    return '"' + visible(path.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def relative_uri(path: str) -> str:
    """Percent-encode `path` for a URI: relative, `/` between the parts, every byte of the name kept.

    NOTE: leading slashes are dropped; with them the path would be absolute, or its first part a host.
    """
    relative = path.lstrip("/")
    try:
        raw = relative.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a file name on Windows may hold any surrogate
        raw = relative.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in raw)


def _escape(char: str) -> str:
    """The escape of one character as Python and C write it; a byte that is not UTF-8 shows its own value."""
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code < 0x100:
        return _NAMED.get(char) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
