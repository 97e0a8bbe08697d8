"""Settings: `privacygate.toml`, or `[tool.privacygate]` in `pyproject.toml`, checked to the last key.

`schemas/privacygate.schema.json` says the same to editors. Layers above and below the project's file come
later; whatever they say ends up in one `Settings`.
"""

import os
from typing import Any, NamedTuple

from privacygate.errors import SettingsError
from privacygate.model import Boundary, Confidence, RuleId
from privacygate.policy.decide import DEFAULT_BLOCK, BlockFrom

FILE_NAME = "privacygate.toml"
SHARED_FILE_NAME = "pyproject.toml"


class DetectorSettings(NamedTuple):
    """How one detector is set. All detectors have these keys in their table; docs/settings.md."""

    enabled: bool = True
    rules: tuple[str, ...] = ()
    """Files and folders with a team's own rules, absolute."""
    off: frozenset[RuleId] = frozenset()
    """Rules that are switched off by name."""
    off_lines: tuple[tuple[str, int], ...] = ()
    """Where in the file each of `off` stands, for complaints about rules that do not exist."""
    options: dict[str, Any] = {}  # noqa: RUF012 -- nobody writes to it
    """What only this detector can be told, checked: keyword arguments for it; empty when its table is."""


DEFAULT_DETECTORS: dict[str, DetectorSettings] = {
    "secrets": DetectorSettings(),
    "hidden_text": DetectorSettings(),
    "comments": DetectorSettings(enabled=False),
    "novelty": DetectorSettings(),
}
"""Every detector by the name of its table; those that advise about more than secrets have to be switched on."""


class GitleaksSettings(NamedTuple):
    """What comes from gitleaks."""

    read: bool = True
    """Whether `.gitleaks.toml` and `.gitleaksignore` are read."""
    config: str | None = None
    """Its configuration, absolute; None: where gitleaks finds it."""
    confidence: Confidence = Confidence.HIGH
    """Of what rules of its configuration find."""
    run: bool = False
    """Whether the program looks too."""


class Settings(NamedTuple):
    """All that can be set. Paths are as written, relative to the folder of the file."""

    exclude: tuple[str, ...] = ()
    """gitignore patterns of files that are not looked at."""
    detectors: dict[str, DetectorSettings] = DEFAULT_DETECTORS
    """By name, all of them, switched on or not."""
    block: dict[Boundary, BlockFrom] = DEFAULT_BLOCK
    unreadable_blocks: bool = True
    """Whether a place that could not be looked at keeps the gate shut."""
    baseline: str = ".privacygate-baseline"
    gitleaks: GitleaksSettings = GitleaksSettings()
    source: str | None = None
    """The file that said so."""

    @property
    def off(self) -> frozenset[RuleId]:
        """The rules that are switched off by name, of all detectors that are on."""
        return frozenset(rule for rule, _ in self.off_lines)

    @property
    def off_lines(self) -> tuple[tuple[RuleId, int], ...]:
        """Each of `off`, and where it stands in the file."""
        return tuple(
            (RuleId(rule), line)
            for detector in self.detectors.values()
            if detector.enabled
            for rule, line in detector.off_lines
        )


def find_settings_file(folder: str) -> str | None:
    """The settings file in `folder`: `privacygate.toml`, else a `pyproject.toml` that speaks of privacygate.

    Raises:
        SettingsError: nobody can tell whether there are settings, because `pyproject.toml` cannot be read.
    """
    path = os.path.join(folder, FILE_NAME)
    if os.path.lexists(path):  # a link that leads nowhere was meant to be read too
        return path
    path = os.path.join(folder, SHARED_FILE_NAME)
    try:
        with open(path, "rb") as file:
            return path if _speaks_of_us(file.read()) else None
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise SettingsError(
            f"this file cannot be read ({error.strerror}), and may have settings",
            path=path,
            remedy="Check its permissions.",
        ) from error


def _speaks_of_us(text: bytes) -> bool:
    if b"privacygate" not in text:
        return False
    import re

    # A bare `[tool]` may have `privacygate.scan.exclude = …` below.
    return re.search(rb"""(?m)^[ \t[]*["']?tool["']?[ \t]*(?:\]|\.[ \t]*["']?privacygate)""", text) is not None


def read_settings(path: str) -> Settings:
    """Read a settings file.

    Raises:
        SettingsError: it cannot be read, is not TOML, or says something that is not known; names the line.
    """
    # Most repositories have no such file, and tomllib takes 4 ms to import.
    from privacygate.policy.settings_file import parse_settings

    return parse_settings(path)
