"""How often a team would be disturbed: the last commits of real repositories, each checked as if it were made now.

python3 dev.py bench noise --repositories DIR... [--commits 300] [--detector NAME] [--results FILE] [--verify N]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TextIO

from bench.clock import row
from bench.replay import Commit, last_commits, replay, say_the_same
from bench.trees import name_of
from privacygate.cli.checking import load_detectors
from privacygate.model import Confidence, Outcome, Result, Run
from privacygate.policy.settings import DEFAULT_DETECTORS, Settings
from privacygate.reports.escaping import visible, visible_path

BARS = {"secrets": (0.5, 2.0), "comments": (0.5, 1.0), "novelty": (0.0, 5.0)}
"""For each detector: in how many of a hundred commits it may stop one, and say anything."""

OTHER_BARS = (0.5, 2.0)


class Wanted(NamedTuple):
    """What is replayed, and what is told of it."""

    repositories: Sequence[Path]
    commits: int
    """How many of each repository."""
    detector: str
    """Only results of this detector count."""
    results: Path | None
    """Where every result is written."""
    verify: int
    """How many commits of each repository are also given to the real command."""


class Count(NamedTuple):
    """What came of the commits of a repository."""

    commits: int
    stopped: int
    """Blocked at commit time."""
    unsure: int
    """The gate could not tell."""
    disturbed: int
    """Any result."""
    results: Counter[Confidence]
    files: int
    lines: int


def _with(detector: str) -> Settings:
    """Default settings, with this detector switched on."""
    own = {name: usual._replace(enabled=usual.enabled or name == detector) for name, usual in DEFAULT_DETECTORS.items()}
    return Settings(detectors=own)


def table(wanted: Wanted) -> None:
    """Replay every repository and print its row, then all of them against the bars."""
    detectors = load_detectors(_with(wanted.detector))
    out = wanted.results.open("w", encoding="utf-8") if wanted.results else None
    counts: list[Count] = []
    print(
        f"  {'repository':32}{'commits':>8}{'stopped':>8}{'unsure':>8}{'any':>5}"
        f"  {'high/medium/low':16}{'files':>7}{'lines':>9}"
    )
    try:
        for repository in wanted.repositories:
            commits = last_commits(repository, wanted.commits)
            replayed = list(replay(repository, commits, detectors))
            runs = [(commit, run) for commit, run in replayed if run is not None]
            counts.append(_count(runs, wanted.detector))
            _print(name_of(repository), counts[-1])
            if len(runs) < len(replayed):
                print(f"    {len(replayed) - len(runs)} not replayed: objects are missing or broken")
            if out:
                _write(out, name_of(repository), runs, wanted.detector)
            if wanted.verify:
                _verify(repository, runs, wanted.verify)
    finally:
        if out:
            out.close()
    _print("all", _sum(counts))
    _bars(_sum(counts), wanted.detector)


def _of(run: Run, detector: str) -> list[Result]:
    """The results of `detector` that count."""
    return [each for each in run.results if not each.suppressions and run.rules[each.rule].detector == detector]


def _count(runs: Sequence[tuple[Commit, Run]], detector: str) -> Count:
    found = [_of(run, detector) for _, run in runs]
    blocking = [any(each.fingerprint in run.verdict.blocking for each in _of(run, detector)) for _, run in runs]
    return Count(
        commits=len(runs),
        stopped=sum(blocking),
        unsure=sum(run.verdict.outcome is Outcome.COULD_NOT_TELL for _, run in runs),
        disturbed=sum(bool(results) for results in found),
        results=Counter(result.confidence for results in found for result in results),
        files=sum(run.coverage.files for _, run in runs),
        lines=sum(run.coverage.lines for _, run in runs),
    )


def _sum(counts: Sequence[Count]) -> Count:
    results: Counter[Confidence] = Counter()
    for count in counts:
        results.update(count.results)
    return Count(
        commits=sum(count.commits for count in counts),
        stopped=sum(count.stopped for count in counts),
        unsure=sum(count.unsure for count in counts),
        disturbed=sum(count.disturbed for count in counts),
        results=results,
        files=sum(count.files for count in counts),
        lines=sum(count.lines for count in counts),
    )


def _print(name: str, count: Count) -> None:
    confidences = "/".join(str(count.results[each]) for each in Confidence)
    print(
        f"  {name:32}{count.commits:8,}{count.stopped:8}{count.unsure:8}{count.disturbed:5}  {confidences:16}", end=""
    )
    print(f"{count.files:7,}{count.lines:9,}", flush=True)


def _bars(count: Count, detector: str) -> None:
    for what, number, bar in zip(
        ("commits stopped", f"commits with any result of {detector}"),
        (count.stopped, count.disturbed),
        BARS.get(detector, OTHER_BARS),
        strict=True,
    ):
        share = 100 * number / max(count.commits, 1)
        row(what, f"{share:.2f} % ({number} of {count.commits:,})", f"≤ {bar} %", share <= bar)


def _write(out: TextIO, name: str, runs: Sequence[tuple[Commit, Run]], detector: str) -> None:
    """One line for each result: repository, commit, confidence, rule, place, masked line; separated by tabs."""
    for commit, run in runs:
        for each in _of(run, detector):
            place = f"{visible_path(each.path)}:{each.region.start_line}"
            print(
                name, commit.id[:12], each.confidence.value, each.rule, place, visible(each.snippet), sep="\t", file=out
            )
        for notification in run.notifications:
            place = visible_path(notification.path or "")
            print(name, commit.id[:12], "could not tell", notification.id, place, "", sep="\t", file=out)


def _verify(repository: Path, runs: Sequence[tuple[Commit, Run]], number: int) -> None:
    """Compare with the real command: commits that have something to report first, then evenly over the others."""
    told = [item for item in runs if item[1].results or item[1].notifications][: (number + 1) // 2]
    others = [item for item in runs if item not in told]
    rest = number - len(told)
    chosen = told + others[:: max(1, len(others) // max(1, rest))][:rest]
    with TemporaryDirectory(prefix="privacygate-replay-") as folder:
        wrong = [
            commit.id
            for index, (commit, run) in enumerate(chosen)
            if not say_the_same(repository, commit, run, Path(folder) / str(index))
        ]
    print(f"    {len(chosen) - len(wrong)} of {len(chosen)} verified with `scan --staged`", flush=True)
    if wrong:
        sys.exit(f"the command says something else of {', '.join(wrong)} of {repository}")
