"""privacygate, gitleaks and kingfisher on one folder, and what each of them found there, in one form and masked.

Each looks with its own rules and defaults, but none obeys comments or files that allow something, and none opens
archives: what is compared is what they see.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.trees import binary
from privacygate.redaction import MASK, SNIPPET_CHARACTERS

OURS = "privacygate"
TOOLS = (OURS, "gitleaks", "kingfisher")


class Found(NamedTuple):
    """One result of one tool."""

    tool: str
    rule: str
    confidence: str
    """Of ours and kingfisher's; gitleaks has none."""
    path: str
    """Relative to the folder."""
    line: int
    last_line: int
    snippet: str
    """Its first line, masked."""

    def meets(self, other: Found) -> bool:
        """Tell whether both speak of the same place; tools differ in where on a line a secret begins."""
        return self.path == other.path and self.line <= other.last_line and other.line <= self.last_line


def look(folder: Path) -> dict[str, list[Found]]:
    """What each tool finds in `folder`, sorted by place."""
    with TemporaryDirectory(prefix="privacygate-peers-") as place:
        found = [
            *_ours(folder, Path(place) / "ours.json"),
            *_gitleaks(folder, Path(place) / "gitleaks.json"),
            *_kingfisher(folder, Path(place) / "kingfisher.json"),
        ]
    return {tool: sorted({each for each in found if each.tool == tool}, key=_place) for tool in TOOLS}


def only_of_one(found: Mapping[str, Iterable[Found]]) -> list[Found]:
    """The results that meet none of another tool's, by path and line."""
    by_path: dict[str, list[Found]] = defaultdict(list)
    for results in found.values():
        for each in results:
            by_path[each.path].append(each)
    return sorted(
        (
            each
            for results in found.values()
            for each in results
            if not any(other.tool != each.tool and each.meets(other) for other in by_path[each.path])
        ),
        key=_place,
    )


def _place(found: Found) -> tuple[str, int, str]:
    return (found.path, found.line, found.rule)


def _ours(folder: Path, report: Path) -> Iterable[Found]:
    words = [binary(OURS), "scan", ".", "--no-progress", "--quiet", "--no-baseline", "--output", f"json={report}"]
    _run(words, folder, codes=(0, 1, 3))
    contents = json.loads(report.read_text("utf-8"))
    for each in contents["results"]:
        if contents["rules"][each["rule"]]["detector"] == "secrets":
            region = each["region"]
            yield Found(
                OURS, each["rule"], each["confidence"], each["path"], region["start_line"], region["end_line"],
                each["snippet"],
            )  # fmt: skip


def _gitleaks(folder: Path, report: Path) -> Iterable[Found]:
    words = [binary("gitleaks"), "dir", ".", "--no-banner", "-l", "error", "--ignore-gitleaks-allow"]
    _run([*words, "-f", "json", "-r", str(report)], folder, codes=(0, 1))
    for each in json.loads(report.read_text("utf-8")) or ():
        line, last = each["StartLine"], each["EndLine"]
        snippet = _masked_line(folder, each["File"], line, each["Secret"])
        yield Found("gitleaks", each["RuleID"], "", each["File"], line, last, snippet)


def _kingfisher(folder: Path, report: Path) -> Iterable[Found]:
    words = [binary("kingfisher"), "scan", ".", "--no-validate", "--no-update-check", "-q", "--git-history", "none"]
    words += ["--no-dedup", "--no-ignore", "--no-extract-archives", "--format", "json", "-o", str(report)]
    _run(words, folder, codes=(0, 200, 205))
    for each in json.loads(report.read_text("utf-8"))["findings"]:
        rule, place = each["rule"]["id"], each["finding"]
        path, line = place["path"].removeprefix("./"), int(place["line"])
        snippet = _masked_line(folder, path, line, place["snippet"])
        yield Found("kingfisher", rule, place["confidence"], path, line, line, snippet)


def _run(words: list[str], folder: Path, codes: tuple[int, ...]) -> None:
    # Settings that the environment names would be somebody's own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITLEAKS_"))}
    ended = subprocess.run(words, cwd=folder, check=False, capture_output=True, env=environment)
    if ended.returncode not in codes:
        sys.exit(f"{Path(words[0]).name} ended with code {ended.returncode}")


def _masked_line(folder: Path, path: str, number: int, secret: str) -> str:
    """The line without the secret; without anything when the secret does not stand there as it was reported."""
    try:
        lines = (folder / path).read_text("utf-8", "replace").split("\n")
        line = lines[number - 1]
    except (OSError, IndexError):
        return ""
    value = secret.partition("\n")[0].rstrip("\r")
    if not value or value not in line:
        return "(encoded, or written otherwise than it was reported)"
    at = line.index(value)
    start, end = max(0, at - SNIPPET_CHARACTERS // 2), at + len(value) + SNIPPET_CHARACTERS // 2
    return line[start:end].replace(value, MASK).strip()
