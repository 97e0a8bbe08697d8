"""Path patterns as `.gitignore` has them, for settings.

`*` and `?` stay within one part of a path, `**` crosses parts, a pattern without a slash inside speaks of
names at every depth, one that ends with a slash of folders, and `!` takes back what an earlier pattern took,
unless a folder above was taken. Source: gitignore(5), `dir.c` and `wildmatch.c` of git; the tests ask git.

A library for it (pathspec) takes 32 ms to import, most of the time a commit has.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence


class PathPatterns:
    """A list of patterns, where the last one that fits decides."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [_Pattern(pattern) for pattern in reversed(patterns)]
        self._folders: dict[bytes, bool] = {b"": False}

    def match(self, path: str) -> bool:
        """Whether the file at `path` (relative, `/` between the parts) is meant."""
        raw = _raw(path)
        return self._is_in_folder(raw) or self._decide(raw, is_folder=False)

    def _is_in_folder(self, path: bytes) -> bool:
        """Whether a folder above `path` is meant: then nothing takes it back."""
        folder = path.rpartition(b"/")[0]
        known = self._folders.get(folder)
        if known is None:
            known = self._is_in_folder(folder) or self._decide(folder, is_folder=True)
            self._folders[folder] = known
        return known

    def _decide(self, path: bytes, is_folder: bool) -> bool:
        for pattern in self._patterns:
            if (is_folder or not pattern.folders_only) and pattern.fits(path):
                return pattern.takes
        return False


_ACROSS = None
"""Stands for `**`: any number of parts."""


class _Pattern:
    """One pattern: literal text, and what comes after it, in parts."""

    def __init__(self, pattern: str) -> None:
        raw = _without_trailing_spaces(_raw(pattern))
        self.takes = not raw.startswith(b"!")
        raw = raw[not self.takes :]
        self.folders_only = raw.endswith(b"/")
        raw = raw[: len(raw) - self.folders_only]
        self._anchored = b"/" in raw
        raw = raw.removeprefix(b"/")
        # NOTE: git compares the literal text first and takes it off. So `ab**/c` is more than `ab*/c`: what
        # is left of it begins with `**`.
        self._literal = re.split(rb"[*?[\\]", raw, maxsplit=1)[0] if self._anchored else b""
        self._parts = _parts(raw[len(self._literal) :]) if raw else None

    def fits(self, path: bytes) -> bool:
        """Whether the pattern speaks of exactly this path."""
        if self._parts is None:
            return False
        if not self._anchored:
            path = path.rpartition(b"/")[2]
        if not path.startswith(self._literal):
            return False
        return _fit(self._parts, path[len(self._literal) :].split(b"/"))


def _fit(parts: Sequence[re.Pattern[bytes] | None], path: Sequence[bytes]) -> bool:
    at = place = 0
    back_at = back_place = -1
    while place < len(path):
        part = parts[at] if at < len(parts) else _NOTHING
        if part is _ACROSS:
            if at + 1 == len(parts):
                return True
            at, back_at, back_place = at + 1, at + 1, place
        elif part.match(path[place]) is not None:
            at, place = at + 1, place + 1
        elif back_at < 0:
            return False
        else:  # let the last `**` take one part more; earlier ones could not do better
            back_place += 1
            at, place = back_at, back_place
    return at == len(parts)


_NOTHING = re.compile(rb"(?!)")


