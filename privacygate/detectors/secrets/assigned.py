"""Reads an assignment as a person would: is this a literal secret under a name that says so?

The rule's pattern finds a telling name, an operator and what follows; its groups are `name`, `operator` and
`value`. Whether that is a secret is decided here, by the role in the syntax and the shape of the value.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from privacygate.detectors.secrets.entropy import entropy
from privacygate.detectors.secrets.placeholder import is_placeholder, is_template
from privacygate.model import Confidence

CONFIGURATION = (
    ".env", ".ini", ".cfg", ".conf", ".properties", ".yaml", ".yml", ".toml", ".tfvars", ".txt", ".md", ".rst",
    ".netrc", ".npmrc", ".pypirc", ".config", ".cnf", ".envrc", ".sh", ".bash", ".zsh", ".service", ".list", ".log",
)  # fmt: skip
"""Kinds of files in which a value without quotes is a literal."""

LOCK_FILES = (
    "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "npm-shrinkwrap.json", "poetry.lock", "Pipfile.lock",
    "uv.lock", "pdm.lock", "Cargo.lock", "composer.lock", "Gemfile.lock", "go.sum", "gradle.lockfile", "bun.lock",
    "packages.lock.json", "mix.lock", "flake.lock", "Podfile.lock", "pubspec.lock", "deno.lock",
)  # fmt: skip
"""Full of hashes under telling names, and never written by hand."""

_WORDS = re.compile(rb"[a-z]{3,}|[A-Z]{3,}|[A-Z][a-z]{2,}")
_REFERENCE = re.compile(
    rb"^(?:[A-Za-z_$][\w$]*(?:\.[\w$]+|\(\)|\[\w+\])+;?|[A-Za-z_$][\w$]*\(.*|process\.env\b.*|os\.environ\b.*|ENV\[.*"
    rb"|getenv\b.*|&?[\w.]+::\w.*|!\w+ .*|\|-?|>-?|true|false|null|none|nil|undefined|yes|no|string|str|int|bool)$",
    re.IGNORECASE,
)
_NOT_A_VALUE_NAME = re.compile(
    rb"(?:_?(?:file|path|dir|folder|url|uri|host|name|id|field|label|prompt|hint|regex|pattern|format|type|length|size"
    rb"|class|style|column|param|parameter|header|prefix|suffix|policy|error|message|msg|title|text|placeholder"
    rb"|min|max|count|ttl|expiry|expires|timeout|version|enabled|required|provider|service|manager|store|helper"
    rb"|ref|env|var|arn|endpoint|location|template|description|help|tooltip|icon|button|input|page|form|link"
    rb"|algorithm|algo|scheme|method|kind|mode|event|action|status|state|reset|change|public[_-]?key))$",
    re.IGNORECASE,
)


class Assigned(NamedTuple):
    """The value of an assignment that is a secret: bytes from `start` to `end` (exclusive)."""

    start: int
    end: int
    confidence: Confidence


def read_assignment(
    text: bytes, name_span: tuple[int, int], value_span: tuple[int, int], path: str
) -> Assigned | None:
    """Tell where the secret is, or None when this is no secret."""
    name = text[slice(*name_span)]
    start, end = value_span
    value = text[start:end]
    file_name = path.rpartition("/")[2]
    if file_name in LOCK_FILES or _NOT_A_VALUE_NAME.search(name):
        return None
    quoted = value[:1] in (b'"', b"'", b"`")
    if quoted:
        start, end = start + 1, end - 1 if value[-1:] == value[:1] else end
        value = text[start:end]
    elif not _unquoted_counts(path, file_name):
        return None
    if not _is_secret_value(value, quoted):
        return None
    return Assigned(start, end, _confidence_of(value, quoted))


def _unquoted_counts(path: str, file_name: str) -> bool:
    return path.endswith(CONFIGURATION) or file_name.startswith(".env") or "." not in file_name


def _is_secret_value(value: bytes, quoted: bool) -> bool:
    if len(value) < 6 or len(value) > 200 or is_placeholder(value) or is_template(value):
        return False
    if b" " in value or (not quoted and _REFERENCE.match(value)):
        return False
    if _REFERENCE.match(value) or value.startswith((b"/", b"./", b"http://", b"https://", b"$")):
        return False
    kinds = sum(
        (any(48 <= c < 58 for c in value), any(65 <= c < 91 for c in value), any(97 <= c < 123 for c in value),
         any(not (48 <= c < 58 or 65 <= c < 91 or 97 <= c < 123 or c in b"_-. ") for c in value))
    )  # fmt: skip
    return kinds >= 2 and entropy(value) >= 2.5 and not _is_words(value)


def _is_words(value: bytes) -> bool:
    letters = sum(len(word) for word in _WORDS.findall(value))
    digits = sum(48 <= c < 58 for c in value)
    return digits == 0 and letters >= 0.8 * len(value)


def _confidence_of(value: bytes, quoted: bool) -> Confidence:
    if len(value) >= 16 and entropy(value) >= 3.3 and any(48 <= c < 58 for c in value):
        return Confidence.MEDIUM
    return Confidence.MEDIUM if quoted and len(value) >= 8 else Confidence.LOW
