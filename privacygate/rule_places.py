"""Finds the files in `rules/`, and those that teams add, without reading them: every commit asks for that."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from privacygate.errors import RuleFileError


class RuleFileStat(NamedTuple):
    """What tells one version of a rule file from another without reading it."""

    path: str
    size_bytes: int
    modified_ns: int


def builtin_folder(detector: str) -> str:
    """The folder with the built-in rules of a detector: in the package, or beside it in a checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(package, "rules", detector)
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(package), "rules", detector)


def list_rule_files(places: Sequence[str]) -> list[RuleFileStat]:
    """The rule files in each folder of `places` (not below it), sorted by path; a file stands for itself.

    Raises:
        RuleFileError: a place does not exist, cannot be read or holds no rule file.
    """
    found: list[RuleFileStat] = []
    for place in places:
        try:
            if os.path.isdir(place):
                with os.scandir(place) as entries:
                    files = [
                        RuleFileStat(entry.path, entry.stat().st_size, entry.stat().st_mtime_ns)
                        for entry in entries
                        if entry.name.endswith((".yaml", ".yml"))
                    ]
            else:
                status = os.stat(place)
                files = [RuleFileStat(place, status.st_size, status.st_mtime_ns)]
        except OSError as error:
            raise RuleFileError(
                f"the rules cannot be read ({error.strerror})",
                path=place,
                remedy="Name a folder with .yaml rule files, or one such file.",
            ) from error
        if not files:
            raise RuleFileError(
                "there is no .yaml rule file in this folder",
                path=place,
                remedy="Add a rule file (docs/rules.md says how), or take the folder out of the settings.",
            )
        found.extend(sorted(files))
    return found
