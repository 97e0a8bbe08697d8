"""Draws texts that a pattern matches, from its parts. RE2 has the last word on whether one does."""

from __future__ import annotations

import importlib
import random
import re
from typing import Any

# The parts of a pattern as Python's own engine sees them; the patterns of rules are in the dialect of both.
_PARSER: Any = importlib.import_module("re._parser")
_CODES: Any = importlib.import_module("re._constants")

_CATEGORIES = {
    "CATEGORY_DIGIT": "[0-9]",
    "CATEGORY_NOT_DIGIT": "[^0-9]",
    "CATEGORY_SPACE": "[ \t\n\r]",
    "CATEGORY_NOT_SPACE": "[^ \t\n\r\f\v]",
    "CATEGORY_WORD": "[0-9A-Za-z_]",
    "CATEGORY_NOT_WORD": "[^0-9A-Za-z_]",
}
_CHARACTERS = [9, 10, 13, *range(32, 127)]


class Drawer:
    """Draws; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._parsed: dict[str, Any] = {}
        self._members: dict[int, list[int]] = {}
        """Of each class; its parts stay alive in `_parsed`."""

    def text(self, pattern: str, ignore_case: bool) -> str | None:
        """A text that `pattern` is likely to match; None when its parts are not understood."""
        if pattern not in self._parsed:
            try:
                self._parsed[pattern] = _PARSER.parse(pattern.replace(r"\z", r"\Z"))
            except re.error:
                return None
        return self._draw(self._parsed[pattern], ignore_case)

    def _draw(self, parts: Any, ignore_case: bool) -> str:
        return "".join(self._one(str(code), value, ignore_case) for code, value in parts)

    def _one(self, code: str, value: Any, ignore_case: bool) -> str:
        if code == "LITERAL":
            return self._cased(chr(value), ignore_case)
        if code == "ANY":
            return chr(self._random.choice(_CHARACTERS[3:]))
        if code == "NOT_LITERAL":
            return chr(self._random.choice([c for c in _CHARACTERS if c != value]))
        if code == "IN":
            if id(value) not in self._members:
                self._members[id(value)] = _members(value)
            return self._cased(chr(self._random.choice(self._members[id(value)])), ignore_case)
        if code == "BRANCH":
            return self._draw(self._random.choice(value[1]), ignore_case)
        if code == "SUBPATTERN":
            return self._draw(value[3], ignore_case or bool(value[1] & re.IGNORECASE))
        if code in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = value
            most = min(int(most), least + self._random.choice([0, 1, 3, 40]))
            return "".join(self._draw(inner, ignore_case) for _ in range(self._random.randint(least, most)))
        return ""  # a boundary or an anchor

    def _cased(self, character: str, ignore_case: bool) -> str:
        return self._random.choice([character.lower(), character.upper()]) if ignore_case else character

    def choice(self, options: Any) -> Any:
        """One of `options`."""
        return self._random.choice(options)


def _members(parts: Any) -> list[int]:
    negated = str(parts[0][0]) == "NEGATE"
    inside = [c for c in _CHARACTERS if any(_holds(str(code), value, c) for code, value in parts)]
    return [c for c in _CHARACTERS if c not in inside] if negated else inside


def _holds(code: str, value: Any, character: int) -> bool:
    if code == "LITERAL":
        return bool(character == value)
    if code == "RANGE":
        return bool(value[0] <= character <= value[1])
    return code == "CATEGORY" and re.match(_CATEGORIES[str(value)], chr(character)) is not None
