from __future__ import annotations

import logging
import traceback

import pytest
from changes import match, segment

from privacygate.match import Match
from privacygate.model import Confidence

MARKER = "correct-horse-battery-staple"


@pytest.fixture
def found() -> Match:
    return match(segment(f"key = '{MARKER}' # and {MARKER.upper()}\n"), MARKER)


def test_no_representation_shows_the_text(found: Match, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger(__name__).warning("%s %r", found, [found])
    shown = [
        repr(found),
        str(found),
        f"{found}",
        f"{found!r}",
        repr((found,)),
        repr({"m": found}),
        caplog.text,
    ]
    for text in shown:
        assert MARKER not in text
        assert "key" not in text
        assert "staple" not in text.lower()


def test_a_traceback_does_not_show_it(found: Match) -> None:
    try:
        raise ValueError(found)
    except ValueError:
        assert MARKER not in traceback.format_exc()


def test_what_it_shows_says_where(found: Match) -> None:
    assert repr(found) == "Match(test-token in app.py, bytes 7 to 35)"


def test_parts_stay_within_reach(found: Match) -> None:
    assert found.segment.text[found.secret_start : found.secret_end].decode() == MARKER
    assert found.confidence is Confidence.HIGH
