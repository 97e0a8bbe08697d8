"""What it costs to tell new logic from moved: the first index, a large commit, and one too small to ask."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from bench.clock import compare, measure, row
from bench.trees import binary, git

WANTED_BYTES = 50_000_000
NAMES = "alpha beta gamma delta count total rate limit index width depth share".split()
OFF = "[novelty]\nenabled = false\n"
ON = "[novelty]\nenabled = true\n"


def novelty(tree: Path, place: Path, runs: int) -> None:
    """All rows, on 50 MB of Python out of `tree`."""
    repository = place / "novelty"
    size = _repository(tree, repository)
    _first_index(repository, size, runs)
    _commits(repository, place, runs)


def _repository(tree: Path, target: Path) -> int:
    """A repository of Python files of `tree`, repeated until there are enough; gives their size."""
    files = [path for path in sorted(tree.rglob("*.py")) if path.is_file() and path.stat().st_size < 500_000]
    size = number = 0
    while size < WANTED_BYTES:
        number += 1
        for index, file in enumerate(files):
            place = target / f"part{number}" / f"{index:05}.py"
            place.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_bytes() + b"# %d\n" % number  # another content each time
            place.write_bytes(text)
            size += len(text)
            if size >= WANTED_BYTES:
                break
    git(target, "init", "-q")
    git(target, "add", "-A")
    git(target, "commit", "-qm", "start")
    git(target, "repack", "-qad")
    return size


def _first_index(repository: Path, size: int, runs: int) -> None:
    home = repository / ".git" / "privacygate"
    best, peak = float("inf"), 0.0
    for _ in range(min(3, runs)):
        shutil.rmtree(home, ignore_errors=True)
        taken = measure([binary("privacygate"), "novelty", "index"], repository)
        best, peak = min(best, taken.seconds), max(peak, taken.peak_mb)
    kept = (home / "novelty.sqlite").stat().st_size
    row("first index, 50 MB", f"{size / 1e6 / best:.1f} MB/s ({best:.1f} s)", "≥ 5 MB/s", size / 1e6 / best >= 5)
    row("size of the index", f"{kept / size:.1%} of the source", "≤ 10 %", kept <= 0.1 * size)
    row("memory of the first index", f"{peak:.0f} MB", "≤ 300 MB", peak <= 300)


def _commits(repository: Path, place: Path, runs: int) -> None:
    settings = {name: place / f"{name}.toml" for name in ("on", "off")}
    settings["on"].write_text(ON)
    settings["off"].write_text(OFF)
    commands = {
        name: [binary("privacygate"), "scan", "--staged", "--config", str(path)] for name, path in settings.items()
    }
    for work, functions, most_ms in (("10 files, 500 lines of new logic", 5, 300), ("10 files, 30 new lines", 0, 3)):
        for number in range(10):
            (repository / f"new{number}.py").write_text(_module(number, functions))
        git(repository, "add", "-A")
        taken = compare(commands, repository, max(runs, 15))
        added_ms = 1000 * (taken["on"].seconds - taken["off"].seconds)
        row(work, f"{added_ms:.1f} ms more than without", f"≤ {most_ms} ms", added_ms <= most_ms)


def _module(seed: int, functions: int) -> str:
    chance = random.Random(seed)  # noqa: S311
    text = [f"def setup_{seed}(value):", "    return value + 1", ""]
    for number in range(functions):
        text.append(f"def step_{seed}_{number}({', '.join(chance.sample(NAMES, 3))}):")
        for _ in range(4):
            one, two, three = chance.sample(NAMES, 3)
            text.append(f"    if {one} {chance.choice('<>')} {two} {chance.choice('+-*')} {chance.randrange(99)}:")
            arguments = ", ".join(chance.sample(NAMES, chance.randrange(1, 6)))
            text.append(f"        {three} {chance.choice('+-*')}= {two}({arguments})[{one}]")
        text += [f"    return {chance.choice(NAMES)} * {chance.choice(NAMES)}", ""]
    return "\n".join(text) + "\n"
