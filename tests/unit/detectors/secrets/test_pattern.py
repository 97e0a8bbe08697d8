from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets.pattern import class_end, escaped, near_start, reaches_over_lines, squeeze
from privacygate.detectors.secrets.secret_rule import compile_re2


@pytest.mark.parametrize(
    ("pattern", "squeezed"),
    [
        ("", ""),
        ("abc", "abc"),
        (" a b\n c\t", "abc"),
        ("a # comment\nb", "ab"),
        ("a # comment", "a"),
        ("# comment\na", "a"),
        ("\n  # one\n  # two\n  a", "a"),
        ("a#b", "a#b"),
        ("a\\#b", "a\\#b"),
        ("a \\# b", "a\\#b"),
        ("a[#]b", "a[#]b"),
        ("a [ ] b", "a[ ]b"),
        ("a[ #]b", "a[ #]b"),
        ("a\\ b", "a\\ b"),
        ("a\\x20b", "a\\x20b"),
        ("[^ ] x", "[^ ]x"),
        ("[] ] x", "[] ]x"),
        ("[^] ] x", "[^] ]x"),
        ("[\\] ] x", "[\\] ]x"),
        ("[[:alpha:] ] x", "[[:alpha:] ]x"),
        ("[a[: ] x", "[a[: ]x"),
        ("(?P<secret> a{3} ) \\b", "(?P<secret>a{3})\\b"),
        ("a\\", "a\\"),
        ("[ a", "[ a"),
        ("a ( b | c ) # d [ e", "a(b|c)"),
    ],
)
def test_squeeze(pattern: str, squeezed: str) -> None:
    assert squeeze(pattern) == squeezed


@given(st.text(alphabet="[]^\\:-# \nabc()|{}*", max_size=30))
def test_squeezing_ends_and_squeezing_twice_changes_nothing_more(pattern: str) -> None:
    once = squeeze(pattern)
    assert len(once) <= len(pattern)
    if "#" not in pattern and "\\" not in pattern:
        assert squeeze(once) == once


@pytest.mark.parametrize(
    ("pattern", "end"),
    [
        ("[a]b", 3),
        ("[]]b", 3),
        ("[^]]b", 4),
        ("[\\]]b", 4),
        ("[[:alpha:]]b", 11),
        ("[[:alpha:][:digit:]_]b", 21),
        ("[[:]b", 4),
        ("[[:alpha]b", 9),
    ],
)
def test_where_a_class_ends(pattern: str, end: int) -> None:
    assert class_end(pattern, 0) == end


@pytest.mark.parametrize("pattern", ["[", "[^", "[]", "[[:alpha", "[a\\", "[[:" * 50])
def test_a_class_without_an_end_ends_the_pattern(pattern: str) -> None:
    assert class_end(pattern, 0) >= len(pattern)


def finds(pattern: str, text: bytes) -> bool:
    compiled = compile_re2(pattern, False)
    assert not isinstance(compiled, str), compiled
    return compiled.search(text) is not None


class TestNearStart:
    @pytest.mark.parametrize(
        "text",
        [b"predatadog", b"aDatAdog"[1:].lower().join([b"x", b""]), b"1datadog", b"data-dog", b"datado", b""],
    )
    def test_where_no_word_starts(self, text: bytes) -> None:
        assert not finds(near_start(["datadog"]), text)

    @pytest.mark.parametrize(
        "text",
        [
            b"datadog",
            b"DATADOG_KEY",
            b"myDatadogKey",
            b"datadog.com",
            b"my_datadog",
            b"x-DataDog",
            b"preDATADOG",
            b"(datadog",
        ],
    )
    def test_where_a_word_or_sub_word_starts(self, text: bytes) -> None:
        assert finds(near_start(["datadog"]), text)

    def test_several_keywords(self) -> None:
        pattern = near_start(["datadog", "dd-key", "1pass", "x.y"])
        assert finds(pattern, b"DD-KEY")
        assert finds(pattern, b"1PASS")
        assert finds(pattern, b"x.y")
        assert not finds(pattern, b"xzy")
        assert not finds(pattern, b"ddkey")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12))
def test_an_escaped_text_is_found_as_it_is(literal: str) -> None:
    assert finds(f"^{escaped(literal)}$", literal.encode())
    assert not finds(f"^{escaped(literal)}$", literal.encode() + b"x")


@pytest.mark.parametrize(
    "pattern",
    [
        r"tok_[0-9A-Za-z]{40}",
        r"tok_[0-9A-Za-z]+",
        r"a\s*b",
        r"a\s+\w+",
        r"[^\s]{40,}",
        r"[^\n]*",
        r".*",
        r"[\s]",
        r"[^x]",
        r"[^x]{3}",
        r"\(\?s",
        r"[\\n]+",
    ],
)
def test_what_stays_within_a_few_lines(pattern: str) -> None:
    assert not reaches_over_lines(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[0-9A-Za-z+/\s]{40,}",
        r"[\s\S]*",
        r"[^x]*",
        r"[^x]{1,500}",
        r"(?s).*",
        r"(?s:.{3})",
        r"(?is).*",
        r"a\nb",
        r"[[:space:]]+",
        r"[\x00-\x7f]*",
        r"[\t-~]+",
        r"\D+",
        r"\W{3,}",
        r"[a\n]*",
    ],
)
def test_what_may_reach_over_many_lines(pattern: str) -> None:
    assert reaches_over_lines(pattern)
