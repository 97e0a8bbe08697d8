"""Reads a settings file, and complains with file, line and remedy."""

from __future__ import annotations

import os
import tomllib
from typing import Any

from privacygate.errors import SettingsError
from privacygate.model import Boundary, Confidence, RuleId
from privacygate.policy.decide import DEFAULT_BLOCK, BlockFrom
from privacygate.policy.settings import SHARED_FILE_NAME, Settings

_DOCUMENTATION = "docs/settings.md has every key."


def parse_settings(path: str) -> Settings:
    """See `settings.read_settings`."""
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8")
        table: Any = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(
            f"the settings cannot be read ({error.strerror})", path=path, remedy="Check the path and its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError("the settings are not UTF-8", path=path, remedy="Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"this is not TOML: {_without_place(str(error))}",
            path=path,
            line=_line_in(str(error), text),
            remedy="Correct that line; texts need quotes, lists square brackets.",
        ) from error
    if os.path.basename(path) == SHARED_FILE_NAME:
        table = table.get("tool", {}).get("privacygate", {})
    return _Reader(path, text).settings(table)


class _Reader:
    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def settings(self, table: Any) -> Settings:
        self._check_keys(table, ("scan", "secrets", "policy", "baseline"), "")
        scan = self._table(table, "scan")
        self._check_keys(scan, ("exclude",), "scan")
        secrets = self._table(table, "secrets")
        self._check_keys(secrets, ("rules", "off"), "secrets")
        policy = self._table(table, "policy")
        self._check_keys(policy, ("block", "unreadable"), "policy")
        baseline = self._table(table, "baseline")
        self._check_keys(baseline, ("file",), "baseline")
        folder = os.path.dirname(os.path.abspath(self._path))
        off = self._texts(secrets, "off")
        return Settings(
            exclude=self._patterns(scan),
            rules=tuple(os.path.join(folder, place) for place in self._texts(secrets, "rules")),
            off=frozenset(RuleId(rule) for rule in off),
            block=self._block(policy),
            unreadable_blocks=self._choice(policy, "unreadable", ("block", "warn"), "block") == "block",
            baseline=self._text(baseline, "file", Settings().baseline),
            source=self._path,
            off_lines=tuple((rule, self._line_of(rule) or self._line_of("off") or 1) for rule in off),
        )

    def _patterns(self, scan: Any) -> tuple[str, ...]:
        patterns = self._texts(scan, "exclude")
        for pattern in patterns:
            if not pattern.strip("!/ ") or pattern.lstrip("!").lstrip("/") in ("*", "**"):
                raise self._error(
                    f"the pattern `{pattern}` excludes everything", "exclude", "Name what must not be looked at."
                )
        return patterns

    def _block(self, policy: Any) -> dict[Boundary, BlockFrom]:
        table = self._table(policy, "block")
        self._check_keys(table, tuple(boundary.value for boundary in Boundary), "policy.block")
        block = dict(DEFAULT_BLOCK)
        for boundary in Boundary:
            if boundary.value in table:
                word = self._choice(table, boundary.value, (*(c.value for c in Confidence), "never"), "never")
                block[boundary] = BlockFrom(None if word == "never" else Confidence(word))
        return block

    def _table(self, table: Any, key: str) -> Any:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._error(f"`{key}` must be a table", key, f"Write `[{key}]` and its keys below. {_DOCUMENTATION}")
        return value

    def _texts(self, table: Any, key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self._error(f"`{key}` must be a list of texts", key, f'Write `{key} = ["one", "two"]`.')
        return tuple(value)

    def _text(self, table: Any, key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or not value:
            raise self._error(f"`{key}` must be a text", key, f'Write `{key} = "..."`.')
        return value

    def _choice(self, table: Any, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self._text(table, key, default)
        if value not in choices:
            raise self._error(
                f"`{key}` cannot be `{value}`", key, f"Choose one of: {', '.join(choices)}." + _nearest(value, choices)
            )
        return value

    def _check_keys(self, table: Any, known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                place = f" in [{where}]" if where else ""
                raise self._error(
                    f"`{key}` is not a key that is known{place}",
                    key,
                    f"Known are: {', '.join(known)}." + _nearest(key, known) + " " + _DOCUMENTATION,
                )

    def _error(self, message: str, key: str, remedy: str) -> SettingsError:
        return SettingsError(message, path=self._path, line=self._line_of(key), remedy=remedy)

    def _line_of(self, word: str) -> int | None:
        # tomllib gives no lines; the word is looked for as a key, as a table, then anywhere.
        for wanted in (f"{word} =", f"{word}=", f".{word}]", f"[{word}]", f'"{word}"', word):
            for number, line in enumerate(self._lines, 1):
                if wanted in line and not line.lstrip().startswith("#"):
                    return number
        return None


def _nearest(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known, 1)
    return f" Did you mean `{near[0]}`?" if near else ""


def _line_in(message: str, text: str) -> int | None:
    _, found, rest = message.partition("at line ")
    if found:
        return int(rest.split(",", 1)[0])
    return text.count("\n") + 1 if "at end of document" in message else None


def _without_place(message: str) -> str:
    return message.partition(" (at ")[0]
