from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets.entropy import entropy


@pytest.mark.parametrize(
    ("value", "bits"),
    [
        (b"", 0),
        (b"a", 0),
        (b"aaaaaaaa", 0),
        (b"ab", 1),
        (b"abab", 1),
        (b"abcd", 2),
        (b"0123456789abcdef", 4),
        (bytes(range(256)), 8),
        (b"aab", log2(3) - 2 / 3),
    ],
)
def test_bits_per_byte(value: bytes, bits: float) -> None:
    assert entropy(value) == pytest.approx(bits, abs=1e-12)


@given(st.binary(max_size=300))
def test_it_stays_between_0_and_what_the_length_allows(value: bytes) -> None:
    assert -1e-9 <= entropy(value) <= (log2(len(value)) if value else 0) + 1e-9


@given(st.binary(max_size=100), st.randoms())
def test_order_does_not_matter(value: bytes, random: object) -> None:
    assert entropy(bytes(sorted(value))) == pytest.approx(entropy(value))
