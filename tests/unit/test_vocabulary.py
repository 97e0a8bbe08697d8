from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.vocabulary import sub_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("riskScore", ["risk", "score"]),
        ("risk_score RISK-SCORE", ["risk", "score", "risk", "score"]),
        ("HTTPServer2", ["http", "server", "2"]),
        ("größe", ["größe"]),
        ("", []),
        ("...", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word.decode() for word, _, _ in sub_words(text.encode())] == words


@given(st.binary())
def test_each_stands_where_it_says(text: bytes) -> None:
    for word, start, end in sub_words(text):
        assert text[start:end].lower() == word
