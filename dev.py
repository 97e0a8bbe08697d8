#!/usr/bin/env python3
"""Runs privacygate, its tests or its checks from this checkout; sets up what they need first.

    python3 dev.py scan            privacygate on the repository you are in (any of its words may follow)
    python3 dev.py test            the tests (words for pytest may follow)
    python3 dev.py check           linters, types, import contracts, examples of the rules
    python3 dev.py bench           the benchmarks, against gitleaks and kingfisher

Needs Python 3.11 or newer and git. The environment goes into `.venv` beside this file, and is made anew when
`pyproject.toml` changes. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("privacygate", "rules", "test"),
)


def main(words: list[str]) -> int:
    """Set up what the first word needs, run it, and give its exit code."""
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    if words[0] == "test":
        prepare(developing=True)
        return run(str(SCRIPTS / "pytest"), "-n", "auto", *words[1:], folder=HERE)
    if words[0] == "check":
        prepare(developing=True)
        codes = [run(str(SCRIPTS / check[0]), *check[1:], folder=HERE) for check in CHECKS]
        return max(codes)
    if words[0] == "bench":
        prepare(developing=True)
        return run(str(PYTHON), "-m", "bench", *words[1:], folder=HERE)
    prepare(developing=False)
    return run(str(SCRIPTS / "privacygate"), *words)


def prepare(developing: bool) -> None:
    """Make the environment, unless it is there and made from this `pyproject.toml`."""
    project = (HERE / "pyproject.toml").read_bytes()
    stamp = hashlib.sha256(project + sys.version.encode()).hexdigest()
    stamps = [ENVIRONMENT / f"stamp-{kind}" for kind in (["development"] if developing else ["use", "development"])]
    if any(file.is_file() and file.read_text() == stamp for file in stamps):
        return
    print("Setting up .venv (once; some seconds) ...", file=sys.stderr)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    needed = ["--editable", str(HERE)]
    if developing:
        needed += tomllib.loads(project.decode())["dependency-groups"]["dev"]
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *needed]
    if subprocess.run(install, check=False).returncode:
        sys.exit("The set-up failed; the lines above say why. Delete .venv and try again once that is mended.")
    stamps[0].write_text(stamp)


def run(*command: str, folder: Path | None = None) -> int:
    """Run `command` and give its exit code."""
    return subprocess.run(command, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
