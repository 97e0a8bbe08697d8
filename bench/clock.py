"""Runs programs and measures them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Measured(NamedTuple):
    """One program over several runs."""

    seconds: float
    """Median of the wall clock."""
    peak_mb: float
    """Largest resident set of any run."""
    exit_code: int


def measure(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Measured:
    """Run `command` once, output thrown away."""
    # An installed package comes with its modules compiled; a checkout compiles them once, unless this forbids it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**environment, **(env or {})},
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(seconds, usage.ru_maxrss / 1024, process.returncode)


def compare(
    commands: Mapping[str, Sequence[str]], folder: Path, runs: int, env: Mapping[str, str] | None = None, warm: int = 1
) -> dict[str, Measured]:
    """Run each of `commands` `runs` times, taking turns, after `warm` turns that do not count."""
    taken: dict[str, list[Measured]] = {name: [] for name in commands}
    for turn in range(runs + warm):
        for name, command in commands.items():
            measured = measure(command, folder, env)
            if turn >= warm:
                taken[name].append(measured)
    return {
        name: Measured(median(m.seconds for m in all_), max(m.peak_mb for m in all_), all_[-1].exit_code)
        for name, all_ in taken.items()
    }


def row(work: str, value: str, bar: str, holds: bool) -> None:
    """Print one line of the table."""
    print(f"{'ok  ' if holds else 'MISS'}  {work:42} {value:58} bar: {bar}", flush=True)
