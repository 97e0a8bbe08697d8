from __future__ import annotations

import json
from typing import Any

from privacygate.model import Region, Related, Run
from privacygate.reports.json import render

from .runs import HOSTILE_PATHS, check_snapshot, hostile_run, make_result, make_run, typical_run


def parsed(run: Run) -> Any:
    return json.loads("".join(render(run)))


def test_a_typical_run() -> None:
    check_snapshot("typical.json", "".join(render(typical_run())))


def test_an_empty_run() -> None:
    check_snapshot("empty.json", "".join(render(make_run(files=0, lines=0, rules=()))))


def test_paths_can_be_shown_and_uris_are_exact() -> None:
    results = parsed(hostile_run())["results"]
    latin = HOSTILE_PATHS.index("latin-\udce9\udcff.txt")
    assert results[latin]["path"] == "latin-\ufffd\ufffd.txt"
    assert results[latin]["uri"] == "latin-%E9%FF.txt"
    assert len({result["uri"] for result in results}) == len(HOSTILE_PATHS)


def test_every_result_says_whether_it_blocks() -> None:
    report = parsed(typical_run())
    assert [result["blocks"] for result in report["results"]] == [True, False, False, False, True]
    assert report["verdict"]["outcome"] == "blocked"


def test_suppressed_results_stay_and_say_why() -> None:
    suppressions = [result["suppressions"] for result in parsed(typical_run())["results"]]
    assert suppressions == [
        [],
        [],
        [{"kind": "inSource", "justification": "a key of the provider's own documentation"}],
        [{"kind": "external", "justification": ""}],
        [],
    ]


def test_one_result_is_one_line() -> None:
    text = "".join(render(typical_run()))
    lines = [line for line in text.splitlines() if '"fingerprint": ' in line]
    assert [json.loads(line.strip().rstrip(","))["region"]["start_line"] for line in lines] == [
        12,
        140,
        7,
        9,
        1031,
    ]


def test_words_that_tell_and_related_places() -> None:
    related = (Related("a b.py", Region(3, 1, 4, 2), "settle"),)
    told = make_result()._replace(marks=((2, 5),), related=related, properties=(("novelLines", 212),))
    (result,) = parsed(make_run([told]))["results"]
    assert result["marks"] == [[2, 5]]
    assert [(each["path"], each["uri"], each["message"]) for each in result["related"]] == [
        ("a b.py", "a%20b.py", "settle")
    ]
    assert result["properties"] == {"novelLines": 212}
