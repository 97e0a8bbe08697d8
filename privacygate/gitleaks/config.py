"""What a configuration of gitleaks says, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from privacygate.gitleaks.expression import entropy
from privacygate.model import Notification


class Allowlist(NamedTuple):
    """What is no result after all. Source of the meaning: gitleaks 8.30, README and behaviour."""

    all_must_hold: bool = False
    """Condition AND; otherwise one of the checks is enough."""
    commits: frozenset[str] = frozenset()
    """In lower case."""
    paths: Any = None
    """RE2 over the path, or None."""
    expressions: Any = None
    """RE2 over what `target` says, or None."""
    target: str = "secret"
    """`secret`, `match` or `line`."""
    stop_words: tuple[str, ...] = ()
    """In lower case; looked for in the secret."""

    def allows_file(self, path: bytes) -> bool:
        """Whether nothing in the file at `path` is a result."""
        if self.paths is None or not self.paths.search(path):
            return False
        return not self.all_must_hold or (not self.commits and self.expressions is None and not self.stop_words)

    def allows(self, found: Found, path: bytes) -> bool:
        """Whether what was found is none. Commits are no matter of text; see `commits.py`."""
        by_expression = self.expressions is not None and self._fits(found)
        by_word = bool(self.stop_words) and self._has_stop_word(found.secret)
        if not self.all_must_hold:
            return by_expression or by_word
        return (
            not self.commits
            and (self.paths is None or bool(self.paths.search(path)))
            and (self.expressions is None or by_expression)
            and (not self.stop_words or by_word)
        )

    def _fits(self, found: Found) -> bool:
        text = {"secret": found.secret, "match": found.match, "line": found.line}[self.target]
        return bool(text) and self.expressions.search(text) is not None

    def _has_stop_word(self, secret: bytes) -> bool:
        lower = secret.decode("utf-8", "replace").lower()
        return any(word in lower for word in self.stop_words)


class Found(NamedTuple):
    """What allowlists look at. NOTE: text of the change."""

    secret: bytes
    match: bytes
    line: bytes
    """With the line break before it, as gitleaks has it: `^` in an expression is the start of the file."""

    def __repr__(self) -> str:
        return "Found()"


class Required(NamedTuple):
    """Another rule that must have found something nearby."""

    rule: str
    lines: int | None
    columns: int | None


class GitleaksRule(NamedTuple):
    """A rule of a team."""

    id: str
    description: str
    pattern: Any
    """RE2, or None for a rule about paths alone."""
    path: Any
    """RE2 over the path, or None."""
    group: int
    """Which group is the secret; 0: the first that is not empty, else the whole match."""
    entropy: float
    keywords: tuple[str, ...]
    """In lower case. One must stand in the text for the rule to be tried; none: always."""
    tags: tuple[str, ...]
    allowlists: tuple[Allowlist, ...]
    required: tuple[Required, ...]
    is_reported: bool
    """False: it only serves others that require it."""
    source: str
    """The file it stands in, for people."""

    def is_random_enough(self, secret: bytes) -> bool:
        """Whether the entropy of `secret` is above what the rule asks for."""
        return self.entropy == 0 or entropy(secret) > self.entropy


class ConfigFile(NamedTuple):
    """A file that was read."""

    name: str
    """For people; where another one extends it, its path as written there."""
    text: str
    extends: str
    """The path of the file that it extends, as written; empty: none."""


class Config(NamedTuple):
    """A configuration with all that it extends."""

    rules: Mapping[str, GitleaksRule] = MappingProxyType({})
    """By id, only those that can run here."""
    allowlists: tuple[Allowlist, ...] = ()
    """For every rule."""
    of_built_in: Mapping[str, tuple[Allowlist, ...]] = MappingProxyType({})
    """By the id of a built-in rule, what was said about the rule of gitleaks that it stands for."""
    off: frozenset[str] = frozenset()
    """Built-in rules that stand for what is disabled, or that a rule of the team replaces."""
    files: tuple[ConfigFile, ...] = ()
    """What was read, each extended by the one before."""
    own_path: str | None = None
    """Its path relative to the root; its rules are not applied to it."""
    remarks: tuple[Notification, ...] = ()
    """What was read and does nothing here."""

    @property
    def reported_rules(self) -> list[GitleaksRule]:
        """The rules that do not only serve others."""
        return [rule for rule in self.rules.values() if rule.is_reported]
