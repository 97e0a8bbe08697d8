"""`privacygate uninstall`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from privacygate.cli.install import FORCE_HELP, check_owner, complain
from privacygate.hooks.script import COMMANDS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

DESCRIPTION = """\
Take away the git hooks that `privacygate install` wrote. Hooks of somebody else, and hooks that were changed
by hand, are left alone."""


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    parser.add_argument("--force", action="store_true", help=FORCE_HELP)


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    from privacygate.hooks.installation import Outcome, uninstall
    from privacygate.hooks.place import find_hooks_place
    from privacygate.reports.escaping import visible_path

    place = find_hooks_place(os.getcwd())
    check_owner(place, arguments.force)
    removed = code = 0
    for name in _names():
        path = os.path.join(place.folder, name)
        outcome = uninstall(path)
        if outcome is Outcome.REMOVED:
            removed += 1
            print(f"privacygate: the {name} hook is gone: {visible_path(path)}")
        elif outcome is Outcome.CHANGED_BY_HAND:
            code = 2
            remedy = "Delete it, or the lines that run privacygate, by hand."
            complain(path, "this hook of ours was changed by hand; it was left alone", remedy)
    if not removed and not code:
        print(f"privacygate: there is no hook of ours in {visible_path(place.folder)}")
    return code


def _names() -> list[str]:
    """The hooks, also where `pre-commit install` moves a hook that it finds, and goes on running it."""
    return [name + suffix for name in COMMANDS for suffix in ("", ".legacy")]
