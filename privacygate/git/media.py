"""Knows compressed and media files by their first bytes.

Only formats in which plain text practically never shows are here. A zip archive (also a jar) keeps small
members as they are, a PDF, a class file, a program or a database shows its strings: those are looked at.
"""

from __future__ import annotations

_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"\x1f\x8b\x08",  # gzip
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"\x04\x22\x4d\x18",  # LZ4
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"OggS\0",
    b"fLaC\0",
    b"ID3\2\0",  # MP3
    b"ID3\3\0",
    b"ID3\4\0",
    b"\x1a\x45\xdf\xa3",  # Matroska, WebM
    b"wOFF\0\1\0\0",
    b"wOF2\0\1\0\0",
)

_PRINTABLE_MAGIC = (
    b"GIF87a",
    b"GIF89a",
    b"wOFFOTTO",
    b"wOF2OTTO",
    *(b"BZh%d1AY&SY" % n for n in range(1, 10)),
)

FIRST_BYTES = frozenset(magic[0] for magic in (*_MAGIC, *_PRINTABLE_MAGIC, b"RIFF", b"\0"))
"""What a file must begin with so that asking `is_media` is worth it."""

_NOT_CONTROL = bytes({*range(0x20, 0x100), *b"\t\n\f\r\x1b"})

HEAD_BYTES = 256
"""How many bytes of a file `is_media` wants to see."""


def is_media(head: bytes) -> bool:
    """Tell whether a file that begins with `head` is compressed or media. `head` may be the whole file."""
    if head.startswith(_MAGIC):
        return True
    printable = (
        head.startswith(_PRINTABLE_MAGIC)
        or (head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI "))
        or (head[:1] == b"\0" and head[4:8] == b"ftyp")  # MP4, MOV, HEIC, AVIF
    )
    # Text that happens to begin like that goes on as text.
    return printable and bool(head[:HEAD_BYTES].translate(None, _NOT_CONTROL))
