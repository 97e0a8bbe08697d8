"""run → text: what people and programs are shown.

A report is a function from a `Run` to pieces of text, each written as it comes, so that a hundred thousand
results never lie in memory as one string. It knows no files, no verdict of its own and no git.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from privacygate.model import Run


class Look(NamedTuple):
    """How a report for people looks; reports for programs have one look only."""

    colour: bool = False
    """Whether to use ANSI colours."""
    verbose: bool = False
    """Whether to show suppressed results too, instead of counting them."""
    cap: int | None = 100
    """How many results to show, the most serious first; None for all."""
    width: int = 100
    """Columns that explanations are wrapped to. Lines of a change are not wrapped."""


PLAIN = Look()

Report = Callable[[Run, Look], Iterator[str]]


def _text(run: Run, look: Look) -> Iterator[str]:
    from privacygate.reports import text

    return text.render(run, look)


def _json(run: Run, look: Look) -> Iterator[str]:
    from privacygate.reports import json

    return json.render(run, look)


def _sarif(run: Run, look: Look) -> Iterator[str]:
    from privacygate.reports import sarif

    return sarif.render(run, look)


FORMATS: dict[str, Report] = {"text": _text, "json": _json, "sarif": _sarif}
"""Name on the command line → report. Each imports what it needs when it is asked for."""
