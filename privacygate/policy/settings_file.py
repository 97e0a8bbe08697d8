"""Reads a settings file, and complains with file, line and remedy."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from privacygate.errors import SettingsError
from privacygate.model import Boundary, Confidence, RuleId
from privacygate.policy.decide import DEFAULT_BLOCK, BlockFrom
from privacygate.policy.key_lines import KeyLines
from privacygate.policy.settings import SHARED_FILE_NAME, Settings
from privacygate.suggestion import did_you_mean

_DOCUMENTATION = "docs/settings.md has every key."
_EVERYTHING = re.compile(r"!?/?(?:\*+/)*\*+/?")
_NOTHING = re.compile(r"[!/ ]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def parse_settings(path: str) -> Settings:
    """See `settings.read_settings`."""
    raw = _read(path)
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError("this is not UTF-8", path=path, line=line, remedy="Save the file as UTF-8.") from error
    return _settings(_own_table(path, text, _parse(path, text)))


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise SettingsError(
            f"the settings cannot be read ({error.strerror})",
            path=path,
            remedy="Check the path and its permissions.",
        ) from error


def _parse(path: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        deepest = max(text.split("\n"), key=lambda line: line.count("[") + line.count("{"))
        raise SettingsError(
            "lists and tables are nested too deeply",
            path=path,
            line=text.split("\n").index(deepest) + 1,
            remedy="No setting needs that.",
        ) from None
    except ValueError as error:  # also a number too long for Python, which is no TOMLDecodeError
        raise SettingsError(
            f"this is not TOML: {str(error).partition(' (at ')[0]}",
            path=path,
            line=_line_in(str(error), text),
            remedy="Correct that line; texts need quotes, lists square brackets.",
        ) from error


def _line_in(message: str, text: str) -> int | None:
    _, found, rest = message.partition("at line ")
    if found:
        return int(rest.split(",", 1)[0])
    number = re.search("[0-9_]{4000}", text)
    return text.count("\n", 0, number.start() if number else len(text)) + 1


def _own_table(path: str, text: str, document: dict[str, Any]) -> _Table:
    table = _Table(path, text, (), document)
    if os.path.basename(path) == SHARED_FILE_NAME:
        return table.table("tool").table("privacygate")
    return table


def _settings(table: _Table) -> Settings:
    table.check_keys(("scan", "secrets", "policy", "baseline"))
    scan = table.table("scan")
    scan.check_keys(("exclude",))
    secrets = table.table("secrets")
    secrets.check_keys(("rules", "off"))
    policy = table.table("policy")
    policy.check_keys(("block", "unreadable"))
    baseline = table.table("baseline")
    baseline.check_keys(("file",))
    folder = os.path.dirname(os.path.abspath(table.path))
    off = secrets.texts("off")
    return Settings(
        exclude=_patterns(scan),
        rules=tuple(os.path.join(folder, place) for place in secrets.texts("rules")),
        off=frozenset(RuleId(rule) for rule in off),
        block=_block(policy.table("block")),
        unreadable_blocks=policy.choice("unreadable", ("block", "warn"), "block") == "block",
        baseline=baseline.text("file", Settings().baseline),
        source=table.path,
        off_lines=tuple((rule, secrets.line_of("off", rule)) for rule in off),
    )


def _patterns(scan: _Table) -> tuple[str, ...]:
    patterns = scan.texts("exclude")
    for pattern in patterns:
        if _EVERYTHING.fullmatch(pattern) or _NOTHING.fullmatch(pattern):
            what = "nothing" if _NOTHING.fullmatch(pattern) else "everything"
            raise scan.error(
                f"the pattern `{pattern}` speaks of {what}",
                "exclude",
                "Name what must not be looked at.",
                pattern,
            )
    return patterns


def _block(table: _Table) -> dict[Boundary, BlockFrom]:
    table.check_keys(tuple(boundary.value for boundary in Boundary))
    block = dict(DEFAULT_BLOCK)
    for boundary in Boundary:
        if boundary.value in table.values:
            word = table.choice(boundary.value, (*(c.value for c in Confidence), "never"), "never")
            block[boundary] = BlockFrom(None if word == "never" else Confidence(word))
    return block


class _Table:
    """A table of the file, read key by key."""

    def __init__(self, path: str, text: str, where: tuple[str, ...], values: dict[str, Any]) -> None:
        self.path = path
        self.values = values
        self._text = text
        self._where = where

    def table(self, key: str) -> _Table:
        """The table under `key`, empty when it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            name = ".".join((*self._where, key))
            raise self.error(f"`{key}` must be a table", key, f"Write `[{name}]` and its keys below. {_DOCUMENTATION}")
        return _Table(self.path, self._text, (*self._where, key), value)

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
