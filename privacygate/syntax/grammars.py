"""Syntax trees: the official tree-sitter grammars, each imported when a file of its language turns up.

A parse is bounded in size and in time, so that no file can hang the gate. Whoever asks is told what was not parsed,
and why.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tree_sitter import Language, Parser, Tree

LARGEST_BYTES = 2 << 20
"""A larger file is not parsed: it was written by a program, or is data."""

LONGEST_LINE_BYTES = 1 << 16
"""A file with a longer line is not parsed: it is minified."""

LONGEST_PARSE_S = 5.0
"""Parsing is a matter of a tenth of a second for 500 kB; what takes so long has been built to."""

_CHUNK_BYTES = 1 << 15

GRAMMARS = {
    "bash": "tree_sitter_bash:language",
    "c": "tree_sitter_c:language",
    "c-sharp": "tree_sitter_c_sharp:language",
    "cpp": "tree_sitter_cpp:language",
    "css": "tree_sitter_css:language",
    "dart": "tree_sitter_dart:language",
    "elixir": "tree_sitter_elixir:language",
    "go": "tree_sitter_go:language",
    "groovy": "tree_sitter_groovy:language",
    "hcl": "tree_sitter_hcl:language",
    "html": "tree_sitter_html:language",
    "java": "tree_sitter_java:language",
    "javascript": "tree_sitter_javascript:language",
    "kotlin": "tree_sitter_kotlin:language",
    "lua": "tree_sitter_lua:language",
    "objc": "tree_sitter_objc:language",
    "php": "tree_sitter_php:language_php",
    "powershell": "tree_sitter_powershell:language",
    "python": "tree_sitter_python:language",
    "ruby": "tree_sitter_ruby:language",
    "rust": "tree_sitter_rust:language",
    "scala": "tree_sitter_scala:language",
    "sql": "tree_sitter_sql:language",
    "swift": "tree_sitter_swift:language",
    "toml": "tree_sitter_toml:language",
    "tsx": "tree_sitter_typescript:language_tsx",
    "typescript": "tree_sitter_typescript:language_typescript",
    "yaml": "tree_sitter_yaml:language",
    "zig": "tree_sitter_zig:language",
}
"""For each language of `languages.py` that has one, its module and the function that gives the grammar."""


class Unparsed(Enum):
    """Why there is no tree."""

    NO_GRAMMAR = "there is no grammar for its language"
    TOO_LARGE = "it is larger than 2 MiB"
    LONG_LINES = "it has lines of more than 64 KiB"
    TOO_SLOW = "parsing took more than 5 seconds"


def parse_source(text: bytes, language: str | None) -> Tree | Unparsed:
    """The syntax tree of `text`, or why there is none. Trees of broken source have error nodes."""
    if language not in GRAMMARS:
        return Unparsed.NO_GRAMMAR
    if len(text) > LARGEST_BYTES:
        return Unparsed.TOO_LARGE
    if _has_long_line(text):
        return Unparsed.LONG_LINES
    parser = _parser(language)
    return Unparsed.NO_GRAMMAR if parser is None else _parsed(parser, text)


@cache
def grammar(language: str) -> Language | None:
    """The grammar of `language`, one of `GRAMMARS`; None when it is not installed."""
    import warnings
    from importlib import import_module

    from tree_sitter import Language

    module, _, function = GRAMMARS[language].partition(":")
    try:
        pointer: Callable[[], Any] = getattr(import_module(module), function)
    except ImportError:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # older grammars give their address as a number
        return Language(pointer())


@cache
def _parser(language: str) -> Parser | None:
    from tree_sitter import Parser

    found = grammar(language)
    return None if found is None else Parser(found)


def _parsed(parser: Parser, text: bytes) -> Tree | Unparsed:
    deadline = monotonic() + LONGEST_PARSE_S

    def read(offset: int, _point: Any) -> bytes:
        return text[offset : offset + _CHUNK_BYTES]

    def is_too_slow(_offset: int, _has_error: bool) -> bool:
        return monotonic() > deadline

    # NOTE: the text is read piece by piece because only then the parser asks whether to go on.
    try:
        return parser.parse(read, encoding="utf8", progress_callback=is_too_slow)
    except ValueError:  # "Parsing failed": it was told to stop
        parser.reset()
        return Unparsed.TOO_SLOW


def _has_long_line(text: bytes) -> bool:
    """Whether some line is longer than allowed; looks at some places only, as far apart as a line may be long."""
    at = 0
    while len(text) - at > LONGEST_LINE_BYTES:
        line_break = text.rfind(b"\n", at, at + LONGEST_LINE_BYTES)
        if line_break < 0:
            return True
        at = line_break + 1
    return False
