from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.gitleaks.decoding import Layer, decode, original_of

PLAIN = b"acme_k4W9xQ2mZ7pL1vB8"


def decoded(text: bytes) -> bytes | None:
    layer = decode(Layer(text))
    return None if layer is None else layer.text


class TestNothingToDecode:
    @pytest.mark.parametrize(
        "text",
        [
            b"",
            b"plain text of no interest",
            b"averylongidentifierthatlookslikebase64",  # no digit and no sign in it
            b"0123456789abcdef0123456789abcdef0",  # odd
            b"%ff%fe",  # not printable
            b"YWNtZV9r",  # short
            base64.b64encode(bytes(range(200, 230))),
        ],
    )
    def test_it_is_left_alone(self, text: bytes) -> None:
        assert decoded(text) is None


class TestKinds:
    @pytest.mark.parametrize(
        "encoded",
        [
            base64.b64encode(PLAIN),
            base64.urlsafe_b64encode(PLAIN).rstrip(b"="),
            PLAIN.hex().encode(),
            PLAIN.hex().upper().encode(),
            "".join(f"%{byte:02x}" for byte in PLAIN).encode(),
            "".join(f"\\u{byte:04x}" for byte in PLAIN).encode(),
            "".join(f"\\\\U{byte:04X}" for byte in PLAIN).encode(),
        ],
    )
    def test_it_is_decoded_in_place(self, encoded: bytes) -> None:
        assert decoded(b'key = "' + encoded + b'"\n') == b'key = "' + PLAIN + b'"\n'

    def test_code_points(self) -> None:
        assert decoded(b"U+0061 U+0062 c") == b"abc"

    def test_half_of_a_pair_is_no_character(self) -> None:
        assert decoded(b"\\ud83d") == "\ufffd".encode()

    def test_percent_escapes_reach_over_what_is_between(self) -> None:
        assert decoded(b"a=%61cm%65&b=%zz") == b"a=acme&b=%zz"


class TestPlaces:
    def test_what_lies_in_one_part_is_all_of_it(self) -> None:
        text = b"x = " + base64.b64encode(PLAIN) + b"\n"
        layer = decode(Layer(text))
        assert layer is not None
        at = layer.text.index(b"k4W9")
        assert original_of(layer, layer.parts, (at, at + 4)) == (4, len(text) - 1)

    def test_what_reaches_over_its_end_ends_where_it_does(self) -> None:
        text = b"x = %61%62c!\n"
        layer = decode(Layer(text))
        assert layer is not None
        assert original_of(layer, layer.parts, (4, 8)) == (4, 12)

    def test_nested_parts_come_from_the_outermost(self) -> None:
        text = b"x = " + base64.b64encode(base64.b64encode(PLAIN)) + b"\n"
        layer = decode(Layer(text))
        assert layer is not None
        layer = decode(layer)
        assert layer is not None and PLAIN in layer.text
        assert original_of(layer, layer.parts, (5, 9)) == (4, len(text) - 1)

    def test_the_line_around_a_part_has_its_line_break(self) -> None:
        layer = decode(Layer(b"one\ntwo %41 three\nfour"))
        assert layer is not None
        assert layer.line_of(layer.parts) == b"\ntwo A three"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=12))
def test_printable_text_survives(plain: str) -> None:
    layer = decode(Layer(quote(plain, safe="").encode()))
    if "%" in quote(plain, safe=""):
        assert layer is None or layer.parts


@given(st.binary(max_size=300))
def test_no_text_breaks_it(text: bytes) -> None:
    layer: Layer | None = Layer(text)
    for _ in range(4):
        layer = layer and decode(layer)
        for part in layer.parts if layer else ():
            assert 0 <= part.original[0] <= part.original[1] <= len(text)