def _raw(text: str) -> bytes:
    """Git compares bytes."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a file name on Windows may hold any surrogate
        return text.encode("utf-8", "surrogatepass")


def _without_trailing_spaces(pattern: bytes) -> bytes:
    kept = pattern.rstrip(b" ")
    escapes = len(kept) - len(kept.rstrip(b"\\"))
    return kept + b" " if escapes % 2 and len(kept) < len(pattern) else kept


def _parts(pattern: bytes) -> list[re.Pattern[bytes] | None] | None:
    """The pattern, part by part; None when it can never fit."""
    parts: list[re.Pattern[bytes] | None] = []
    pieces: list[bytes] = [b""]
    """Expressions between the stars of the part at hand."""
    at = start = 0
    while at < len(pattern):
        character = pattern[at : at + 1]
        if character == b"[":
            expression, at = _class(pattern, at)
            if at < 0:
                return None
            pieces[-1] += expression
        elif character == b"*":
            pieces.append(b"")
        elif character == b"?":
            pieces[-1] += b"."
        else:
            end = at
            if character == b"\\":
                at += 1
                character = pattern[at : at + 1]
                if not character:
                    return None
            if character == b"/":
                part = _part(pattern[start:end], pieces)
                # NOTE: to git `**\/` is at least one part, `**/` also none.
                parts += (re.compile(b""), part) if part is _ACROSS and end < at else (part,)
                pieces, start = [b""], at + 1
            else:
                pieces[-1] += re.escape(character)
        at += 1
    parts.append(_part(pattern[start:], pieces))
    return parts


def _part(written: bytes, pieces: list[bytes]) -> re.Pattern[bytes] | None:
    if len(written) > 1 and not written.strip(b"*"):
        return _ACROSS
    if len(pieces) == 1:
        return re.compile(pieces[0] + rb"\Z", re.DOTALL)
    # As in `fnmatch.translate`: once a piece is found, an earlier place for it is never better. Without the
    # atomic groups a pattern with many stars would take for ever.
    middle = b"".join(b"(?>.*?" + piece + b")" for piece in pieces[1:-1] if piece)
    return re.compile(pieces[0] + middle + b".*" + pieces[-1] + rb"\Z", re.DOTALL)


_CLASSES = {
    b"alnum": string.ascii_letters + string.digits,
    b"alpha": string.ascii_letters,
    b"blank": " \t",
    b"cntrl": "".join(map(chr, range(32))) + "\x7f",
    b"digit": string.digits,
    b"graph": string.ascii_letters + string.digits + string.punctuation,
    b"lower": string.ascii_lowercase,
    b"print": string.ascii_letters + string.digits + string.punctuation + " ",
    b"punct": string.punctuation,
    b"space": string.whitespace,
    b"upper": string.ascii_uppercase,
    b"xdigit": string.hexdigits,
}


def _class(pattern: bytes, at: int) -> tuple[bytes, int]:
    """An expression for the class that opens at `at`, and where it closes; -1 when it is malformed.

    Step for step what `dowild` in `wildmatch.c` does.
    """
    at += 1
    negated = pattern[at : at + 1] in (b"!", b"^")
    at += negated
    members: set[int] = set()
    before = 0
    while True:
        named = _named_class(pattern, at)
        if named is not None:
            names, at = named
            members.update(names)
            character = b"\0"
        elif pattern[at : at + 1] == b"-" and before and pattern[at + 1 : at + 2] not in (b"", b"]"):
            at += 1 + (pattern[at + 1 : at + 2] == b"\\")
            members.update(range(before, (pattern[at] if at < len(pattern) else 0) + 1))
            character = b"\0"
        else:
            at += pattern[at : at + 1] == b"\\"
            character = pattern[at : at + 1]
            members.update(character)
        if not character or not 0 <= at < len(pattern):
            return b"", -1
        before = character[0]
        at += 1
        if pattern[at : at + 1] == b"]":
            return _expression_of(members, negated), at


def _named_class(pattern: bytes, at: int) -> tuple[bytes, int] | None:
    """The members of the class named at `at` (`[:alpha:]`) and its last byte, -1 when there is no such name.

    None when no name stands there.
    """
    if not pattern.startswith(b"[:", at):
        return None
    end = pattern.find(b"]", at + 2)
    if end < 0:
        return b"", -1
    if end == at + 2 or pattern[end - 1 : end] != b":":
        return None
    members = _CLASSES.get(pattern[at + 2 : end - 1])
    return (b"", -1) if members is None else (members.encode(), end)


def _expression_of(members: set[int], negated: bool) -> bytes:
    listed = (set(range(256)) - members if negated else members) - {ord("/")}
    return b"[" + b"".join(b"\\x%02x" % member for member in sorted(listed)) + b"]" if listed else rb"(?!)"
