"""Signals: what the words of a comment can tell, and how much that weighs."""

from __future__ import annotations

from typing import Any, NamedTuple


class Signal(NamedTuple):
    """One thing that words can tell; all of it can be kept in a cache."""

    rule: str
    """The rule it speaks for; empty when it only adds to others, or takes away from them."""
    tells: str
    """For people, as the end of "This comment tells of …"."""
    weight: float
    alone: bool
    """Whether a comment is looked at because of it; if not, it counts only beside one that is."""
    pattern: str
    """RE2 over the words of a comment."""
    unless: str
    """RE2; a match with this in or near it does not count. Empty when there is none."""
    ignore_case: bool
    find: str
    """Hyperscan, over a file as it is: stands in every text that `pattern` matches, comment marks between words
    included. Empty unless `alone`."""


def compile_re2(pattern: str, ignore_case: bool) -> Any:
    """The compiled pattern, or what RE2 has against it. It reads UTF-8 and counts bytes.

    Linear in time whatever the pattern and the text. Source: https://github.com/google/re2.
    """
    import re2

    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it does not compile"
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
