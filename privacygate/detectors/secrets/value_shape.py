"""What a value looks like, whatever its name: made by a machine, chosen by a person, or just words."""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from privacygate.detectors.secrets.entropy import entropy
from privacygate.detectors.secrets.identifier import sub_words
from privacygate.detectors.secrets.letter_pairs import NATURAL, strangeness

_HEX = re.compile(rb"(?:0x)?(?:[0-9a-f]{16,}|[0-9A-F]{16,})\Z")
_UUID = re.compile(rb"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_IDENTIFIER = re.compile(rb"[A-Za-z_$][A-Za-z_$]*\d{0,2}\Z")
_PHRASE = re.compile(rb"[A-Za-z]+(?:[-_.:/ ][A-Za-z]+)+(?:[-_.:/ ]?v?\d{1,2})?\Z")
_LETTERS = re.compile(rb"[A-Za-z]+\Z")


class Shape(Enum):
    """What a value looks like."""

    RANDOM = "random"
    """Drawn by a machine."""
    MIXED = "mixed"
    """Letters with digits or signs, as people make passwords."""
    WORD = "word"
    """Letters of one case only, that may be a word."""
    NAME = "name"
    """An identifier, a key of a table, several words."""
    OTHER = "other"
    """Digits only, signs only, too short to tell."""


def shape_of(value: bytes) -> Shape:
    """Tell what `value` looks like."""
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in value)
    digits = sum(48 <= byte <= 57 for byte in value)
    if not letters:
        return Shape.RANDOM if digits >= 20 and entropy(value) > 2.5 else Shape.OTHER
    if _HEX.match(value) and digits >= 3 and entropy(value) > 2.8:
        return Shape.RANDOM
    if _UUID.match(value):
        return Shape.RANDOM
    if len(value) >= 10 and _looks_drawn(value, letters, digits):
        return Shape.RANDOM
    if _LETTERS.match(value):
        if value.islower() or value.isupper() or value[1:].islower():
            return Shape.WORD
        return Shape.NAME
    if _PHRASE.match(value) and _share_of_words(value, letters) >= 0.6:
        return Shape.NAME
    if digits == 0 and all(byte in b"_-. $" or 65 <= byte <= 90 or 97 <= byte <= 122 for byte in value):
        return Shape.NAME
    return Shape.MIXED


def _looks_drawn(value: bytes, letters: int, digits: int) -> bool:
    signs = len(value) - letters - digits
    if signs > len(value) // 3 or _share_of_words(value, letters) >= 0.6:
        return False
    strange = strangeness(value)
    switches = _switches(value)
    if digits == 0 and switches <= 1:
        return letters >= 10 and strange > NATURAL + (0.9 if letters >= 12 else 1.2)
    if entropy(value) < 3.0:
        return False
    return strange > NATURAL + 0.4 or switches >= len(value) // 3


def _share_of_words(value: bytes, letters: int) -> float:
    """The share of the letters of `value` that belong to what might be words.

    Of strings drawn at random from letters and digits, less than one in a hundred has 0.6 or more; of 25 names from
    source code with digits in them, all but one had.
    """
    words = (word for word in sub_words(value) if len(word) >= 3)
    return sum(len(word) for word in words if word.isalpha() and strangeness(word) <= NATURAL + 0.2) / letters


def _switches(value: bytes) -> int:
    """How often lower case, upper case and digits change places, a capital at the start of a word aside."""
    kinds = [1 if 97 <= b <= 122 else 2 if 65 <= b <= 90 else 3 if 48 <= b <= 57 else 0 for b in value]
    count = 0
    for before, after in pairwise(kinds):
        if before != after and not (before == 2 and after == 1) and before and after:
            count += 1
    return count
