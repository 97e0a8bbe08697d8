"""Trees and repositories to measure on."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

WANTED_BYTES = 80_000_000
SUFFIXES = {".py", ".pyi", ".c", ".h", ".js", ".ts", ".json", ".md", ".txt", ".toml", ".yaml", ".cfg", ".css", ".html"}


def installed_sources(target: Path) -> Path:
    """Text files of the standard library and of what is installed beside it, repeated up to 80 MB."""
    sources = [Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_path("purelib"))]
    files = [p for source in sources for p in sorted(source.rglob("*")) if p.suffix in SUFFIXES and p.is_file()]
    copied = number = 0
    while copied < WANTED_BYTES:
        number += 1
        for file in files:
            destination = target / f"copy{number}" / file.relative_to(file.anchor)
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, destination)
            copied += destination.stat().st_size
            if copied >= WANTED_BYTES:
                break
    return target


def size_of(tree: Path) -> tuple[int, int]:
    """Number of files and of bytes below `tree`."""
    sizes = [p.stat().st_size for p in tree.rglob("*") if p.is_file() and not p.is_symlink()]
    return len(sizes), sum(sizes)


def name_of(repository: Path) -> str:
    """The last part of the path that says something: a bare snapshot may lie in `owner+name/repo`."""
    return [part for part in repository.resolve().parts if part not in ("repo", ".git")][-1]


def git(folder: Path, *words: str) -> None:
    """Run git in `folder`."""
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def staged_repository(tree: Path, target: Path) -> Path:
    """A repository of some hundred files of `tree`, with ten of them changed in the index.

    Ten lines each: from 200 new lines on novelty looks at the base, which has a row of its own.
    """
    target.mkdir(parents=True)
    files = [
        p for p in sorted(tree.rglob("*")) if p.is_file() and not p.is_symlink() and 2_000 < p.stat().st_size < 20_000
    ]
    chosen = files[:: max(1, len(files) // 400)][:400]
    for number, file in enumerate(chosen):
        shutil.copyfile(file, target / f"{number:03}{file.suffix}")
    git(target, "init", "-q")
    git(target, "add", "-A")
    git(target, "commit", "-qm", "start")
    for changed in sorted(target.glob("[0-9]*"))[::40][:10]:
        text = changed.read_bytes().splitlines(keepends=True)
        middle = len(text) // 2
        text[middle:middle] = [b"value_%d = compute(%d)\n" % (n, n) for n in range(10)]
        changed.write_bytes(b"".join(text))
    git(target, "add", "-u")
    return target


def tenfold(tree: Path, target: Path) -> Path:
    """Ten times `tree`, by hard links."""
    for number in range(10):
        shutil.copytree(
            tree, target / str(number), copy_function=_link, symlinks=True, ignore=shutil.ignore_patterns(".git")
        )
    return target


def _link(source: str, destination: str) -> None:
    Path(destination).hardlink_to(source)


def binary(name: str) -> str:
    """The path of a program installed beside this Python."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        sys.exit(f"{name} is not installed here; run the benchmarks through `python3 dev.py bench`")
    return str(path)
