"""SARIF 2.1.0: one run, with what GitHub's code scanning asks for and within its limits on texts.

Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html and
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from privacygate.model import Notification, Outcome, Region, Related, Result, RuleId, Run
from privacygate.reports import PLAIN, Look
from privacygate.reports.encoding import encode, encode_list
from privacygate.reports.escaping import relative_uri
from privacygate.reports.sarif_rules import clipped, describe
from privacygate.version import VERSION

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

INFORMATION_URI = "https://github.com/privacygate/privacygate"

_DRIVER = {
    "name": "privacygate",
    "informationUri": INFORMATION_URI,
    "version": VERSION,
    "semanticVersion": VERSION,
}

_ROOT = "%SRCROOT%"
"""What all paths are relative to. It never gets an absolute URI, which would name the machine's folders."""

_OWN_FINGERPRINT = "privacygate/v1"
_MESSAGE_CHARACTERS = 1024


def render(run: Run, look: Look = PLAIN) -> Iterator[str]:
    """Yield the report in pieces, the last of which ends with a line break. `look` changes nothing."""
    rules = sorted(run.rules)
    rule_index = {rule: index for index, rule in enumerate(rules)}
    yield f'{{\n"$schema": {encode(SCHEMA_URI)},\n"version": "2.1.0",\n"runs": [{{\n'
    yield f'  "tool": {{"driver": {{{encode(_DRIVER)[1:-1]}, "rules": '
    yield from encode_list((describe(run.rules[rule]) for rule in rules), "  ")
    yield "}},\n"
    for key, value in _about(run).items():
        yield f"  {encode(key)}: {encode(value)},\n"
    yield '  "results": '
    yield from encode_list((_result(result, rule_index) for result in run.results), "  ")
    yield "\n}]\n}\n"


def _about(run: Run) -> dict[str, Any]:
    """What SARIF says of a run besides its tool and its results."""
    return {
        "automationDetails": {"id": f"privacygate/{run.boundary.value}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that was looked at."}}},
        "invocations": [
            {
                "executionSuccessful": run.verdict.outcome is not Outcome.COULD_NOT_TELL,
                "toolExecutionNotifications": [_notification(each) for each in run.notifications],
            }
        ],
        "properties": {
            "description": run.description,
            "coverage": {
                "files": run.coverage.files,
                "lines": run.coverage.lines,
                "sizeBytes": run.coverage.size_bytes,
                "rules": run.coverage.rules,
                "skipped": dict(run.coverage.skipped),
                "seconds": round(run.coverage.seconds, 6),
            },
            "verdict": {"outcome": run.verdict.outcome.value, "reason": run.verdict.reason},
        },
    }


def _notification(notification: Notification) -> dict[str, Any]:
    value: dict[str, Any] = {
        "descriptor": {"id": notification.id},
        "level": notification.level.value,
        "message": {"text": clipped(notification.message, _MESSAGE_CHARACTERS)},
    }
    if notification.path is not None:
        place: dict[str, Any] = {"artifactLocation": _artifact(notification.path)}
        if notification.line is not None:
            place["region"] = {"startLine": notification.line}
        value["locations"] = [{"physicalLocation": place}]
    return value


def _result(result: Result, rule_index: dict[RuleId, int]) -> dict[str, Any]:
    value: dict[str, Any] = {"ruleId": result.rule}
    if result.rule in rule_index:
        value["ruleIndex"] = rule_index[result.rule]
    value["level"] = result.level.value
    value["rank"] = result.rank
    value["message"] = {"text": clipped(result.message, _MESSAGE_CHARACTERS)}
    place = {"artifactLocation": _artifact(result.path), "region": _region(result.region, result.snippet)}
    value["locations"] = [{"physicalLocation": place}, *(_further(each) for each in result.further[1:])]
    value["partialFingerprints"] = {_OWN_FINGERPRINT: result.fingerprint}
    if result.related:
        value["relatedLocations"] = [_related(number, each) for number, each in enumerate(result.related, 1)]
    if result.properties:
        value["properties"] = dict(result.properties)
    if result.line_hash is not None:
        value["partialFingerprints"]["primaryLocationLineHash"] = result.line_hash
    value["fingerprints"] = {_OWN_FINGERPRINT: result.fingerprint}
    value["suppressions"] = [
        {"kind": each.kind.value, "status": "accepted", "justification": each.justification}
        for each in result.suppressions
    ]
    return value


def _further(place: Related) -> dict[str, Any]:
    return {key: value for key, value in _related(0, place).items() if key != "id"}


def _related(number: int, related: Related) -> dict[str, Any]:
    region = {key: value for key, value in _region(related.region, "").items() if key != "snippet"}
    return {
        "id": number,
        "physicalLocation": {"artifactLocation": _artifact(related.path), "region": region},
        "message": {"text": clipped(related.message, _MESSAGE_CHARACTERS)},
    }


def _artifact(path: str) -> dict[str, str]:
    return {"uri": relative_uri(path), "uriBaseId": _ROOT}


def _region(region: Region, snippet: str) -> dict[str, Any]:
    return {
        "startLine": region.start_line,
        "startColumn": region.start_column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        "snippet": {"text": snippet},
    }
