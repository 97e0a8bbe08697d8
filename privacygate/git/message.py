"""A commit message while it is being written: what of the file will be in the commit."""

from __future__ import annotations

import os

from privacygate.change import AddedLines, Change, FileChange, Segment
from privacygate.errors import UnreadableError
from privacygate.git.line_ranges import disjoint
from privacygate.git.repository import run_git

PATH = "the commit message"
"""Stands for the path in everything that is reported."""

_SCISSORS = b" ------------------------ >8 ------------------------"
_BELOW_SCISSORS = b" Do not modify or remove the line above."
_AUTOMATIC_MARKS = tuple(bytes((character,)) for character in b"#;@!$%^&|:")
"""What git chooses from when core.commentChar is `auto`."""

_DROPPING_COMMENTS = (b"", b"default", b"strip")


def message_change(path: str, folder: str = ".") -> Change:
    """The commit message in the file `path`, which git handed to a hook of the repository around `folder`.

    Lines that git will take out are emptied here, so that the numbers of the others stay right; but a comment
    that allows something is kept.

    Raises:
        UnreadableError: the file cannot be read.
    """
    try:
        with open(path, "rb") as file:
            text = file.read()
    except OSError as error:
        raise UnreadableError(
            f"the commit message cannot be read ({error.strerror})",
            path=path,
            remedy="git names the file to its hook.",
        ) from error
    lines, added = _lines_that_stay(text.split(b"\n"), folder)
    return Change("the commit message", None, [FileChange(PATH, (Segment(b"\n".join(lines)),), added)])


def _lines_that_stay(lines: list[bytes], folder: str) -> tuple[list[bytes], AddedLines]:
    # NOTE: git says so when there is no editor, as with `-m`; then it takes out neither comments nor what is
    # below scissors. `--cleanup` is not told to hooks; where we cannot know, more is looked at.
    edited = os.environ.get("GIT_EDITOR") != ":"
    mark, dropped = _comment_mark(folder) if edited else (b"", False)
    kept: list[bytes] = []
    ranges: list[tuple[int, int]] = []
    for number, line in enumerate(lines, 1):
        below = lines[number] if number < len(lines) else b""
        if line.endswith(_SCISSORS) and _are_scissors(line, below, mark, edited):
            break
        if dropped and line.startswith(mark):
            kept.append(line if b"privacygate:" in line else b"")
            continue
        kept.append(line)
        if line:
            ranges.append((number, number))
    return kept, AddedLines(disjoint(ranges))


def _are_scissors(line: bytes, below: bytes, mark: bytes, edited: bool) -> bool:
    """Tell whether git cuts here. Without an editor it writes no scissors, unless the editor is ":"."""
    prefix = line[: -len(_SCISSORS)]
    if edited:
        return prefix == mark if mark else prefix in _AUTOMATIC_MARKS
    return below == prefix + _BELOW_SCISSORS


def _comment_mark(folder: str) -> tuple[bytes, bool]:
    """What a comment begins with, empty when git chooses it each time; and whether git drops comments."""
    # `commentString` since git 2.45; of it and `commentChar` the last one counts.
    answer = run_git(folder, "config", "-z", "--get-regexp", r"^(core\.comment(char|string)|commit\.cleanup)$")
    mark, cleanup = b"#", b""
    for setting in answer.output.split(b"\0"):
        name, _, value = setting.partition(b"\n")
        if name == b"commit.cleanup":
            cleanup = value
        elif name:
            mark = b"" if value == b"auto" else value
    return mark, cleanup in _DROPPING_COMMENTS and mark != b""
