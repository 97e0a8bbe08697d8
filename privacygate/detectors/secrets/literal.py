"""Tells a literal secret from everything else that stands under a telling name."""

from __future__ import annotations

import re

from privacygate.detectors.secrets.commonplace import is_commonplace
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
    rb"\$(?:2[abxy]?|[156y]|argon2\w*|pbkdf2[\w-]*|scrypt|apr1)\$|\{S?SHA\d*\}|scram-sha"
    rb"|(?:s?sha\d*|md5|bcrypt\w*|argon2\w*|pbkdf2\w*|phpass)[$:]",
    re.IGNORECASE,
)
"""What is kept of a password instead of the password; `shadow-password-hash` and the like speak of those."""

_FILE = re.compile(
    rb"[\w./:-]+\.(?:pem|key|crt|cer|json|ya?ml|txt|p12|pfx|jks|env|toml|xml|html?|py|js|ts|go|rb|php|java|md)\Z",
    re.IGNORECASE,
)
_DATE_OR_VERSION = re.compile(
    rb"\d{4}-\d\d-\d\d.*|v?\d+(?:\.\d+)+.*|\d{1,4}(?:ms|s|m|h|d|px|em|%)?|\d[\d.:,/ -]*[.:,/ -][\d.:,/ -]*"
)
_POINTER = re.compile(
    rb"(?:arn|urn|vault|ssm|op|kms|file|sops|secretsmanager|https?|s3|gs|data|env):.*|~?/[\w.-]+/.*|~/.*|\.\.?/.*|[A-Za-z]:\\.*"
    rb"|[a-z0-9-]+:[A-Z][A-Za-z*]+|.*aws4_request.*",
    re.DOTALL,
)
"""Where something lies, or what may be done with it."""
_PATTERN = re.compile(
    rb"\[[^\]]*[a-z0-9]-[z9][^\]]*\]|\\u[0-9a-fA-F]{4}|\\[dws][+*{]|\\\(|(?:%[A-Za-z]\W?){3}|\(\?[:=!<]"
)
"""A regular expression, a format, or text that is escaped because it is no ASCII."""
_PUBLIC_KEY = re.compile(rb"MI[GI][A-Za-z]{1,3}.{0,2}MA0GCSqGSIb3DQEBAQUAA4|MF[kY]wE[A-Z]YHKoZIzj0CAQ|MCowBQYDK2V")
"""How the Base64 of a SubjectPublicKeyInfo starts. Source: RFC 5280 §4.1, RFC 8410 §4."""
_MEDIA_TYPE = re.compile(rb"(?:application|text|image|audio|video|multipart)/.+")

_TELLING = frozenset(b"password passwd pass token secret key apikey credential credentials auth".split())


def is_literal(value: bytes, quoted: bool, chosen: bool) -> bool:
    """Whether `value` is meant as it stands: no reference, no placeholder, no path, no hash, no example.

    `chosen` says that a person may have chosen it: then a placeholder's word in the middle does not count.
    """
    if any(byte <= 32 or byte == 127 for byte in value) or not (value.isascii() or (chosen and _is_complex(value))):
        return False
    if value[:1] in b".,;:+=|&*/\\-)]}>(" and not (quoted and chosen and _is_complex(value)):
        return False
    if _HASH.match(value) or is_template(value) or is_commonplace(value):
        return False
    if not chosen and is_placeholder(value):
        return False
    if _PATTERN.search(value) or _FILE.match(value) or _PUBLIC_KEY.match(value):
        return False
    if _DATE_OR_VERSION.fullmatch(value) or _MEDIA_TYPE.fullmatch(value) or _POINTER.fullmatch(value):
        return False
    return not (_REFERENCE.match(value) and (not quoted or not value[:1].isalnum()))


def _is_complex(value: bytes) -> bool:
    """Whether letters of both cases, digits and signs are mixed, as rules for passwords ask."""
    kinds = (rb"[a-z]", rb"[A-Z]", rb"[0-9]", rb"[!-/:-@\[-`{-~]")
    return len(value) >= 8 and sum(re.search(kind, value) is not None for kind in kinds) >= 3


def repeats_name(value: bytes, name: bytes) -> bool:
    """Whether the value only says the name again: `password = "user-password"`, `clientSecret = "clientSecret1"`."""
    words, of_name = set(sub_words(value)), set(sub_words(name))
    return {word for word in words if not word.isdigit()} == of_name or (
        bool(words & _TELLING) and not any(byte in b"0123456789" for byte in value)
    )
