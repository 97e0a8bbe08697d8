from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import privacygate
from privacygate.syntax import grammars
from privacygate.syntax.grammars import GRAMMARS, LARGEST_BYTES, LONGEST_LINE_BYTES, Unparsed, grammar, parse_source
from privacygate.syntax.languages import LANGUAGES


@pytest.mark.parametrize("language", GRAMMARS)
def test_each_is_installed_and_works_with_the_parser(language: str) -> None:
    assert grammar(language) is not None
    tree = parse_source(b"x = 1\n", language)
    assert not isinstance(tree, Unparsed)
    assert tree.root_node.end_byte <= 6


def test_each_is_of_a_known_language_and_declared() -> None:
    assert set(GRAMMARS) <= LANGUAGES
    project = tomllib.loads((Path(privacygate.__file__).parents[1] / "pyproject.toml").read_text())
    declared = {line.partition(">")[0].replace("-", "_") for line in project["project"]["dependencies"]}
    assert {place.partition(":")[0] for place in GRAMMARS.values()} <= declared


def test_a_language_without_a_grammar() -> None:
    assert parse_source(b"x", None) is Unparsed.NO_GRAMMAR
    assert parse_source(b"FROM x", "dockerfile") is Unparsed.NO_GRAMMAR


def test_a_grammar_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRAMMARS, "cobol", "tree_sitter_that_nobody_has:language")
    assert parse_source(b"x", "cobol") is Unparsed.NO_GRAMMAR


def test_broken_source_has_a_tree() -> None:
    tree = parse_source(b"def (:\n  # a comment\n", "python")
    assert not isinstance(tree, Unparsed)
    assert tree.root_node.has_error


def test_size_is_bounded() -> None:
    line = b"x = 1\n"
    assert parse_source(line * (LARGEST_BYTES // len(line) + 1), "python") is Unparsed.TOO_LARGE


@pytest.mark.parametrize("before", [0, 1, 60_000, 65_536])
def test_a_long_line_is_found_wherever_it_stands(before: int) -> None:
    lines = b"x\n" * (before // 2)
    assert parse_source(lines + b"y" * (2 * LONGEST_LINE_BYTES), "python") is Unparsed.LONG_LINES
    assert parse_source(lines + b"#" + b"y" * (LONGEST_LINE_BYTES - 2) + b"\n", "python") is not Unparsed.LONG_LINES


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "LONGEST_PARSE_S", 0.02)
    assert parse_source(b"a = [1, 2]\n" * 100_000, "python") is Unparsed.TOO_SLOW
    assert not isinstance(parse_source(b"a = 1\n", "python"), Unparsed), "the parser starts afresh"


@pytest.mark.parametrize("opening", [b"(", b"[{", b"!function(){", b"if a:\n", b"<div>", b"f(g, "])
def test_deep_nesting_ends(opening: bytes) -> None:
    text = b"\n".join([opening] * 30_000)
    for language in ("python", "javascript", "html", "c"):
        started = time.monotonic()
        tree = parse_source(text, language)
        del tree
        assert time.monotonic() - started < 60


@given(st.binary())
def test_any_bytes_are_parsed(text: bytes) -> None:
    for language in ("python", "yaml", "php"):
        tree = parse_source(text, language)
        assert not isinstance(tree, Unparsed)
        assert tree.root_node.end_byte <= len(text)
