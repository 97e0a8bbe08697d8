"""Words and the words inside of words: `riskScore`, `risk_score` and "risk score" are the same two."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SUB_WORD = re.compile(rb"[A-Z]+(?![a-z\x80-\xff])|[A-Z]?[a-z\x80-\xff]+|[0-9]+")


def sub_words(text: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each sub-word of `text` in lower case, with the byte offsets of its start and its end.

    Bytes above ASCII count as lower-case letters.
    """
    return ((found[0].lower(), found.start(), found.end()) for found in _SUB_WORD.finditer(text))
