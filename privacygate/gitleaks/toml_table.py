"""Tables of a TOML file as gitleaks reads them: letter case of keys does not matter, and a text may be a list.

Everything that is asked for is checked, and complaints have file, line and remedy. gitleaks passes over keys that it
does not know; we do too, and say so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from privacygate.errors import RuleFileError
from privacygate.gitleaks.toml_places import TomlPlaces
from privacygate.model import Level, Notification
from privacygate.suggestion import did_you_mean, nearest

Place = tuple[str | int, ...]


class Document:
    """A TOML file, and what nobody asked for in it."""

    def __init__(self, name: str, raw: bytes) -> None:
        """Parse `raw`; `name` is for complaints.

        Raises:
            RuleFileError: it is not UTF-8 or not TOML.
        """
        self.name = name
        try:
            self.text = raw.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise RuleFileError("this is not UTF-8", path=name, line=line, remedy="Save it as UTF-8.") from error
        try:
            values = tomllib.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise RuleFileError(
                f"this is not TOML: {str(error).partition(' (at ')[0] or 'nested too deeply'}",
                path=name,
                line=_line_in(str(error), self.text),
                remedy="Correct that line. gitleaks cannot read it either; regular expressions go into '''…'''.",
            ) from error
        self.root = Table(self, (), values)
        self.unknown: list[Notification] = []

    def line_of(self, place: Place) -> int:
        """The line of what stands at `place`."""
        return _places(self.text).line_of(place)


class Table:
    """A table of the file, read key by key. Call `finish` at the end."""

    def __init__(self, document: Document, place: Place, values: dict[str, Any]) -> None:
        self._document = document
        self._place = place
        self._values = {key.lower(): value for key, value in values.items()}
        self._asked: list[str] = []

    @property
    def source(self) -> str:
        """The name of the file."""
        return self._document.name

    @property
    def line(self) -> int:
        """The line where it starts, from 1."""
        return self._document.line_of(self._place)

    def __contains__(self, key: str) -> bool:
        return key.lower() in self._values

    def text(self, key: str) -> str:
        """The text under `key`, empty when it is not there."""
        value = self._get(key, "")
        if isinstance(value, bool | int | float):
            return str(value).lower() if isinstance(value, bool) else str(value)
        if not isinstance(value, str):
            raise self.error(f"`{key}` must be a text", f"Write `{key} = '''…'''`.", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`; one text is split at its commas, as gitleaks does."""
        value = self._get(key, [])
        if isinstance(value, str):
            return tuple(value.split(",")) if value else ()
        if not isinstance(value, list) or not all(isinstance(item, str | int | float) for item in value):
            raise self.error(f"`{key}` must be a list of texts", f"Write `{key} = ['''one''', '''two''']`.", key)
        return tuple(str(item) for item in value)

    def number(self, key: str) -> float:
        """The number under `key`, 0 when it is not there."""
        try:
            return float(self._get(key, 0))
        except (TypeError, ValueError):
            raise self.error(f"`{key}` must be a number", f"Write `{key} = 3.5`.", key) from None

    def whole(self, key: str) -> int | None:
        """The whole number under `key`, None when it is not there."""
        value = self._get(key, None)
        if value is None:
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise self.error(f"`{key}` must be a whole number", f"Write `{key} = 1`.", key) from None

    def flag(self, key: str) -> bool:
        """The yes or no under `key`, no when it is not there."""
        value = self._get(key, False)
        if value in (True, False) or str(value).lower() in ("true", "false", "t", "f"):
            return str(value).lower() in ("true", "t", "1")
        raise self.error(f"`{key}` must be true or false", f"Write `{key} = true`.", key)

    def table(self, key: str) -> Table | None:
        """The table under `key`, if there is one."""
        value = self._get(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.error(f"`{key}` must be one table", f"Write `[{self._name(key)}]`.", key)
        return Table(self._document, (*self._place, key.lower()), value)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables under `key`; a single one counts as a list of one."""
        value = self._get(key, [])
        items = [value] if isinstance(value, dict) else value
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.error(f"`{key}` must be a list of tables", f"Write `[[{self._name(key)}]]`.", key)
        for index, item in enumerate(items):
            yield Table(self._document, (*self._place, key.lower(), index), item)

    def finish(self) -> None:
        """Remark on keys that nobody asked for: gitleaks passes over them without a word."""
        asked = {key.lower(): key for key in self._asked}
        for key in self._values:
            if key not in asked:
                near = nearest(key, asked.values())
                hint = f"; did you mean `{near}`?" if near else ""
                self._document.unknown.append(
                    Notification(
                        id="gitleaks-key-unknown",
                        message=f"`{key}` means nothing to gitleaks, and nothing here{hint}",
                        level=Level.NOTE,
                        path=self.source,
                        line=self._document.line_of((*self._place, key)),
                    )
                )

    def error(self, message: str, remedy: str, key: str = "") -> RuleFileError:
        """An error at `key`, or at the start of the table."""
        line = self._document.line_of((*self._place, key.lower()) if key else self._place)
        return RuleFileError(message, path=self.source, line=line, remedy=remedy)

    def one_of(self, key: str, choices: tuple[str, ...], *, any_case: bool = False) -> str:
        """The text under `key`, empty when it is not there, which must be one of `choices`."""
        value = self.text(key)
        chosen = value.lower() if any_case else value
        if value and chosen not in choices:
            remedy = f"Choose one of: {', '.join(choices)}. {did_you_mean(value, choices)}".rstrip()
            raise self.error(f"`{key}` cannot be `{value}`", remedy, key)
        return chosen

    def _name(self, key: str) -> str:
        return ".".join([*(str(part) for part in self._place if isinstance(part, str)), key])

    def _get(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        return self._values.get(key.lower(), default)


def _line_in(message: str, text: str) -> int:
    _, found, rest = message.partition("at line ")
    return int(rest.split(",", 1)[0]) if found else text.count("\n") + 1


@lru_cache(4)
def _places(text: str) -> TomlPlaces:
    return TomlPlaces(text)
