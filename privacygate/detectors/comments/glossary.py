"""The glossary: an organisation's own words, plain or as keyed hashes.

A glossary file has one entry on each line: a term, or `~N:HASH` for a term of N sub-words that is not written out.
Lines that start with `#` are comments, but `# key: HEX` holds the key of the hashes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from privacygate.detectors.comments.signal import Signal
from privacygate.errors import RuleFileError
from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.vocabulary import sub_words

GLOSSARY_RULE = RuleId("glossary-term")
KEY_LINE = "# key: "
WEIGHT = 2.0
"""A word of the glossary is a result wherever it stands."""

_HASH = re.compile(r"~([1-9]):([0-9a-f]{32})")
_SHORTEST = 3

HELP = RuleHelp(
    id=GLOSSARY_RULE,
    detector="comments",
    name="Comment has a word of the glossary",
    summary="A comment names something that your glossary keeps inside the organisation.",
    why="Somebody put this word on the list because outsiders should not read it.",
    remedy="Say what the thing does instead of what it is called.",
    references=(),
    confidence=Confidence.MEDIUM,
    tags=("comments", "glossary"),
)


class Glossary(NamedTuple):
    """What a glossary says."""

    terms: tuple[str, ...] = ()
    hashes: tuple[tuple[int, str], ...] = ()
    """For each hashed term the number of its sub-words, and the hash."""
    key: bytes = b""

    def __repr__(self) -> str:
        return f"Glossary({len(self.terms)} terms, {len(self.hashes)} hashes)"


def read_glossary(path: str) -> Glossary:
    """The glossary in the file `path`; empty when there is no such file.

    Raises:
        RuleFileError: it cannot be read, or says something that is no entry; the entry itself is not quoted.
    """
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return Glossary()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise RuleFileError(f"the glossary cannot be read ({reason})", path=path, remedy="Check the file.") from error
    key = b""
    entries: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.startswith(KEY_LINE):
            key = _key(path, number, line[len(KEY_LINE) :])
        elif line.strip() and not line.startswith("#"):
            _check(path, number, line.strip())
            entries.append(line.strip())
    return glossary_of(entries, key)


def glossary_of(entries: Sequence[str], key: bytes = b"") -> Glossary:
    """The glossary with these entries, as a file or the settings have them."""
    given = os.environ.get("PRIVACYGATE_GLOSSARY_KEY", "").encode("utf-8", "surrogateescape")
    hashed = [found for entry in entries if (found := _HASH.fullmatch(entry))]
    return Glossary(
        tuple(entry for entry in entries if not _HASH.fullmatch(entry)),
        tuple((int(found[1]), found[2]) for found in hashed),
        given or key,
    )


def hash_of(words: Sequence[bytes], key: bytes) -> str:
    """The keyed hash of a term's sub-words."""
    from hashlib import blake2b

    return blake2b(b"".join(words), key=key[:64], digest_size=16, person=b"glossary").hexdigest()


def hashed_entry(term: str, key: bytes) -> str:
    """The line that stands for `term` without giving it away."""
    words = [word for word, _, _ in sub_words(term.encode())]
    return f"~{len(words)}:{hash_of(words, key)}"


def signals_of(glossary: Glossary) -> tuple[Signal, ...]:
    """A signal for each plain term."""
    return tuple(
        Signal(GLOSSARY_RULE, "a word of your glossary", WEIGHT, True, _pattern(term), "", False, _find(term))
        for term in glossary.terms
    )


class HashedTerms:
    """Looks for terms that are known by their hash alone."""

    def __init__(self, glossary: Glossary) -> None:
        self._hashes = {digest for _, digest in glossary.hashes}
        self._lengths = sorted({count for count, _ in glossary.hashes})
        self._key = glossary.key
        self._known: dict[bytes, bool] = {}
        self.signal = Signal(GLOSSARY_RULE, "a word of your glossary", WEIGHT, True, "", "", False, "")

    def places(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Where one of the terms stands: byte offsets of its start and its end."""
        if not self._hashes:
            return
        words: list[tuple[bytes, int, int]] = []
        longest = self._lengths[-1]
        for word in sub_words(text):
            words = [*words[-longest + 1 :], word] if longest > 1 else [word]
            for length in self._lengths:
                part = words[-length:]
                if len(part) == length and self._is_term(b"".join(item[0] for item in part)):
                    yield part[0][1], part[-1][2]

    def _is_term(self, joined: bytes) -> bool:
        known = self._known.get(joined)
        if known is None:
            known = self._known[joined] = len(joined) >= _SHORTEST and hash_of([joined], self._key) in self._hashes
        return known


def _pattern(term: str) -> str:
    """The term as words, as `snake_case` and as `CamelCase`, but not inside of longer words."""
    parts = re.split(r"[\s_-]+", term)
    escaped = r"[\s_-]*".join(re.escape(part) for part in parts)
    capital = re.escape(term[:1].upper())
    rest = escaped[len(re.escape(term[:1])) :]
    end = r"(?:s|'s)?(?:\b|_|[0-9]|[A-Z])"
    return rf"(?:\b|_|[0-9])(?i:{escaped}){end}|[a-z]{capital}(?i:{rest}){end}"


def _find(term: str) -> str:
    gap = r"[\s_*/#-]*"
    return "(?i)" + gap.join(re.escape(part) for part in re.split(r"[\s_-]+", term))


def _key(path: str, number: int, text: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 16:
        raise RuleFileError(
            "the key is not 32 hexadecimal digits",
            path=path,
            line=number,
            remedy="Restore it from the history: with another key no hash fits.",
        )
    return key


def _check(path: str, number: int, entry: str) -> None:
    if entry.startswith("~") and not _HASH.fullmatch(entry):
        raise RuleFileError(
            "this hash is damaged",
            path=path,
            line=number,
            remedy="Restore the line, or write the term and hash it anew.",
        )
    if not entry.startswith("~") and len("".join(entry.split())) < _SHORTEST:
        raise RuleFileError(
            "a term has at least three characters", path=path, line=number, remedy="Take it out, or write it in full."
        )
