"""The detector `comments`: what it costs beside the secrets, and how it does on labelled comments."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.clock import compare, row
from bench.trees import binary, staged_repository

CASES = "cases.jsonl"


def speed(tree: Path, place: Path, runs: int) -> None:
    """A commit of ten files and a whole tree, with comments switched on."""
    on, off = _settings(place, "on", True), _settings(place, "off", False)
    env = {"PRIVACYGATE_CACHE_DIR": str(place / "cache")}
    ours = [binary("privacygate"), "scan", "--config"]
    gitleaks = [binary("gitleaks"), "git", "--staged", "--no-banner", "."]
    repository = staged_repository(tree, place / "staged-comments")
    taken = compare({"on": [*ours, on, "--staged"], "gitleaks": gitleaks}, repository, max(runs, 15), env)
    ratio = taken["on"].seconds / taken["gitleaks"].seconds
    row("staged with comments, against gitleaks", f"{ratio:.3f} ×", "≤ 0.20 ×", ratio <= 0.2)
    commands = {"on": [*ours, on, "--quiet", str(tree)], "off": [*ours, off, "--quiet", str(tree)]}
    taken = compare(commands, place, runs, env)
    ratio = taken["on"].seconds / taken["off"].seconds
    row(
        "tree with comments, against secrets alone",
        f"{ratio:.2f} × ({taken['on'].seconds:.2f} s / {taken['off'].seconds:.2f} s)",
        "≤ 2 ×",
        ratio <= 2,
    )


def detection(cases: Path, place: Path) -> None:
    """Labelled comments in `cases`, where `score.py` and `cases.jsonl` lie: written out, scanned and scored."""
    root, report = place / "comments", place / "comments.sarif"
    scorer = [sys.executable, str(cases / "score.py"), "--gold", str(cases / CASES)]
    subprocess.run([*scorer, "--materialise", str(root)], check=True, stdout=subprocess.DEVNULL)
    words = ["scan", ".", "--config", _settings(place, "on", True), "--quiet", "--output", f"sarif={report}"]
    subprocess.run([binary("privacygate"), *words], cwd=root, check=False, stdout=subprocess.DEVNULL)
    said = subprocess.run(
        [*scorer, "--sarif", str(report), "--map", str(root / "map.json")], check=True, capture_output=True, text=True
    )
    score = json.loads(said.stdout)
    hard, plain = score["fp_hard"], score["fp_plain"]
    value = f"precision {score['precision']:.3f}, recall {score['recall']:.3f}, F1 {score['f1']:.3f}"
    good = score["precision"] >= 0.9 and score["recall"] >= 0.75
    row("labelled comments", value, "≥ 0.90 at ≥ 0.75", good)
    value = f"{hard[0]} of {hard[1]} hard ones, {plain[0]} of {plain[1]} plain ones"
    row("harmless comments raised", value, "≤ 12 hard, ≤ 1 plain", hard[0] <= 12 and plain[0] <= 1)


def _settings(place: Path, name: str, enabled: bool) -> str:
    path = place / f"comments-{name}.toml"
    path.write_text(f"[comments]\nenabled = {str(enabled).lower()}\n")
    return str(path)
