"""From words to a check and from its run to reports: what `scan`, `push` and `commit-msg` have in common."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from privacygate.change import Change
from privacygate.cli.folders import cache_folder, user_key
from privacygate.cli.outputs import ReportFile, Wanted, parse_outputs, use_colour, write_to_terminal
from privacygate.errors import SettingsError, UsageError
from privacygate.model import Boundary, Confidence, Outcome, Run
from privacygate.policy.decide import BlockFrom
from privacygate.policy.settings import DetectorSettings, Settings, find_settings_file, read_settings

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from privacygate.cli.gitleaks_team import Team
    from privacygate.detectors.detector import Detector
    from privacygate.policy.baseline import Baseline

EXIT_CODES = {Outcome.PASSED: 0, Outcome.BLOCKED: 1, Outcome.COULD_NOT_TELL: 3}

FULL_FORMATS = frozenset({"sarif"})
"""Reports that list every rule."""


class Place(NamedTuple):
    """Where the check takes place and what is set there."""

    root: str
    """The folder that paths are relative to."""
    settings: Settings
    baseline_path: str
    baseline: Baseline | None
    skip: Callable[[str], bool] | None
    """Tells which paths are excluded; None when none are."""
    team: Team | None = None
    """What comes from gitleaks; None when nothing does."""


def add_check_arguments(parser: ArgumentParser) -> None:
    """The words that every check understands."""
    group = parser.add_argument_group("what blocks, and what is reported where")
    group.add_argument(
        "--block",
        choices=("high", "medium", "low", "never"),
        metavar="CONFIDENCE",
        help="block (exit code 1) from this confidence on: high, medium, low or never; default: what policy says",
    )
    group.add_argument(
        "--report",
        choices=("high", "medium", "low"),
        default="low",
        metavar="CONFIDENCE",
        help="report results from this confidence on: high, medium or low; default: low",
    )
    group.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="FORMAT[=FILE]",
        help="text, json or sarif, to standard output or to FILE; may be repeated",
    )
    group.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour the text; default: auto"
    )
    group.add_argument("--verbose", action="store_true", help="show suppressed results too")
    group.add_argument("--quiet", action="store_true", help="print nothing when nothing was found")
    group.add_argument("--no-progress", action="store_true", help="never show a progress bar")
    group = parser.add_argument_group("settings")
    group.add_argument(
        "--config", metavar="FILE", help="settings file; default: privacygate.toml or pyproject.toml at the root"
    )
    group.add_argument("--baseline", metavar="FILE", help="baseline file; default: .privacygate-baseline at the root")
    group.add_argument(
        "--gitleaks-config", metavar="FILE", help="configuration of gitleaks; default: .gitleaks.toml at the root"
    )
    group.add_argument("--no-gitleaks", action="store_true", help="do not read .gitleaks.toml and .gitleaksignore")
    group.add_argument(
        "--engine",
        action="append",
        default=[],
        choices=("native", "gitleaks"),
        metavar="ENGINE",
        help="who looks for secrets besides the built-in rules: gitleaks, the program",
    )
    group.add_argument("--no-baseline", action="store_true", help="report accepted results too")


def find_place(root: str, arguments: Namespace) -> Place:
    """Read settings and baseline for a check at `root`.

    Raises:
        SettingsError, BaselineError, UsageError: they cannot be used.
    """
    for word, value in (("--config", arguments.config), ("--baseline", arguments.baseline)):
        if value == "":
            raise UsageError(f"{word} is followed by nothing", remedy="Name a file, or leave it out.")
    path = arguments.config or find_settings_file(root)
    settings = read_settings(path) if path else Settings()
    baseline_path = arguments.baseline or os.path.join(root, settings.baseline)
    baseline = None
    if not arguments.no_baseline and os.path.lexists(baseline_path):
        from privacygate.policy.baseline import read_baseline

        baseline = read_baseline(baseline_path)
    if arguments.baseline and baseline is None and not arguments.no_baseline:
        raise UsageError(
            "there is no such baseline file", path=arguments.baseline, remedy="`privacygate baseline create` makes one."
        )
    skip = None
    if settings.exclude:
        from privacygate.policy.path_patterns import PathPatterns

        skip = PathPatterns(settings.exclude).match
    return Place(root, settings, baseline_path, baseline, skip, _find_team(root, settings, arguments))


GITLEAKS_VARIABLES = ("GITLEAKS_CONFIG", "GITLEAKS_CONFIG_TOML")
GITLEAKS_FILES = (".gitleaks.toml", ".gitleaksignore")


def _find_team(root: str, settings: Settings, arguments: Namespace) -> Team | None:
    """What there is from gitleaks. Most repositories have nothing, and pay for two looks alone."""
    own = settings.gitleaks
    chosen = getattr(arguments, "gitleaks_config", None) or own.config
    reads_files = own.read and not getattr(arguments, "no_gitleaks", False)
    runs_program = own.run or "gitleaks" in getattr(arguments, "engine", ())
    has_files = reads_files and (
        chosen is not None
        or any(os.environ.get(name) for name in GITLEAKS_VARIABLES)
        or any(os.path.lexists(os.path.join(root, name)) for name in GITLEAKS_FILES)
    )
    if not has_files and not runs_program:
        return None
    from privacygate.cli.gitleaks_team import read_team

    return read_team(root, chosen, own.confidence, reads_files=reads_files, runs_program=runs_program)


def load_detectors(settings: Settings, team: Team | None = None) -> list[Detector]:
    """Every detector that is switched on, as the settings have it, and those that `team` adds.

    Raises:
        RuleFileError: a rule file cannot be used.
        SettingsError: a rule is switched off that does not exist, or every detector is.
    """
    from privacygate.detectors import DETECTORS

    detectors: list[Detector] = []
    for name, load in DETECTORS.items():
        own = settings.detectors[name]
        if own.enabled:
            make = partial(load(), own.rules, cache_folder=cache_folder(), **own.options)
            if name == "secrets" and team is not None:
                its = team.detectors(lambda off, make=make: make(off=off), own.off)  # type: ignore[misc]
            else:
                its = [make(off=own.off)]
            detectors += its
            if own.off:
                _complain_about_unknown(settings, own, its)
    if not detectors:
        raise SettingsError(
            "every detector is switched off",
            path=settings.source,
            remedy="Leave at least one on with `enabled = true`.",
        )
    return detectors


def _complain_about_unknown(settings: Settings, own: DetectorSettings, detectors: Sequence[Detector]) -> None:
    known = {rule for detector in detectors for rule in detector.known_rules()}
    for rule, line in own.off_lines:
        if rule not in known:
            from privacygate.suggestion import did_you_mean

            raise SettingsError(
                f"`off` names the rule `{rule}`, and there is no such rule",
                path=settings.source,
                line=line,
                remedy=did_you_mean(rule, sorted(known), "`privacygate rules list` shows them all."),
            )


def check_and_report(change: Change, place: Place, boundary: Boundary, arguments: Namespace) -> int:
    """Run the check, write every report, and give the exit code."""
    wanted = parse_outputs(arguments.output)
    files = _open_files(wanted)
    try:
        run = run_place(change, place, boundary, arguments, any(item.format in FULL_FORMATS for item in wanted))
        for item in wanted:
            if item.path is not None:
                files[item.path].write(_render(item.format, run, arguments, False))
    finally:
        for file in files.values():
            file.discard()
    _report_on_terminal(next(item.format for item in wanted if item.path is None), run, arguments)
    return EXIT_CODES[run.verdict.outcome]


def run_place(change: Change, place: Place, boundary: Boundary, arguments: Namespace, full_report: bool = False) -> Run:
    """Run the check of `change` as settings and words have it."""
    # Imported only here: git has been started, and works while we load Hyperscan and the rules.
    from privacygate.gate import Check, run_check

    settings, baseline = place.settings, place.baseline
    block = settings.block[boundary]
    if arguments.block:
        block = BlockFrom(None if arguments.block == "never" else Confidence(arguments.block))
    detectors = load_detectors(settings, place.team)
    words = {}
    if place.team is not None:
        words = place.team.words(change, detectors, boundary)
        change = place.team.shown(change, detectors)
    progress, finish = _progress(arguments)
    try:
        return run_check(
            change,
            Check(
                detectors=detectors,
                boundary=boundary,
                block=block,
                unreadable_blocks=settings.unreadable_blocks,
                key=(lambda: baseline.key) if baseline else _remembered(user_key),
                baseline=baseline.reasons if baseline else {},
                progress=progress,
                report_from=Confidence(arguments.report),
                full_report=full_report,
                **words,
            ),
        )
    finally:
        finish()


def _remembered(give: Callable[[], bytes]) -> Callable[[], bytes]:
    kept: list[bytes] = []

    def key() -> bytes:
        if not kept:
            kept.append(give())
        return kept[0]

    return key


def _progress(arguments: Namespace) -> tuple[Callable[[int, int], None] | None, Callable[[], None]]:
    if arguments.no_progress or arguments.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None, lambda: None
    from privacygate.cli.progress import Progress

    progress = Progress(sys.stderr)
    return progress.show, progress.finish


def _open_files(wanted: list[Wanted]) -> dict[str, ReportFile]:
    files: dict[str, ReportFile] = {}
    try:
        for item in wanted:
            if item.path is not None:
                files[item.path] = ReportFile(item.path)
    except BaseException:
        for file in files.values():
            file.discard()
        raise
    return files


def _render(format_: str, run: Run, arguments: Namespace, colour: bool) -> Iterator[str]:
    from privacygate.reports import FORMATS, Look

    return FORMATS[format_](run, Look(colour=colour, verbose=arguments.verbose))


def _report_on_terminal(format_: str, run: Run, arguments: Namespace) -> None:
    live = [result for result in run.results if not result.suppressions]
    silent = not live and not run.notifications and run.verdict.outcome is Outcome.PASSED
    if format_ == "text" and arguments.quiet and silent:
        return
    from privacygate.reports.summary import looked_at, outcome

    colour = use_colour(arguments.color, sys.stdout)
    if format_ == "text" and not colour and not run.results and not run.notifications:
        # All that the text report would say, 3 ms sooner.
        write_to_terminal([f"{looked_at(run)} {outcome(run)}\n"], sys.stdout)
        return
    write_to_terminal(_render(format_, run, arguments, colour), sys.stdout)
    if format_ != "text" and not arguments.quiet:
        write_to_terminal([f"{looked_at(run)} {outcome(run)}\n"], sys.stderr)
