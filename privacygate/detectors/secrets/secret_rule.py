"""A rule as the engine needs it: little enough to be read back for every commit."""

from typing import Any, NamedTuple


class SecretRule(NamedTuple):
    """What the engine needs to know of a rule. Survives a trip through JSON as a list."""

    id: str
    name: str
    confidence: str
    pattern: str
    """RE2; the group `secret`, or the whole match, is the secret."""
    keywords: tuple[str, ...]
    near: int
    """If not 0, one of the keywords has to stand at most so many bytes before the pattern."""
    find: str
    """RE2; cheaper than `pattern`, and found in every text that `pattern` finds something in. May be empty."""
    ignore_case: bool
    entropy: float
    """Shannon bits per character, at least."""
    checksum: str
    unchecked: str
    """The confidence of a secret that fails the checksum; empty: then it is no secret."""
    paths: tuple[str, ...]
    """Shell patterns for the path or the name of the file; empty means every file."""
    excluded: tuple[str, ...]
    """RE2 patterns; a secret that one of them finds something in is not one."""
    placeholders: str
    """`dropped`, `kept`, or `chosen`: then values that everybody uses as passwords are dropped in their place."""
    assigned: bool
    """Whether `assigned.py` has to read the match: a name, an operator and a value."""
    finds_keywords: bool = False
    """Whether Hyperscan reports the places of the keywords; see `finder.Finder`."""
    finds_places: bool = False
    """Whether Hyperscan reports where matches are; see `finder.Finder`."""
    longest: int = 0
    """At most so many bytes a match is long; 0 when there is no limit."""
    companion: tuple[str, int, str, str] = ("", 0, "", "")
    """What has to stand beside a secret, and what becomes of one without; see `companion.Companion`."""


def compile_re2(pattern: str, ignore_case: bool) -> Any:
    """The compiled pattern over bytes, or what RE2 has against it.

    Linear in time whatever the pattern and the text. Source: https://github.com/google/re2.
    """
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = not ignore_case
    options.log_errors = False
    try:
        return re2.compile(pattern.encode("ascii"), options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it does not compile"
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    except UnicodeEncodeError:
        return "it holds characters that are not ASCII; write the bytes of their UTF-8, `\\xC3\\xA4`"
