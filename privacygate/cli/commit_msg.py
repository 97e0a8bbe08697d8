"""`privacygate commit-msg`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from privacygate.cli.checking import add_check_arguments, check_and_report, find_place
from privacygate.git.message import message_change
from privacygate.git.repository import find_root
from privacygate.model import Boundary

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

DESCRIPTION = """\
Look at a commit message, as git hands it to its commit-msg hook. Comments, and all that
`git commit --verbose` shows below the scissors, are left out where git leaves them out. A comment in the
message can allow a false alarm: # privacygate: allow RULE -- reason"""


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    parser.add_argument("file", metavar="FILE", help="the file with the message")
    add_check_arguments(parser)


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    here = os.getcwd()
    place = find_place(find_root(here) or here, arguments)
    return check_and_report(message_change(arguments.file, here), place, Boundary.COMMIT, arguments)
