"""Regular expressions as gitleaks has them: Go's, over UTF-8. RE2 reads the same language, in linear time."""

from __future__ import annotations

import re
from typing import Any

_MEMORY_BYTES = 64 << 20
"""RE2's own limit of 8 MB is too small for a long list of alternatives."""

_STAND_IN = b"\x1a"


def compile_go(pattern: str) -> Any:
    """The compiled pattern over bytes, or a text saying what RE2 has against it."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    try:
        return re2.compile(pattern.encode(), options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it does not compile"
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def alternatives(patterns: tuple[str, ...]) -> str:
    """One pattern for all of them.

    NOTE: gitleaks joins them like this too, so a flag such as `(?i)` at the start of one holds for those after it.
    """
    return "(?:" + "|".join(patterns) + ")"


def readable(text: bytes) -> bytes:
    """`text` with every byte that is not UTF-8 replaced by one that is, so that all offsets stay.

    Go takes such a byte for a character of its own; RE2 would not match it at all.
    """
    try:
        text.decode()
    except UnicodeDecodeError:
        kept = text.decode("utf-8", "surrogateescape")
        return _BROKEN.sub(_STAND_IN.decode(), kept).encode()
    return text


_BROKEN = re.compile("[\udc80-\udcff]")


def entropy(value: bytes) -> float:
    """Shannon entropy as gitleaks measures it: of characters, for each byte."""
    from collections import Counter
    from math import log2

    share = 1 / len(value) if value else 0.0
    counts = Counter(value.decode("utf-8", "surrogateescape")).values()
    return -sum(count * share * log2(count * share) for count in counts)
