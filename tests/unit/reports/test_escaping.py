from __future__ import annotations

import os
from urllib.parse import quote_from_bytes, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.reports.escaping import relative_uri, visible, visible_path

from .runs import HOSTILE_PATHS


@given(st.text(st.characters()))
def test_nothing_unprintable_stays(text: str) -> None:
    assert visible(text).isprintable()
    assert visible_path(text).isprintable()


@pytest.mark.parametrize("text", ["", "plain", "größe 鍵 🔑", "a\\nb", 'say "x"'])
def test_printable_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
    assert visible_path(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\tb\r\n", "a\\tb\\r\\n"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202e\u2066\u200f", "\\u202e\\u2066\\u200f"),
        ("\U000e0041", "\\U000e0041"),
        ("\udcff\ud800", "\\xff\\ud800"),
    ],
)
def test_escapes(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_path_with_an_escape_is_quoted_so_that_it_cannot_be_mistaken() -> None:
    assert visible_path("a\nb") == '"a\\nb"'
    assert visible_path("a\\nb") == "a\\nb"
    assert visible_path('a"\\\n') == '"a\\"\\\\\\n"'
    assert visible_path("a ") == '"a "'


def test_no_uri_is_absolute_or_has_a_scheme_a_query_or_a_fragment() -> None:
    for path in (*HOSTILE_PATHS, "/etc/passwd", "//host/share", "javascript:alert(1)"):
        uri = relative_uri(path)
        assert uri.isascii()
        assert not uri.startswith("/")
        assert not set(uri) & set(':?#[]@\\"<> \n')


@given(st.binary(min_size=1))
def test_a_uri_keeps_every_byte_of_the_name(raw: bytes) -> None:
    raw = raw.lstrip(b"/")
    uri = relative_uri(raw.decode("utf-8", "surrogateescape"))
    assert unquote_to_bytes(uri) == raw
    assert uri == quote_from_bytes(raw)


def test_a_name_that_only_windows_can_have() -> None:
    assert relative_uri("\ud800") == "%ED%A0%80"


def test_separators_stay() -> None:
    assert relative_uri(os.sep.join(["src", "größe.py"]).replace("\\", "/")) == "src/gr%C3%B6%C3%9Fe.py"
