"""Reads `.gitleaksignore`: one fingerprint of gitleaks on each line, with its commit or without."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from privacygate.errors import BaselineError
from privacygate.gitleaks.default_rules import BY_NAME, default_rules
from privacygate.model import Level, Notification, RuleId

FILE_NAME = ".gitleaksignore"


class Fingerprint(NamedTuple):
    """`commit:file:rule:line`, or `file:rule:line` with an empty commit."""

    commit: str
    path: str
    rule: str
    line: int
    """From 1; 0 for a rule about paths."""


class IgnoreFile(NamedTuple):
    """What a team ignores."""

    fingerprints: frozenset[Fingerprint] = frozenset()
    remarks: tuple[Notification, ...] = ()


def read_ignore_file(path: str, known: Collection[RuleId]) -> IgnoreFile:
    """Read the file at `path`; `known` are the rules of the run besides gitleaks' own.

    Raises:
        BaselineError: it cannot be read.
    """
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().split("\n")
    except OSError as error:
        raise BaselineError(
            f"the ignored results cannot be read ({error.strerror})", path=path, remedy="Check its permissions."
        ) from error
    return parse_ignore_file(lines, known)


def parse_ignore_file(lines: list[str], known: Collection[RuleId]) -> IgnoreFile:
    """As `read_ignore_file`, for lines that were read already."""
    fingerprints: set[Fingerprint] = set()
    odd: list[int] = []
    unknown: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        fingerprint = _parsed(written)
        if fingerprint is None:
            odd.append(number)
            continue
        fingerprints.add(fingerprint)
        if fingerprint.rule not in known and fingerprint.rule not in default_rules():
            unknown.setdefault(fingerprint.rule, number)
    remarks = []
    if odd:
        remarks.append(_remark(f"{_lines(odd)} no fingerprint: `file:rule:line` or `commit:file:rule:line`", odd[0]))
    if unknown:
        names = ", ".join(f"`{name}`" for name in unknown)
        remarks.append(_remark(f"no rule here or in gitleaks 8.30 is called {names}", min(unknown.values())))
    return IgnoreFile(frozenset(fingerprints), tuple(remarks))


def rules_meant(fingerprint: Fingerprint) -> frozenset[str]:
    """The rules that an entry speaks of on its line: the one it names, ours that stand for it, and `BY_NAME`."""
    built_in = default_rules().get(fingerprint.rule)
    return frozenset((fingerprint.rule, *(() if built_in is None else (*built_in, BY_NAME))))


_COMMIT = re.compile(r"([0-9a-fA-F]{40}|[0-9a-fA-F]{64}):(.+)", re.DOTALL)


def _parsed(written: str) -> Fingerprint | None:
    parts = written.rsplit(":", 2)
    if len(parts) != 3 or not parts[2].isdecimal() or not parts[1] or not parts[0]:
        return None
    with_commit = _COMMIT.fullmatch(parts[0])
    commit, path = (with_commit[1].lower(), with_commit[2]) if with_commit else ("", parts[0])
    return Fingerprint(commit, path.replace("\\", "/"), parts[1], int(parts[2]))


def _lines(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (" and others" if len(numbers) > 5 else "")
    return f"line {shown} is" if len(numbers) == 1 else f"lines {shown} are"


def _remark(message: str, line: int) -> Notification:
    return Notification("gitleaks-ignore", message, Level.NOTE, FILE_NAME, line)
