"""How random a text looks."""

from __future__ import annotations

from collections import Counter
from math import log2


def entropy(value: bytes) -> float:
    """Shannon entropy in bits per byte, from 0 to 8; 0 for the empty text."""
    length = len(value)
    if not length:
        return 0.0
    return log2(length) - sum(count * log2(count) for count in Counter(value).values()) / length
