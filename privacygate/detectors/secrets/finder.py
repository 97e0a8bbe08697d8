"""What Hyperscan looks for on behalf of a rule: something cheap that stands in every text the rule can match.

Rare keywords are looked for as literals, those of rules with `near` as words; RE2 then reads on from there. For other
rules the pattern itself is looked for, up to its first long repetition: `ghp_[0-9A-Za-z]{36}` as `ghp_[0-9A-Za-z]{12}`.
Measured with 678 rules: whole patterns take 2.3 s to compile, these a fifth of that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from privacygate.detectors.secrets.pattern import atom_end, escaped, near_start
from privacygate.detectors.secrets.secret_rule import SecretRule

SHORT = 5
"""A keyword of fewer characters stands inside many words."""

LONG_REPETITION = 12
"""So many characters of a kind are enough to make a text worth reading."""

COMMON = frozenset(
    "_auth _password account api-key api_key api_secret apikey app_key authorization authorize base64 basic"
    " bearer client conda config credential credentials docker elastic email github gitlab google goog header"
    " https kafka login machine mongo mongodb mysql neo4j oracle passwd password postgres private proxy public"
    " redis runner secret secret_key secrets sentry server service session signature socks stomp storage token"
    " username vault workspace".split()
)
"""Keywords that stand in more than 0.4 % of the files of ten public repositories; and their likes."""


class Finder(NamedTuple):
    """An expression for Hyperscan."""

    expression: str
    ignore_case: bool
    finds_keywords: bool = False
    """Whether each match is a keyword, so that a rule with `near` can go on from there; then all are reported."""
    finds_places: bool = False
    """Whether each match lies in one of the rule, so that only its neighbourhood has to be read; likewise."""


SHORTEST_NEAR = 4
"""A keyword of fewer characters stands inside so many words that its start is looked for too."""

LONGEST_READ = 2000
"""The neighbourhood of what was found is read when a match of the rule cannot be longer than so many bytes."""


def finder_of(rule: SecretRule) -> Finder:
    """The cheapest expression that stands in every text that `rule` can match."""
    bounded = not rule.near and 0 < rule.longest <= LONGEST_READ
    if rule.find:
        return Finder(rule.find, rule.ignore_case, finds_places=bounded and rule.assigned)
    rare = all(word not in COMMON for word in rule.keywords)
    if rare and all(len(word) >= SHORT for word in rule.keywords):
        return Finder("|".join(escaped(word) for word in rule.keywords), True, rule.near > 0, bounded)
    if rule.near and all(len(word) >= SHORTEST_NEAR for word in rule.keywords):
        # Where a word starts is looked at when there is a hit: that compiles in a third less time.
        return Finder("|".join(escaped(word) for word in rule.keywords), True, True)
    if rule.near:
        return Finder(near_start(rule.keywords), False, True)
    short = shortened(rule.pattern)
    if len(_NOT_LITERAL.sub("", short)) < TELLING_CHARACTERS:
        short = rule.pattern  # what is telling comes after the cut
    # NOTE: of other expressions than words Hyperscan may report every byte of a long run.
    return Finder(short, rule.ignore_case, finds_places=bounded and rule.assigned)


MANY_KEYWORDS = 80
"""Of more in one expression each takes longer to compile: 834 in one 0.26 s, in parts of 80 0.06 s."""


def finders_of(rule: SecretRule) -> list[Finder]:
    """`finder_of(rule)`, in parts where it would be a long list of keywords."""
    if rule.find or not rule.near or len(rule.keywords) <= MANY_KEYWORDS:
        return [finder_of(rule)]
    parts = [rule.keywords[at : at + MANY_KEYWORDS] for at in range(0, len(rule.keywords), MANY_KEYWORDS)]
    return [finder_of(rule._replace(keywords=part)) for part in parts]


TELLING_CHARACTERS = 3
"""So many literal characters before a cut are enough to tell the rule's secrets from other texts."""

_NOT_LITERAL = re.compile(r"\[[^\]]*\]|\{[\d,]*\}|\(\?P<\w+>|\(\?\w*:?|\\[bBsSwWdDzA]|[()|?*+^$\\]")
"""Classes, quantifiers, groups and anchors."""

_QUANTIFIER = re.compile(r"\{(\d+)(?:,\d*)?\}\??")


def shortened(pattern: str) -> str:
    """`pattern` up to its first long repetition; it finds something in every text that `pattern` does.

    Nothing is cut inside alternatives, where the rest of the pattern follows only some of them, nor in what may
    be missing.
    """
    alternatives = _groups_to_keep(pattern)
    open_groups: list[int] = [-1]
    at = 0
    while at < len(pattern):
        if pattern[at] == "(":
            open_groups.append(at)
        elif pattern[at] == ")":
            open_groups.pop()
        quantifier = _QUANTIFIER.match(pattern, at)
        if quantifier and int(quantifier[1]) >= LONG_REPETITION and not alternatives.intersection(open_groups):
            return pattern[:at] + f"{{{LONG_REPETITION}}}" + ")" * (len(open_groups) - 1)
        at = atom_end(pattern, at)
    return pattern


_OPTIONAL = re.compile(r"[?*]|\{0+[,}]")


def _groups_to_keep(pattern: str) -> set[int]:
    """Where the groups open that hold a `|` of their own, -1 for the whole pattern, or that may be missing."""
    found: set[int] = set()
    open_groups = [-1]
    at = 0
    while at < len(pattern):
        if pattern[at] == "(":
            open_groups.append(at)
        elif pattern[at] == ")":
            opened = open_groups.pop()
            if _OPTIONAL.match(pattern, at + 1):
                found.add(opened)
        elif pattern[at] == "|":
            found.add(open_groups[-1])
        at = atom_end(pattern, at)
    return found
