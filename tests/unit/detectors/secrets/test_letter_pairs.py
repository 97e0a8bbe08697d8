from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets.letter_pairs import NATURAL, strangeness


@pytest.mark.parametrize("value", [b"", b"a", b"1", b"1a2b3c", b"a-b-c", "äöü".encode(), b"\xff\xfe"])
def test_without_pairs_nothing_is_strange(value: bytes) -> None:
    assert strangeness(value) == 0


@pytest.mark.parametrize(
    "value",
    [b"password", b"connection_string", b"authentication", b"userName", b"the-quick-brown-fox", b"getElementById"],
)
def test_words_are_natural(value: bytes) -> None:
    assert strangeness(value) < NATURAL


@pytest.mark.parametrize("value", [b"xqzjvkwq", b"QKXZJWVB", b"zxqkjvbw"])
def test_what_no_word_has_is_strange(value: bytes) -> None:
    assert strangeness(value) > NATURAL + 1


def test_letters_that_are_drawn_are_strange_most_of_the_time() -> None:
    drawing = random.Random(5)  # noqa: S311
    drawn = ["".join(drawing.choices(string.ascii_lowercase, k=20)).encode() for _ in range(500)]
    assert sum(strangeness(value) > NATURAL for value in drawn) > 480


@given(st.binary(max_size=60))
def test_letter_case_does_not_matter_and_it_stays_in_its_range(value: bytes) -> None:
    assert strangeness(value) == strangeness(value.upper()) == strangeness(value.lower())
    assert 0 <= strangeness(value) <= 9
