"""Reads an assignment as a person would: is this a literal secret under a name that says so?

The rule's pattern finds the telling part of a name, as its group `name`, with an operator behind it. Whether a secret
follows is decided here, by what the whole name promises, how the value is written and what it looks like.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from privacygate.detectors.secrets.file_kind import FileKind, is_test_or_documentation, kind_of
from privacygate.detectors.secrets.identifier import Promise, promise_of, sub_words
from privacygate.detectors.secrets.placeholder import is_placeholder, is_template
from privacygate.detectors.secrets.value_shape import Shape, shape_of
from privacygate.detectors.secrets.written_value import Written, read_value
from privacygate.model import Confidence

LONGEST_NAME_BYTES = 60

_NAME_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$@-")

_OPERATOR = re.compile(
    rb"(?:\\{0,3}[\"'`\])]|&quot;){0,3}\s{0,40}(?P<operator>=>|:=|<-|[=!]={1,2}|[=,(>]|:(?!:))|(?P<blank>[ ]+)"
)
"""What stands between a name and its value."""

SHORTEST = {Promise.PASSWORD: 5, Promise.KEY: 8, Promise.WEAK: 16}
"""Characters; anything shorter is not worth a word."""

_REFERENCE = re.compile(
    rb"\A(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::)[\w$]+|\(\)|\[[^\]]*\])+;?|\$[A-Za-z_{(].*|process\.env.*|os\.environ.*|getenv.*"
    rb"|env[.(\[:].*|ENV\[.*|!\w+.*|[|>][-+]?|\w+\(.*|@[\w./]+|%\w+%|\.\.?/.*|~?/[\w.-]+/.*|[A-Za-z]:\\.*|\w+://.*"
    rb"|(?:arn|urn|vault|secret|ssm|op|gcp|aws|azure|kms|file|env|ref|sops|enc|secretsmanager):.*|ENC\[.*|\{.*|\[.*|<.*|-+|\*+|_+|#.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
"""Something else is meant: a variable, a call, a path, a reference into a secret store."""

_HASH = re.compile(
    rb"\$(?:2[abxy]?|[156y]|argon2\w*|pbkdf2[\w-]*|scrypt|apr1)\$|\{S?SHA\d*\}|pbkdf2_sha|scram-sha", re.IGNORECASE
)
"""What is kept of a password instead of the password; `shadow-password-hash` and the like speak of those."""

_FILE = re.compile(
    rb"[\w./:-]+\.(?:pem|key|crt|cer|json|ya?ml|txt|p12|pfx|jks|env|toml|xml|html?|py|js|ts|go|rb|php|java|md)\Z",
    re.IGNORECASE,
)
_DATE_OR_VERSION = re.compile(rb"\d{4}-\d\d-\d\d.*|v?\d+(?:\.\d+)+.*|\d+(?:ms|s|m|h|d|px|em|%)?|[\d.:,/ -]+")
_MEDIA_TYPE = re.compile(rb"(?:application|text|image|audio|video|multipart)/.+")

_TRIVIAL = frozenset(
    b"password passwd pass pwd passphrase secret token key apikey api_key true false null none nil undefined"
    b" string str text hidden required optional default value values test tests testing admin root guest user"
    b" username login basic bearer digest oauth oauth2 jwt auto prompt ask empty blank off on yes no enabled"
    b" disabled unknown invalid wrong missing changeme letmein foobar foo bar baz qux abc abcd number integer"
    b" boolean object array json bool int float public private credentials credential email phone optional"
    b" confirm current new old forgot reset change mypassword mysecret mytoken mykey my_password my_secret"
    b" my-secret my-token my-password supersecret topsecret secret123 pass123 password1 password12 password123"
    b" test123 test1234 testing123 admin123 user123 root123 abc123 bar123 foo123 p@ssword confirmed always"
    b" never nullable sometimes on_create verysecret donttell mypass somepassword some-password somesecret"
    b" some-secret sometoken some-token asdf asdfasdf hunter2 xxx".split()
)
"""Words that stand for a password, or say what kind of thing belongs there."""


class Assigned(NamedTuple):
    """The value of an assignment that is a secret: bytes from `start` to `end` (exclusive)."""

    start: int
    end: int
    confidence: Confidence


def read_assignment(text: bytes, name_start: int, name_end: int, path: str) -> Assigned | None:
    """Tell where the secret is, or None when this is no secret.

    `name_start` and `name_end` are the byte offsets of the telling part of the name in `text`.
    """
    kind = kind_of(path)
    if kind is FileKind.LOCK:
        return None
    name_start = _start_of_name(text, name_start)
    word = text[name_start:name_end]
    promise = promise_of(word)
    operator = _OPERATOR.match(text, name_end)
    if promise is None or operator is None:
        return None
    in_query = text[max(0, name_start - 5) : name_start].endswith((b"?", b"&", b"&amp;"))
    written = read_value(text, operator.end(), operator["operator"] or b" ", kind, in_query)
    if written is None:
        return None
    value = text[written.start : written.end]
    if len(value) < SHORTEST[promise] or not _is_literal(value, written) or _repeats_name(value, word):
        return None
    shape = shape_of(value)
    if shape is Shape.WORD and operator["operator"] in (b",", b"(") and sub_words(word)[-1:] != [b"password"]:
        return None  # two words side by side, not a name and its value
    confidence = _judge(value, promise, shape, written, kind)
    if confidence is not None and shape is not Shape.RANDOM and is_test_or_documentation(path):
        confidence = Confidence.LOW if confidence is Confidence.MEDIUM else None
    return Assigned(written.start, written.end, confidence) if confidence else None


def _start_of_name(text: bytes, at: int) -> int:
    first = max(0, at - LONGEST_NAME_BYTES)
    while at > first and (text[at - 1] in _NAME_BYTES):
        at -= 1
    return at


def _is_literal(value: bytes, written: Written) -> bool:
    if any(byte <= 32 or byte >= 127 for byte in value):
        return False
    if value[:1] in b".,;:+=|&*/\\-" or _HASH.match(value):
        return False
    if is_template(value) or is_placeholder(value) or value.lower() in _TRIVIAL:
        return False
    if _FILE.match(value) or _DATE_OR_VERSION.fullmatch(value) or _MEDIA_TYPE.fullmatch(value):
        return False
    return not (_REFERENCE.match(value) and (not written.quoted or not value[:1].isalnum()))


def _repeats_name(value: bytes, name: bytes) -> bool:
    """Whether the value only says the name again: `password = "user-password"`."""
    words, of_name = set(sub_words(value)), set(sub_words(name))
    telling = {
        b"password",
        b"passwd",
        b"pass",
        b"token",
        b"secret",
        b"key",
        b"apikey",
        b"credential",
        b"credentials",
        b"auth",
    }
    return words == of_name or (bool(words & telling) and not any(byte in b"0123456789" for byte in value))


def _judge(value: bytes, promise: Promise, shape: Shape, written: Written, kind: FileKind) -> Confidence | None:
    if shape is Shape.RANDOM:
        return Confidence.MEDIUM
    if promise is Promise.PASSWORD:
        return _judge_password(shape, written, kind)
    if promise is Promise.KEY and shape is Shape.MIXED:
        return Confidence.MEDIUM if len(value) >= 10 else Confidence.LOW
    return None


def _judge_password(shape: Shape, written: Written, kind: FileKind) -> Confidence | None:
    if shape is Shape.MIXED:
        return Confidence.MEDIUM if written.quoted or kind is not FileKind.PROSE else Confidence.LOW
    if shape is Shape.WORD and (written.quoted or kind is FileKind.CONFIGURATION):
        return Confidence.LOW
    return None
