"""Base64 and hexadecimal: long runs of letters and digits that may be text."""

from __future__ import annotations

import re
from binascii import a2b_base64, unhexlify
from collections.abc import Iterator, Sequence

from privacygate.detectors.secrets.encoded import Encoded
from privacygate.detectors.secrets.readable import is_text_sample, readable

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-"
_CHARACTER = rb"[A-Za-z0-9+/_-]"
_JOIN = rb"(?:[\"',+\\ \t]{0,4}\r?\n[ \t]*[\"']?|(?:\\r)?\\n)"
"""What stands between the lines of one run: a line break, with quotes around it in code, or its escape."""

_RUN = re.compile(
    _CHARACTER
    + rb"{48,}+(?:"
    + _JOIN
    + _CHARACTER
    + rb"{48,}+)*+(?:"
    + _JOIN
    + rb"[A-Za-z0-9+/]{2,47}+(?=[=\s\"'\\]|\Z))?={0,2}|"
    + _CHARACTER
    + rb"++={0,2}"
)
"""A run; when its lines are long, all of them and a shorter last one."""

_MAY_BE_TEXT = re.compile(
    rb"[A-Za-z0-9+/_-]{0,3}?"
    rb"(?:(?:[A-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]){5}|(?:[2-7][0-9A-Fa-f]){10})"
)
"""How a run starts that is ASCII text in Base64 or hexadecimal: the high bit of each byte is 0. One in ten thousand
others starts so too; it spares most hashes and names a closer look. What may be stuck to the front, see `_from_base64`.
"""
_CHARACTERS = re.compile(_CHARACTER + rb"*+")
_JOINS = re.compile(_JOIN)
_HEX_RUN = re.compile(rb"[0-9A-Fa-f]{32,}+")
_STANDARD = bytes.maketrans(b"-_", b"+/")

SAMPLE_CHARACTERS = 64
"""So much of a run is decoded to see whether it is text: at its start, in its middle and at its end."""


def runs_in(text: bytes, ends: Sequence[int], windows: Sequence[tuple[int, int]]) -> Iterator[Encoded]:
    """Yield what stands in the runs of `text` that reach into one of `windows` and are encoded text.

    `ends` are byte offsets behind which a piece of a run has just ended, in ascending order.
    """
    done = 0
    for end in ends:
        if end <= done:
            continue
        last = end if text[end - 1 : end].isalnum() else end - 1
        start = _start_of_run(text, last, done)
        if not _MAY_BE_TEXT.match(text, start):
            characters = _CHARACTERS.match(text, start)
            done = max(end, characters.end() if characters else end)
            continue
        run = _RUN.match(text, start)
        done = max(end, run.end() if run else end)
        if run is None or not any(start < there_end and run.end() > there for there, there_end in windows):
            continue
        for piece in (run[0], *_first_line(run[0])):
            read = decode_run(piece)
            if read is not None:
                yield Encoded(start, start + len(piece), *read)
                break


def _first_line(run: bytes) -> Iterator[bytes]:
    """The first of several lines: the others may have been taken for a part of it."""
    joint = _JOINS.search(run) if b"\n" in run or b"\\" in run else None
    if joint is not None:
        yield run[: joint.start()]


def _start_of_run(text: bytes, end: int, floor: int) -> int:
    size = 128
    while True:
        low = max(floor, end - size)
        outside = len(text[low:end].rstrip(_ALPHABET))
        if outside or low == floor:
            return low + outside
        size *= 8


def decode_run(run: bytes) -> tuple[bytes, str] | None:
    """The text that `run` is an encoding of, and the name of that; None when it is none."""
    if b"\n" in run or b"\\" in run:
        run = _JOINS.sub(b"", run)
    digits = _HEX_RUN.search(run)
    if digits is not None:
        data = _from_hex(digits[0])
        if data is not None:
            return data, "hexadecimal"
        if len(digits[0]) == len(run):
            return None  # a hash
    data = _from_base64(run.rstrip(b"=").translate(_STANDARD))
    return None if data is None else (data, "Base64")


def _from_hex(digits: bytes) -> bytes | None:
    for first in (0, 1):
        if is_text_sample(unhexlify(_even(digits[first : first + SAMPLE_CHARACTERS]))):
            return readable(unhexlify(_even(digits[first:])))
    return None


def _even(digits: bytes) -> bytes:
    return digits[: len(digits) & ~1]


def _from_base64(characters: bytes) -> bytes | None:
    """Decode at the one of four places to begin that gives text: something else may be stuck to the front."""
    length = len(characters)
    for place in sorted({0, length // 2 & ~3, max(0, length - SAMPLE_CHARACTERS) & ~3}):
        for shift in range(4):
            sample = characters[place + shift : place + shift + SAMPLE_CHARACTERS]
            if len(sample) >= 12 and is_text_sample(_decoded(sample)):
                return readable(_decoded(characters[shift:]))
    return None


def _decoded(characters: bytes) -> bytes:
    if len(characters) % 4 == 1:
        characters = characters[:-1]
    return a2b_base64(characters + b"=" * (-len(characters) % 4))
