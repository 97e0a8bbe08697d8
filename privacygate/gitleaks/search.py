"""Applies the rules of a configuration to one text, as gitleaks does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from privacygate.gitleaks.config import Config, Found, GitleaksRule, Required
from privacygate.gitleaks.decoding import MAX_DEPTH, Layer, Part, Span, decode, original_of
from privacygate.gitleaks.expression import readable
from privacygate.gitleaks.keywords import Keywords


class Finding(NamedTuple):
    """A place where a rule applies, in byte offsets of the text of the file. NOTE: has text of the change."""

    rule: GitleaksRule
    start: int
    """Of the match: its line is what gitleaks reports."""
    end: int
    secret_start: int
    secret_end: int
    secret: bytes
    """Decoded where it was encoded."""
    line: int
    """From 0."""
    column: int
    """For distances alone: the same scale as in gitleaks, which counts the line break before all but the first line."""

    def __repr__(self) -> str:
        return f"Finding({self.rule.id}, bytes {self.start} to {self.end})"


class Search:
    """The rules of a configuration, ready to read texts."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._rules = tuple(config.rules.values())
        self._keywords = Keywords([rule.keywords for rule in self._rules])

    def find(self, text: bytes, path: str) -> list[Finding]:
        """What the rules find in `text`, the file at `path`; by depth of decoding, then by rule, then by place.

        Rules about paths alone find nothing here; see `path_rules`.
        """
        raw_path = path.encode("utf-8", "surrogateescape")
        if any(allowlist.allows_file(raw_path) for allowlist in self._config.allowlists):
            return []
        layer: Layer | None = Layer(readable(text))
        assert layer is not None
        one = _OneText(self._config, layer.text, raw_path)
        found: list[Finding] = []
        for _ in range(MAX_DEPTH + 1):
            for index in self._keywords.candidates(layer.text):
                found += one.reported(self._rules[index], layer)
            layer = decode(layer)
            if layer is None:
                break
        return _without_generic(found)

    def path_rules(self, text: bytes, path: str) -> Iterator[GitleaksRule]:
        """The rules that speak of paths alone, and of this one; `text` must hold a keyword where there are any."""
        rules = [rule for rule in self._rules if rule.pattern is None and rule.is_reported]
        raw_path = path.encode("utf-8", "surrogateescape")
        if not rules or any(allowlist.allows_file(raw_path) for allowlist in self._config.allowlists):
            return
        worth_trying = [self._rules[index] for index in self._keywords.candidates(text)]
        for rule in rules:
            if rule in worth_trying and _speaks_of(rule, raw_path):
                yield rule


class _OneText:
    """One text, and the file it is."""

    def __init__(self, config: Config, text: bytes, path: bytes) -> None:
        self._config = config
        self._text = text
        self._path = path

    def reported(self, rule: GitleaksRule, layer: Layer) -> list[Finding]:
        """What `rule` finds in `layer`, together with what it requires."""
        if not rule.is_reported:
            return []
        found = self._found_by(rule, layer)
        if not found or not rule.required:
            return found
        others = [(required, self._found_by(self._config.rules[required.rule], layer)) for required in rule.required]
        return [one for one in found if all(_is_near(one, required, them) for required, them in others)]

    def _found_by(self, rule: GitleaksRule, layer: Layer) -> list[Finding]:
        if rule.pattern is None or not _speaks_of(rule, self._path):
            return []
        findings = []
        for match in rule.pattern.finditer(layer.text):
            if match.end() > match.start():
                finding = self._finding(rule, layer, match.span())
                if finding is not None:
                    findings.append(finding)
        return findings

    def _finding(self, rule: GitleaksRule, layer: Layer, span: Span) -> Finding | None:
        written = layer.text[slice(*span)]
        match = written.strip(b"\n")
        parts: Sequence[Part] = ()
        if layer.parts:
            parts = layer.parts_touching(span)
            if not parts:
                return None  # nothing of it was encoded, so it was found before
            start, end = original_of(layer, parts, span)
        else:
            start, end = span[0], span[0] + len(match)
        first, last = _secret_in(rule, match)
        secret = match[first:last]
        if not rule.is_random_enough(secret):
            return None
        line = layer.line_of(parts) if parts else self._line(start, end)
        found = Found(secret, match, line)
        lists = (*self._config.allowlists, *rule.allowlists)
        if any(allowlist.allows(found, self._path) for allowlist in lists):
            return None
        shift = span[0] + len(written) - len(written.lstrip(b"\n"))
        hidden = (start, end) if parts or last == first else (shift + first, shift + last)
        return Finding(rule, start, end, *hidden, secret or match, *self._place(start))

    def _place(self, start: int) -> tuple[int, int]:
        before = self._text.rfind(b"\n", 0, start + 1)
        return self._text.count(b"\n", 0, start + 1), start - max(before, 0) + 1

    def _line(self, start: int, end: int) -> bytes:
        first = max(self._text.rfind(b"\n", 0, start + 1), 0)
        last = self._text.find(b"\n", end)
        return self._text[first : len(self._text) if last < 0 else last]


def _speaks_of(rule: GitleaksRule, path: bytes) -> bool:
    if any(allowlist.allows_file(path) for allowlist in rule.allowlists):
        return False
    return rule.path is None or rule.path.search(path) is not None


def _secret_in(rule: GitleaksRule, match: bytes) -> Span:
    """Where in the text of a match the secret stands. The pattern is tried on that text alone, as in gitleaks."""
    again = rule.pattern.search(match) if rule.pattern.groups else None
    if again is None:
        return 0, len(match)
    if rule.group:
        start, end = again.span(rule.group)
        return (start, end) if start >= 0 else (0, 0)
    for group in range(1, rule.pattern.groups + 1):
        start, end = again.span(group)
        if end > start >= 0:
            return start, end
    return 0, len(match)


def _is_near(one: Finding, required: Required, others: Sequence[Finding]) -> bool:
    return any(
        (required.lines is None or abs(one.line - other.line) <= required.lines)
        and (required.columns is None or abs(one.column - other.column) <= required.columns)
        for other in others
    )


def _without_generic(found: list[Finding]) -> list[Finding]:
    """Leave out what a rule with "generic" in its name found where another one found as much on the same line."""
    telling: dict[int, list[bytes]] = {}
    for one in found:
        if "generic" not in one.rule.id.lower():
            telling.setdefault(one.line, []).append(one.secret)
    return [
        one
        for one in found
        if "generic" not in one.rule.id.lower() or not any(one.secret in secret for secret in telling.get(one.line, ()))
    ]
