"""Words that are frequent here and rare in public code: what a glossary may want to have.

How common a word is elsewhere comes from `public_words.txt`, which `python3 -m bench.public_words` counts.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from math import log2
from typing import NamedTuple

from privacygate.change import FileChange
from privacygate.model import Notification, Skipped
from privacygate.syntax.comments import comments_in
from privacygate.syntax.documents import is_document
from privacygate.syntax.grammars import Unparsed
from privacygate.vocabulary import sub_words

KINDS = ("identifiers", "comments", "documents", "messages")
"""Where a word was counted: in code, in comments, in Markdown and text files, in commit messages."""

UNKNOWN_RARITY = 14
"""A word that the table does not have is in less than one of so many files, as a power of two."""

_LEAST_RARITY = 10
"""A word that more than one of so many public files has, as a power of two, is no word of anybody's own."""

_PRIVATE_ENDS = frozenset((b"corp", b"internal", b"intranet", b"intra", b"lan"))
_PUBLIC_HOSTS = frozenset((b"www", b"docs", b"doc", b"developer", b"developers", b"support", b"help", b"api", b"blog"))
_SHORTEST, _LONGEST = 4, 20
_LEAST_COUNT, _LEAST_FILES, _LEAST_ODDS = 5, 2, 3.0
_BINARY_PROBE_BYTES = 8000
_HOST = re.compile(
    rb"(?<![\w.@/-])(?:[a-z0-9][a-z0-9-]*\.)+(?:corp|internal|intranet|intra|lan)(?![\w-])"
    rb"|(?<![\w.@-])(?:[a-z0-9][a-z0-9-]*\.){2,}(?:com|net|org|io|cloud|dev|co|eu|de|fr|es|br|jp|uk)(?![\w.-])"
)


class Suggestion(NamedTuple):
    """A word that a glossary may want to have, and what speaks for it."""

    term: str
    counts: tuple[int, ...]
    """How often it stands here, for each of `KINDS`."""
    files: int
    odds: float
    """How much more of the files here have it than of public files, as a power of two."""

    @property
    def total(self) -> int:
        """How often it stands here."""
        return sum(self.counts)


class WordCounts:
    """Counts the words of files and messages."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[bytes]] = {kind: Counter() for kind in KINDS}
        self._files: Counter[bytes] = Counter()
        self._hosts: Counter[bytes] = Counter()
        self.files = 0

    def add_all(self, entries: Iterable[FileChange | Skipped | Notification]) -> None:
        """Count all files of a change."""
        for entry in entries:
            if isinstance(entry, FileChange):
                self.add_file(entry)

    def add_file(self, file: FileChange) -> None:
        """Count the words of one file, unless it is binary or minified."""
        seen: set[bytes] = set()
        for segment in file.segments:
            text = segment.text
            if b"\0" in text[:_BINARY_PROBE_BYTES]:
                return
            if is_document(file.path):
                seen |= self._add("documents", text)
                continue
            comments = comments_in(file.path, text)
            if comments.unparsed in (Unparsed.LONG_LINES, Unparsed.TOO_LARGE):
                return
            at = 0
            for start, end in comments.found:
                seen |= self._add("identifiers", text[at:start]) | self._add("comments", text[start:end])
                at = end
            seen |= self._add("identifiers", text[at:])
        self._files.update(seen)
        self.files += 1

    def add_messages(self, text: bytes) -> None:
        """Count the words of commit messages."""
        self._add("messages", text)

    def suggestions(self, most: int) -> list[Suggestion]:
        """The words that most speaks for, at most so many; then hosts, which no public code has."""
        rarity = read_public_words()
        words = {word for counts in self._counts.values() for word in counts if _may_be_own(word, rarity)}
        found = [self._suggestion(word, rarity) for word in words]
        likely = [item for item in found if self._is_likely(item)]
        likely.sort(key=lambda item: (-item.odds * log2(1 + item.total), item.term))
        return likely[:most] + self._host_suggestions(rarity, most)

    def _add(self, kind: str, text: bytes) -> set[bytes]:
        counts = Counter(
            word for word, _, _ in sub_words(text) if _SHORTEST <= len(word) <= _LONGEST and word.isalpha()
        )
        self._counts[kind].update(counts)
        self._hosts.update(_HOST.findall(text))
        return set(counts)

    def _suggestion(self, word: bytes, rarity: dict[bytes, int]) -> Suggestion:
        counts = tuple(self._counts[kind][word] for kind in KINDS)
        share = (self._files[word] or 1) / max(self.files, 1)
        odds = log2(share) + rarity.get(_singular(word, rarity), UNKNOWN_RARITY)
        return Suggestion(word.decode("utf-8", "replace"), counts, self._files[word], round(odds, 1))

    def _is_likely(self, item: Suggestion) -> bool:
        enough = item.total >= _LEAST_COUNT and item.files >= min(_LEAST_FILES, self.files)
        return enough and item.odds >= _LEAST_ODDS

    def _host_suggestions(self, rarity: dict[bytes, int], most: int) -> list[Suggestion]:
        found = []
        for host, count in self._hosts.most_common():
            first, *_, name, top = host.split(b".")
            is_own = top in _PRIVATE_ENDS or (name not in rarity and first not in _PUBLIC_HOSTS)
            if count >= _LEAST_FILES and is_own:
                found.append(Suggestion(host.decode(), (count, 0, 0, 0), 0, float(UNKNOWN_RARITY)))
        return found[:most]


def read_public_words() -> dict[bytes, int]:
    """How rare each word is in public code: one of 2 to the power of so many files has it."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "public_words.txt")
    rarity: dict[bytes, int] = {}
    with open(path, "rb") as file:
        for line in file:
            number, *words = line.split()
            rarity.update(dict.fromkeys(words, int(number)))
    return rarity


def _may_be_own(word: bytes, rarity: dict[bytes, int]) -> bool:
    """Whether the word is rare in public code; `\\nword` in a string is no word of its own."""
    after_escape = word[1:] if word[:1] in b"nrt" else word
    return min(rarity.get(_singular(form, rarity), UNKNOWN_RARITY) for form in (word, after_escape)) >= _LEAST_RARITY


def _singular(word: bytes, rarity: dict[bytes, int]) -> bytes:
    """The form of the word that is known, where there is one: plurals and past forms are no words of their own."""
    if word not in rarity:
        for ending in (b"s", b"es", b"ed", b"ing", b"er", b"ly"):
            if word.endswith(ending) and word[: -len(ending)] in rarity:
                return word[: -len(ending)]
            if word.endswith(ending) and word[: -len(ending)] + b"e" in rarity:
                return word[: -len(ending)] + b"e"
    return word
