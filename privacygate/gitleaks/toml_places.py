"""Where in a TOML file each table and key stands, the tables of a list told apart."""

from __future__ import annotations

import tomllib
from collections import Counter

from privacygate.policy.key_lines import names_of, statements


class TomlPlaces:
    """The lines of one file, which must be correct TOML. Letter case does not matter."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str | int, ...], int] = {(): 1}
        self._counts: Counter[tuple[str | int, ...]] = Counter()
        table: tuple[str | int, ...] = ()
        line, at = 1, 0
        for start, equals, end in statements(text):
            line, at = line + text.count("\n", at, start), start
            if equals < 0:
                is_list = text.startswith("[[", start)
                table = place = self._place(names_of(tomllib.loads(text[start:end])), is_list)
            else:
                place = (*table, *map(str.lower, names_of(tomllib.loads(text[start:equals] + "= 0"))))
            for length in range(1, len(place) + 1):
                self._lines.setdefault(place[:length], line)

    def line_of(self, place: tuple[str | int, ...]) -> int:
        """The line, from 1, of `place`; of the table around it where it is not known, as inside of a value."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def _place(self, names: tuple[str, ...], is_list: bool) -> tuple[str | int, ...]:
        """`[[rules.allowlists]]`, the second in the first rule, is `("rules", 0, "allowlists", 1)`."""
        place: tuple[str | int, ...] = ()
        for depth, name in enumerate(names, 1):
            place = (*place, name.lower())
            if is_list and depth == len(names):
                self._counts[place] += 1
            if self._counts[place]:
                place = (*place, self._counts[place] - 1)
        return place
