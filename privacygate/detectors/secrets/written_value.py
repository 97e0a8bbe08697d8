"""Finds the value that is written after a name and an operator: `= "..."`, `: ...`, `("...")`, `>...<`, `--name ...`.

Only what is literal counts: not a call, not a variable, not a text that is put together from parts.
"""

import re
from typing import NamedTuple

from privacygate.detectors.secrets.file_kind import FileKind

_TYPE = rb"[ \t]*[A-Za-z_][\w.]*(?:[<\[][\w.,<>\[\]| ]*[>\]])?[?!]?(?:[ \t]*\|[ \t]*\w+)*[ \t]*=(?!=)"
"""The type of a name that is annotated: `: str =`, `: Optional[str] =`, `: String =`."""

_WRAPPER = (
    rb"[ \t\n]*(?:&|\*|new[ \t]+|await[ \t]+)?(?:(?:[A-Za-z_]\w*(?:\.|::))*"
    rb"(?:Some|Just|String|Secret\w*|Str|str|bytes|Buffer\.from|Text|text|StringPtr|strPtr|pointer|ptr|Ptr|Ref|of|from|raw"
    rb"|toCharArray|Password\w*|Token\w*|ApiKey\w*|Credential\w*"
    rb"|\w*(?:Value|Credentials?|Secret|Password|SecretStr|String)))[ \t]*[(\[{][ \t]*"
)
_QUOTED = (
    rb"[ \t]*[@bBrRuUL$]{0,2}(?P<open>\"\"\"|'''|\\{1,3}\"|\\{1,3}'|\"|'|`|&quot;|&#39;)"
    rb"(?P<value>[^\n]{0,400}?)(?P=open)"
)
_UNQUOTED_LINE = rb"[ \t]*(?P<value>[^\s\"'`][^\n\r]{0,400})"
_UNQUOTED_WORD = rb"[ \t]*(?P<value>[^\s\"'`,;()<>|&]{1,400})"
_QUERY_WORD = rb"(?P<value>[^\s\"'`,;()<>|&#\\]{1,400})"
_XML_TEXT = rb"[ \t\n]*(?P<value>[^<>\s][^<>\n]{0,400}?)[ \t\n]*</"
_COMMENT = rb"[ \t]+(?:#|//|;).*\Z"
_TAIL = rb"[ \t]*(?:[+.%?\[(]|\|\||&&|or\b|and\b|if\b|=>|:[^:])"
"""What follows a quoted text that is only a part of the value, or a key."""


class Written(NamedTuple):
    """A value as it is written: bytes from `start` to `end` (exclusive), without quotes."""

    start: int
    end: int
    quoted: bool


def read_value(text: bytes, at: int, operator: bytes, kind: FileKind, in_query: bool) -> Written | None:
    """The value after the operator that ends at `at`, or None when nothing literal stands there."""
    if operator == b">":
        return _span(_match(_XML_TEXT, text, at), True)
    if operator == b":" and (annotated := _match(_TYPE, text, at)):
        at = annotated.end()
    if in_query and operator == b"=":
        return _span(_match(_QUERY_WORD, text, at), False)
    quoted = _quoted(text, at)
    if quoted is not None or operator in (b"(", b",", b"==", b"===", b"!=", b"!=="):
        return quoted
    if operator == b" ":
        return _span(_match(_UNQUOTED_WORD, text, at), False)
    if kind is FileKind.CONFIGURATION:
        return _rest_of_line(text, at)
    if kind in (FileKind.SHELL, FileKind.PROSE):
        return _span(_match(_UNQUOTED_WORD, text, at), False)
    return None


def _quoted(text: bytes, at: int) -> Written | None:
    for _ in range(2):
        match = _match(_QUOTED, text, at)
        if match is not None:
            if _match(_TAIL, text, match.end()):
                return None
            return _span(match, True)
        wrapper = _match(_WRAPPER, text, at)
        if wrapper is None:
            return None
        at = wrapper.end()
    return None


def _rest_of_line(text: bytes, at: int) -> Written | None:
    match = _match(_UNQUOTED_LINE, text, at)
    if match is None:
        return None
    value = match["value"].rstrip(b" \t\r,;")
    comment = re.search(_COMMENT, value)
    if comment is not None:
        value = value[: comment.start()]
    start = match.start("value")
    return Written(start, start + len(value), False)


def _match(pattern: bytes, text: bytes, at: int) -> re.Match[bytes] | None:
    """Match `pattern` in `text` from `at` on. Compiled when it is needed: each takes a fraction of a millisecond."""
    return re.compile(pattern).match(text, at)


def _span(match: re.Match[bytes] | None, quoted: bool) -> Written | None:
    return Written(*match.span("value"), quoted) if match is not None else None
