"""Reads an assignment as a person would: is this a literal secret under a name that says so?

The rule's pattern finds the telling part of a name, as its group `name`, with an operator behind it. Whether a secret
follows is decided here, by what the whole name promises, how the value is written and what it looks like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from privacygate.detectors.secrets.identifier import Promise, promise_of, sub_words
from privacygate.model import Confidence

if TYPE_CHECKING:
    from privacygate.detectors.secrets.file_kind import FileKind
    from privacygate.detectors.secrets.value_shape import Shape

LONGEST_NAME_BYTES = 60
LONGEST_OPERATOR_BYTES = 80

_NAME_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$@-")

_OPERATOR = rb"(?:\\{0,3}[\"'`\])]|&quot;){0,3}\s{0,40}(?P<operator>=>|:=|<-|[=!]={1,2}|[=,(>]|:(?!:))|(?P<blank>[ ]+)"
"""What stands between a name and its value."""

SHORTEST = {Promise.PASSWORD: 5, Promise.KEY: 8, Promise.WEAK: 16}
"""Characters; anything shorter is not worth a word."""


class Assigned(NamedTuple):
    """The value of an assignment that is a secret: bytes from `start` to `end` (exclusive)."""

    start: int
    end: int
    confidence: Confidence


def read_assignment(text: bytes, name_start: int, name_end: int, path: str) -> Assigned | None:
    """Tell where the secret is, or None when this is no secret.

    `name_start` and `name_end` are the byte offsets of the telling part of the name in `text`.
    """
    name_start = _start_of_name(text, name_start)
    promise = promise_of(text[name_start:name_end])
    operator = re.match(_OPERATOR, text[name_end : name_end + LONGEST_OPERATOR_BYTES])
    if promise is None or operator is None:
        return None
    return _read_value(text, (name_start, name_end), promise, operator, path)


def _start_of_name(text: bytes, at: int) -> int:
    first = max(0, at - LONGEST_NAME_BYTES)
    while at > first and (text[at - 1] in _NAME_BYTES):
        at -= 1
    return at


def _read_value(
    text: bytes, name: tuple[int, int], promise: Promise, operator: re.Match[bytes], path: str
) -> Assigned | None:
    # Imported step by step: most names promise nothing, most values are no literals, and a commit waits for all of it.
    from privacygate.detectors.secrets.file_kind import FileKind, is_test_or_documentation, kind_of
    from privacygate.detectors.secrets.written_value import read_value

    kind, sign, word = kind_of(path), operator["operator"] or b" ", text[slice(*name)]
    if kind is FileKind.LOCK:
        return None
    in_query = text[max(0, name[0] - 5) : name[0]].endswith((b"?", b"&", b"&amp;"))
    written = read_value(text, name[1] + operator.end(), sign, kind, in_query)
    if written is None:
        return None
    from privacygate.detectors.secrets.literal import is_literal, repeats_name
    from privacygate.detectors.secrets.value_shape import Shape, shape_of

    value = text[written.start : written.end]
    if len(value) < SHORTEST[promise] or not is_literal(value, written.quoted) or repeats_name(value, word):
        return None
    shape = shape_of(value)
    if shape is Shape.WORD and sign in (b",", b"(") and sub_words(word)[-1:] != [b"password"]:
        return None  # two words side by side, not a name and its value
    confidence = _judge(value, promise, shape, written.quoted, kind)
    if confidence is not None and shape is not Shape.RANDOM and is_test_or_documentation(path):
        confidence = Confidence.LOW if confidence is Confidence.MEDIUM else None
    return Assigned(written.start, written.end, confidence) if confidence else None


def _judge(value: bytes, promise: Promise, shape: Shape, quoted: bool, kind: FileKind) -> Confidence | None:
    if shape.value == "random":
        return Confidence.MEDIUM
    if promise is Promise.PASSWORD:
        return _judge_password(shape, quoted, kind)
    if promise is Promise.KEY and shape.value == "mixed":
        return Confidence.MEDIUM if len(value) >= 10 else Confidence.LOW
    return None


def _judge_password(shape: Shape, quoted: bool, kind: FileKind) -> Confidence | None:
    if shape.value == "mixed":
        return Confidence.MEDIUM if quoted or kind.value != "prose" else Confidence.LOW
    if shape.value == "word" and (quoted or kind.value == "configuration"):
        return Confidence.LOW
    return None
