from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets.readable import is_text_sample, readable

RANDOM = random.Random(7)  # noqa: S311


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\x1f\x8b\x08" + RANDOM.randbytes(60), b"\0" * 40]
)
def test_other_files_are_not_text(data: bytes) -> None:
    assert readable(data) is None


def test_random_bytes_are_not_text() -> None:
    for _ in range(2000):
        data = RANDOM.randbytes(32)
        assert not is_text_sample(data)
        assert readable(data) is None


def test_source_maps_are_passed_over() -> None:
    assert readable(b'{"version":3,"sources":["a.js"],"mappings":"AAAA"}') is None


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=12))
def test_ascii_is_text_in_utf_8_and_utf_16(text: str) -> None:
    for order in ("utf-8", "utf-16-le", "utf-16-be"):
        assert is_text_sample(text.encode(order))
        if not text.startswith('{"version":3'):
            assert readable(text.encode(order)) == text.encode()


def test_other_letters_are_text() -> None:
    assert readable("пароль: это секрет\n".encode()) == "пароль: это секрет\n".encode()
    assert readable("パスワード：ひみつ".encode()) is not None
    assert not is_text_sample("пароль".encode())  # a sample is taken elsewhere as well


def test_nothing_is_no_sample() -> None:
    assert not is_text_sample(b"")
