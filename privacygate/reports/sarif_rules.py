"""Rules as SARIF's reporting descriptors, with the properties that GitHub's code scanning reads."""

from __future__ import annotations

from typing import Any

from privacygate.model import Confidence, RuleHelp

_NAME_CHARACTERS = 255
_DESCRIPTION_CHARACTERS = 1024
_TAGS = 10

_PRECISION = {Confidence.HIGH: "very-high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}

_SECURITY_SEVERITY = {Confidence.HIGH: "8.5", Confidence.MEDIUM: "5.5", Confidence.LOW: "2.0"}
"""GitHub calls 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low; without one it is no security alert."""


def describe(rule: RuleHelp) -> dict[str, Any]:
    """The reporting descriptor of `rule`. Source: SARIF 2.1.0 §3.49."""
    descriptor: dict[str, Any] = {
        "id": rule.id,
        "name": clipped(_pascal_case(rule.id), _NAME_CHARACTERS),
        "shortDescription": {"text": clipped(rule.name, _DESCRIPTION_CHARACTERS)},
        "fullDescription": {"text": clipped(rule.summary, _DESCRIPTION_CHARACTERS)},
        "help": {"text": _help_text(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": rule.confidence.level.value, "rank": rule.confidence.rank},
        "properties": {
            "tags": list(dict.fromkeys(("security", rule.detector, *rule.tags)))[:_TAGS],
            "precision": _PRECISION[rule.confidence],
            "security-severity": _SECURITY_SEVERITY[rule.confidence],
            "confidence": rule.confidence.value,
        },
    }
    urls = [reference for reference in rule.references if _is_url(reference)]
    if urls:
        descriptor["helpUri"] = urls[0]
    return descriptor


def clipped(text: str, characters: int) -> str:
    """`text` without white space around it, cut to `characters` where it is longer."""
    text = text.strip()
    return text if len(text) <= characters else text[: characters - 1] + "…"


def _pascal_case(rule: str) -> str:
    """`stripe-live-key` as `StripeLiveKey`, the way SARIF's own validator wants a name."""
    return "".join(part[:1].upper() + part[1:] for part in rule.split("-"))


def _is_url(reference: str) -> bool:
    return (
        reference.startswith(("https://", "http://"))
        and reference.isascii()
        and reference.isprintable()
        and not any(char in ' <>"{}|\\^`' for char in reference)
    )


def _allow_comment(rule: RuleHelp) -> str:
    return f"privacygate: allow {rule.id} -- why it is harmless"


def _help_text(rule: RuleHelp) -> str:
    parts = [
        rule.summary.strip(),
        "Why it matters: " + rule.why.strip(),
        "What to do: " + rule.remedy.strip(),
        f"A false alarm? Say so in a comment on the line, or on the line above: {_allow_comment(rule)}",
    ]
    if rule.references:
        parts.append("See: " + ", ".join(rule.references))
    return "\n\n".join(parts)


def _help_markdown(rule: RuleHelp) -> str:
    parts = [
        f"# {rule.name.strip()}",
        rule.summary.strip(),
        "## Why it matters",
        rule.why.strip(),
        "## What to do",
        rule.remedy.strip(),
        "## A false alarm?",
        f"Say so in a comment on the line, or on the line above:\n\n```\n{_allow_comment(rule)}\n```",
    ]
    if rule.references:
        parts += ["## References", "\n".join(f"* <{reference}>" for reference in rule.references)]
    return "\n\n".join(parts) + "\n"
