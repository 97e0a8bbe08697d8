"""What can stop the gate.

GateError
├── Misconfigured            somebody has to change words, files or settings
│   ├── UsageError           the words on the command line
│   ├── SettingsError        privacygate.toml, [tool.privacygate]
│   ├── RuleFileError        a file in rules/, or a team's own
│   ├── BaselineError        the baseline file
│   ├── RepositoryError      no repository here, unknown revision, nothing to compare with
│   └── OutputError          a report cannot be written
└── CouldNotTell             the gate did its best and cannot give an answer
    ├── GitError             git failed in the middle, or its answer does not add up
    ├── PatchError           a patch that cannot be read to its end
    ├── UnreadableError      a file that was named cannot be read
    └── DetectorError        a detector cannot work at all
"""

from __future__ import annotations


class GateError(Exception):
    """The gate cannot do its job.

    `message` says what is wrong and never quotes text of a change. `remedy` says what to do
    about it. `path` and `line` (from 1) name the place where there is one.
    """

    def __init__(self, message: str, *, remedy: str = "", path: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.path = path
        self.line = line

    @property
    def place(self) -> str:
        """File and line as a prefix, `FILE:LINE: `, as far as they are known."""
        return "" if self.path is None else self.path + (f":{self.line}" if self.line else "") + ": "

    def __str__(self) -> str:
        return self.place + self.message


class Misconfigured(GateError):
    """Somebody has to change words, files or settings before the gate can work."""


class UsageError(Misconfigured):
    """The words on the command line do not fit together."""


class SettingsError(Misconfigured):
    """`privacygate.toml` or `[tool.privacygate]` says something the gate does not understand."""


class RuleFileError(Misconfigured):
    """A rule file cannot be used."""


class BaselineError(Misconfigured):
    """The baseline file cannot be used."""


class RepositoryError(Misconfigured):
    """There is no repository here, or it does not have what was asked for."""


class OutputError(Misconfigured):
    """A report cannot be written where it was asked for."""


class CouldNotTell(GateError):
    """The gate looked and cannot give an answer, so nothing may be concluded."""


class GitError(CouldNotTell):
    """git failed in the middle of its work, or its answer does not add up."""


class PatchError(CouldNotTell):
    """A patch cannot be read to its end."""


class UnreadableError(CouldNotTell):
    """A file that was named on the command line cannot be read."""


class DetectorError(CouldNotTell):
    """A detector cannot work at all."""
