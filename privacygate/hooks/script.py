"""The text of a hook, and whether a text is one of ours.

The second line carries a checksum of the others: who changes a hook by hand owns it from then on.
"""

from __future__ import annotations

from enum import Enum
from shlex import quote
from typing import NamedTuple
from zlib import crc32

COMMANDS = {
    "pre-commit": "scan --staged",
    "pre-push": 'push -- "$@"',
    "commit-msg": 'commit-msg -- "$1"',
}
"""For each hook that we know, the words of privacygate it runs."""

_THING = {"pre-commit": "commit", "pre-push": "push", "commit-msg": "commit"}

_MARK = b"# privacygate hook "


class Interpreter(NamedTuple):
    """The Python that runs privacygate."""

    executable: str
    package: str
    """The folder of the package in it: whether privacygate is still there is seen without starting Python."""


class Author(Enum):
    """Who wrote a hook."""

    WE = "we"
    WE_AND_OTHERS = "we, and it was changed by hand"
    OTHERS = "others"


def script(name: str, interpreter: Interpreter | None) -> bytes:
    """The text of the hook `name`.

    Args:
        name: one of `COMMANDS`.
        interpreter: None for a hook that other machines may get to see: it looks in PATH and nowhere else.
    """
    lines = ["#!/bin/sh", *_attempts(COMMANDS[name], interpreter), *_giving_up(_THING[name])]
    text = "".join(line + "\n" for line in lines).encode("utf-8", "surrogateescape")
    first, rest = text.split(b"\n", 1)
    return b"\n".join((first, _mark(name.encode(), text), rest))


def author_of(text: bytes) -> Author:
    """Who wrote the hook with this text."""
    first, _, others = text.partition(b"\n")
    second, _, rest = others.partition(b"\n")
    if not second.startswith(_MARK):
        return Author.WE_AND_OTHERS if _MARK in text else Author.OTHERS
    name = second[len(_MARK) :].split(b" ", 1)[0]
    return Author.WE if second == _mark(name, first + b"\n" + rest) else Author.WE_AND_OTHERS


def _mark(name: bytes, others: bytes) -> bytes:
    return b"%s%s %08x: written by `privacygate install`, taken away by `privacygate uninstall`" % (
        _MARK,
        name,
        crc32(others),
    )


def _attempts(command: str, interpreter: Interpreter | None) -> list[str]:
    lines = []
    if interpreter is not None:
        lines += [
            f"python={quote(interpreter.executable)}",
            f"package={quote(interpreter.package)}",
            'if [ -x "$python" ] && [ -f "$package/__main__.py" ]; then',
            # Without -P the working tree comes first in sys.path, and its json.py would be ours.
            f'    exec "$python" -P -m privacygate {command}',
            "fi",
        ]
    return [*lines, "if command -v privacygate >/dev/null; then", f"    exec privacygate {command}", "fi"]


def _giving_up(thing: str) -> list[str]:
    return [
        # printf is part of the shell; PATH may be empty.
        "printf '%s\\n' \\",
        f"    'privacygate: error: this hook does not find privacygate, so nobody looked at this {thing}' \\",
        '    "  Install privacygate again and run \\`privacygate install\\`, or delete $0" \\',
        "    'privacygate: could not tell; nothing may be concluded' >&2",
        "exit 3",
    ]
