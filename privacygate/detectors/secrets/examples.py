"""Fills the examples of rule files with values and runs them.

No whole key lies in a rule file; docs/rules.md has the templates.
"""

from __future__ import annotations

import base64
import json
import random
import re
import string
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from privacygate.change import Segment
from privacygate.detectors.secrets.checksums import base62
from privacygate.detectors.secrets.confirm import Confirmer
from privacygate.detectors.secrets.rule import Example, ParsedRule
from privacygate.detectors.secrets.rule_set import RuleSet
from privacygate.detectors.secrets.secret_rule import SecretRule
from privacygate.errors import RuleFileError
from privacygate.positions import region_of

SEEDS = 8
"""Every example is filled and run so many times, with other values each time."""

_TEMPLATE = re.compile(r"\{\{(\[[^\]]*\]|[A-Za-z_0-9]+)(?::((?:[^{}]|\{[^{}]*\})*))?\}\}")
_INNER = re.compile(r"\{(\[[^\]]*\]|[A-Za-z_0-9]+)(?::([^{}]*))?\}")

_ALPHABETS = {
    "alphanumeric": string.ascii_letters + string.digits,
    "letters": string.ascii_letters,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "digits": string.digits,
    "lower_digits": string.ascii_lowercase + string.digits,
    "upper_digits": string.ascii_uppercase + string.digits,
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "base64": string.ascii_letters + string.digits + "+/",
    "base64url": string.ascii_letters + string.digits + "-_",
    "base32": string.ascii_uppercase + "234567",
}


class Failure(NamedTuple):
    """An example that did not do what it says."""

    source: str
    rule: str
    example: str
    reason: str


def run_examples(parsed: Sequence[ParsedRule], rule_set: RuleSet) -> Iterator[Failure]:
    """Run every example of `parsed`, which `rule_set` was compiled from, and yield what failed.

    Raises:
        RuleFileError: a template that does not exist.
    """
    for index, item in enumerate(parsed):
        confirmer = Confirmer(item.rule)
        for example in item.flagged:
            reasons = (_why_not_flagged(text, example, confirmer, rule_set, index) for text in _texts(item, example))
            if reason := next(filter(None, reasons), ""):
                yield Failure(item.source, item.rule.id, example.name, reason)
        for example in item.allowed:
            reasons = (_why_not_allowed(text, example, confirmer) for text in _texts(item, example))
            if reason := next(filter(None, reasons), ""):
                yield Failure(item.source, item.rule.id, example.name, reason)


def _texts(item: ParsedRule, example: Example) -> Iterator[str]:
    for seed in range(SEEDS):
        yield fill(example.text, f"{item.rule.id}/{example.name}/{seed}", item.source)


def _why_not_flagged(text: str, example: Example, confirmer: Confirmer, rule_set: RuleSet, index: int) -> str:
    data = text.encode()
    if not _has_keyword(confirmer.rule, data):
        return "should be flagged, and holds none of the rule's keywords"
    if index not in rule_set.engine.candidates(data):
        return "should be flagged, and Hyperscan does not find the pattern"
    found = list(confirmer.confirm(data, example.path))
    if not found:
        return "should be flagged, and is not: pattern, entropy, checksum, path or placeholder does not fit"
    if example.line is None and example.columns is None:
        return ""
    regions = [region_of(Segment(data), secret.secret_start, secret.secret_end) for secret in found]
    if example.line is not None and example.line not in [region.start_line for region in regions]:
        return f"should be flagged on line {example.line}, not on line {regions[0].start_line}"
    columns = [(region.start_column, region.end_column) for region in regions]
    if example.columns is not None and example.columns not in columns:
        return f"should be flagged at columns {example.columns}, not at {columns[0]}"
    return ""


def _why_not_allowed(text: str, example: Example, confirmer: Confirmer) -> str:
    for _ in confirmer.confirm(text.encode(), example.path):
        return "should be allowed, and is flagged"
    return ""


def _has_keyword(rule: SecretRule, text: bytes) -> bool:
    lowered = text.lower()
    return any(word.encode() in lowered for word in rule.keywords)


def fill(text: str, seed: str, source: str = "") -> str:
    """Put a random value in place of every template of `text`; the same seed gives the same values.

    Raises:
        RuleFileError: a template that does not exist.
    """
    randomness = random.Random(seed)  # noqa: S311 - values that are not secrets

    def value(match: re.Match[str]) -> str:
        return _value(match[1], match[2] or "", randomness, source)

    return _TEMPLATE.sub(value, text)


def _value(kind: str, argument: str, randomness: random.Random, source: str) -> str:
    if kind in _SPECIAL:
        inner = _INNER.sub(lambda match: _value(match[1], match[2] or "", randomness, source), argument)
        return _SPECIAL[kind](inner, randomness)
    alphabet = _ALPHABETS.get(kind) or (_expand(kind[1:-1]) if kind.startswith("[") else "")
    if not alphabet or not re.fullmatch("[0-9]{1,4}", argument):
        raise RuleFileError(
            f"there is no template `{{{{{kind}:{argument}}}}}`",
            path=source or None,
            remedy="Take one of those in docs/rules.md, for example {{alphanumeric:40}}.",
        )
    return _draw(alphabet, int(argument), randomness)


def _draw(alphabet: str, length: int, randomness: random.Random) -> str:
    # Nothing that a placeholder looks like: long runs would make an example fail now and then.
    drawn = ""
    while len(drawn) < length:
        character = randomness.choice(alphabet)
        if len(set(alphabet)) < 2 or not drawn.endswith(character):
            drawn += character
    return drawn


def _expand(inside: str) -> str:
    def between(ends: re.Match[str]) -> str:
        return "".join(map(chr, range(ord(ends[1]), ord(ends[2]) + 1)))

    return re.sub(r"(.)-(.)", between, inside)


def _jwt(_: str, randomness: random.Random) -> str:
    subject, issued = _draw(string.digits, 10, randomness), randomness.randrange(10**9, 2 * 10**9)
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"}), json.dumps({"sub": subject, "iat": issued})]
    encoded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, _draw(_ALPHABETS["base64url"], 43, randomness)])


def _pem(label: str, randomness: random.Random) -> str:
    der, pgp, openssh = b"0\x82\x02\x5c\x02\x01\x00", b"\xc5\x98", b"openssh-key-v1\0"
    start = openssh if "OPENSSH" in label else pgp if "PGP" in label else der
    body = base64.b64encode(start + randomness.randbytes(600)).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----"


def _github(prefix: str, randomness: random.Random) -> str:
    payload = _draw(_ALPHABETS["alphanumeric"], 30, randomness)
    return prefix + payload + base62(crc32(payload.encode()), 6).decode()


def _uuid(_: str, randomness: random.Random) -> str:
    digits = _draw(_ALPHABETS["hex"], 32, randomness)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _base64_of(text: str, _: random.Random) -> str:
    return base64.b64encode(text.encode()).decode()


_SPECIAL: dict[str, Callable[[str, random.Random], str]] = {
    "jwt": _jwt,
    "pem": _pem,
    "github": _github,
    "uuid": _uuid,
    "base64_of": _base64_of,
}
