from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.model import Boundary, Level, Notification, Outcome, Region, Related
from privacygate.reports import Look
from privacygate.reports.text import last_line, render

from .runs import (
    ALLOWED,
    KNOWN,
    PASSWORD,
    ROOT,
    STRIPE,
    TOO_LARGE,
    UNUSED,
    check_snapshot,
    hostile_run,
    make_result,
    make_run,
    many_results,
    typical_run,
)


def rendered(*args: object, **kwargs: object) -> str:
    return "".join(render(*args, **kwargs))  # type: ignore[arg-type]


# What must not happen


@pytest.mark.parametrize("look", [Look(), Look(verbose=True, cap=None)])
def test_nothing_from_strangers_comes_through_raw(look: Look) -> None:
    text = rendered(hostile_run(), look)
    assert [char for char in text if not char.isprintable() and char != "\n"] == []


@given(st.text(st.characters()), st.text(st.characters()))
def test_no_string_can_move_the_cursor_or_start_a_line(path: str, text: str) -> None:
    result = make_result(path, snippet=text, suppressions=(ALLOWED._replace(justification=text),))
    notification = Notification("file-unreadable", text, Level.WARNING, path)
    run = make_run([result._replace(message=text)], (notification,), skipped=((text, 2),))
    shown = rendered(run, Look(verbose=True))
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert shown.count("\n") == 7 + bool(text.strip())


def test_colour_uses_no_escape_but_its_own() -> None:
    text = rendered(hostile_run(), Look(colour=True, verbose=True))
    for code in text.split("\x1b")[1:]:
        assert code.startswith(("[0m", "[1m", "[2m", "[31m", "[33m", "[36m", "[1;31m"))


def test_no_colour_unless_told() -> None:
    assert "\x1b" not in rendered(typical_run(), Look(verbose=True))


def test_the_folder_on_this_machine_is_not_named() -> None:
    assert ROOT not in rendered(typical_run(), Look(verbose=True))


def test_it_imports_nothing_that_costs_time_or_holds_text_of_a_change() -> None:
    script = (
        "import sys, __future__, privacygate.model; before = set(sys.modules);"
        "import privacygate.reports.text;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {
        "itertools",
        "privacygate.reports",
        "privacygate.reports.escaping",
        "privacygate.reports.summary",
        "privacygate.reports.text",
    }


# What people see


def test_a_clean_run_is_one_line() -> None:
    text = rendered(make_run())
    assert text == "privacygate: 10 files, 213 added lines, 312 rules in 0.05 s. Nothing found.\n"


def test_the_last_line_can_be_had_alone() -> None:
    assert rendered(typical_run()).endswith("\n\n" + last_line(typical_run()) + "\n")
    assert last_line(make_run(), colour=True).endswith("\x1b[32mNothing found.\x1b[0m")
    assert "\x1b" not in last_line(make_run(files=0, lines=0), colour=True)


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("typical.txt", Look()),
        ("typical-verbose.txt", Look(verbose=True)),
        ("typical-colour.txt", Look(colour=True, verbose=True)),
        ("typical-narrow.txt", Look(width=60)),
        ("typical-capped.txt", Look(cap=1)),
    ],
)
def test_a_typical_run(name: str, look: Look) -> None:
    check_snapshot(name, rendered(typical_run(), look))


def test_hostile_names() -> None:
    check_snapshot("hostile.txt", rendered(hostile_run(), Look(verbose=True)))


def test_advice() -> None:
    run = make_run([make_result(rule=PASSWORD, snippet='password = "********"')], boundary=Boundary.MERGE)
    check_snapshot("advice.txt", rendered(run))


def test_could_not_tell() -> None:
    run = make_run(
        [make_result()], (TOO_LARGE,), outcome=Outcome.COULD_NOT_TELL, reason="1 file could not be looked at."
    )
    check_snapshot("could-not-tell.txt", rendered(run))


def test_suppressed_results_are_shown_only_when_asked_for() -> None:
    run = make_run([make_result(suppressions=(ALLOWED,)), make_result(line=13, suppressions=(KNOWN,))])
    assert rendered(run).count("\n") == 1
    shown = rendered(run, Look(verbose=True))
    assert "allowed in source: a key of the provider's own documentation\n" in shown
    assert "in the baseline\n" in shown
    assert "why" not in shown


def test_a_rule_is_explained_once_however_often_it_is_met() -> None:
    text = rendered(make_run(many_results(40)))
    assert text.count(STRIPE.why[:40]) == 1
    assert text.count("\nassigned-password: ") == 1


def test_the_cap_keeps_what_blocks_in_the_order_of_files() -> None:
    run = make_run(many_results(50))
    text = rendered(run, Look(cap=30))
    assert text.count("✗") == 25
    assert text.count("warning") == 5
    assert "… and 20 more; --output json=FILE for all\n" in text
    places = [line for line in text.splitlines() if line.startswith("src/")]
    assert places == sorted(places)


def test_the_cap_can_be_taken_off() -> None:
    text = rendered(make_run(many_results(1234)), Look(cap=None))
    assert text.count("error  ") == 617
    assert "more" not in text


def test_serious_notifications_come_first_and_are_capped() -> None:
    text = rendered(make_run((), (UNUSED, UNUSED, TOO_LARGE)), Look(cap=2))
    assert text.splitlines()[:3] == [
        "warning: data/dump.sql: larger than 50 MB, so it was not looked at; raise max-file-size to look "
        "[file-too-large]",
        "note: src/settings.py:3: this comment allows nothing any more; take it out [unused-suppression]",
        "… and 1 notification more; --output json=FILE for all",
    ]


def test_how_to_allow_is_said_only_when_something_blocks() -> None:
    assert rendered(typical_run()).count("privacygate: allow stripe-live-key -- ") == 1
    assert "allow" not in rendered(make_run([make_result(rule=PASSWORD)]))


def test_a_result_of_an_unknown_rule_is_shown_without_explanation() -> None:
    text = rendered(make_run([make_result()], rules=()))
    assert "12:18" in text
    assert "why  " not in text


def test_a_long_word_is_not_broken() -> None:
    url = "https://example.com/" + "x" * 200
    run = make_run([make_result()], rules=(STRIPE._replace(why=f"See {url} for more.", references=(url,)),))
    assert rendered(run).count(url) == 2


# Words that tell, and other places


def test_words_that_tell_are_underlined_and_other_places_are_named() -> None:
    result = make_result(line=12, snippet="#\tfor ä Acme: 3 %")
    here = Region(12, 1, 12, 2)
    related = (
        Related(result.path, here, "on the line that is shown"),
        Related(result.path, here._replace(start_line=14), "names a price"),
        Related("b.py", here, "another file"),
    )
    told = result._replace(marks=((8, 12), (14, 17)), related=related)
    lines = rendered(make_run([told])).splitlines()
    at = next(index for index, line in enumerate(lines) if "Acme" in line)
    assert lines[at].index("Acme") == lines[at + 1].index("^^^^")
    assert lines[at].index("3 %") == lines[at + 1].index("^^^", lines[at + 1].index("^^^^") + 5)
    assert [line.strip() for line in lines[at + 2 : at + 4]] == ["14  names a price", "b.py:12  another file"]


def test_not_all_of_many_places_are_named() -> None:
    related = tuple(Related("b.py", Region(line, 1, line, 2), "here") for line in range(1, 41))
    assert "… and 32 more places" in rendered(make_run([make_result()._replace(related=related)]))
