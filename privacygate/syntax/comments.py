"""Comments and docstrings of a file: by its syntax tree, or by their marks where there is no grammar."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from privacygate.syntax.comment_marks import CLOSING, Marks, comment_marks
from privacygate.syntax.grammars import Unparsed, grammar, parse_source
from privacygate.syntax.languages import language_of

if TYPE_CHECKING:
    from tree_sitter import Query, Tree

LONGEST_COMMENT_BYTES = 1 << 16
"""What a comment has beyond this is not read."""

_DOCSTRINGS = {
    "python": """
        (module . (comment)* . (expression_statement . (string) @docstring))
        (function_definition body: (block . (comment)* . (expression_statement . (string) @docstring)))
        (class_definition body: (block . (comment)* . (expression_statement . (string) @docstring)))
    """,
    "elixir": '((unary_operator operator: "@" operand: (call (identifier) @name (arguments (string) @docstring)))'
    ' (#any-of? @name "doc" "moduledoc" "typedoc"))',
}
"""Queries for texts that document the code without being comments."""

_EMBEDDED = {"html": ("raw_text",), "php": ("text",)}
"""Nodes with text of another language, in which comments are looked for by their marks."""


_DOCKERFILE = Marks((), (b"#",), b"")
"""A hash further right is a part of the command."""

_OF_SEVERAL_LINES = (b"/*", b"<!--", b"<#", b"=begin", b"{-", b"(*", b"--[", b'"', b", b")
"""What opens comments that can hold a line break; no other is joined to them."""


class Comment(NamedTuple):
    """Byte offsets of a comment in the text of its segment, its marks included; adjacent line comments are one."""

    start: int
    end: int


class Comments(NamedTuple):
    """The comments of a text, in order and disjoint."""

    found: list[Comment]
    unparsed: Unparsed | None
    """Why they were found by their marks and not by the syntax tree, if so."""
    cut: bool = False
    """Whether one is longer than `LONGEST_COMMENT_BYTES`, and only that much of it is here."""


def comments_in(path: str, text: bytes) -> Comments:
    """The comments and docstrings of `text`, the file `path` or a part of it."""
    language = language_of(path, text)
    tree = parse_source(text, language)
    if isinstance(tree, Unparsed):
        return _bounded(_joined(text, _by_marks(text, 0, len(text), marks_of(path, language))), tree)
    assert language is not None
    return _bounded(_joined(text, _by_tree(tree, text, language)), None)


def _bounded(found: list[Comment], unparsed: Unparsed | None) -> Comments:
    """Each comment, up to the length that is read."""
    cut = [comment.end - comment.start > LONGEST_COMMENT_BYTES for comment in found]
    if not any(cut):
        return Comments(found, unparsed)
    bounded = [Comment(start, min(end, start + LONGEST_COMMENT_BYTES)) for start, end in found]
    return Comments(bounded, unparsed, cut=True)


def marks_of(path: str, language: str | None) -> Marks:
    """How comments look in the file `path` for whoever does not parse it."""
    return _DOCKERFILE if language == "dockerfile" else comment_marks(path)


def _by_tree(tree: Tree, text: bytes, language: str) -> list[Comment]:
    from tree_sitter import QueryCursor

    captures = QueryCursor(_query(language)).captures(tree.root_node)
    found = [
        Comment(node.start_byte, node.end_byte) for name in ("comment", "docstring") for node in captures.get(name, ())
    ]
    for node in captures.get("embedded", ()):
        marks = comment_marks("a.html")
        found += _by_marks(text, node.start_byte, node.end_byte, marks)
    return sorted(found)


@cache
def _query(language: str) -> Query:
    from tree_sitter import Query

    known = grammar(language)
    assert known is not None
    kinds = {known.node_kind_for_id(number) for number in range(known.node_kind_count) if _is_named(known, number)}
    names = sorted(kind for kind in kinds if kind and ("comment" in kind or kind == "marginalia"))
    parts = [f"({name}) @comment" for name in names]
    parts += [f"({name}) @embedded" for name in _EMBEDDED.get(language, ())]
    return Query(known, "\n".join([*parts, _DOCSTRINGS.get(language, "")]))


def _is_named(known: Any, number: int) -> bool:
    return bool(known.node_kind_is_named(number) and known.node_kind_is_visible(number))


def _by_marks(text: bytes, start: int, end: int, marks: Marks) -> list[Comment]:
    """The comments between two offsets, by the marks that open and close them outside of strings."""
    found: list[Comment] = []
    at = start
    tokens = _tokens(marks)
    while (token := tokens.search(text, at, end)) is not None:
        at = token.end()
        if token.lastgroup != "mark":
            continue
        closing = CLOSING.get(token["mark"].lower())
        if closing is None or token["mark"] == b"*":
            stop = text.find(b"\n", at, end)
        else:
            stop = text.find(closing, at, end)
            stop = stop + len(closing) if stop >= 0 else stop
        at = end if stop < 0 else stop
        found.append(Comment(token.start("mark"), at))
    return found


@cache
def _tokens(marks: Marks) -> re.Pattern[bytes]:
    """What may open a comment, and strings, which are passed over."""
    strings = b"|".join(rb"%c(?:\\.|[^%c\\\n])*%c" % (quote, quote, quote) for quote in marks.quotes)
    anywhere = b"|".join(re.escape(mark) for mark in sorted(marks.anywhere, key=len, reverse=True)) or rb"(?!)"
    first = b"|".join(re.escape(mark) for mark in marks.first) or rb"(?!)"
    # A hash is a comment only at the start of a word: `a.html#place`, `$#`, `issue#1`.
    openings = rb"(?P<mark>(?<![\w$&:/\\])(?:" + anywhere + rb")|(?im:(?<=^)[ \t]*(?:" + first + rb")))"
    return re.compile(openings + (b"|" + strings if strings else b""))


def _joined(text: bytes, comments: list[Comment]) -> list[Comment]:
    """Line comments that stand alone on lines one below the other become one; those inside others are left out."""
    joined: list[Comment] = []
    lone_before = False
    for comment in comments:
        start, end = comment.start, _without_line_break(text, comment)
        if joined and start < joined[-1].end:
            continue
        line_start = text.rfind(b"\n", 0, start) + 1
        lone = not text[line_start:start].strip() and not text.startswith(_OF_SEVERAL_LINES, start)
        if joined and lone and lone_before:
            before = joined[-1]
            between = text[before.end : start]
            if between.count(b"\n") == 1 and not between.strip():
                joined[-1] = Comment(before.start, end)
                continue
        joined.append(Comment(start, end))
        lone_before = lone and b"\n" not in text[start:end]
    return joined


def _without_line_break(text: bytes, comment: Comment) -> int:
    end = comment.end
    while end > comment.start and text[end - 1] in b"\r\n":
        end -= 1
    return end


class CommentGuess:
    """A quick look at a text, to tell where no comment can be without parsing it.

    A byte may be in a comment when its line has a mark before it, or when a block or a docstring was opened before it.
    It misses none but in odd files. Offsets must be asked for in ascending order.
    """

    def __init__(self, text: bytes, marks: Marks) -> None:
        self._text = text
        self._line_marks = (*marks.anywhere, *(mark.strip() for mark in marks.first))
        self._blocks = [block for block in _blocks_of(marks) if block[0] in text]
        self._until = 0
        """All before it was searched."""
        self._opened: dict[bytes, int] = {}
        """Where each opening mark was seen last."""

    def may_hold(self, offset: int) -> bool:
        """Whether the byte at `offset` may be in a comment."""
        text = self._text
        before = text[text.rfind(b"\n", max(0, offset - LONGEST_COMMENT_BYTES), offset) + 1 : offset].lower()
        if any(mark in before for mark in self._line_marks):
            return True
        open_now = False
        for opening, closing in self._blocks:
            at = text.rfind(opening, max(0, self._until - len(opening)), offset)
            if at >= 0:
                self._opened[opening] = at
            at = self._opened.get(opening, -1)
            if at >= max(0, offset - LONGEST_COMMENT_BYTES) and (closing is None or text.find(closing, at, offset) < 0):
                open_now = True
        self._until = offset
        return open_now


_QUOTES = ((b'"""', None), (b"'''", None))
"""Docstrings begin as they end, so that one before is enough to look closer."""


def _blocks_of(marks: Marks) -> list[tuple[bytes, bytes | None]]:
    blocks: list[tuple[bytes, bytes | None]] = [
        (mark, CLOSING[mark]) for mark in marks.anywhere if mark in CLOSING and mark != b"*"
    ]
    if b"#" in marks.anywhere:
        blocks += [*_QUOTES, (b"=begin", b"=end"), (b"<#", b"#>")]
    if b"--" in marks.anywhere:
        blocks.append((b"--[[", b"]]"))
    return blocks
