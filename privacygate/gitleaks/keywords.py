"""Finds, in one pass over a text, which rules are worth trying: those one of whose keywords it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Keywords:
    """The keywords of several rules, in lower case; a rule without any is always worth trying."""

    def __init__(self, keywords: Sequence[Sequence[str]]) -> None:
        self._always = frozenset(index for index, words in enumerate(keywords) if not words)
        rules: dict[str, list[int]] = {}
        for index, words in enumerate(keywords):
            for word in words:
                rules.setdefault(word, []).append(index)
        self._others = [(word, its) for word, its in rules.items() if word and not word.isascii()]
        """Hyperscan ignores letter case in ASCII alone."""
        ascii_words = [word for word in rules if word and word.isascii()]
        self._rules = [rules[word] for word in ascii_words]
        self._database = _compiled(ascii_words) if ascii_words else None
        self._hits: set[int] = set()

    def candidates(self, text: bytes) -> list[int]:
        """The indexes of the rules worth trying on `text`, in ascending order."""
        found = set(self._always)
        if self._database is not None and text:
            self._hits.clear()
            self._database.scan(text, self._note)
            found.update(index for hit in self._hits for index in self._rules[hit])
        if self._others:
            lower = text.decode("utf-8", "replace").lower()
            found.update(index for word, its in self._others if word in lower for index in its)
        return sorted(found)

    def _note(self, index: int, _start: int, _end: int, _flags: int, _context: Any) -> None:
        self._hits.add(index)


def _compiled(words: Sequence[str]) -> Any:
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = int(hyperscan.HS_FLAG_CASELESS) | int(hyperscan.HS_FLAG_SINGLEMATCH)
    database.compile(
        expressions=["".join(f"\\x{byte:02x}" for byte in word.encode()).encode() for word in words],
        ids=list(range(len(words))),
        elements=len(words),
        flags=[flags] * len(words),
    )
    return database
