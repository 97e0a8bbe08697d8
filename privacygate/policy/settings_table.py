"""One table of the settings file, read key by key, so that every complaint has its line and a remedy."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from privacygate.errors import SettingsError
from privacygate.policy.key_lines import KeyLines
from privacygate.suggestion import did_you_mean

_DOCUMENTATION = "docs/settings.md has every key."
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Table:
    """A table of the file, read key by key."""

    def __init__(self, path: str, text: str, where: tuple[str, ...], values: dict[str, Any]) -> None:
        self.path = path
        self.values = values
        self._text = text
        self._where = where

    @property
    def folder(self) -> str:
        """The folder of the file; places that it names are relative to it."""
        return os.path.dirname(os.path.abspath(self.path))

    def table(self, key: str) -> Table:
        """The table under `key`, empty when it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            name = ".".join((*self._where, key))
            raise self.error(f"`{key}` must be a table", key, f"Write `[{name}]` and its keys below. {_DOCUMENTATION}")
        return Table(self.path, self._text, (*self._where, key), value)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`, empty when it is not there."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(f"`{key}` must be a list of texts", key, f'Write `{key} = ["one", "two"]`.')
        for item in value:
            self._check_characters(key, item)
        return tuple(value)

    def text(self, key: str, default: str) -> str:
        """The text under `key`."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or not value:
            raise self.error(f"`{key}` must be a text", key, f'Write `{key} = "..."`.')
        self._check_characters(key, value)
        return value

    def flag(self, key: str, default: bool) -> bool:
        """The yes or no under `key`."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"`{key}` must be true or false", key, f"Write `{key} = true`.")
        return value

    def number(self, key: str, default: float, least: float, most: float) -> float:
        """The number under `key`, from `least` to `most`."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            message = f"`{key}` must be a number from {least:g} to {most:g}"
            raise self.error(message, key, f"Write `{key} = {default:g}`.")
        return float(value)

    def whole_number(self, key: str, default: int, least: int, most: int) -> int:
        """The whole number under `key`, from `least` to `most`."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            message = f"`{key}` must be a whole number from {least} to {most}"
            raise self.error(message, key, f"Write `{key} = {default}`.")
        return value

    def choice(self, key: str, choices: Sequence[str], default: str) -> str:
        """The text under `key`, which must be one of `choices`."""
        value = self.text(key, default)
        if value not in choices:
            remedy = f"Choose one of: {', '.join(choices)}. {did_you_mean(value, choices)}".rstrip()
            raise self.error(f"`{key}` cannot be `{value}`", key, remedy)
        return value

    def check_keys(self, known: Sequence[str]) -> None:
        """Complain about a key that is not among `known`."""
        for key in self.values:
            if key not in known:
                place = f" in [{'.'.join(self._where)}]" if self._where else ""
                raise self.error(
                    f"`{key}` is not a key that is known{place}",
                    key,
                    f"Known are: {', '.join(known)}. {did_you_mean(key, known)}".rstrip() + " " + _DOCUMENTATION,
                )

    def line_of(self, key: str, item: str = "") -> int:
        """The line of `key`, or of the text `item` in the list under it."""
        return _key_lines(self._text).line_of((*self._where, key), item)

    def error(self, message: str, key: str, remedy: str, item: str = "") -> SettingsError:
        """An error at `key`, or at the text `item` in the list under it."""
        return SettingsError(message, path=self.path, line=self.line_of(key, item), remedy=remedy)

    def _check_characters(self, key: str, value: str) -> None:
        if _CONTROL.search(value):
            raise self.error(f"`{key}` holds a control character", key, "Take it out; `\\` is written `\\\\`.")


@lru_cache(1)
def _key_lines(text: str) -> KeyLines:
    return KeyLines(text)
