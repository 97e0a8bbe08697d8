"""Tells which commit a line comes from, and where it stood in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from privacygate.git.quoting import unquote
from privacygate.git.repository import run_git


class LineOrigin(NamedTuple):
    """A line of a commit."""

    commit: str
    path: str
    """Relative to the root, bytes that are not UTF-8 as surrogate escapes."""
    line: int
    """From 1."""


def line_origins(root: str, path: str, lines: Sequence[int], revision: str | None = None) -> dict[int, LineOrigin]:
    """Where `lines` of the file at `path` come from.

    Lines that are not committed are missing, and so are all of a file that git does not know. The file is that of the
    working tree, or of `revision`.
    """
    ranges = [word for line in lines for word in ("-L", f"{line},{line}")]
    # Settings of the user may leave commits out, and then a line seems to come from another one.
    words = ["blame", "--line-porcelain", "--no-textconv", "--ignore-revs-file=", *ranges]
    words += [*([revision] if revision else []), "--", path]
    answer = run_git(root, *words)
    return dict(_origins(answer.output)) if answer.code == 0 else {}


def _origins(output: bytes) -> Iterator[tuple[int, LineOrigin]]:
    commit, before, now = "", 0, 0
    for row in output.split(b"\n"):
        key, _, value = row.partition(b" ")
        if row.startswith(b"\t"):
            commit = ""  # the line itself; what follows is the head of the next one
        elif not commit:
            numbers = value.split()
            if len(key) >= 40 and len(numbers) >= 2:
                commit, before, now = key.decode("ascii"), int(numbers[0]), int(numbers[1])
        elif key == b"filename" and commit.strip("0"):
            name = unquote(value)[0] if value.startswith(b'"') else value
            yield now, LineOrigin(commit, name.decode("utf-8", "surrogateescape"), before)
