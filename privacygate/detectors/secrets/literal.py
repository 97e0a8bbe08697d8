"""Tells a literal secret from everything else that stands under a telling name."""

from __future__ import annotations

import re

from privacygate.detectors.secrets.identifier import sub_words
from privacygate.detectors.secrets.placeholder import is_placeholder, is_template

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

_TELLING = frozenset(b"password passwd pass token secret key apikey credential credentials auth".split())


def is_literal(value: bytes, quoted: bool) -> bool:
    """Whether `value` is meant as it stands: no reference, no placeholder, no path, no hash, no example."""
    if any(byte <= 32 or byte >= 127 for byte in value):
        return False
    if value[:1] in b".,;:+=|&*/\\-" or _HASH.match(value):
        return False
    if is_template(value) or is_placeholder(value) or value.lower() in _TRIVIAL:
        return False
    if _FILE.match(value) or _DATE_OR_VERSION.fullmatch(value) or _MEDIA_TYPE.fullmatch(value):
        return False
    return not (_REFERENCE.match(value) and (not quoted or not value[:1].isalnum()))


def repeats_name(value: bytes, name: bytes) -> bool:
    """Whether the value only says the name again: `password = "user-password"`."""
    words, of_name = set(sub_words(value)), set(sub_words(name))
    return words == of_name or (bool(words & _TELLING) and not any(byte in b"0123456789" for byte in value))
