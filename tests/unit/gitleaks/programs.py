"""Programs that stand in for gitleaks: each says what a test wants."""

from __future__ import annotations

import sys
from pathlib import Path


def stand_in(folder: Path, code: str, version: str = "8.30.1") -> str:
    """A program called `gitleaks` in `folder` that runs `code` for anything but `gitleaks version`."""
    program = folder / "gitleaks"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys, time\n"
        f"if sys.argv[1:] == ['version']:\n    print({version!r})\n    sys.exit(0)\n{code}\n"
    )
    program.chmod(0o755)
    return str(program)


REPORT = (
    "row = dict(RuleID='acme', Description='Acme.', File='a.py', StartLine=1, Match='k=s3cret', Secret='s3cret')\n"
    "print(json.dumps([row]))\nsys.exit(57)"
)
