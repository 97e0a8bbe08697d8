from __future__ import annotations

import pytest

from privacygate.gitleaks.expression import alternatives, compile_go, entropy, readable


class TestCompileGo:
    def test_what_go_reads_is_read(self) -> None:
        pattern = compile_go(r"(?i)(?P<x>\bacme_)\pL{2}[[:alnum:]]\x{263a}?\z")
        assert pattern.search("ACME_ÄÖ1".encode())

    def test_a_dot_is_a_character_and_not_a_byte(self) -> None:
        assert compile_go("^.{3}$").search("äöü".encode())

    @pytest.mark.parametrize("pattern", ["(?=x)", r"(a)\1", "[a-", "x{2000}", "(", "*"])
    def test_what_go_cannot_read_is_said(self, pattern: str) -> None:
        assert isinstance(compile_go(pattern), str)

    def test_a_long_list_of_alternatives_fits(self) -> None:
        words = tuple(f"word{number}[a-z]{{1,50}}" for number in range(500))
        assert not isinstance(compile_go(alternatives(words)), str)


def test_flags_reach_over_alternatives() -> None:
    """As in gitleaks, which joins patterns in the same way."""
    assert compile_go(alternatives(("(?i)one", "two"))).search(b"TWO")
    assert not compile_go(alternatives(("one", "(?i)two"))).search(b"ONE")


@pytest.mark.parametrize("text", [b"", b"plain", "ümläut".encode()])
def test_what_is_utf8_stays(text: bytes) -> None:
    assert readable(text) is text


def test_other_bytes_become_characters_of_one_byte() -> None:
    text = b"a\xffb\xc3"
    assert len(readable(text)) == len(text)
    assert compile_go("^a.b.$").search(readable(text))


@pytest.mark.parametrize(("value", "bits"), [(b"", 0), (b"aaaa", 0), (b"abab", 1), (b"abcd", 2), ("ä".encode(), 0.5)])
def test_entropy_is_of_characters_for_each_byte(value: bytes, bits: float) -> None:
    assert entropy(value) == pytest.approx(bits)
