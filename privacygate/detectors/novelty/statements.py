"""Text → statements of abstracted tokens: what stays the same when code is moved, renamed, re-indented or reformatted.

Names become `I`, numbers `0`, literals `"`; keywords and operators stay; blanks and comments go. A statement ends at
a semicolon or a curly bracket, or at the end of a line that does not go on: inside round and square brackets, after
an operator or before one, it does. It is done with few calls into Python for much text, at some 8 MB/s; a syntax tree
and a walk over it give 1 MB/s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from privacygate.detectors.novelty.lexicon import Lexicon

SHORTEST = 4
"""A statement of fewer tokens is everywhere and says nothing about where code comes from."""

NAME, NUMBER, LITERAL = b"I", b"0", b'"'

_NUMBER = re.compile(rb"(?<![\w$\x80-\xff])[0-9][0-9A-Za-z_]*")
_WORD = re.compile(rb"[A-Za-z_$@\x80-\xff][\w$\x80-\xff]*")
_BREAK = re.compile(rb"([()\[\]{};\n])")
_BLANKS = b" \t\r\f"
_HIDDEN = b"\v"
"""A line break inside a literal."""
_LINE_BREAKS = b"\n\v"
_NO_TOKENS = _LINE_BREAKS + b"\\"
"""Line breaks, and what hides them."""
_NO_WORDS = bytes(code for code in range(0x80) if code != NAME[0])
"""Every token but names and keywords."""
_MOST_PARTS = 60
"""After so many parts of one statement a bracket was not one, or it is a table."""
_PUNCTUATION = b"(){}[];,:.<>@#"
"""A line of nothing else is no logical line."""
_GOES_ON_AFTER = frozenset(b"=+*/%&|^?.,\\~-")
_GOES_ON_BEFORE = frozenset(b".&|?+*/%^")
_NOT_AT_ITS_END = (b"++", b"--")


class Statement(NamedTuple):
    """A statement and where it stands. Holds no text of the change, only what kinds of tokens it is made of."""

    tokens: bytes
    names: int
    """A hash, 16 bits, of its words as they are written."""
    first_line: int
    last_line: int
    lines: tuple[int, ...]
    """Its logical lines: those with more than brackets, punctuation or a lone `else`, and no imports."""

    @property
    def shape(self) -> int:
        """A hash, 32 bits, the same whatever its names are."""
        return crc32(self.tokens)


def fingerprints(text: bytes, lexicon: Lexicon) -> tuple[list[int], list[int]]:
    """`Statement.shape` and `Statement.names` of the statements of `text` that are long enough, in order."""
    tokens_of_text, words = _abstracted(text, lexicon)
    shapes: list[int] = []
    names: list[int] = []
    at = 0
    for piece in _pieces(tokens_of_text, lexicon):
        tokens = piece.translate(None, _NO_TOKENS)
        end = at + len(tokens.translate(None, _NO_WORDS))
        if len(tokens) >= SHORTEST:
            shapes.append(crc32(tokens))
            names.append(crc32(b" ".join(words[at:end])) & 0xFFFF)
        at = end
    return shapes, names


def statements(text: bytes, lexicon: Lexicon, first_line: int = 1) -> list[Statement]:
    """The statements of `text`, which begins at `first_line`; short ones included."""
    tokens_of_text, words = _abstracted(text, lexicon)
    found: list[Statement] = []
    at, line = 0, first_line
    for piece in _pieces(tokens_of_text, lexicon):
        tokens = piece.translate(None, _NO_TOKENS)
        breaks = _breaks(piece)
        if tokens:
            end = at + len(tokens.translate(None, _NO_WORDS))
            names = crc32(b" ".join(words[at:end])) & 0xFFFF
            first = line + breaks - _breaks(piece.lstrip(_LINE_BREAKS))
            last = line + _breaks(piece.rstrip(_LINE_BREAKS))
            lines = tuple(_logical_lines(piece, tokens, line, lexicon))
            found.append(Statement(tokens, names, first, last, lines))
            at = end
        line += breaks
    return found


def _breaks(piece: bytes) -> int:
    return piece.count(b"\n") + piece.count(_HIDDEN)


def _abstracted(text: bytes, lexicon: Lexicon) -> tuple[bytes, list[bytes]]:
    """`text` with one byte for each token, and its line breaks; and the words in it, keywords included."""
    code_of = lexicon.codes.get
    text = _NUMBER.sub(NUMBER, lexicon.skip.sub(_without_text, text))
    return _WORD.sub(lambda match: code_of(match[0], NAME), text).translate(None, _BLANKS), _WORD.findall(text)


def _without_text(match: re.Match[bytes]) -> bytes:
    """What stands for a comment (group 1) or a literal."""
    if match[1] is not None:
        return b"\n" * match[0].count(b"\n")
    return LITERAL + _HIDDEN * match[0].count(b"\n")


def _pieces(text: bytes, lexicon: Lexicon) -> Iterator[bytes]:
    """The statements in `text`, each with the line breaks before, in and after it; nothing but `;{}` is lost."""
    parts = _BREAK.split(text)
    parts.append(b"")
    held: list[bytes] = []
    depth = 0
    """Of round and square brackets since the last curly one."""
    outer: list[int] = []
    for index in range(1, len(parts) - 1, 2):
        part, mark = parts[index - 1], parts[index]
        if part:
            held.append(part)
        if mark == b"\n":
            if depth and len(held) > _MOST_PARTS:
                depth = 0
            ends = depth == 0 and not _goes_on(part or (held[-1] if held else b""), parts[index + 1], lexicon)
            held.append(mark)
        elif mark in b"([":
            depth += 1
            held.append(mark)
            continue
        elif mark in b")]":
            depth -= depth > 0
            held.append(mark)
            continue
        elif mark == b"{":
            outer.append(depth)
            depth, ends = 0, True
        elif mark == b"}":
            depth, ends = outer.pop() if outer else 0, True
        else:
            ends = depth == 0
            if not ends:
                held.append(mark)
        if ends:
            yield b"".join(held)
            held = []
    held.append(parts[-2])
    yield b"".join(held)


def _goes_on(before: bytes, after: bytes, lexicon: Lexicon) -> bool:
    """Whether a line that ends with `before` goes on with `after`."""
    if after and (after[0] in _GOES_ON_BEFORE or (after[0] == 0x3A and not lexicon.colon_begins)):
        return True
    return bool(before) and before[-1] in _GOES_ON_AFTER and not before.endswith(_NOT_AT_ITS_END)


def _logical_lines(piece: bytes, tokens: bytes, line: int, lexicon: Lexicon) -> Iterator[int]:
    if tokens[0] in lexicon.imports and b"(" not in tokens[1:2]:
        return
    if lexicon.has_docstrings and tokens in (LITERAL, NAME + LITERAL):
        return
    if tokens.startswith((b"#I<", b'#I"')) and lexicon.family in ("c", "objc"):  # what is included
        return
    for part in piece.split(b"\n"):
        code = part.translate(None, _PUNCTUATION + _HIDDEN)
        if code and (len(code) > 1 or code[0] not in lexicon.lone):
            yield line + part.find(part.lstrip(_HIDDEN)[:1])
        line += 1 + part.count(_HIDDEN)
