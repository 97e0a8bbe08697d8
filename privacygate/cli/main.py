"""The command `privacygate`: finds the subcommand, runs it, and turns what stopped it into an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from privacygate.errors import CouldNotTell, GateError, Misconfigured
from privacygate.version import VERSION

if TYPE_CHECKING:
    from argparse import ArgumentParser, HelpFormatter, Namespace
    from typing import Protocol

    class Command(Protocol):
        """What each module of a subcommand offers."""

        DESCRIPTION: str

        def add_arguments(self, parser: ArgumentParser) -> None:
            """Declare the words it understands."""

        def execute(self, arguments: Namespace) -> int:
            """Do it and give the exit code."""


PASSED, BLOCKED, MISCONFIGURED, COULD_NOT_TELL, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS = {
    "scan": "look at a change or at files, and say what should not leave",
    "baseline": "accept what is there today, so that only new results count",
    "rules": "list, explain and test rules",
    "glossary": "propose and hide words that comments must not give away",
    "novelty": "keep the index of known code, which tells new logic from moved",
    "install": "write git hooks for people who do not use pre-commit",
    "uninstall": "take those git hooks away again",
    "commit-msg": "look at a commit message (for hooks)",
    "push": "look at what a push sends (for hooks)",
    "completion": "print a completion script for a shell",
}
"""Subcommands and what `--help` says of them; each is a module of this folder."""

DESCRIPTION = """\
The gate between your code and what must not see it. privacygate reads a change on your machine, finds keys, tokens and
passwords in what it adds, and says what to do. Nothing leaves the machine."""

EPILOGUE = """\
examples:
  privacygate scan                            the working tree, as git sees it
  privacygate scan --staged                   what the next commit adds
  privacygate scan --range origin/main...HEAD what a branch adds
  privacygate install                         run it before every commit

exit codes: 0 nothing blocks, 1 policy blocks, 2 something has to be set up or spelled differently,
3 the gate could not tell, 130 interrupted. `privacygate COMMAND --help` explains a command."""


def run() -> NoReturn:
    """Run the command line and end the process.

    NOTE: `os._exit` skips the interpreter's own clean-up, 2 ms that every commit would wait for. Everything that
    was opened is closed by then.
    """
    import gc

    gc.set_threshold(100_000)  # start-up makes few cycles and many objects: 1 ms of collections for nothing
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or COULD_NOT_TELL
    os._exit(code)


def main(words: Sequence[str]) -> int:
    """Run the command line `words` and give the exit code."""
    try:
        return _dispatch(words)
    except KeyboardInterrupt:
        print("privacygate: interrupted", file=sys.stderr)
        return INTERRUPTED
    except GateError as error:
        return _explain(error)
    except BrokenPipeError:
        return COULD_NOT_TELL
    except Exception as error:  # noqa: BLE001 - the one place; a crash must not pass, nor show text of a change
        return _apologise(error)


def command_module(name: str) -> Command:
    """The module of the subcommand `name`."""
    module: Command = import_module("privacygate.cli." + name.replace("-", "_"))
    return module


def full_parser() -> ArgumentParser:
    """The parser with every subcommand: for `--help` and for completion scripts."""
    from argparse import ArgumentParser

    parser = ArgumentParser(prog="privacygate", description=DESCRIPTION, epilog=EPILOGUE, formatter_class=formatter())
    parser.add_argument("--version", action="version", version=f"privacygate {VERSION}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, summary in COMMANDS.items():
        module = command_module(name)
        subparser = subparsers.add_parser(
            name, help=summary, description=module.DESCRIPTION, formatter_class=formatter()
        )
        module.add_arguments(subparser)
    return parser


def _dispatch(words: Sequence[str]) -> int:
    if not words:
        full_parser().print_help()
        return PASSED
    if words[0] in COMMANDS:
        return _run_command(words[0], words[1:])
    if words[0] == "--version":
        print(f"privacygate {VERSION}")
        return PASSED
    if not words[0].startswith("-"):
        return _unknown_command(words[0])
    try:
        full_parser().parse_args(words)
    except SystemExit as end:
        return int(end.code or 0)
    return MISCONFIGURED


def _run_command(name: str, words: Sequence[str]) -> int:
    # Only the parser of this one subcommand is made: all of them take 6 ms.
    from argparse import ArgumentParser

    module = command_module(name)
    parser = ArgumentParser(prog=f"privacygate {name}", description=module.DESCRIPTION, formatter_class=formatter())
    module.add_arguments(parser)
    try:
        arguments = parser.parse_args(words)
    except SystemExit as end:
        return int(end.code or 0)
    return module.execute(arguments)


def formatter() -> Callable[..., HelpFormatter]:
    """How help is laid out: descriptions as they are written, as wide as the terminal.

    NOTE: a formatter without a width imports `shutil`, and that four compression libraries, for every parser.
    """
    from argparse import RawDescriptionHelpFormatter
    from functools import partial

    try:
        columns = os.get_terminal_size().columns
    except (OSError, ValueError):
        columns = 80
    return partial(RawDescriptionHelpFormatter, width=max(40, min(columns, 120) - 2))


def _unknown_command(word: str) -> int:
    from privacygate.suggestion import nearest

    near = nearest(word, COMMANDS)
    hint = f"Did you mean `privacygate {near}`?" if near else "`privacygate --help` lists the commands."
    if os.path.exists(word):
        hint = "To scan it: `privacygate scan PATH`."
    print(f"privacygate: error: There is no such command.\n  {hint}", file=sys.stderr)
    return MISCONFIGURED


def _explain(error: GateError) -> int:
    from privacygate.reports.escaping import visible

    print(f"privacygate: error: {visible(error.place + _sentence(error.message))}", file=sys.stderr)
    if error.remedy:
        print(f"  {visible(_sentence(error.remedy))}", file=sys.stderr)
    if isinstance(error, CouldNotTell):
        print("privacygate: could not tell; nothing may be concluded", file=sys.stderr)
        return COULD_NOT_TELL
    assert isinstance(error, Misconfigured)
    return MISCONFIGURED


def _sentence(text: str) -> str:
    """`text` with a capital at its start and a full stop at its end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def _apologise(error: Exception) -> int:
    """Say where it crashed, by function and line alone: messages of exceptions may quote a change."""
    from traceback import extract_tb

    print(f"privacygate: internal error: {type(error).__name__}", file=sys.stderr)
    for frame in extract_tb(error.__traceback__)[-6:]:
        print(f"  in {frame.name}, {os.path.basename(frame.filename)}:{frame.lineno}", file=sys.stderr)
    print("  Please report it with these lines; they hold nothing of your code.", file=sys.stderr)
    print("privacygate: could not tell; nothing may be concluded", file=sys.stderr)
    return COULD_NOT_TELL
