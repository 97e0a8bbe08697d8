"""What a team has from its time with gitleaks: found where gitleaks finds it, and read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from privacygate.errors import UsageError
from privacygate.gitleaks.config import Config
from privacygate.gitleaks.config_file import read_config
from privacygate.gitleaks.ignore_file import FILE_NAME, IgnoreFile, read_ignore_file
from privacygate.model import RuleId

CONFIG_NAME = ".gitleaks.toml"


class Place(NamedTuple):
    """Where the configuration is."""

    path: str
    """Of the file; for people alone where `text` is given."""
    text: str | None = None
    """What is in it, where it is no file."""


def find_config(root: str, chosen: str | None, environment: Mapping[str, str]) -> Place | None:
    """The configuration, looked for in the order of gitleaks: chosen by name, two variables, the root."""
    path = chosen or environment.get("GITLEAKS_CONFIG")
    if path:
        return Place(path)
    if environment.get("GITLEAKS_CONFIG_TOML"):
        return Place("GITLEAKS_CONFIG_TOML", environment["GITLEAKS_CONFIG_TOML"])
    path = os.path.join(root, CONFIG_NAME)
    return Place(path) if os.path.lexists(path) else None


def load_config(root: str, place: Place) -> Config:
    """Read what `find_config` found.

    Raises:
        RuleFileError, UsageError: it cannot be used.
    """
    if place.text is not None:
        return read_config(root, place.path, place.text.encode("utf-8", "surrogateescape"))
    try:
        with open(place.path, "rb") as file:
            raw = file.read()
    except OSError as error:
        raise UsageError(
            f"the configuration of gitleaks cannot be read ({error.strerror})",
            path=place.path,
            remedy="Check the path and its permissions; --no-gitleaks does without.",
        ) from error
    own = os.path.relpath(os.path.realpath(place.path), os.path.realpath(root)).replace(os.sep, "/")
    inside = not own.startswith("../")
    return read_config(root, own if inside else place.path, raw, own if inside else None)


def load_ignored(root: str, known: Callable[[], Collection[RuleId]]) -> IgnoreFile | None:
    """Read `.gitleaksignore` at the root, if it is there. See `read_ignore_file`."""
    path = os.path.join(root, FILE_NAME)
    return read_ignore_file(path, known()) if os.path.lexists(path) else None
