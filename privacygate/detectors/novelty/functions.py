"""Where the functions of a file are, and what they are called: by its syntax tree, else by its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from privacygate.syntax.grammars import GRAMMARS, Unparsed, grammar, parse_source

if TYPE_CHECKING:
    from tree_sitter import Node, Query

_ANYWHERE = """
    function_definition function_declaration method_declaration method_definition constructor_declaration
    compact_constructor_declaration static_initializer lambda_expression function_expression arrow_function
    generator_function generator_function_declaration func_literal local_function_statement operator_declaration
    conversion_operator_declaration destructor_declaration accessor_declaration indexer_declaration method
    singleton_method anonymous_function anonymous_function_creation_expression secondary_constructor
    anonymous_initializer getter setter lambda_literal init_declaration deinit_declaration computed_property
    computed_getter computed_setter subscript_declaration function_item closure_expression function_statement
    function_definition_statement closure
""".split()
_ONLY_IN = {
    "ruby": ("block", "do_block"),
    "c-sharp": ("property_declaration",),
    "dart": ("function_body",),
}
_ELIXIR = '(call target: (identifier) @word (#any-of? @word "def" "defp" "defmacro" "defmacrop")) @function'
_LONGEST_NAME_BYTES = 60


class Function(NamedTuple):
    """A function, and where its name stands in the text."""

    first_line: int
    last_line: int
    name_start: int
    """Byte offsets in the text; both 0 for a function without a name."""
    name_end: int


def find_functions(text: bytes, language: str, first_line: int = 1) -> list[Function]:
    """The functions of `text`, which begins at `first_line`; those in others included. In order of their start."""
    query = _query(language)
    tree = Unparsed.NO_GRAMMAR if query is None else parse_source(text, language)
    if isinstance(tree, Unparsed) or query is None:
        return [_moved(function, first_line) for function in _by_lines(text)]
    from tree_sitter import QueryCursor

    nodes = QueryCursor(query).captures(tree.root_node).get("function", [])
    return sorted(_moved(_function(node), first_line) for node in nodes)


def _moved(function: Function, first_line: int) -> Function:
    return function._replace(
        first_line=function.first_line + first_line - 1, last_line=function.last_line + first_line - 1
    )


@cache
def _query(language: str) -> Query | None:
    """What finds the functions of `language`: every kind of node that its grammar has and that is one."""
    known = grammar(language) if language in GRAMMARS else None
    if known is None:
        return None
    from tree_sitter import Query

    if language == "elixir":
        return Query(known, _ELIXIR)
    kinds = [
        kind for kind in (*_ANYWHERE, *_ONLY_IN.get(language, ())) if known.id_for_node_kind(kind, True) is not None
    ]
    return Query(known, "[" + " ".join(f"({kind})" for kind in kinds) + "] @function") if kinds else None


def _function(node: Node) -> Function:
    name = _name(node)
    start, end = (name.start_byte, name.end_byte) if name is not None else (0, 0)
    if end - start > _LONGEST_NAME_BYTES:
        start = end = 0
    last_line = node.end_point[0] + (node.end_point[1] > 0 or node.end_point == node.start_point)
    return Function(node.start_point[0] + 1, last_line, start, end)


def _name(node: Node) -> Node | None:
    for _ in range(3):  # an arrow function has the name of the variable that it is assigned to
        for field in ("name", "declarator", "left", "key"):
            found = node.child_by_field_name(field)
            if found is not None:
                return _innermost(found)
        if node.type not in _NAMED_BY_WHAT_HOLDS_IT or node.parent is None:
            return None
        node = node.parent
    return None


_NAMED_BY_WHAT_HOLDS_IT = frozenset(
    "arrow_function function_expression generator_function lambda_literal closure_expression anonymous_function".split()
)


def _innermost(node: Node) -> Node | None:
    """The name itself: in C it is inside declarators for pointers, references and parameters."""
    while node.child_count and (inner := node.child_by_field_name("declarator")) is not None:
        node = inner
    if node.type in ("qualified_identifier", "scoped_identifier"):
        node = node.child_by_field_name("name") or node
    return node if node.end_point[0] == node.start_point[0] and node.child_count <= 3 else None


_TEST_MODULE = re.compile(
    rb"^(?P<indent>[ \t]*)\#\[cfg\(test\)\][^\n]*\n(?:[ \t]*\#\[[^\n]*\n)*"
    rb"(?P=indent)(?:pub(?:\([^)\n]*\))?[ ])?mod[ ]\w+[ ]*\{[^\n]*\n(?:(?!(?P=indent)\})[^\n]*\n)*",
    re.MULTILINE,
)


def find_test_modules(text: bytes, language: str, first_line: int = 1) -> Iterator[range]:
    """The lines of tests that stand in the file they test, as Rust has them."""
    for module in _TEST_MODULE.finditer(text) if language == "rust" else ():
        first = first_line + text.count(b"\n", 0, module.start())
        yield range(first, first + module[0].count(b"\n") + 1)


_HEADER = re.compile(
    rb"^(?P<indent>[ \t]*)(?:\w+[ \t]+){0,4}?(?:def|fn|func|fun|function|sub|proc)[ \t]+(?P<name>[\w.:!?$-]+)",
    re.MULTILINE,
)


def _by_lines(text: bytes) -> Iterator[Function]:
    """Where there is no grammar: from a line that begins one on, as long as lines are indented more deeply."""
    for header in _HEADER.finditer(text):
        first = last = text.count(b"\n", 0, header.start()) + 1
        outer = len(header["indent"].expandtabs(8))
        for number, line in enumerate(text[header.end() :].split(b"\n")[1:], first + 1):
            body = line.strip()
            is_outside = bool(body) and _indentation(line) <= outer
            if is_outside and body not in _BRACKETS:
                break
            last = number if body else last
            if is_outside and body != b"{":
                break
        yield Function(first, last, header.start("name"), header.end("name"))


def _indentation(line: bytes) -> int:
    line = line.expandtabs(8)
    return len(line) - len(line.lstrip())


_BRACKETS = (b"{", b"}", b"};", b"end", b"end;")
