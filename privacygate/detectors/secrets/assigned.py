"""Reads an assignment as a person would: is this a literal secret under a name that says so?

The rule's pattern finds the telling part of a name, as its group `name`, with an operator behind it. Whether a secret
follows is decided here, by what the whole name promises, how the value is written and what it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from privacygate.detectors.secrets.identifier import Promise, is_called_otherwise, promise_of, sub_words
from privacygate.model import Confidence

if TYPE_CHECKING:
    from privacygate.detectors.secrets.file_kind import FileKind
    from privacygate.detectors.secrets.value_shape import Shape
    from privacygate.detectors.secrets.written_value import Written

LONGEST_NAME_BYTES = 60
LONGEST_OPERATOR_BYTES = 160

_NAME_BYTES = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$@-"

_OPERATOR = (
    rb"(?P<closed>(?:\\{0,3}[\"'`\])]|&quot;|&#39;){0,3})(?:[ \t]{0,40}"
    rb"(?P<operator>=>|:=|<-|\+=|[=!]={1,2}|[=,(>]|:(?![:?]))"
    # the value of an entry that has the name as its key: `name: "DB_PASSWORD", value: ...`
    rb"|(?:,?\s{1,40})[\"']?(?i:value|defaultvalue|default)[\"']?\s{0,5}(?P<pair>[:=]))|(?P<blank>[ ]+)"
)
"""What stands between a name and its value."""

LONGEST_LOOK = 200
"""Bytes behind an operator in which a quote must open."""

SHORTEST = {Promise.PASSWORD: 4, Promise.KEY: 8, Promise.WEAK: 16}
"""Characters; anything shorter is not worth a word."""


class Assigned(NamedTuple):
    """The value of an assignment that is a secret: bytes from `start` to `end` (exclusive)."""

    start: int
    end: int
    confidence: Confidence


class _Name(NamedTuple):
    """The name of an assignment, where it stands and what it promises."""

    word: bytes
    start: int
    end: int
    quoted: bool
    promise: Promise
    before: bytes
    """The line before it."""


def read_assignment(text: bytes, name_start: int, name_end: int, path: str) -> Iterator[Assigned]:
    """Yield the secrets that are assigned; more than one when a list is.

    `name_start` and `name_end` are the byte offsets of the telling part of the name in `text`.
    """
    name_start = _start_of_name(text, name_start)
    word = text[name_start:name_end]
    promise = promise_of(word)
    if promise is None:
        return
    if text[name_start - 1 : name_start] == b"[" and text[name_end : name_end + 1] == b"]":
        return  # `zones[token] = "..."`
    operator = re.match(_OPERATOR, text[name_end : name_end + LONGEST_OPERATOR_BYTES])
    if operator is None:
        return
    quoted = bool(operator["closed"]) and text[max(0, name_start - 6) : name_start].endswith((b'"', b"'", b"`", b";"))
    before = text[max(text.rfind(b"\n", 0, name_start), name_start - LONGEST_NAME_BYTES, 0) : name_start]
    yield from _read_values(text, _Name(word, name_start, name_end, quoted, promise, before), operator, path)


def _start_of_name(text: bytes, at: int) -> int:
    before = text[max(0, at - LONGEST_NAME_BYTES) : at]
    return at - len(before) + len(before.rstrip(_NAME_BYTES))


def _read_values(text: bytes, name: _Name, operator: re.Match[bytes], path: str) -> Iterator[Assigned]:
    # Imported step by step: most names promise nothing, most values are no literals, and a commit waits for all of it.
    from privacygate.detectors.secrets.file_kind import FileKind, kind_of
    from privacygate.detectors.secrets.written_value import read_values

    kind, sign = kind_of(path), operator["operator"] or operator["pair"] or b" "
    if kind is FileKind.LOCK or not _fits(name, sign):
        return
    if kind is FileKind.CODE and not _may_be_literal(text, name, name.end + operator.end()):
        return
    for written in read_values(text, name.start, name.end + operator.end(), sign, kind):
        confidence = _judge(text[written.start : written.end], written, name, sign, kind)
        if confidence is not None:
            yield Assigned(written.start, written.end, confidence)


def _may_be_literal(text: bytes, name: _Name, at: int) -> bool:
    """Whether a value from `at` on can be one in code: a quick look that spares most variables and calls a slow one."""
    if text[at - 1 : at] == b">" or not text[at : at + 1].isspace():
        return True
    line_end = text.find(b"\n", at)
    line = text[at : line_end if 0 <= line_end < at + LONGEST_LOOK else at + LONGEST_LOOK]
    return not line.strip() or any(quote in line for quote in (b'"', b"'", b"`", b"&quot;", b"&#39;"))


def _fits(name: _Name, sign: bytes) -> bool:
    """Whether a value can follow this name after this sign."""
    before = name.before.rstrip(b"\"'`")
    if sign == b">":
        return not name.quoted and re.search(rb"<(?:\w+:)?\Z", before) is not None  # the text of an element
    if sign == b",":
        # `put("password", "...")`, `["--password", "..."]`
        return name.quoted and (before.endswith((b"(", b"{")) or name.word.startswith(b"--"))
    if sign == b"=" and before.endswith(b"badge.svg?"):
        return False
    if sign == b":":
        # not `user:password:uid`, not `pass ? "pass" : "fail"`, not the `PASS: TestLogin` of a log
        return not (before.endswith(b":") or before.rstrip().endswith(b"?") or name.word == b"PASS")
    if sign == b"(":
        return name.word.rpartition(b".")[2] not in _PLAIN_CALLS and not is_called_otherwise(name.word)
    return True


_PLAIN_CALLS = frozenset((b"pass", b"token", b"key", b"auth"))


def _judge(value: bytes, written: Written, name: _Name, sign: bytes, kind: FileKind) -> Confidence | None:
    from privacygate.detectors.secrets.literal import is_literal, repeats_name
    from privacygate.detectors.secrets.value_shape import Shape, shape_of

    chosen = name.promise is Promise.PASSWORD
    if len(value) < SHORTEST[name.promise] or not is_literal(value, written.quoted, chosen):
        return None
    if repeats_name(value, name.word):
        return None
    shape = shape_of(value)
    if shape is Shape.RANDOM:
        return None if name.promise is Promise.WEAK and _is_public(value, name) else Confidence.MEDIUM
    if not written.alone:
        return None
    if chosen:
        return _judge_password(shape, value, name, sign, kind)
    if name.promise is Promise.KEY and shape is Shape.MIXED and b"test" not in sub_words(value):
        return Confidence.MEDIUM if len(value) >= 10 else Confidence.LOW
    return None


def _is_public(value: bytes, name: _Name) -> bool:
    """Whether what looks drawn is an identifier, or a key that everybody may have."""
    return (
        value.isdigit()
        or _UUID.fullmatch(value) is not None
        or re.search(rb"(?i)pub(?:lic)?[_ -]?key|ssh-", name.before) is not None
    )


_UUID = re.compile(rb"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_CONSTANT = re.compile(rb"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def _judge_password(shape: Shape, value: bytes, name: _Name, sign: bytes, kind: FileKind) -> Confidence | None:
    if shape.value == "mixed":
        return Confidence.MEDIUM
    if sign in (b",", b"==", b"===", b"!=", b"!==") or _CONSTANT.fullmatch(value):
        return None
    if sign == b"(" and sub_words(name.word)[-1:] != [b"password"]:
        return None  # two words side by side, not a name and its value
    if kind.value == "translation" or (sign == b"=>" and name.quoted and sub_words(name.word)[-1] == b"password"):
        return None  # the word for "password" in another language
    return Confidence.MEDIUM
