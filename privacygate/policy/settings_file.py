"""Reads a settings file, and complains with file, line and remedy."""

from __future__ import annotations

import os
import re
import tomllib
from typing import Any

from privacygate.errors import SettingsError
from privacygate.model import Boundary, Confidence, RuleId
from privacygate.policy.decide import DEFAULT_BLOCK, BlockFrom
from privacygate.policy.detector_keys import OWN_KEYS
from privacygate.policy.settings import (
    DEFAULT_DETECTORS,
    SHARED_FILE_NAME,
    DetectorSettings,
    GitleaksSettings,
    Settings,
)
from privacygate.policy.settings_table import Table

GITLEAKS_CONFIG = ".gitleaks.toml"
"""The name of the default: where it is said, the variables of gitleaks still go before."""

_EVERYTHING = re.compile(r"!?/?(?:\*+/)*\*+/?")
_NOTHING = re.compile(r"[!/ ]*")


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


def _own_table(path: str, text: str, document: dict[str, Any]) -> Table:
    table = Table(path, text, (), document)
    if os.path.basename(path) == SHARED_FILE_NAME:
        return table.table("tool").table("privacygate")
    return table


def _settings(table: Table) -> Settings:
    table.check_keys(("scan", *DEFAULT_DETECTORS, "gitleaks", "policy", "baseline"))
    scan = table.table("scan")
    scan.check_keys(("exclude",))
    policy = table.table("policy")
    policy.check_keys(("block", "unreadable"))
    baseline = table.table("baseline")
    baseline.check_keys(("file",))
    return Settings(
        exclude=_patterns(scan),
        detectors={name: _detector(name, table.table(name)) for name in DEFAULT_DETECTORS},
        block=_block(policy.table("block")),
        unreadable_blocks=policy.choice("unreadable", ("block", "warn"), "block") == "block",
        baseline=baseline.text("file", Settings().baseline),
        gitleaks=_gitleaks(table.table("gitleaks")),
        source=table.path,
    )


def _detector(name: str, table: Table) -> DetectorSettings:
    """What the table of a detector says: three keys that all of them have, and its own."""
    own = OWN_KEYS.get(name, {})
    table.check_keys(("enabled", "rules", "off", *own))
    off = table.texts("off")
    return DetectorSettings(
        enabled=table.flag("enabled", DEFAULT_DETECTORS[name].enabled),
        rules=tuple(os.path.join(table.folder, place) for place in table.texts("rules")),
        off=frozenset(RuleId(rule) for rule in off),
        off_lines=tuple((rule, table.line_of("off", rule)) for rule in off),
        options={key: read(table, key) for key, read in own.items()} if table.values else {},
    )


def _patterns(scan: Table) -> tuple[str, ...]:
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


def _gitleaks(table: Table) -> GitleaksSettings:
    table.check_keys(("read", "config", "confidence", "run"))
    default = GitleaksSettings()
    config = table.text("config", GITLEAKS_CONFIG)
    return GitleaksSettings(
        read=table.flag("read", default.read),
        config=None if config == GITLEAKS_CONFIG else os.path.join(table.folder, config),
        confidence=Confidence(table.choice("confidence", [c.value for c in Confidence], default.confidence.value)),
        run=table.flag("run", default.run),
    )


def _block(table: Table) -> dict[Boundary, BlockFrom]:
    table.check_keys(tuple(boundary.value for boundary in Boundary))
    block = dict(DEFAULT_BLOCK)
    for boundary in Boundary:
        if boundary.value in table.values:
            word = table.choice(boundary.value, (*(c.value for c in Confidence), "never"), "never")
            block[boundary] = BlockFrom(None if word == "never" else Confidence(word))
    return block
