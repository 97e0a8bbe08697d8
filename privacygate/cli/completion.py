"""`privacygate completion`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from privacygate.errors import GateError, UsageError

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser, Namespace

SHELLS = ("bash", "zsh", "fish", "tcsh")

DESCRIPTION = """\
Print a script that completes commands, options, files and rule ids. Where it goes:

  bash  privacygate completion bash > ~/.local/share/bash-completion/completions/privacygate
  zsh   privacygate completion zsh > ~/.zfunc/_privacygate     (a folder of $fpath, before compinit)
  fish  privacygate completion fish > ~/.config/fish/completions/privacygate.fish
  tcsh  privacygate completion tcsh > ~/.privacygate.tcsh      (and `source` it in ~/.tcshrc)"""

_LIST_RULES = "privacygate completion --rule-ids"


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    from argparse import SUPPRESS

    parser.add_argument("shell", nargs="?", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    # What the scripts call: one id on a line, and never a complaint.
    parser.add_argument("--rule-ids", action="store_true", help=SUPPRESS)


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    if arguments.rule_ids:
        return _list_rules()
    shell = arguments.shell or _shell_of_the_user()
    import shtab

    if shell not in shtab.SUPPORTED_SHELLS:
        raise UsageError(
            f"the installed shtab {shtab.__version__} cannot write completion for {shell}",
            remedy="Bring it up to date: pip install --upgrade shtab",
        )
    print(shtab.complete(_parser(), shell))
    return 0


def _shell_of_the_user() -> str:
    shell = os.path.basename(os.environ.get("SHELL", ""))
    if shell not in SHELLS:
        raise UsageError("which shell?", remedy=f"Name one of: {', '.join(SHELLS)}.")
    return shell


def _parser() -> ArgumentParser:
    """Every command, with a word on each argument that is a file or a rule."""
    import shtab

    from privacygate.cli.main import full_parser

    parser = full_parser()
    ways = {"FILE": shtab.FILE, "PATH": shtab.FILE, "RULE": shtab.cmd(_LIST_RULES)}
    for action in _all_actions(parser):
        if action.metavar in ways and action.choices is None:
            action.complete = ways[action.metavar]  # type: ignore[attr-defined]
    return parser


def _all_actions(parser: ArgumentParser) -> Iterator[Action]:
    for action in parser._actions:  # argparse has no other way to go through them, and shtab goes the same
        yield action
        if isinstance(action.choices, dict):
            for subparser in action.choices.values():
                yield from _all_actions(subparser)


def _list_rules() -> int:
    from privacygate.cli.checking import load_detectors
    from privacygate.git.repository import find_root
    from privacygate.policy.settings import Settings, find_settings_file, read_settings
    from privacygate.policy.suppressions import RULES

    ids = set(RULES)
    try:
        path = find_settings_file(find_root(os.getcwd()) or os.getcwd())
        for detector in load_detectors(read_settings(path) if path else Settings()):
            ids |= set(detector.rules())
    except GateError:
        return 2
    print(*sorted(ids), sep="\n")
    return 0
