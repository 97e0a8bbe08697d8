from __future__ import annotations

import re

import pytest

from privacygate.detectors.comments.phrase import in_file, in_prose, nearby, unknown_families

FAMILIES = {"fruit": "(?:apples?|pears?)"}


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("as per", "as per", True),
        ("as per", "as\n  per", True),
        ("as per", "has persons", False),
        ("work ?around", "workaround", True),
        ("work ?around", "work around", True),
        ("{fruit} pie", "pears  pie", True),
        ("{fruit}", "pineapples", False),
        (r"\d+ %", "3 %", True),
        ("法的", "これは法的な", True),
        ("café", "un café noir", True),
    ],
)
def test_in_prose(phrase: str, text: str, found: bool) -> None:
    assert bool(re.search(in_prose([phrase], FAMILIES), text)) is found


@pytest.mark.parametrize("between", [" ", "\n# ", "\n   * ", "\n// ", "\n-- ", "\n/// "])
def test_in_a_file_marks_may_stand_between_words(between: str) -> None:
    assert re.search(in_file(["as per call"], {}), f"as per{between}call")


def test_in_a_file_nobody_knows_where_a_comment_starts() -> None:
    assert re.search(in_file([r"\Awe", r"they\z"], {}), "# we")
    assert re.search(in_file([r"they\z"], {}), "# they */\n")
    assert not re.search(in_file([r"they\z"], {}), "# they come\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [("apples cost 3 euros", True), ("3 euros for apples", True), ("apples are sold for less than 3 euros", False)],
)
def test_words_near_others(text: str, found: bool) -> None:
    pattern = nearby(in_prose(["{fruit}"], FAMILIES), in_prose([r"\d+ euros"], {}), 2)
    assert bool(re.search(pattern, text)) is found


def test_families_that_do_not_exist() -> None:
    assert unknown_families("{fruit} and {meat}{2,3}", FAMILIES) == ["meat"]
