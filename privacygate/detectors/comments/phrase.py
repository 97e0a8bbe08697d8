r"""Phrases of rule files, and what becomes of them.

A phrase is RE2 in which a blank stands for any white space, a line break included (` ?` for some or none), and `{name}`
for one of the words of a family. It begins and ends at the edge of a word where it begins and ends with a letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_FAMILY = re.compile(r"\{([a-z][a-z-]*)\}")
_IN_PROSE = r"\s"
_IN_FILE = r"[\s*/#!;<>%-]"
"""What stands between two words: in a file also the marks of a comment."""

_ENDS_IN_FILE = {r"\A": "", r"\z": r"[\s*/]*\n"}
"""Where a comment starts and ends nobody knows before the file is parsed."""

_WITHOUT_BLANKS = re.compile("[\u2e80-\uffef]")
"""Scripts whose words have no edges."""

_BETWEEN = r"(?:\W+[\w'-]+)"


def unknown_families(phrase: str, families: Mapping[str, str]) -> list[str]:
    """The families that `phrase` names and that do not exist."""
    return [name for name in _FAMILY.findall(phrase) if name not in families]


def in_prose(phrases: Sequence[str], families: Mapping[str, str]) -> str:
    """The RE2 pattern that finds one of `phrases` in the words of a comment."""
    return "|".join(_pattern(phrase, families, _IN_PROSE) for phrase in phrases)


def in_file(phrases: Sequence[str], families: Mapping[str, str]) -> str:
    """The Hyperscan pattern that finds one of `phrases` in a file as it is."""
    pattern = "|".join(_pattern(phrase, families, _IN_FILE) for phrase in phrases)
    for end, instead in _ENDS_IN_FILE.items():
        pattern = pattern.replace(end, instead)
    return pattern


def nearby(one: str, other: str, within: int) -> str:
    """The RE2 pattern for both in either order, with at most `within` words between them."""
    gap = rf"{_BETWEEN}{{0,{within}}}?\W+"
    return rf"(?:{one}){gap}(?:{other})|(?:{other}){gap}(?:{one})"


def _pattern(phrase: str, families: Mapping[str, str], gap: str) -> str:
    filled = _FAMILY.sub(lambda found: families[found[1]], phrase)
    if _WITHOUT_BLANKS.search(phrase):
        return filled
    start = r"\b" if re.match(r"[\w({]", phrase) else ""
    end = r"\b" if re.search(r"[\w)?*+}]$", phrase) and not phrase.endswith(r"\z") else ""
    spaced = filled.replace(" ?", f"{gap}*").replace(" ", f"{gap}+")
    return f"{start}(?:{spaced}){end}"
