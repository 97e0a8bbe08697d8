from __future__ import annotations

import bz2
import gzip
import lzma

import pytest

from privacygate.git.media import FIRST_BYTES, is_media

TEXT = b"The quick brown fox jumps over the lazy dog.\n" * 9

MEDIA = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "gif": b"GIF89a\x01\0\x01\0\x80\0\0",
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "mp3": b"ID3\x03\0\0\0\0",
    "mp4": b"\0\0\0\x20ftypisom\0\0\x02\0",
    "ogg": b"OggS\0\x02\0\0",
    "webm": b"\x1a\x45\xdf\xa3\x01\0",
    "gzip": gzip.compress(TEXT),
    "bzip2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT),
    "zstd": b"\x28\xb5\x2f\xfd\x04\x58",
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04",
    "rar": b"Rar!\x1a\x07\x01\0",
    "woff": b"wOFF\0\1\0\0\0\0",
    "woff2": b"wOF2\0\1\0\0\0\0",
    "woff with cubic outlines": b"wOFFOTTO\0\0",
}

NO_MEDIA = {
    "text": TEXT,
    "nothing": b"",
    "text that begins like a GIF": b"GIF89a;<?php eval($_POST['key']); ?>\n",
    "text that begins like bzip2": b"BZh91AY&SY is how bzip2 begins\n",
    "text that begins like an ID3 tag": b"ID3 tags are\n",
    "text that begins like RIFF": b"RIFF    WEBP",
    "a zip archive keeps small members as they are": b"PK\x03\x04\x14\0\0\0\0\0" + TEXT,
    "a program shows its strings": b"\x7fELF\x02\x01\x01\0" + TEXT,
    "a class file shows its strings": b"\xca\xfe\xba\xbe\0\0\0\x34" + TEXT,
    "a database shows its strings": b"SQLite format 3\0" + TEXT,
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "UTF-16": "\ufefftext".encode("utf-16-le"),
    "NUL bytes": b"\0\0\0\0text",
}


@pytest.mark.parametrize("name", MEDIA)
def test_media(name: str) -> None:
    assert is_media(MEDIA[name])
    assert MEDIA[name][0] in FIRST_BYTES


@pytest.mark.parametrize("name", NO_MEDIA)
def test_no_media(name: str) -> None:
    assert not is_media(NO_MEDIA[name])
