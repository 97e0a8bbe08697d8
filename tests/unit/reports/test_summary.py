from __future__ import annotations

import pytest

from privacygate.model import Boundary, Outcome, Run
from privacygate.reports.summary import blocking_results, counted, looked_at, outcome

from .runs import ALLOWED, KNOWN, PASSWORD, TOO_LARGE, UNUSED, make_result, make_run, typical_run


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (make_run(), "Nothing found."),
        (make_run([make_result()]), "1 result blocks this commit."),
        (make_run([make_result(), make_result(line=13)]), "2 results block this commit."),
        (
            make_run([make_result(), make_result(rule=PASSWORD)], boundary=Boundary.PUSH),
            "1 of 2 results blocks this push.",
        ),
        (
            make_run([make_result(rule=PASSWORD)], boundary=Boundary.MERGE),
            "1 result, not blocking this merge.",
        ),
        (make_run([make_result(rule=PASSWORD)] * 2), "2 results, not blocking this commit."),
        (
            make_run([make_result(suppressions=(ALLOWED,)), make_result(suppressions=(KNOWN,))]),
            "Nothing found; 1 allowed in source, 1 in the baseline.",
        ),
        (
            make_run([make_result(), make_result(line=13, suppressions=(KNOWN, ALLOWED))]),
            "1 result blocks this commit; 1 allowed in source.",
        ),
        (make_run((), (TOO_LARGE, TOO_LARGE, UNUSED)), "Nothing found; could not look at 1 file."),
        (make_run((), (TOO_LARGE._replace(path=None),)), "Nothing found; 1 notification above."),
        (make_run((), (UNUSED,)), "Nothing found."),
        (
            make_run((), (TOO_LARGE,), outcome=Outcome.COULD_NOT_TELL, reason="a file was not looked at"),
            "Could not tell: a file was not looked at.",
        ),
        (
            make_run([make_result()], outcome=Outcome.COULD_NOT_TELL, reason="git failed"),
            "Could not tell: git failed; 1 result.",
        ),
        (
            make_run((), outcome=Outcome.BLOCKED, reason="a suppression is not used."),
            "Blocked: a suppression is not used.",
        ),
    ],
)
def test_what_is_said_after_what_was_looked_at(run: Run, said: str) -> None:
    assert outcome(run) == said


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (
            make_run(files=0, lines=0),
            "privacygate: 0 files, 0 added lines, 312 rules in 0.05 s. There was nothing to look at.",
        ),
        (
            make_run(files=0, lines=0, skipped=(("deleted files", 2),)),
            "privacygate: 0 files, 0 added lines, 312 rules in 0.05 s; skipped 2 deleted files. "
            "There was nothing left to look at.",
        ),
        (
            make_run(files=1, lines=1, boundary=Boundary.MANUAL, seconds=0.0001),
            "privacygate: 1 file, 1 line, 312 rules in 0.01 s. Nothing found.",
        ),
        (
            make_run([make_result()], files=12345, lines=1234567, boundary=Boundary.MANUAL, seconds=12.34),
            "privacygate: 12,345 files, 1,234,567 lines, 312 rules in 12.3 s. 1 result blocks.",
        ),
        (
            make_run(seconds=3725, skipped=(("binary files", 1), ("nested repositories", 1), ("submodules", 2))),
            "privacygate: 10 files, 213 added lines, 312 rules in 62 min 5 s; "
            "skipped 1 binary file, 1 nested repository, 2 submodules. Nothing found.",
        ),
    ],
)
def test_what_was_looked_at(run: Run, line: str) -> None:
    assert f"{looked_at(run)} {outcome(run)}" == line


@pytest.mark.parametrize(
    ("count", "things", "words"),
    [
        (1, "binary files", "1 binary file"),
        (1, "files larger than 10 MB", "1 file larger than 10 MB"),
        (1, "nested repositories", "1 nested repository"),
        (0, "files", "0 files"),
        (2, "submodules", "2 submodules"),
        (4321, "files", "4,321 files"),
    ],
)
def test_counted(count: int, things: str, words: str) -> None:
    assert counted(count, things) == words


def test_a_suppressed_result_never_blocks_even_when_it_shares_its_fingerprint() -> None:
    live = make_result()
    run = make_run([live._replace(suppressions=(ALLOWED,)), live])
    assert blocking_results(run) == {1}


def test_the_typical_run_blocks_by_its_errors() -> None:
    assert blocking_results(typical_run()) == {0, 4}
