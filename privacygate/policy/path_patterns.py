"""Path patterns as `.gitignore` has them, for settings.

`*` and `?` stay within one part of a path, `**` crosses parts, a pattern without a slash inside speaks of names at
every depth, one that ends with a slash of folders, and `!` takes back what an earlier pattern took.
Source: gitignore(5). A library for it (pathspec) takes 32 ms to import, most of the time a commit has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


class PathPatterns:
    """A list of patterns, where the last one that fits decides."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._rules: list[tuple[bool, re.Pattern[str]]] = []
        for pattern in patterns:
            wanted = not pattern.startswith("!")
            self._rules.append((wanted, re.compile(_translate(pattern.removeprefix("!")), re.DOTALL)))

    def match(self, path: str) -> bool:
        """Whether the file at `path` (relative, `/` between the parts) is meant."""
        for wanted, pattern in reversed(self._rules):
            if pattern.match(path) is not None:
                return wanted
        return False


def _translate(pattern: str) -> str:
    folder_only = pattern.endswith("/")
    body = pattern.rstrip("/")
    anchored = "/" in body
    body = body.removeprefix("/")
    expression = "" if anchored else "(?:.*/)?"
    at = 0
    while at < len(body):
        if body.startswith("**/", at) and (at == 0 or body[at - 1] == "/"):
            expression += "(?:.*/)?"
            at += 3
            continue
        if body[at:] == "**" and at and body[at - 1] == "/":
            expression += ".+"
            at += 2
            continue
        end = _class_end(body, at) if body[at] == "[" else 0
        if end:
            expression += _class(body[at + 1 : end])
            at = end + 1
            continue
        if body[at] == "\\" and at + 1 < len(body):
            at += 1
            expression += re.escape(body[at])
        else:
            expression += {"*": "[^/]*", "?": "[^/]"}.get(body[at], re.escape(body[at]))
        at += 1
        while expression.endswith("[^/]*") and at < len(body) and body[at] == "*":
            at += 1
    return expression + ("/.+" if folder_only else "(?:/.+)?") + r"\Z"


def _class_end(body: str, at: int) -> int:
    end = body.find("]", at + 2 + (body[at + 1 : at + 2] in ("!", "^")))
    return max(end, 0)


def _class(inside: str) -> str:
    negated = inside[:1] in ("!", "^")
    inside = inside[1:] if negated else inside
    inside = inside.replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
    return f"(?!/)[{'^' if negated else ''}{inside}]"
