"""Speed and memory, against gitleaks and kingfisher in the same run."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from statistics import median

from bench.clock import compare, measure, row
from bench.trees import binary, size_of, staged_repository, tenfold

QUIET_KINGFISHER = ("--no-validate", "--no-update-check", "-q")


def staged(tree: Path, place: Path, runs: int) -> None:
    """A commit of ten changed files, caches warm, whole processes."""
    repository = staged_repository(tree, place / "staged")
    taken = compare(
        {
            "privacygate": [binary("privacygate"), "scan", "--staged"],
            "gitleaks": [binary("gitleaks"), "git", "--staged", "--no-banner", "."],
            "kingfisher": [binary("kingfisher"), "scan", ".", "--staged", *QUIET_KINGFISHER],
        },
        repository,
        max(runs, 15),
        {"PRIVACYGATE_CACHE_DIR": str(place / "cache")},
    )
    ours = taken["privacygate"].seconds
    for peer in ("gitleaks", "kingfisher"):
        theirs = taken[peer].seconds
        row(
            f"staged, 10 files, against {peer}",
            f"{ours / theirs:.3f} × ({ours:.3f} s / {theirs:.3f} s)",
            "≤ 0.15 ×",
            ours <= 0.15 * theirs,
        )


def cold(tree: Path, place: Path, runs: int) -> None:
    """The first run ever: nothing compiled yet."""
    repository = staged_repository(tree, place / "cold")
    ours, theirs = [], []
    for _ in range(runs):
        shutil.rmtree(place / "cold-cache", ignore_errors=True)
        env = {"PRIVACYGATE_CACHE_DIR": str(place / "cold-cache")}
        ours.append(measure([binary("privacygate"), "scan", "--staged"], repository, env).seconds)
        theirs.append(measure([binary("gitleaks"), "git", "--staged", "--no-banner", "."], repository).seconds)
    a, b = median(ours), median(theirs)
    row("first run ever, against gitleaks", f"{a / b:.2f} × ({a:.2f} s / {b:.2f} s)", "≤ 2 ×", a <= 2 * b)


def tree(tree: Path, place: Path, runs: int) -> None:
    """A whole tree, default rules, as processes."""
    files, size = size_of(tree)
    taken = compare(
        {
            "privacygate": [binary("privacygate"), "scan", str(tree), "--quiet"],
            "gitleaks": [binary("gitleaks"), "dir", "--no-banner", "-l", "error", str(tree)],
            "kingfisher": [binary("kingfisher"), "scan", str(tree), *QUIET_KINGFISHER],
        },
        place,
        runs,
        {"PRIVACYGATE_CACHE_DIR": str(place / "cache")},
    )
    ours = taken["privacygate"].seconds
    print(f"      tree: {files:,} files, {size / 1e6:.0f} MB")
    for peer, bar in (("gitleaks", 6.0), ("kingfisher", 1.5)):
        ratio = taken[peer].seconds / ours
        row(
            f"tree, against {peer}",
            f"{ratio:.2f} × faster ({ours:.2f} s / {taken[peer].seconds:.2f} s)",
            f"≥ {bar} ×",
            ratio >= bar,
        )


def overhead(tree: Path, place: Path, runs: int) -> None:
    """Our scan against reading the same bytes and one bare Hyperscan pass, in one process."""
    from privacygate.change import FileChange
    from privacygate.detectors.secrets import SecretsDetector
    from privacygate.gate import Check, run_check
    from privacygate.git.work_tree import tree_change
    from privacygate.model import Boundary
    from privacygate.policy.decide import BlockFrom

    detector = SecretsDetector(cache_folder=str(place / "cache"))
    scan_for_rules = detector._rule_set.engine.candidates  # the bare pass, through our own binding to it
    found = (os.path.join(tree, item.path) for item in tree_change([str(tree)]).entries if isinstance(item, FileChange))
    paths = [path for path in found if os.path.isfile(path)]
    bare, whole = [], []
    for _ in range(runs):
        started = time.perf_counter()
        for path in paths:
            descriptor = os.open(path, os.O_RDONLY)
            scan_for_rules(os.read(descriptor, os.fstat(descriptor).st_size))
            os.close(descriptor)
        bare.append(time.perf_counter() - started)
        started = time.perf_counter()
        check = Check([detector], Boundary.MANUAL, BlockFrom(None), True, lambda: b"k" * 16)
        run_check(tree_change([str(tree)]), check)
        whole.append(time.perf_counter() - started)
    ratio = median(whole) / median(bare)
    row(
        "scan ÷ (reading + one bare pass)",
        f"{ratio:.2f} ({median(whole):.2f} s / {median(bare):.2f} s)",
        "≤ 2",
        ratio <= 2,
    )


def memory(tree: Path, place: Path, _runs: int) -> None:
    """Peak resident set on the tree and on ten times the tree."""
    env = {"PRIVACYGATE_CACHE_DIR": str(place / "cache")}
    once = measure([binary("privacygate"), "scan", str(tree), "--quiet"], place, env)
    many = measure([binary("privacygate"), "scan", str(tenfold(tree, place / "tenfold")), "--quiet"], place, env)
    shutil.rmtree(place / "tenfold")
    row("peak memory, tree", f"{once.peak_mb:.0f} MB", "≤ 250 MB", once.peak_mb <= 250)
    row(
        "peak memory, ten times the tree",
        f"{many.peak_mb:.0f} MB, {many.peak_mb / once.peak_mb:.2f} ×",
        "flat (≤ 1.5 ×)",
        many.peak_mb <= 1.5 * once.peak_mb,
    )
