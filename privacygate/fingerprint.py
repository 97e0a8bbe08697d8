"""Names for results: our own fingerprint, and the one GitHub's code scanning goes by."""

from __future__ import annotations

from collections.abc import Iterator

from privacygate.model import Fingerprint

_PURPOSE = b"privacygate/v1"
"""Keeps fingerprints apart from anything else made with the same key. At most 16 bytes."""


def fingerprint(  # noqa: PLR0913, PLR0917 -- these six are what makes a result itself
    key: bytes, rule: str, path: str, masked_line: str, value: bytes, ordinal: int
) -> Fingerprint:
    """Name a result by what it is, wherever its line stands.

    `ordinal` counts, from 0, the results of one file that are equal in all else; compare their lines
    by `folded`, as this function does. Nothing can be told from the fingerprint without `key`, which
    has 16 to 64 bytes.

    Raises:
        ValueError: the key is too short to keep a secret, or longer than BLAKE2b takes.
    """
    from hashlib import blake2b

    if not 16 <= len(key) <= 64:
        raise ValueError("a fingerprint key has 16 to 64 bytes")
    digest = blake2b(key=key, digest_size=16, person=_PURPOSE)
    for part in (_raw(rule), _raw(path), folded(masked_line), value, str(ordinal).encode()):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return Fingerprint(digest.hexdigest())


def folded(line: str) -> bytes:
    """Bring every run of ASCII white space in `line` down to one space, with none at the ends.

    Other white space stays, because what counts as such changes with the version of Unicode.
    """
    return b" ".join(_raw(line).split())


def _raw(text: str) -> bytes:
    """Encode `text` so that different texts, surrogate escapes included, give different bytes."""
    return text.encode("utf-8", "surrogatepass")


_WINDOW = 100
_FACTOR = 37
_MODULUS = 1 << 64
_END_OF_FILE = "\uffff"
_FOUR_BYTE_LEADS = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")


class LineHashes:
    """The `primaryLocationLineHash` of every line of one file.

    Source: `hash` in https://github.com/github/codeql-action/blob/main/src/fingerprints.ts. A line's hash
    is taken over the 100 UTF-16 code units from its start on, into the lines that follow; spaces and
    tabs are left out and every line break is a line feed. The end of the file counts as one unit
    (65535), then zeros follow. A number tells lines of equal hash apart.

    NOTE: that number counts lines with equal units. Units that differ can have equal hashes ("az" and "bU"),
    but are not met unless somebody builds them, and looking for them would cost 5 µs a line.
    """

    def __init__(self, text: bytes) -> None:
        """Prepare the lines of `text`, the bytes of the file as the disk has them."""
        from array import array

        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        units = text.decode("utf-8", "replace").replace(" ", "").replace("\t", "")
        self._text = units + _END_OF_FILE + "\0" * (_WINDOW - 1)
        self._beyond_16_bits = any(lead in text for lead in _FOUR_BYTE_LEADS)
        self._starts = array("Q", [0])
        self._ordinals = array("L")
        self._counts: dict[int, int] = {}

    def of(self, line: int) -> str:
        """The hash of `line`, counted from 1; line feed, carriage return and both together end a line.

        Raises:
            ValueError: the file has no such line.
        """
        if line < 1:
            raise ValueError("lines are counted from 1")
        if line > len(self._ordinals):
            self._number_lines(line)
        return f"{_rolling_hash(self._window(self._starts[line - 1])):x}:{self._ordinals[line - 1]}"

    def _number_lines(self, last_line: int) -> None:
        """Go on counting equal windows up to `last_line`."""
        counts, find = self._counts, self._text.find
        for _ in range(last_line - len(self._ordinals)):
            if len(self._starts) == len(self._ordinals):
                raise ValueError("the file has no such line")
            start = self._starts[-1]
            window = hash(self._window(start))  # the units themselves would take four times the memory
            ordinal = counts[window] = counts.get(window, 0) + 1
            self._ordinals.append(ordinal)
            line_feed = find("\n", start)
            if line_feed >= 0:
                self._starts.append(line_feed + 1)

    def _window(self, start: int) -> str | bytes:
        """The code units that count for the line at `start`: characters, or pairs of bytes, low one first."""
        window = self._text[start : start + _WINDOW]
        if self._beyond_16_bits:
            return window.encode("utf-16-le", "surrogatepass")[: 2 * _WINDOW]
        return window


def _rolling_hash(window: str | bytes) -> int:
    """Where codeql-action's rolling hash stands after `window`."""
    result = 0
    for unit in _units(window):
        result = result * _FACTOR + unit
    return result % _MODULUS


def _units(window: str | bytes) -> Iterator[int]:
    if isinstance(window, str):
        return map(ord, window)
    return (low | high << 8 for low, high in zip(window[::2], window[1::2], strict=True))


def primary_location_line_hash(text: bytes, line: int) -> str:
    """The hash of one line of the file whose bytes are `text`; for several lines ask `LineHashes`."""
    return LineHashes(text).of(line)
