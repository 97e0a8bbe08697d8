"""`privacygate push`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from privacygate.cli.checking import add_check_arguments, check_and_report, find_place
from privacygate.errors import UsageError
from privacygate.model import Boundary

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Mapping

    from privacygate.git.pushed import PushedRef

DESCRIPTION = """\
Look at what a push sends and the remote does not have yet. It is made for pre-push hooks: from git it reads
the refs on standard input, from pre-commit in the environment. By hand, without arguments, it looks at what
HEAD has and no remote."""


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    parser.add_argument("remote", nargs="?", default="", metavar="REMOTE", help="name of the remote, from git")
    parser.add_argument("url", nargs="?", metavar="URL", help="its URL, from git; not used")
    add_check_arguments(parser)


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    from privacygate.git.pushed import pushed_change
    from privacygate.git.repository import find_root

    here = os.getcwd()
    place = find_place(find_root(here) or here, arguments)
    refs, remote = _pushed(arguments.remote, os.environ)
    change = pushed_change(here, refs, remote, skip=place.skip)
    return check_and_report(change, place, Boundary.PUSH, arguments)


def _pushed(remote: str, environment: Mapping[str, str]) -> tuple[list[PushedRef], str]:
    """What is pushed, and where to.

    NOTE: pre-commit reads standard input itself and passes the first branch of a push on, and that one only.
    """
    from privacygate.git.pushed import ALL_REMOTES, PushedRef

    if not remote and "PRE_COMMIT" in environment:
        name = environment.get("PRE_COMMIT_REMOTE_NAME", "")
        target = environment.get("PRE_COMMIT_TO_REF") or environment.get("PRE_COMMIT_LOCAL_BRANCH")
        if target:
            remote_ref = environment.get("PRE_COMMIT_REMOTE_BRANCH") or target
            return [PushedRef(target, remote_ref, environment.get("PRE_COMMIT_FROM_REF", ""))], name
    elif not sys.stdin.isatty():
        refs = parse_refs(sys.stdin.buffer)
        if refs:
            return refs, remote or ALL_REMOTES
    return [PushedRef("HEAD", "HEAD", "")], remote or ALL_REMOTES  # by hand, or nothing is sent


def parse_refs(lines: Iterable[bytes]) -> list[PushedRef]:
    """What git tells its pre-push hook: LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID in each line.

    Source: githooks(5), "pre-push".

    Raises:
        UsageError: it is something else.
    """
    from privacygate.git.pushed import PushedRef

    refs = []
    for number, line in enumerate(lines, 1):
        words = os.fsdecode(line.rstrip(b"\r\n")).rsplit(" ", 3)  # the first may hold blanks
        if len(words) != 4 or not (_is_id(words[1]) and _is_id(words[3])):
            raise UsageError(
                f"line {number} of standard input is not what git gives to its pre-push hook",
                remedy='Call `privacygate push "$@"` in the hook before anything else reads standard input.',
            )
        refs.append(PushedRef(words[1].strip("0") and words[1], words[2], words[3].strip("0") and words[3]))
    return refs


def _is_id(word: str) -> bool:
    return len(word) in (40, 64) and not word.strip("0123456789abcdef")
