"""Finds the value that is written after a name and an operator: `= "..."`, `: ...`, `("...")`, `>...<`, `--name ...`.

Only what is literal counts: not a call, not a variable, not a text that is put together from parts.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from privacygate.detectors.secrets.file_kind import FileKind

_TYPE = (
    rb"[ \t]+[&*]?(?:'\w+ )?(?:mut )?[A-Za-z_][\w.]*(?:[<\[][\w.,<>\[\]| ]*[>\]])?[?!]?(?:[ \t]*\|[ \t]*\w+)*"
    rb"[ \t]*=(?!=)"
)
"""The type of a name that is annotated: `: str =`, `: Optional[str] =`, `: String =`."""

_WRAPPER = (
    rb"[ \t\n]*(?:&|\*|new[ \t]+|await[ \t]+)?(?:(?:[A-Za-z_]\w*(?:\.|::))*"
    rb"(?:Some|Just|String|Secret\w*|Str|str|bytes|Buffer\.from|Text|text|StringPtr|strPtr|pointer|ptr|Ptr|Ref|of|from|raw"
    rb"|toCharArray|\w*(?:[dD]ecode|[hH]ex|[hH]exToBytes|hexString|HexString)\w*|Password\w*|Token\w*|ApiKey\w*|Credential\w*"
    rb"|\w*(?:Value|Credentials?|Secret|Password|SecretStr|String)))[ \t]*[(\[{][ \t]*"
)
_QUOTED = (
    rb"[ \t]*[@bBrRuUL$]{0,2}(?P<open>\"\"\"|'''|\\{1,3}\"|\\{1,3}'|\"|'|`|&quot;|&#39;)"
    rb"(?P<value>[^\n]{0,400}?)(?P=open)"
)
_UNQUOTED_LINE = rb"[ \t]*(?P<value>[^\s\"'`][^\n\r]{0,400})"
_UNQUOTED_WORD = rb"[ \t]*(?P<value>[^\s\"'`,;()<>|&]{1,400})"
_QUERY_WORD = rb"(?P<value>[^\s\"'`,;()<>&#\\]{1,400})"
_XML_TEXT = rb"[ \t\n]*(?P<value>[^<>\s][^<>\n]{0,400}?)[ \t\n]*</"
_COMMENT = rb"[ \t]+(?:#|//|;).*\Z"
_CONVERSION = rb"\.(?:getBytes|toCharArray|encode|to_string|to_owned|into|as_bytes|freeze|strip|trim|toString|b)\b"
"""A method that hands on what the text says."""
_TAIL = rb"[ \t]*(?:[+.%?\[(]|\|\||&&|or\b|and\b|if\b|=>|:[^:])"
"""What follows a quoted text that is only a part of the value, or a key."""
_CALL_END = rb"[ \t\n]*,?[ \t\n]*[)\]}]"
_LIST = rb"[ \t]*[\[(][ \t\n]*(?=[\"'])"
_NEXT_IN_LIST = rb"[ \t\n]*,[ \t\n]*(?=[\"'])"
_LINE_END = rb"[ \t\\\"'`,;})\]]*(?:[ \t](?:#|//).*)?(?:\r?\n|\Z)"
_WORD_END = rb"[\"'`]|" + _LINE_END + rb"|[ \t]+[-\\|&;>\"'`]"
"""What may follow an argument of a command, where a sentence would go on."""
LONGEST_LIST = 50

_QUERY_BEFORE = (b"?", b"&", b"&amp;", b'"', b"'", b";")
_VARIABLE = rb"[A-Z][A-Z0-9_]*\Z"
"""A variable of the environment, that is written as a shell has it wherever it stands."""


class Written(NamedTuple):
    """A value as it is written: bytes from `start` to `end` (exclusive), without quotes."""

    start: int
    end: int
    quoted: bool
    alone: bool = True
    """Whether it is the whole value: nothing but a sign, a comment or the end of the line or the call follows."""


def read_values(text: bytes, name_start: int, at: int, operator: bytes, kind: FileKind) -> Iterator[Written]:
    """The values after the operator that ends at `at`; none when nothing literal stands there.

    `name_start` is where the name starts. Several values are those of a list.
    """
    opened = _match(_LIST, text, at) if operator in (b"=", b":", b":=", b"=>") else None
    if opened is None:
        written = _read_value(text, name_start, at, operator, kind)
        if written is not None:
            yield written
        return
    at = opened.end()
    for _ in range(LONGEST_LIST):
        match = _match(_QUOTED, text, at)
        if match is None or _match(_TAIL, text, match.end()):
            return
        yield Written(*match.span("value"), True)
        following = _match(_NEXT_IN_LIST, text, match.end())
        if following is None:
            return
        at = following.end()


def _read_value(text: bytes, name_start: int, at: int, operator: bytes, kind: FileKind) -> Written | None:
    if operator == b">":
        return _span(_match(_XML_TEXT, text, at), True)
    if operator == b":" and kind is FileKind.CODE and (annotated := _match(_TYPE, text, at)):
        at = annotated.end()
    if operator == b"=" and _is_in_query(text, name_start, at):
        return _span(_match(_QUERY_WORD, text, at), False)
    quoted = _quoted(text, at, operator)
    if quoted is not None or operator in (b"(", b",", b"==", b"===", b"!=", b"!=="):
        return quoted
    if operator == b" ":
        word = _word(text, at, kind)
        return word and word._replace(alone=_match(_WORD_END, text, word.end) is not None)
    if kind is FileKind.CONFIGURATION and _starts_line(text, name_start):
        return _rest_of_line(text, at)
    if kind in (FileKind.CONFIGURATION, FileKind.SHELL, FileKind.PROSE) or _is_variable(text, name_start, at):
        return _word(text, at, kind)
    return None


def _quoted(text: bytes, at: int, operator: bytes) -> Written | None:
    for wrapped in (False, True):
        match = _match(_QUOTED, text, at)
        if match is not None:
            if _match(_TAIL, text, match.end()) and not _match(_CONVERSION, text, match.end()):
                return None
            if (wrapped or operator in (b"(", b",")) and not _match(_CALL_END, text, match.end()):
                return None  # one of several arguments
            return _span(match, True)
        wrapper = _match(_WRAPPER, text, at)
        if wrapper is None:
            return None
        at = wrapper.end()
    return None


def _starts_line(text: bytes, at: int) -> bool:
    line = text[text.rfind(b"\n", 0, at) + 1 : at]
    return re.fullmatch(rb"[\s#;/*\"'-]*(?:export |set |ENV |- )?[\"']?", line) is not None


def _is_in_query(text: bytes, start: int, at: int) -> bool:
    """Whether name and value are a parameter of a URL or a form: `"user=me&password=..."`."""
    before = text[max(0, start - 5) : start].endswith(_QUERY_BEFORE)
    return before and re.fullmatch(rb"[\w.$@-]+=", text[start:at]) is not None and text[at : at + 1] not in b"\"' "


def _is_variable(text: bytes, start: int, at: int) -> bool:
    """Whether the name that starts at `start` is one of the environment, with `=` and a value right behind it."""
    return text[at - 1 : at] == b"=" and re.match(_VARIABLE, text[start : at - 1]) is not None


def _word(text: bytes, at: int, kind: FileKind) -> Written | None:
    match = _match(_UNQUOTED_WORD, text, at)
    if match is None:
        return None
    if text[match.end() : match.end() + 1] == b"(" or match["value"].endswith((b"[", b"{")):
        return None  # a call, or a part of something longer
    tight = text[at : at + 1] not in (b" ", b"\t")
    alone = kind is not FileKind.PROSE or tight or _match(_LINE_END, text, match.end()) is not None
    return Written(*match.span("value"), False, alone)


def _rest_of_line(text: bytes, at: int) -> Written | None:
    match = _match(_UNQUOTED_LINE, text, at)
    if match is None:
        return None
    value = match["value"].rstrip(b" \t\r,;\\")
    comment = re.search(_COMMENT, value)
    if comment is not None:
        value = value[: comment.start()].rstrip(b" \t\\")
    start = match.start("value")
    return Written(start, start + len(value), False)


def _match(pattern: bytes, text: bytes, at: int) -> re.Match[bytes] | None:
    """Match `pattern` in `text` from `at` on. Compiled when it is needed: each takes a fraction of a millisecond."""
    return re.compile(pattern).match(text, at)


def _span(match: re.Match[bytes] | None, quoted: bool) -> Written | None:
    return Written(*match.span("value"), quoted) if match is not None else None
