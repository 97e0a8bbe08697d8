from __future__ import annotations

import pytest

from privacygate.model import Confidence
from privacygate.reports.sarif_rules import clipped, describe

from .runs import PASSWORD, STRIPE


@pytest.mark.parametrize(
    "reference",
    ["RFC 8959", "ftp://example.com", "https://a b", "javascript:alert(1)", "https://x\x1b[0m", "https://ä"],
)
def test_what_is_not_a_web_address_is_no_help_uri(reference: str) -> None:
    assert "helpUri" not in describe(STRIPE._replace(references=(reference,)))


def test_the_first_web_address_is_the_help_uri() -> None:
    rule = STRIPE._replace(references=("RFC 8959", "https://example.com/a", "https://example.com/b"))
    assert describe(rule)["helpUri"] == "https://example.com/a"


@pytest.mark.parametrize(
    ("confidence", "level", "precision", "severity"),
    [
        (Confidence.HIGH, "error", "very-high", "8.5"),
        (Confidence.MEDIUM, "warning", "medium", "5.5"),
        (Confidence.LOW, "note", "low", "2.0"),
    ],
)
def test_what_confidence_becomes(confidence: Confidence, level: str, precision: str, severity: str) -> None:
    descriptor = describe(STRIPE._replace(confidence=confidence))
    assert descriptor["defaultConfiguration"] == {"level": level, "rank": confidence.rank}
    assert descriptor["properties"]["precision"] == precision
    assert descriptor["properties"]["security-severity"] == severity
    assert descriptor["properties"]["confidence"] == confidence.value


def test_tags_are_unique_and_say_security_first() -> None:
    rule = STRIPE._replace(tags=("payments", "secrets", "security"))
    assert describe(rule)["properties"]["tags"] == ["security", "secrets", "payments"]


def test_help_tells_all_that_the_rule_has_to_say() -> None:
    for text in describe(STRIPE)["help"].values():
        for said in (STRIPE.summary, STRIPE.why, STRIPE.remedy.strip(), *STRIPE.references):
            assert said in text
        assert "privacygate: allow stripe-live-key -- " in text


def test_a_rule_without_references() -> None:
    descriptor = describe(PASSWORD)
    assert "helpUri" not in descriptor
    assert "References" not in descriptor["help"]["markdown"]
    assert "See:" not in descriptor["help"]["text"]


def test_the_name_is_pascal_case() -> None:
    assert describe(STRIPE)["name"] == "StripeLiveKey"


def test_clipped() -> None:
    assert clipped(" abc\n", 3) == "abc"
    assert clipped("abcd", 3) == "ab…"
