"""What holds for every format."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from privacygate.reports import FORMATS, Look

from .runs import ROOT, hostile_run, make_run, many_results, typical_run


@pytest.mark.parametrize("name", FORMATS)
def test_the_folder_on_this_machine_is_not_named(name: str) -> None:
    assert ROOT not in "".join(FORMATS[name](typical_run(), Look(verbose=True)))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_raw_comes_through(name: str) -> None:
    text = "".join(FORMATS[name](hostile_run(), Look(verbose=True, cap=None)))
    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    text.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_run_gives_the_same_text(name: str) -> None:
    assert list(FORMATS[name](typical_run(), Look())) == list(FORMATS[name](typical_run(), Look()))


@pytest.mark.parametrize("name", FORMATS)
def test_every_report_ends_with_a_line_break(name: str) -> None:
    assert "".join(FORMATS[name](make_run(), Look())).endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_a_hundred_thousand_results_come_in_small_pieces_and_soon(name: str) -> None:
    run = make_run(many_results(100_000))
    start = time.perf_counter()
    assert max(len(piece) for piece in FORMATS[name](run, Look(cap=None))) < 20_000
    assert time.perf_counter() - start < 10


def test_no_report_knows_text_of_a_change() -> None:
    script = (
        "import sys\n"
        "from privacygate.reports import json, sarif, text\n"
        "print(*(name for name in sys.modules if name.startswith('privacygate.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    known = {name.split(".")[1] for name in done.stdout.split()}
    assert known == {"model", "reports", "version"}


def test_formats_import_nothing_before_they_are_asked_for() -> None:
    script = (
        "import sys, __future__, privacygate.model; before = set(sys.modules); import privacygate.reports;"
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["privacygate.reports"]
