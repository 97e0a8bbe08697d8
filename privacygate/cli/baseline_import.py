"""`privacygate baseline import`: what another tool accepted or reported becomes ours, as far as we see it too."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from privacygate.change import Change, FileChange
from privacygate.cli.baseline import (
    NewBaseline,
    counted,
    finish,
    look,
    result_count,
    tell_entries,
    warn_of_sure_ones,
    whole_files,
)
from privacygate.cli.checking import Place
from privacygate.git.repository import find_root
from privacygate.model import Fingerprint, Notification, Region, Result, Run, Skipped
from privacygate.peer_reports.entry import PeerEntry
from privacygate.peer_reports.file import read_peer_report
from privacygate.peer_reports.mapping import Fate, Mapped, map_entries
from privacygate.peer_reports.whereabouts import locate
from privacygate.policy.baseline import Baseline, Entry, entry_of, new_key

if TYPE_CHECKING:
    from argparse import Namespace


class _Listed(NamedTuple):
    """An entry of a report that was named."""

    entry: PeerEntry
    """With its path as it is from the root."""
    report: str
    """The name of the report, for the reason."""
    why_not: str = ""
    """Why its file cannot be looked at."""


def import_reports(arguments: Namespace, place: Place, known: Baseline | None) -> int:
    """Read the reports, look at the files they speak of, and accept what they do; give the exit code."""
    listed = [each for path in arguments.reports for each in _listed(path, place)]
    baseline = known or Baseline(new_key(), ())
    run, mapped = _look_up(listed, arguments, place, baseline)
    accepted = _accepted(listed, mapped)
    tell_entries("+", tuple(accepted), arguments)
    if not arguments.quiet:
        _tell_others(mapped)
    warn_of_sure_ones({result.fingerprint: result for each in mapped for result in each.results}.values())
    new = baseline._replace(entries=baseline.entries + tuple(accepted))
    is_new = bool(accepted) or known is None
    return finish(arguments, place, run, NewBaseline(new, _summary(arguments, mapped, accepted), is_new))


def _listed(report: str, place: Place) -> Iterator[_Listed]:
    name = os.path.basename(report)
    folders = (place.root, os.getcwd(), os.path.dirname(os.path.abspath(report)))
    for entry in read_peer_report(report).entries:
        path, why_not = _path_from_root(entry.path, folders)
        yield _Listed(entry._replace(path=path), name, why_not)


def _path_from_root(path: str, folders: Sequence[str]) -> tuple[str, str]:
    """The path below the first of `folders`, the root, and why there is nothing to look at.

    Tools write paths as they were called: from the root, from where they ran, or absolute.
    """
    root = os.path.realpath(folders[0])
    below = "it is outside of this repository"
    for folder in folders:
        whole = os.path.normpath(os.path.join(folder, path))
        there = os.path.join(os.path.realpath(os.path.dirname(whole)), os.path.basename(whole))
        relative = os.path.relpath(there, root).replace(os.sep, "/")
        if relative.startswith("../"):
            continue
        if os.path.isfile(there):
            inner = find_root(os.path.dirname(there))
            is_ours = inner is None or os.path.realpath(inner) == root
            return relative, "" if is_ours else "it is in another repository"
        below = "the file is gone"
    return os.path.normpath(path).replace(os.sep, "/"), below


def _look_up(
    listed: Sequence[_Listed], arguments: Namespace, place: Place, baseline: Baseline
) -> tuple[Run, list[Mapped]]:
    """Look at the files of all entries; give what became of each, in their order."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(listed):
        if not each.why_not:
            wanted[each.entry.path].append(index)
    where: dict[int, tuple[Region, ...] | None] = {}
    passed_over: dict[str, str] = {}

    def noted(entries: Iterable[FileChange | Skipped | Notification]) -> Iterator[FileChange | Skipped | Notification]:
        for item in entries:
            indexes = wanted.get(item.path or "", [])
            if isinstance(item, FileChange):
                found = locate(item, [listed[index].entry for index in indexes])
                where.update(zip(indexes, found, strict=True))
            elif item.path:
                reason = item.reason if isinstance(item, Skipped) else item.message
                passed_over[item.path] = f"it was not looked at: {reason}"
            yield item

    change = _files(wanted, arguments, place)
    # NOTE: without `again` all files come by here, and not in other processes.
    run = look(change._replace(entries=noted(change.entries), again=None), arguments, place, baseline)
    results: dict[str, list[Result]] = defaultdict(list)
    for result in run.results:
        results[result.path].append(result)
    mapped: dict[int, Mapped] = {}
    for path, indexes in wanted.items():
        if all(index in where for index in indexes):
            entries = [listed[index].entry for index in indexes]
            its = map_entries(entries, [where[index] for index in indexes], results[path])
            mapped.update(zip(indexes, its, strict=True))
    for index, each in enumerate(listed):
        why = each.why_not or passed_over.get(each.entry.path, "it was not looked at")
        mapped.setdefault(index, Mapped(each.entry, Fate.UNMAPPED, why=why))
    return run, [mapped[index] for index in range(len(listed))]


def _files(paths: Iterable[str], arguments: Namespace, place: Place) -> Change:
    arguments.paths = [os.path.join(place.root, path) for path in paths]
    if not arguments.paths:  # without any, the whole working tree would be looked at
        return Change("files", place.root, ())
    return whole_files(arguments, place)


def _accepted(listed: Sequence[_Listed], mapped: Sequence[Mapped]) -> list[Entry]:
    """What the baseline gets; the first entry that accepts a result says why."""
    entries: dict[Fingerprint, Entry] = {}
    for each, its in zip(listed, mapped, strict=True):
        remark = f", {each.entry.remark}" if each.entry.remark else ""
        for result in its.results:
            entries.setdefault(result.fingerprint, entry_of(result, f"accepted in {each.report}{remark}"))
    return list(entries.values())


def _tell_others(mapped: Iterable[Mapped]) -> None:
    """One line for each entry that accepts nothing; all of them, for they have to be looked through once."""
    from privacygate.reports.escaping import visible, visible_path

    for each in mapped:
        if each.fate in (Fate.UNMAPPED, Fate.UNNEEDED):
            line = f":{each.entry.line}" if each.entry.line else ""
            sign = "?" if each.fate is Fate.UNMAPPED else "="
            print(f"{sign} {visible_path(each.entry.path)}{line}: {visible(each.entry.rule)}: {visible(each.why)}")


def _summary(arguments: Namespace, mapped: Sequence[Mapped], accepted: Sequence[Entry]) -> str:
    fates = Counter(each.fate for each in mapped)
    parts = [
        f"{fates[fate]:,} {words}"
        for fate, words in (
            (Fate.ACCEPTED, "accepted"),
            (Fate.KNOWN, "accepted before"),
            (Fate.UNNEEDED, "that no rule of ours needs"),
            (Fate.UNMAPPED, "that could not be mapped"),
        )
        if fates[fate]
    ]
    entries = "1 entry" if len(mapped) == 1 else f"{len(mapped):,} entries"
    spread = f" ({', '.join(parts)})" if parts else ""
    files = "" if len(arguments.reports) == 1 else f" of {counted(len(arguments.reports), 'file')}"
    return f"{entries}{files}{spread}: {result_count(accepted)} added"
