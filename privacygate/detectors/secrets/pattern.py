"""The patterns of rule files: written over several lines for people, squeezed for the engines.

White space does not count, ` #` starts a comment. Both hold outside character classes only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache


def squeeze(pattern: str) -> str:
    """Take white space and comments out of a pattern."""
    kept: list[str] = []
    at = 0
    while at < len(pattern):
        start = at
        if pattern[at] == "\\":
            at += 2
        elif pattern[at] == "[":
            at = class_end(pattern, at)
        elif pattern[at].isspace():
            at = start = at + 1
        elif pattern[at] == "#" and (at == 0 or pattern[at - 1].isspace()):
            newline = pattern.find("\n", at)
            at = start = len(pattern) if newline < 0 else newline
        else:
            at += 1
        kept.append(pattern[start:at])
    return "".join(kept)


def class_end(pattern: str, at: int) -> int:
    """The index after the character class that opens at `at`."""
    end = at + 1
    if pattern[end : end + 1] == "^":
        end += 1
    if pattern[end : end + 1] == "]":
        end += 1
    while end < len(pattern) and pattern[end] != "]":
        if pattern[end] == "\\":
            end += 1
        elif pattern.startswith("[:", end) and pattern.find(":]", end + 2) >= 0:
            end = pattern.find(":]", end + 2) + 1
        end += 1
    return end + 1


def near_start(keywords: Sequence[str]) -> str:
    """One of `keywords`, in any letter case, at the start of a word or sub-word."""
    plain = "|".join(escaped(word) for word in keywords)
    camel = "|".join(f"{escaped(word[0].upper())}(?i:{escaped(word[1:])})" for word in keywords if word[0].isalpha())
    return rf"(?:(?:\b|_)(?i:{plain})|{camel})" if camel else rf"(?:(?:\b|_)(?i:{plain}))"


def escaped(literal: str) -> str:
    """A pattern that matches `literal` alone."""
    return "".join(c if c.isalnum() or c == "_" else "\\" + c for c in literal)


LONGEST_BLANK = 200
"""So much white space between two parts of a match is followed; more stands in no text that people write."""

_BLANKS = frozenset(("\\s", "[ ]", "[ \\t]", "[\\t ]"))
_GROUP = re.compile(r"\(\?(?:P<\w+>|[imsU]*:)|\((?!\?)")
_REPEATS = re.compile(r"(?:([*+?])|\{(?:\d+,)?(\d*)\})\??")


def longest_match(pattern: str) -> int:
    """At most so many bytes a match of `pattern` is long; 0 when there is no limit, or none is seen."""
    sizes = [0]
    at = 0
    while at < len(pattern):
        group = _GROUP.match(pattern, at)
        if group or pattern[at] == "|":
            sizes += [0] if group else []
            at = group.end() if group else at + 1
            continue
        if pattern[at] == "(":
            return 0  # flags for all that follows
        end = atom_end(pattern, at)
        atom = pattern[at:end]
        size = sizes.pop() if atom == ")" else 0 if atom in ("^", "$", "\\b", "\\B", "\\z", "\\A") else 1
        repeats = _REPEATS.match(pattern, end)
        if repeats and (repeats[1] in ("*", "+") or repeats[2] == ""):
            if atom not in _BLANKS:
                return 0
            size = LONGEST_BLANK
        elif repeats and repeats[2]:
            size *= int(repeats[2])
        sizes[-1] += size
        at = repeats.end() if repeats else end
    return sizes[0]


def atom_end(pattern: str, at: int) -> int:
    """The index after the character, escape, class or bracket at `at`."""
    if pattern[at] == "\\":
        return at + (4 if pattern[at + 1 : at + 2] == "x" else 2)
    return class_end(pattern, at) if pattern[at] == "[" else at + 1


_DOT_ALL = re.compile(r"\(\?[imU]*s")
_UNBOUNDED = re.compile(r"[*+]|\{\d+,\}|\{\d*,?\d{3,}\}")


def reaches_over_lines(pattern: str) -> bool:
    """Whether a match may hold many line breaks: more than white space between its parts explains.

    In doubt yes: it costs time, not results.
    """
    at = 0
    while at < len(pattern):
        end = atom_end(pattern, at)
        atom = pattern[at:end]
        if atom == "\\n" or _DOT_ALL.match(pattern, at):
            return True
        is_class = atom[0] == "[" or atom in ("\\D", "\\W", "\\C")
        if is_class and _UNBOUNDED.match(pattern, end) and _holds_line_break(atom):
            return True
        at = end
    return False


@lru_cache(None)
def _holds_line_break(character_class: str) -> bool:
    from privacygate.detectors.secrets.secret_rule import compile_re2

    compiled = compile_re2(character_class, False)
    return isinstance(compiled, str) or compiled.fullmatch(b"\n") is not None
