"""The report for programs, in a form of our own.

One object. Lists are in the order of the run, one element to a line, so that `grep` and `diff` work too::

    version         1; goes up when a key changes its meaning or goes away, not when one is added
    tool            name, version
    description     what was scanned: "staged changes"
    boundary        commit, push, merge or manual
    verdict         outcome (passed, blocked, could not tell), reason
    coverage        files, lines, size_bytes, rules, skipped (reason → count), seconds
    rules           id → detector, name, summary, why, remedy, references, confidence, tags
    notifications   id, level, message, path, uri, line (the last three null when there is no place)
    results         rule, level, confidence, blocks, message, path, uri, region (start_line, start_column,
                    end_line, end_column; from 1, in code points, the end exclusive), snippet (masked),
                    fingerprint, line_hash (or null), suppressions (kind, justification), marks (start and end of
                    words that tell in the snippet, from 0), related (message, path, uri, region), properties,
                    further (as related: all places of a result that has several, its own among them)

`path` is for showing: what is not UTF-8 in it became U+FFFD. `uri` is exact: relative to the root and
percent-encoded. The text is ASCII. But for `seconds`, the same run gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from privacygate.model import Coverage, Notification, Region, Related, Result, RuleHelp, Run
from privacygate.reports import PLAIN, Look
from privacygate.reports.encoding import encode, encode_list, encode_object
from privacygate.reports.escaping import relative_uri
from privacygate.reports.summary import blocking_results
from privacygate.version import VERSION

FORM_VERSION = 1


def render(run: Run, look: Look = PLAIN) -> Iterator[str]:
    """Yield the report in pieces, the last of which ends with a line break. `look` changes nothing."""
    yield "{\n"
    for key, value in _head(run).items():
        yield f"  {encode(key)}: {encode(value)},\n"
    yield '  "rules": '
    yield from encode_object(((rule, _rule(run.rules[rule])) for rule in sorted(run.rules)), "  ")
    yield ',\n  "notifications": '
    yield from encode_list(map(_notification, run.notifications), "  ")
    yield ',\n  "results": '
    blocking = blocking_results(run)
    yield from encode_list((_result(result, i in blocking) for i, result in enumerate(run.results)), "  ")
    yield "\n}\n"


def _head(run: Run) -> dict[str, Any]:
    return {
        "version": FORM_VERSION,
        "tool": {"name": "privacygate", "version": VERSION},
        "description": run.description,
        "boundary": run.boundary.value,
        "verdict": {"outcome": run.verdict.outcome.value, "reason": run.verdict.reason},
        "coverage": _coverage(run.coverage),
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "files": coverage.files,
        "lines": coverage.lines,
        "size_bytes": coverage.size_bytes,
        "rules": coverage.rules,
        "skipped": dict(coverage.skipped),
        "also_read": coverage.also_read,
        "seconds": round(coverage.seconds, 6),
    }


def _rule(rule: RuleHelp) -> dict[str, Any]:
    return {
        "detector": rule.detector,
        "name": rule.name,
        "summary": rule.summary,
        "why": rule.why,
        "remedy": rule.remedy,
        "references": rule.references,
        "confidence": rule.confidence.value,
        "tags": rule.tags,
    }


def _notification(notification: Notification) -> dict[str, Any]:
    path = notification.path
    return {
        "id": notification.id,
        "level": notification.level.value,
        "message": notification.message,
        "path": path,
        "uri": None if path is None else relative_uri(path),
        "line": notification.line,
    }


def _result(result: Result, blocks: bool) -> dict[str, Any]:
    return {
        "rule": result.rule,
        "level": result.level.value,
        "confidence": result.confidence.value,
        "blocks": blocks,
        "message": result.message,
        "path": result.path,
        "uri": relative_uri(result.path),
        "region": _region(result.region),
        "snippet": result.snippet,
        "fingerprint": result.fingerprint,
        "line_hash": result.line_hash,
        "suppressions": [
            {"kind": each.kind.value, "justification": each.justification} for each in result.suppressions
        ],
        "marks": [list(mark) for mark in result.marks],
        "related": [_related(each) for each in result.related],
        "properties": dict(result.properties),
        "further": [_related(each) for each in result.further],
    }


def _related(related: Related) -> dict[str, Any]:
    return {
        "message": related.message,
        "path": related.path,
        "uri": relative_uri(related.path),
        "region": _region(related.region),
    }


def _region(region: Region) -> dict[str, int]:
    return {
        "start_line": region.start_line,
        "start_column": region.start_column,
        "end_line": region.end_line,
        "end_column": region.end_column,
    }
