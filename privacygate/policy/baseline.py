"""The baseline: results that are known and accepted, so that only new ones are spoken about.

One line for each result: fingerprint, rule, path, sorted by path, rule and fingerprint. A reason may follow, behind
a tab, which no path has unescaped. No line numbers and no dates, so that two branches that both change it merge
without a conflict most of the time. The first lines say what the file is and hold the key of the fingerprints.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from privacygate.errors import BaselineError
from privacygate.model import Fingerprint, Result, RuleId

_VERSION = "# privacygate baseline "
_TITLE = _VERSION + "1: accepted results, one for each line (fingerprint, rule, path); see `privacygate baseline`"
_KEY = "# key: "


class Entry(NamedTuple):
    """One accepted result."""

    path: str
    rule: RuleId
    fingerprint: Fingerprint
    reason: str = ""
    """Why it was accepted, where anything is known: "accepted in .secrets.baseline"."""


class Baseline(NamedTuple):
    """What a baseline file says."""

    key: bytes
    entries: tuple[Entry, ...]

    @property
    def reasons(self) -> dict[Fingerprint, str]:
        """The names of all accepted results, each with the reason, which may be empty."""
        return {entry.fingerprint: entry.reason for entry in self.entries}


def new_key() -> bytes:
    """A key for a new baseline: 16 random bytes."""
    return os.urandom(16)


def entry_of(result: Result, reason: str = "") -> Entry:
    """The line that accepts `result`."""
    return Entry(result.path, result.rule, result.fingerprint, reason)


def read_baseline(path: str) -> Baseline | None:
    """The baseline in the file `path`, or None when there is no such file.

    Raises:
        BaselineError: the file cannot be read or says something else.
    """
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            lines = file.read().split("\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BaselineError(
            f"the baseline cannot be read ({error.strerror})",
            path=path,
            remedy="Check the path and its permissions.",
        ) from error
    return _parse(path, lines)


def _parse(path: str, lines: list[str]) -> Baseline:
    key: bytes | None = None
    entries: list[Entry] = []
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r").removeprefix("\ufeff")
        if line.startswith(_KEY):
            key = _only_key(path, number, key, _parse_key(path, number, line[len(_KEY) :]))
        elif line.startswith(_VERSION) and not line.startswith(_VERSION + "1:"):
            raise BaselineError(
                "a later version of privacygate wrote this file",
                path=path,
                line=number,
                remedy="Install that version.",
            )
        elif line.startswith(("<<<<<<<", "|||||||", "=======", ">>>>>>>")):
            raise BaselineError(
                "a merge left conflict marks",
                path=path,
                line=number,
                remedy="Keep the lines of both sides and delete the marks.",
            )
        elif line.strip() and not line.startswith("#"):
            entries.append(_parse_entry(path, number, line))
    if key is None:
        raise BaselineError(
            f"the line `{_KEY}…` is missing",
            path=path,
            line=1,
            remedy="Restore it from the history, or run `privacygate baseline create`.",
        )
    return Baseline(key, tuple(entries))


def _parse_key(path: str, number: int, text: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 16:
        raise BaselineError(
            "the key is not 32 hexadecimal digits",
            path=path,
            line=number,
            remedy="Restore it from the history: with another key no entry fits.",
        )
    return key


def _only_key(path: str, number: int, earlier: bytes | None, key: bytes) -> bytes:
    if earlier not in (None, key):
        raise BaselineError(
            "this is a second key: two baselines were merged that were made apart",
            path=path,
            line=number,
            remedy="Keep the file of one side, and run `privacygate baseline update`.",
        )
    return key


def _parse_entry(path: str, number: int, line: str) -> Entry:
    parts = line.split(" ", 2)
    try:
        if len(parts) != 3 or len(parts[0]) != 32 or parts[0].strip("0123456789abcdef") or not all(parts):
            raise ValueError
        place, _, reason = parts[2].partition("\t")
        return Entry(_unescaped(place), RuleId(parts[1]), Fingerprint(parts[0]), _unescaped(reason))
    except ValueError:
        raise BaselineError(
            "this is not `fingerprint rule path`",
            path=path,
            line=number,
            remedy="Delete the line, or restore it from the history.",
        ) from None


def check_writable(path: str) -> None:
    """Complain before a long scan, rather than after it.

    Raises:
        BaselineError: the baseline cannot be written to `path`.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(path) or not os.path.isdir(folder) or not os.access(folder, os.W_OK):
        raise BaselineError(
            "the baseline cannot be written",
            path=path,
            remedy="Check that the folder exists and is writable.",
        )


def render_baseline(key: bytes, entries: Iterable[Entry]) -> str:
    """The text of a baseline file; the same entries always give the same text."""
    lines = [_TITLE, _KEY + key.hex()]
    lines += [_line(entry) for entry in sorted(set(entries))]
    return "\n".join(lines) + "\n"


def _line(entry: Entry) -> str:
    reason = f"\t{_escaped(entry.reason)}" if entry.reason else ""
    return f"{entry.fingerprint} {entry.rule} {_escaped(entry.path)}{reason}"


def write_baseline(path: str, key: bytes, entries: Iterable[Entry]) -> None:
    """Write the baseline file as a whole, or leave it as it was.

    Raises:
        BaselineError: it cannot be written.
    """
    target = os.path.realpath(path)  # a link stays one
    temporary = f"{target}.{os.getpid()}.new"
    try:
        with open(temporary, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write(render_baseline(key, entries))
        os.replace(temporary, target)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise BaselineError(
            f"the baseline cannot be written ({error.strerror})",
            path=path,
            remedy="Check that the folder exists and is writable.",
        ) from error


def _escaped(path: str) -> str:
    """Percent signs, control characters and blanks at the end as `%XX`: one line that editors keep."""
    text = "".join(f"%{ord(c):02X}" if c == "%" or ord(c) < 32 or ord(c) == 127 else c for c in path)
    kept = text.rstrip(" ")
    return kept + "%20" * (len(text) - len(kept))


def _unescaped(text: str) -> str:
    """Raises ValueError when a percent sign is not followed by two hexadecimal digits."""
    first, *others = text.split("%")
    if any(len(part) < 2 or part[:2].strip("0123456789ABCDEFabcdef") for part in others):
        raise ValueError
    return first + "".join(chr(int(part[:2], 16)) + part[2:] for part in others)
