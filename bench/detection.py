"""Detection measured with labelled cases: `python3 dev.py bench detection --cases FOLDER`, where `cases.py` lies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.trees import binary

CONFIDENCES = ("medium", "high")


def table(cases: Path, place: Path) -> None:
    """Write the cases out, scan them to SARIF, and let their own scorer print its table."""
    scorer = str(cases / "cases.py")
    root = place / "cases"
    subprocess.run([sys.executable, scorer, "materialise", str(root)], check=True)
    for confidence in CONFIDENCES:
        report = place / f"{confidence}.sarif"
        command = [binary("privacygate"), "scan", ".", "--no-progress", "--output", f"sarif={report}", "--quiet"]
        subprocess.run([*command, "--report", confidence], cwd=root, check=False, stdout=subprocess.DEVNULL)
        print(f"results of {confidence} confidence and up:", flush=True)
        subprocess.run([sys.executable, scorer, "score", str(root), "--sarif", str(report)], check=True)
