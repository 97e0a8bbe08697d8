"""`privacygate baseline`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from privacygate.change import Change, FileChange
from privacygate.cli.checking import EXIT_CODES, Place, find_place, run_place
from privacygate.errors import BaselineError
from privacygate.model import Boundary, Confidence, Notification, Outcome, Result, Run, Skipped
from privacygate.policy.baseline import (
    Baseline,
    Entry,
    check_writable,
    entry_of,
    new_key,
    read_baseline,
    write_baseline,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

DESCRIPTION = """\
Accept results that are there today, so that only new ones count. The baseline is a file to commit: one line
for each result, without line numbers and dates, so that branches merge. No hook and no scan ever writes it.
An accepted key is still a key in the open: revoke it, then `prune`."""

IMPORT = """\
Accept what another tool accepted or reported: .secrets.baseline of detect-secrets, reports of gitleaks (JSON, CSV,
SARIF), reports (JSON, JSONL, SARIF) and baselines of kingfisher. Its places are looked up in the files as they are
today; what could not be mapped is said entry by entry."""

MOST_LINES = 100
"""How many lines about entries are printed."""


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    # What a check is told by words of its own: here everything counts, and nothing blocks.
    parser.set_defaults(no_baseline=True, block="never", report="low")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary in (
        ("create", "write a new baseline with every result there is"),
        ("update", "add the results that are not accepted yet; keep all others"),
        ("prune", "drop entries that nothing matches any more"),
    ):
        action = actions.add_parser(name, help=summary, description=summary.capitalize() + ".")
        action.add_argument(
            "paths", nargs="*", metavar="PATH", help="files and folders to look at; default: the working tree"
        )
        _add_writing_arguments(action)
    summary = "accept what another tool accepted or reported: detect-secrets, gitleaks, kingfisher"
    action = actions.add_parser("import", help=summary, description=IMPORT)
    action.add_argument("reports", nargs="+", metavar="FILE", help="a baseline or a report of that tool")
    _add_writing_arguments(action)
    summary = "list what is accepted, by rule and path"
    action = actions.add_parser("show", help=summary, description=summary.capitalize() + ".")
    action.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to speak of; default: all")
    _add_file_arguments(action)


def _add_writing_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    parser.add_argument("--quiet", action="store_true", help="print the last line only")
    parser.add_argument("--no-progress", action="store_true", help="never show a progress bar")
    _add_file_arguments(parser)


def _add_file_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="settings file; default: privacygate.toml or pyproject.toml at the root",
    )
    parser.add_argument("--baseline", metavar="FILE", help="baseline file; default: .privacygate-baseline at the root")


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    from privacygate.git.repository import find_root

    place = find_place(find_root(os.getcwd()) or os.getcwd(), arguments)
    known = read_baseline(place.baseline_path)
    if arguments.action == "create":
        return _create(arguments, place, known)
    if arguments.action == "import":
        from privacygate.cli.baseline_import import import_reports

        return import_reports(arguments, place, known)
    if known is None:
        raise BaselineError(
            "there is no baseline yet",
            path=place.baseline_path,
            remedy="`privacygate baseline create` makes one.",
        )
    if arguments.action == "show":
        return _show(arguments, place, known)
    return _update(arguments, place, known) if arguments.action == "update" else _prune(arguments, place, known)


def _create(arguments: Namespace, place: Place, known: Baseline | None) -> int:
    if known is not None:
        raise BaselineError(
            "there is a baseline already",
            path=place.baseline_path,
            remedy="`privacygate baseline update` adds what is new; `baseline prune` drops what is gone.",
        )
    baseline = Baseline(new_key(), ())
    run = look(whole_files(arguments, place), arguments, place, baseline)
    entries = _accept(run, arguments)
    new = NewBaseline(baseline._replace(entries=entries), f"{result_count(entries)} accepted", True)
    return finish(arguments, place, run, new)


def _update(arguments: Namespace, place: Place, known: Baseline) -> int:
    run = look(whole_files(arguments, place), arguments, place, known)
    entries = _accept(run, arguments)
    message = f"{result_count(entries)} added to {len(known.entries):,}"
    new = NewBaseline(known._replace(entries=known.entries + entries), message, bool(entries))
    return finish(arguments, place, run, new)


def _prune(arguments: Namespace, place: Place, known: Baseline) -> int:
    seen = _look_and_note(arguments, place, known)
    found = {result.fingerprint for result in seen.run.results}
    gone = tuple(
        entry
        for entry in known.entries
        if entry.fingerprint not in found and entry.rule not in place.settings.off and seen.covers(entry.path)
    )
    tell_entries("-", gone, arguments)
    kept = tuple(sorted(set(known.entries) - set(gone)))
    message = f"{result_count(gone)} dropped, {len(kept):,} kept"
    return finish(arguments, place, seen.run, NewBaseline(known._replace(entries=kept), message, bool(gone)))


def _show(arguments: Namespace, place: Place, known: Baseline) -> int:
    from privacygate.reports.escaping import visible, visible_path

    scope = _Scope(arguments.paths, place.root)
    entries = [entry for entry in known.entries if scope.holds(entry.path)]
    by_rule = Counter(entry.rule for entry in entries)
    by_place = Counter((entry.rule, entry.path) for entry in entries)
    for rule, count in sorted(by_rule.items()):
        print(f"{visible(rule)}: {count:,}")
        for (_, path), number in sorted(item for item in by_place.items() if item[0][0] == rule):
            print(f"  {number:>5,}  {visible_path(path)}")
    files = len({entry.path for entry in entries})
    spread = f"of {counted(len(by_rule), 'rule')} in {counted(files, 'file')}"
    print(f"privacygate: {result_count(entries)} accepted, {spread}, by {_shown(place)}.")
    return 0


class _Scope:
    """The files and folders that were named; all when none was."""

    def __init__(self, words: Iterable[str], root: str) -> None:
        self._paths = [_below(word, os.path.realpath(root)) for word in words]

    def holds(self, path: str) -> bool:
        """Tell whether `path`, relative to the root, is one of them or below."""
        return not self._paths or any(each in (".", path) or path.startswith(each + "/") for each in self._paths)


def _below(word: str, root: str) -> str:
    """The path `word` relative to `root`; a symbolic link is itself, not what it leads to."""
    folder, name = os.path.split(os.path.abspath(word))
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), root).replace(os.sep, "/")


class _Seen(NamedTuple):
    """A run, and what can be said about files that have no result."""

    run: Run
    scope: _Scope
    looked_at: frozenset[str]
    passed_over: frozenset[str]
    """Skipped, or not to be read."""
    root: str

    def covers(self, path: str) -> bool:
        """Tell whether the run would have seen a result in `path`: it was looked at, or it is gone."""
        if path in self.passed_over:
            return False
        is_gone = self.scope.holds(path) and not os.path.lexists(os.path.join(self.root, path))
        return path in self.looked_at or is_gone


def whole_files(arguments: Namespace, place: Place) -> Change:
    """The files that were named, or the working tree; complains first when the baseline could not be written.

    Raises:
        BaselineError: then, and when paths would be relative to another folder than the baseline's.
    """
    from privacygate.git.work_tree import tree_change

    if not arguments.dry_run:
        check_writable(place.baseline_path)
    change = tree_change(arguments.paths, skip=place.skip)
    if change.root is not None and os.path.realpath(change.root) != os.path.realpath(place.root):
        raise BaselineError(
            "paths would not be relative to the folder that the baseline speaks of",
            path=place.root,
            remedy="Go to the top folder of the files and name paths in it, or none.",
        )
    return change


def look(change: Change, arguments: Namespace, place: Place, baseline: Baseline) -> Run:
    """Run the check with the key of `baseline`, and mark what it accepts."""
    return run_place(change, place._replace(baseline=baseline), Boundary.MANUAL, arguments)


def _look_and_note(arguments: Namespace, place: Place, known: Baseline) -> _Seen:
    of_interest = {entry.path for entry in known.entries}
    looked_at: set[str] = set()
    passed_over: set[str] = set()
    change = whole_files(arguments, place)

    def noted() -> Iterator[FileChange | Skipped | Notification]:
        for entry in change.entries:
            if entry.path in of_interest:
                if isinstance(entry, FileChange):
                    looked_at.add(entry.path)
                elif not (isinstance(entry, Skipped) and entry.reason == "deleted files"):
                    passed_over.add(entry.path)
            yield entry

    # NOTE: without `again` all entries come by here, and not in other processes.
    run = look(change._replace(entries=noted(), again=None), arguments, place, known)
    passed_over |= {each.path for each in run.notifications if each.path is not None}
    scope = _Scope(arguments.paths, place.root)
    return _Seen(run, scope, frozenset(looked_at), frozenset(passed_over), place.root)


def _accept(run: Run, arguments: Namespace) -> tuple[Entry, ...]:
    """Tell and give what a baseline has to accept so that nothing is reported any more."""
    live = [result for result in run.results if not result.suppressions]
    entries = tuple(entry_of(result) for result in live)
    tell_entries("+", entries, arguments)
    warn_of_sure_ones(live)
    return entries


def warn_of_sure_ones(accepted: Iterable[Result]) -> None:
    """Say how many of the results to accept are most likely keys in the open."""
    sure = sum(result.confidence is Confidence.HIGH for result in accepted)
    if sure:
        are = f"{sure:,} of them {'is' if sure == 1 else 'are'} almost certainly real"
        print(f"privacygate: warning: {are}: revoke what you accept", file=sys.stderr)


class NewBaseline(NamedTuple):
    """What comes of a run."""

    baseline: Baseline
    message: str
    changed: bool
    """Whether there is something to write."""


def finish(arguments: Namespace, place: Place, run: Run, new: NewBaseline) -> int:
    """Write if there is something to write, say what was looked at, and give the exit code."""
    from privacygate.reports.escaping import visible, visible_path
    from privacygate.reports.summary import looked_at

    for notification in run.notifications:
        where = "" if notification.path is None else visible_path(notification.path) + ": "
        print(f"{notification.level.value}: {where}{visible(notification.message)}", file=sys.stderr)
    ending = f"nothing was written to {_shown(place)}"
    if new.changed and not arguments.dry_run:
        write_baseline(place.baseline_path, new.baseline.key, new.baseline.entries)
        ending = f"see {_shown(place)}"
    unsure = f" Could not tell: {run.verdict.reason}." if run.verdict.outcome is Outcome.COULD_NOT_TELL else ""
    print(f"{looked_at(run)} {new.message}; {ending}.{unsure}")
    return EXIT_CODES[run.verdict.outcome]


def tell_entries(sign: str, entries: tuple[Entry, ...], arguments: Namespace) -> None:
    """One line for each rule and path, as in a diff."""
    from privacygate.reports.escaping import visible, visible_path

    if arguments.quiet:
        return
    counts = sorted(Counter((entry.path, entry.rule) for entry in entries).items())
    for (path, rule), count in counts[:MOST_LINES]:
        print(f"{sign} {visible_path(path)}: {visible(rule)}" + (f" ({count:,})" if count > 1 else ""))
    if len(counts) > MOST_LINES:
        print(f"{sign} … and {len(counts) - MOST_LINES:,} lines more")


def _shown(place: Place) -> str:
    from privacygate.reports.escaping import visible_path

    return visible_path(os.path.relpath(place.baseline_path))


def result_count(entries: Iterable[Entry]) -> str:
    """So many results."""
    return counted(len(list(entries)), "result")


def counted(number: int, thing: str) -> str:
    """So many things."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
