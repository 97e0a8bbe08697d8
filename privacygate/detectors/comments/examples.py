"""Runs the examples of rule files: each is put into a file as a comment and looked for there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from privacygate.detectors.comments.rule import Example, ParsedFiles, ParsedRule
from privacygate.detectors.comments.rule_set import RuleSet
from privacygate.detectors.comments.scorer import Scorer
from privacygate.syntax.comments import comments_in
from privacygate.syntax.prose import prose_of

THRESHOLD = 0.8
"""Examples are for what a comment must weigh unless settings say otherwise."""


class Failure(NamedTuple):
    """An example that did not do what it says."""

    source: str
    rule: str
    example: str
    reason: str


def run_examples(parsed: ParsedFiles, rule_set: RuleSet) -> Iterator[Failure]:
    """Run every example of `parsed`, which `rule_set` was compiled from, and yield what failed."""
    scorer = Scorer(rule_set.signals, rule_set.finder)
    for item in parsed.rules:
        for example in item.flagged:
            if reason := _why_not_flagged(item, example, scorer):
                yield Failure(item.source, item.help.id, example.name, reason)
        for example in item.allowed:
            if reason := _why_not_allowed(example, scorer):
                yield Failure(item.source, item.help.id, example.name, reason)


def _as_file(example: Example) -> bytes:
    return "".join(f"# {line}\n" for line in example.text.splitlines()).encode()


def _why_not_flagged(item: ParsedRule, example: Example, scorer: Scorer) -> str:
    text = _as_file(example)
    (comment,) = comments_in("example.py", text).found
    score = scorer.score(prose_of(text, *comment).text)
    if score.total < THRESHOLD:
        return f"should be flagged, and weighs only {score.total:g}"
    if score.rule != item.help.id:
        return f"should be flagged by this rule, and most of it speaks for `{score.rule}`"
    return ""


def _why_not_allowed(example: Example, scorer: Scorer) -> str:
    total = scorer.score(example.text.encode()).total
    return f"should be allowed, and weighs {total:g}" if total >= THRESHOLD else ""
