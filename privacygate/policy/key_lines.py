"""Where in a TOML file each key stands: `tomllib` does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

_TOKEN = re.compile(
    r"#[^\n]*"
    r'|"""(?:\\.|[^\\])*?"""(?:"{1,2}(?!"))?'
    r"|'''.*?'''(?:'{1,2}(?!'))?"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|[\[\]{}=\n]",
    re.DOTALL,
)


class KeyLines:
    """The lines of the keys in one file, which must be correct TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[tuple[str, ...], tuple[int, int]] = {}
        table: tuple[str, ...] = ()
        for start, equals, end in statements(text):
            if equals < 0:
                table = key = names_of(tomllib.loads(text[start:end]))
            else:
                key = (*table, *names_of(tomllib.loads(text[start:equals] + "= 0")))
            for place in _upwards(key):
                self._found.setdefault(place, (start, end))

    def line_of(self, path: Sequence[str], item: str = "") -> int:
        """The line, from 1, of the key or table at `path`, or of the text `item` in its list.

        Where there is no such key, as inside of an inline table, the line of the table that should have it.
        """
        found = next((self._found[place] for place in _upwards(tuple(path)) if place in self._found), (0, 0))
        at = next((at for quote in "\"'" if (at := self._text.find(quote + item + quote, *found)) >= 0), -1)
        return self._text.count("\n", 0, at if item and at >= 0 else found[0]) + 1


def _upwards(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for length in range(len(path), 0, -1):
        yield path[:length]


def names_of(table: Any) -> tuple[str, ...]:
    """`{"a": {"b": …}}` as `("a", "b")`."""
    path: list[str] = []
    while isinstance(table, dict | list) and table:
        if isinstance(table, list):
            table = table[0]
        else:
            key, table = next(iter(table.items()))
            path.append(key)
    return tuple(path)


def statements(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each table header and each assignment starts, has its `=` (-1 in a header), and ends."""
    start, equals, depth = 0, -1, 0
    for token in _TOKEN.finditer(text + "\n"):
        kind = token[0]
        if kind == "=" and depth == 0 and equals < 0:
            equals = token.start()
        elif kind in "[{":
            depth += 1
        elif kind in "]}":
            depth -= 1
        elif kind == "\n" and depth == 0:
            yield from _statement(text, start, equals, token.start())
            start, equals = token.end(), -1


def _statement(text: str, start: int, equals: int, end: int) -> Iterator[tuple[int, int, int]]:
    written = text[start:end]
    blanks = len(written) - len(written.lstrip())
    if written.strip() and not written.lstrip().startswith("#"):
        yield start + blanks, equals, end
