from __future__ import annotations

from changes import file, segment

from privacygate.detectors.comments.concentration import (
    CHANGE_RULE,
    FILE_RULE,
    REMARKS,
    TOPICS,
    Hints,
    conclude,
    remark_on_file,
    topic,
)
from privacygate.model import NoteOnFile
from privacygate.rule_files import read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files


def hints(comments: int, *rules: str) -> Hints:
    counted = Hints()
    counted.comments = comments
    for line, rule in enumerate(rules, 2):
        counted.add(rule, line)
    return counted


PLACE = file(segment("one\ntwo\nthree\n"))


def test_many_hints_are_one_result_on_the_first() -> None:
    many = hints(40, "a", *["business-rule"] * 11)
    match = remark_on_file(PLACE, many, 6, ())
    assert match is not None
    assert (match.rule, match.start, match.message) == (FILE_RULE, 4, "12 of 40 comments speak of business rules")


def test_few_are_none() -> None:
    assert remark_on_file(PLACE, hints(40, *["a"] * 5), 6, ()) is None
    assert remark_on_file(PLACE, hints(400, *["a"] * 12), 6, ()) is None, "some are there by chance"
    assert remark_on_file(PLACE, hints(40, *["a"] * 12), 0, ()) is None
    assert remark_on_file(PLACE, hints(40, *["a"] * 12), 6, (FILE_RULE,)) is None


def notes(*counts: int) -> list[NoteOnFile]:
    return [NoteOnFile(f"{n}.py", ({"business-rule": count}, n + 1), ()) for n, count in enumerate(counts)]


def test_hints_of_many_files_are_one_conclusion() -> None:
    (said,) = conclude(notes(3, 5, 4), 6, 12)
    assert (said.rule, said.path, said.region.start_line) == (CHANGE_RULE, "1.py", 2)
    assert said.message.startswith("12 comments in 3 files hint")
    assert [(each.path, each.message) for each in said.related] == [
        ("1.py", "5 comments"),
        ("2.py", "4 comments"),
        ("0.py", "3 comments"),
    ]
    assert dict(said.properties) == {"hints": 12}


def test_files_that_have_a_result_of_their_own_do_not_count_again() -> None:
    assert list(conclude(notes(3, 50, 4), 6, 12)) == []


def test_too_few_conclude_nothing() -> None:
    assert list(conclude(notes(3, 5, 3), 6, 12)) == []
    assert list(conclude(notes(5, 5, 5), 6, 0)) == []
    assert list(conclude([], 6, 12)) == []


def test_every_built_in_rule_has_a_topic() -> None:
    files = read_rule_files(list_rule_files([builtin_folder("comments")]))
    assert {rule.text("id") for section in files for rule in section.sections("rules")} == set(TOPICS)
    assert topic("my-own") == "what `my-own` looks for"
    assert {help_.id for help_ in REMARKS} == {FILE_RULE, CHANGE_RULE}
