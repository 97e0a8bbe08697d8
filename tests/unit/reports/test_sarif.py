from __future__ import annotations

import functools
import importlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacygate.model import Boundary, Level, Notification, Outcome, Region, Related, Run
from privacygate.reports.sarif import render

from .runs import (
    HOSTILE_PATHS,
    PASSWORD,
    STRIPE,
    TOO_LARGE,
    check_snapshot,
    hostile_run,
    make_result,
    make_run,
    many_results,
    typical_run,
)

SCHEMA = Path(__file__).parents[2] / "data" / "sarif-schema-2.1.0.json"


@functools.cache
def validator() -> Any:
    jsonschema: Any = importlib.import_module("jsonschema")  # has no types of its own
    schema = json.loads(SCHEMA.read_bytes())
    return jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())


def check_valid(run: Run) -> Any:
    """The only run of a report that follows the official schema."""
    log = json.loads("".join(render(run)))
    validator().validate(log)
    (only_run,) = log["runs"]
    return only_run


# What must not happen


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_no_uri_is_absolute_or_anything_but_a_path(path: str) -> None:
    run = check_valid(make_run([make_result(path)], (TOO_LARGE._replace(path=path),)))
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    for value in (run["results"][0], notification):
        artifact = value["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        parts = urlsplit(artifact["uri"])
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert not artifact["uri"].startswith("/")
        assert unquote_to_bytes(artifact["uri"]) == path.encode(
            "utf-8", "surrogateescape" if "\ud800" not in path else "surrogatepass"
        )


def test_the_root_has_no_address() -> None:
    assert check_valid(make_run())["originalUriBaseIds"] == {
        "%SRCROOT%": {"description": {"text": "The folder that was looked at."}}
    }


def test_hostile_strings_stay_within_the_schema() -> None:
    check_valid(hostile_run())


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters()), st.text(st.characters()))
def test_no_string_breaks_the_schema(path: str, text: str) -> None:
    rule = STRIPE._replace(name=text, summary=text, why=text, remedy=text, references=(text,), tags=(text,))
    result = make_result(path, snippet=text)._replace(message=text)
    check_valid(make_run([result], (Notification("x", text, Level.ERROR, path),), rules=(rule,)))


def test_texts_stay_within_the_limits_of_github() -> None:
    rule = STRIPE._replace(name="n" * 3000, summary="s" * 3000, tags=tuple(f"tag-{i}" for i in range(40)))
    run = check_valid(make_run([make_result()._replace(message="m" * 3000)], rules=(rule,)))
    (descriptor,) = run["tool"]["driver"]["rules"]
    assert len(descriptor["name"]) <= 255
    assert len(descriptor["shortDescription"]["text"]) <= 1024
    assert len(descriptor["fullDescription"]["text"]) <= 1024
    assert len(descriptor["properties"]["tags"]) <= 10
    assert len(run["results"][0]["message"]["text"]) <= 1024


# What is there


def test_a_typical_run() -> None:
    check_snapshot("typical.sarif", "".join(render(typical_run())))
    check_valid(typical_run())


def test_a_run_without_results_or_rules() -> None:
    run = check_valid(make_run(rules=()))
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


@pytest.mark.parametrize("boundary", Boundary)
def test_the_boundary_is_the_category(boundary: Boundary) -> None:
    assert check_valid(make_run(boundary=boundary))["automationDetails"]["id"] == f"privacygate/{boundary.value}/"


def test_every_result_finds_its_rule() -> None:
    run = check_valid(make_run(many_results(6)))
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["defaultConfiguration"]["level"] == result["level"]


def test_a_result_of_an_unknown_rule_has_no_index() -> None:
    (result,) = check_valid(make_run([make_result()], rules=(PASSWORD,)))["results"]
    assert "ruleIndex" not in result


def test_place_and_names_of_a_result() -> None:
    result = make_result(line_hash="1f:2")._replace(region=Region(3, 7, 5, 1))
    run = check_valid(make_run([result]))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 7,
        "endLine": 5,
        "endColumn": 1,
        "snippet": {"text": 'stripe.api_key = "********"'},
    }
    assert run["results"][0]["partialFingerprints"] == {
        "primaryLocationLineHash": "1f:2",
        "privacygate/v1": result.fingerprint,
    }
    assert run["results"][0]["fingerprints"] == {"privacygate/v1": result.fingerprint}


def test_a_file_not_seen_whole_gives_no_line_hash() -> None:
    (result,) = check_valid(make_run([make_result(line_hash=None)]))["results"]
    assert list(result["partialFingerprints"]) == ["privacygate/v1"]


def test_suppressed_results_stay_and_say_why() -> None:
    suppressions = [result["suppressions"] for result in check_valid(typical_run())["results"]]
    assert suppressions == [
        [],
        [],
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "a key of the provider's own documentation",
            }
        ],
        [{"kind": "external", "status": "accepted", "justification": ""}],
        [],
    ]


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_run_that_could_not_tell_was_not_successful(outcome: Outcome) -> None:
    run = check_valid(make_run((), (TOO_LARGE,), outcome=outcome))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is (outcome is not Outcome.COULD_NOT_TELL)
    assert [each["descriptor"]["id"] for each in invocation["toolExecutionNotifications"]] == ["file-too-large"]


def test_a_notification_without_a_place() -> None:
    (invocation,) = check_valid(make_run((), (TOO_LARGE._replace(path=None),)))["invocations"]
    assert "locations" not in invocation["toolExecutionNotifications"][0]


def test_fingerprint_names_carry_a_version() -> None:
    # SARIF 2.1.0 §3.27.17: a name that ends in /v1 can be followed by a better one
    (result,) = check_valid(make_run([make_result()]))["results"]
    assert all(re.fullmatch(r"privacygate/v\d+", name) for name in result["fingerprints"])


def test_related_places_and_properties() -> None:
    related = (Related("a b.py", Region(3, 1, 4, 2), "settle"), Related("c.py", Region(1, 2, 1, 3), "rank"))
    (result,) = check_valid(make_run([make_result()._replace(related=related, properties=(("novelLines", 212),))]))[
        "results"
    ]
    assert [place["message"]["text"] for place in result["relatedLocations"]] == ["settle", "rank"]
    assert result["relatedLocations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 1, "endLine": 4, "endColumn": 2},
    }
    assert result["properties"] == {"novelLines": 212}
