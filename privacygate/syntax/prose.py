"""The words of a comment: without its marks, its decoration and the code in it, and with the way back to the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_OPENING = re.compile(
    rb"[ \t]*(?:/\*+[*!]?|\*+(?![/\w])|///?[/!<]*|#+[!:]?|--+(?:\[=*\[)?|<!--+|<#+|;+|%+|\{-|\(\*|=begin|=end|'+(?= )"
    rb"|@?rem\b|::|[rRuUbB]{0,2}(?:\"\"\"|'''|\"))?[ \t]*",
    re.IGNORECASE,
)
_CLOSING = (b"*/", b"-->", b"#>", b"-}", b"*)", b"]]", b'"""', b"'''")
_DECORATION = re.compile(
    rb"[=*#/_~+-]{4,}|(?:\xe2[\x94\x95][\x80-\xbf]){4,}"
    rb"|</?(?:summary|remarks|para|p|b|i|em|strong|code|c|ul|ol|li|item|list|br|pre|see)\b[^>\n]{0,80}>"
)
_MAY_HAVE_DECORATION = re.compile(rb"<|={4}|\*{4}|#{4}|/{4}|_{4}|~{4}|\+{4}|-{4}|\xe2[\x94\x95]")

_CODE = re.compile(
    rb"""
      [;{}]\s*$ | ^[)\]}]+[,;]?$ | =>\s*[{(]?$
    | ^[@$]?[\w.\->:\[\]"'$]+\s*(?:[-+*/|&]|\?\?|<<|:)?=(?!=)\s*\S
    | ^(?:if|for|while|switch|elif|unless|until|foreach)\s*\(.*\)?\s*:?$
    | ^(?:return|import|from|include|require|use|var|let|const|local|my|def|fn|func|function|class|public|private
        |protected|static)\s+[\w.*{$]+\s*(?:[=(;{:.,]|import\b|from\b|as\b|$)
    | ^[\w.$>:\-]+\((?:[^()]|\([^()]*\))*\)[,:]?\s*$
    | ^\#?(?:endif|else|end|fi|done|esac|endfor|pass|break|continue|begin|then|do)\b[;:]?$
    | ^</?[a-zA-Z][\w-]*(?:\s[^>]*)?/?>$
    | ^["'][\w.\- ]+["']\s*[:,] | ^[A-Z_]{3,}=\S* | ^[>$]\s\S
    """,
    re.VERBOSE,
)
"""A line that is code, rather than a sentence that speaks of code."""


_BEHIND_CODE = re.compile(rb"(?<![:\w])(?://+|[#]+|--)[ \t]+(?P<words>[A-Za-z\x80-\xff][^\n]*[ \t][^\n]*)$")
"""A comment behind code that was commented out itself."""


class Prose(NamedTuple):
    """The words of a comment, one line for each of its lines that has some."""

    text: bytes
    lines: tuple[int, ...]
    """Where each line starts in `text`."""
    offsets: tuple[int, ...]
    """Where each of these lines starts in the text of the segment."""

    def offset(self, at: int) -> int:
        """The byte offset in the segment of the byte at `at` in `text`."""
        line = bisect_right(self.lines, at) - 1
        return self.offsets[line] + at - self.lines[line]

    def __repr__(self) -> str:
        return f"Prose({len(self.lines)} lines)"


def prose_of(raw: bytes, start: int, end: int, with_code: bool = False) -> Prose:
    """The prose of the comment from `start` to `end` of `raw`; lines of code in it are left out unless wanted."""
    pieces: list[bytes] = []
    lines: list[int] = []
    offsets: list[int] = []
    length, at = 0, start
    while at < end:
        line_end = raw.find(b"\n", at, end)
        line_end = end if line_end < 0 else line_end
        opening = _OPENING.match(raw, at, line_end)
        first = opening.end() if opening else at
        text = _without_closing(raw[first:line_end])
        if _MAY_HAVE_DECORATION.search(text):
            text = _DECORATION.sub(lambda found: b" " * len(found[0]), text)
        stripped = text.strip()
        if stripped and not with_code and _CODE.search(stripped):
            behind = _BEHIND_CODE.search(text)
            first += behind.start("words") if behind else 0
            text = text[behind.start("words") :] if behind else b""
        if text.strip():
            pieces.append(text)
            lines.append(length)
            offsets.append(first)
            length += len(text) + 1
        at = line_end + 1
    return Prose(b"\n".join(pieces), tuple(lines), tuple(offsets))


def _without_closing(line: bytes) -> bytes:
    line = line.rstrip(b" \t\r")
    if line.endswith(_CLOSING):
        line = line[: -3 if line.endswith((b"-->", b'"""', b"'''")) else -2].rstrip(b" \t*")
    return line
