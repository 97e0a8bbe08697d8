"""`privacygate install`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from privacygate.errors import RepositoryError, UsageError
from privacygate.hooks.script import COMMANDS, Interpreter

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from privacygate.hooks.installation import Outcome
    from privacygate.hooks.place import HooksPlace

DESCRIPTION = """\
Write git hooks that run privacygate, for people who do not use pre-commit (https://pre-commit.com). The hook
before each commit is always written; it looks at what the commit adds. A hook of somebody else is never
touched: what to add to it by hand is said instead. core.hooksPath is respected. `git commit --no-verify` goes
past hooks, so let CI have a look too."""

FORCE_HELP = "also in a folder outside the repository, which other repositories may share"

_PRE_COMMIT_IDS = {
    "pre-commit": "privacygate",
    "pre-push": "privacygate-push",
    "commit-msg": "privacygate-commit-msg",
}


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    parser.add_argument("--push", action="store_true", help="also before each push, for what it sends")
    parser.add_argument("--commit-msg", action="store_true", help="also for the message of each commit")
    parser.add_argument("--all", action="store_true", help="all three")
    parser.add_argument("--force", action="store_true", help=FORCE_HELP)


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    from privacygate.hooks.installation import install
    from privacygate.hooks.place import Owner, find_hooks_place
    from privacygate.hooks.script import script

    place = find_hooks_place(os.getcwd())
    check_owner(place, arguments.force)
    interpreter = None if place.owner is Owner.WORK_TREE else _this_interpreter()
    code = 0
    for name in _wanted(arguments):
        path = os.path.join(place.folder, name)
        code = max(code, _tell(name, path, install(path, script(name, interpreter))))
    if interpreter is None:
        _tell_portable()
    return code


def check_owner(place: HooksPlace, force: bool) -> None:
    """Complain about a folder outside the repository, unless that is wanted.

    Raises:
        UsageError: it is not.
    """
    from shlex import quote

    from privacygate.hooks.place import Owner

    if place.owner is Owner.ELSEWHERE and not force:
        raise UsageError(
            "core.hooksPath leads out of this repository; all that use this folder would be affected",
            path=place.folder,
            remedy="Add --force if that is meant, or give this repository hooks of its own:"
            f" git config core.hooksPath {quote(place.own_folder)}",
        )


def _wanted(arguments: Namespace) -> list[str]:
    chosen = {"pre-commit": True, "pre-push": arguments.push, "commit-msg": arguments.commit_msg}
    return [name for name in COMMANDS if arguments.all or chosen[name]]


def _this_interpreter() -> Interpreter:
    """This Python, after a try whether it finds privacygate from anywhere, as a hook needs it."""
    import privacygate
    from privacygate.process import run

    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    attempt = None
    if sys.executable:
        attempt = run([sys.executable, "-P", "-m", "privacygate", "--version"], environment=environment)
    if attempt is None or attempt.code != 0:
        raise RepositoryError(
            "this Python does not find privacygate when a hook starts it",
            path=sys.executable or None,
            remedy="Install privacygate into it, with pip, pipx or uv, and run `privacygate install` again.",
        )
    package = os.path.dirname(os.path.abspath(privacygate.__file__))
    return Interpreter(_with_slashes(sys.executable), _with_slashes(package))


def _with_slashes(path: str) -> str:
    return path.replace("\\", "/") if os.sep == "\\" else path


def _tell(name: str, path: str, outcome: Outcome) -> int:
    """Say what became of a hook and give the exit code."""
    from privacygate.hooks.installation import Outcome
    from privacygate.reports.escaping import visible_path

    shown = visible_path(path)
    if outcome is Outcome.FOREIGN:
        complain(path, "there is a hook already, and it is not ours; it was left alone", _by_hand(name, path))
        return 2
    if outcome is Outcome.CHANGED_BY_HAND:
        remedy = "Delete it and run `privacygate install` again to have the original."
        complain(path, "this hook of ours was changed by hand; it was left alone", remedy)
        return 2
    words = {Outcome.WRITTEN: "is in place", Outcome.UPDATED: "was brought up to date"}
    print(f"privacygate: the {name} hook {words.get(outcome, 'was in place already')}: {shown}")
    return 0


def complain(path: str, message: str, remedy: str) -> None:
    """Speak of a hook that was not touched, while the others are taken care of."""
    from privacygate.reports.escaping import visible, visible_path

    print(f"privacygate: error: {visible_path(path)}: {message}\n  {visible(remedy)}", file=sys.stderr)


def _by_hand(name: str, path: str) -> str:
    """What to do about a hook of somebody else; managers of hooks have a better place for it."""
    try:
        with open(path, "rb") as file:
            text = file.read(1 << 16)
    except OSError:
        text = b""
    line = f"privacygate {COMMANDS[name]}"
    if b"pre-commit.com" in text:
        return f"pre-commit wrote it: add the hook `{_PRE_COMMIT_IDS[name]}` to .pre-commit-config.yaml."
    if os.path.basename(os.path.dirname(os.path.dirname(path))) == ".husky":
        return f"husky wrote it: add this line to .husky/{name}: {line}"
    if b"lefthook" in text:
        return f"lefthook wrote it: add a command to {name} in lefthook.yml: {line}"
    first = " before anything that reads standard input" if name == "pre-push" else ""
    return f"Add this line to it{first}: {line} || exit $?"


def _tell_portable() -> None:
    from shutil import which

    print("privacygate: the folder is in the working tree: its hooks name no path of this machine, but use PATH")
    if which("privacygate") is None:
        warning = "`privacygate` is not in PATH now; until it is, nothing will pass"
        print(f"privacygate: warning: {warning}", file=sys.stderr)
