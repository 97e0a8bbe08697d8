"""Characters that are not seen, and their names."""

from __future__ import annotations

import re

EMBEDDINGS = "\u202a\u202b"
OVERRIDES = "\u202d\u202e"
POP = "\u202c"
ISOLATES = "\u2066\u2067\u2068"
POP_ISOLATE = "\u2069"
BIDIRECTIONAL = EMBEDDINGS + OVERRIDES + POP + ISOLATES + POP_ISOLATE

MARKS = "\u200e\u200f\u061c"
"""They say which way a neighbour without a direction goes; people who write from right to left need them."""

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\u206a\u206b\u206c\u206d\u206e\u206f" + MARKS
OTHER_INVISIBLE = "\u00ad\u034f\u17b4\u17b5"
FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters of Hangul without a shape; names in code may hold them."""

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"

HIDDEN = re.compile(f"[{BIDIRECTIONAL}]|[{ZERO_WIDTH}]+|[{OTHER_INVISIBLE}]|[{FILLERS}]+|[{_SELECTORS}]+|[{_TAGS}]+")

SHOWN = 3
"""So many different characters are named; the others are counted."""


def named(characters: str) -> str:
    """Name the characters, of which those that people can see do not count: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    characters = "".join(HIDDEN.findall(characters)) or characters
    different = list(dict.fromkeys(characters))
    names = ", ".join(f"U+{ord(char):04X} {_name(char)}" for char in different[:SHOWN])
    if len(different) > SHOWN:
        names += f" and {len(different) - SHOWN} others"
    return names if len(characters) == 1 else f"{names} ({len(characters)} characters)"


def _name(char: str) -> str:
    import unicodedata

    if char == "\ufeff":
        return "ZERO WIDTH NO-BREAK SPACE (byte order mark)"
    return unicodedata.name(char, "without a name")
