"""Tells hidden characters that mean harm from those that a language or an emoji needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from privacygate.detectors.hidden_text.characters import (
    BIDIRECTIONAL,
    EMBEDDINGS,
    FILLERS,
    HIDDEN,
    ISOLATES,
    MARKS,
    OVERRIDES,
    POP,
    POP_ISOLATE,
    ZERO_WIDTH,
)
from privacygate.detectors.hidden_text.file_role import FileRole, role_of
from privacygate.model import Confidence

LONG_RUN = 4
"""Nobody types so many characters in a row that are not seen."""

CARRIES_DATA = 8
"""So many of two kinds are the bits of a message."""

LOOK_BACK = 400
"""So many characters before a place are searched for the start of a string or a comment."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_FLAG = re.compile("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""Behind a black flag: the region of a flag, as of Scotland. Source: UTS #51, emoji tag sequences."""

_BLACK_FLAG = "\U0001f3f4"
_SUSPICIOUS = re.compile(
    rb"\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xf3\xa0[\x80\x81\x84-\x87]|\xef\xb8[\x80-\x8f]|\xef\xbb\xbf"
    rb"|\xc2\xad|\xcd\x8f|\xe1\x85[\x9f\xa0]|\xe3\x85\xa4|\xef\xbe\xa0|\xe1\xa0\x8e|\xe1\x9e[\xb4\xb5]"
)
_STRING_OR_COMMENT = re.compile(r"[\"'`]|//|/\*|#|--|<!--|^\s*\*")


class HiddenRun(NamedTuple):
    """Hidden characters from byte `start` to `end` (exclusive), and what they are."""

    start: int
    end: int
    rule: str
    confidence: Confidence


def hidden_runs(text: bytes, path: str, starts_file: bool) -> Iterator[HiddenRun]:
    """Yield the hidden characters of `text` that nobody needs, in order.

    `starts_file` says whether `text` is the start of its file, where a byte order mark has its place.
    """
    role = role_of(path)
    done = 0
    while (found := _SUSPICIOUS.search(text, done)) is not None:
        start = text.rfind(b"\n", done, found.start()) + 1 or done
        end = text.find(b"\n", found.start())
        end = len(text) if end < 0 else end
        line = text[start:end].decode("utf-8", "surrogateescape")
        at, known = start, 0
        for first, last, rule, confidence in sorted(_in_line(line, role, starts_file and start == 0), key=_place):
            at, known = at + len(line[known:first].encode("utf-8", "surrogateescape")), first
            length = len(line[first:last].encode("utf-8", "surrogateescape"))
            yield HiddenRun(at, at + length, rule, confidence)
        done = end + 1


_Judged = tuple[int, int, str, Confidence]


def _place(judged: _Judged) -> tuple[int, int]:
    return judged[:2]


def _in_line(line: str, role: FileRole, first_line: bool) -> Iterator[_Judged]:
    controls = [at for at, char in enumerate(line) if char in BIDIRECTIONAL]
    if controls:
        judged = _judge_controls(line, controls, role)
        if judged is not None:
            yield (controls[0], controls[-1] + 1, *judged)
    for found in HIDDEN.finditer(line):
        start, end, run = found.start(), found.end(), found[0]
        judged = None if run in BIDIRECTIONAL else _judge_run(line, start, end, role)
        if judged is not None and not (first_line and start == 0 and run == "\ufeff"):
            yield (start, end, *judged)


def _judge_controls(line: str, controls: list[int], role: FileRole) -> tuple[str, Confidence] | None:
    """What the bidirectional controls of a line are up to. Source: https://trojansource.codes."""
    kinds = {line[at] for at in controls}
    right_to_left = _RIGHT_TO_LEFT.search(line) is not None
    balanced = _balanced([line[at] for at in controls])
    if kinds & set(OVERRIDES) or not (balanced or right_to_left):
        harmless = role is FileRole.TEXT and (right_to_left or balanced)
        if harmless:
            return ("bidirectional-control", Confidence.LOW) if kinds & set(OVERRIDES) else None
        return "bidirectional-override", Confidence.MEDIUM if role is FileRole.TEXT else Confidence.HIGH
    if role is FileRole.TEXT or right_to_left:
        return None
    turns_around = kinds & {"\u202b", "\u2067"}
    return ("bidirectional-control", Confidence.MEDIUM) if turns_around else None


def _balanced(controls: list[str]) -> bool:
    """Whether everything that is opened in a line is closed in it."""
    opened: list[str] = []
    for char in controls:
        if char in EMBEDDINGS + OVERRIDES:
            opened.append(POP)
        elif char in ISOLATES:
            opened.append(POP_ISOLATE)
        elif opened and opened[-1] == char:
            opened.pop()
        elif char == POP_ISOLATE and POP_ISOLATE in opened:
            del opened[opened.index(POP_ISOLATE) :]  # it also closes what was opened inside
    return not opened


def _judge_run(line: str, start: int, end: int, role: FileRole) -> tuple[str, Confidence] | None:
    run, before = line[start:end], line[start - 1 : start]
    if "\U000e0000" <= run[0] <= "\U000e007f":
        is_flag = before == _BLACK_FLAG and _FLAG.fullmatch(run)
        return None if is_flag else ("hidden-tag-characters", Confidence.HIGH)
    if run[0] in FILLERS:
        return _judge_filler(line, start, end, role)
    if run[0] not in ZERO_WIDTH and run[0] > "\ufdff":
        return _judge_selectors(run)
    unseen = [char for char in run if char not in MARKS]
    carries_data = len(unseen) >= CARRIES_DATA and len(set(unseen)) > 1
    if carries_data or (len(unseen) >= LONG_RUN and role is FileRole.INSTRUCTIONS):
        return "zero-width-run", Confidence.HIGH
    if len(unseen) >= LONG_RUN and role is FileRole.CODE:  # translations have such runs by accident
        return "zero-width-run", Confidence.MEDIUM
    if role is FileRole.CODE and unseen and _is_in_identifier(line, start, end):
        return "invisible-in-identifier", Confidence.MEDIUM
    return ("misplaced-byte-order-mark", Confidence.LOW) if "\ufeff" in run and role is FileRole.CODE else None


def _judge_filler(line: str, start: int, end: int, role: FileRole) -> tuple[str, Confidence] | None:
    around = line[max(0, start - 1) : start] + line[end : end + 1]
    if any("\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\ud7ff" for char in around):
        return None  # among letters of Hangul it says that one is missing
    if role is FileRole.CODE and not _STRING_OR_COMMENT.search(line, max(0, start - LOOK_BACK), start):
        return "invisible-filler", Confidence.HIGH
    return ("invisible-filler", Confidence.LOW) if role is not FileRole.TEXT else None


def _judge_selectors(run: str) -> tuple[str, Confidence] | None:
    """One selector chooses the look of the character before it; a run of them chooses nothing, and can spell bytes."""
    if len(run) >= LONG_RUN:
        return "variation-selector-run", Confidence.HIGH
    return ("variation-selector-run", Confidence.LOW) if len(set(run)) > 1 else None


def _is_in_identifier(line: str, start: int, end: int) -> bool:
    before, after = line[start - 1 : start], line[end : end + 1]
    inside = before.isascii() and after.isascii() and (before + "_").isidentifier() and ("_" + after).isidentifier()
    return bool(before and after) and inside and not _STRING_OR_COMMENT.search(line, max(0, start - LOOK_BACK), start)
