"""Input that means harm: it must end, or say what it skipped."""

from __future__ import annotations

from pathlib import Path

from bench.clock import measure, row
from bench.trees import binary, git

TINY_FILES = 1_000_000
BOMB = r"""family: Bombs
references: ["https://example.org"]
rules:
  - id: regex-bomb
    name: Bomb
    summary: s
    why: w
    remedy: r
    confidence: low
    keywords: [aaaa]
    pattern: (?:(?:a{1,9}){1,9}){4,9}b
    examples:
      flagged: [{name: n, text: aaaab}]
      allowed: [{name: n, text: none}]
"""


def table(place: Path) -> None:
    """Run every hostile input once."""
    _one("200 MB in one line", _long_line(place / "line"), 60)
    _one("hunk of 100,000 lines, staged", _long_hunk(place / "hunk"), 30, "--staged")
    _one("regex bomb in a user's rule", _bomb(place / "bomb"), 30)
    _one("1,000,000 tiny files", _tiny_files(place / "tiny"), 180)


def _one(work: str, folder: Path, limit_s: float, *words: str) -> None:
    measured = measure(
        [binary("privacygate"), "scan", *words], folder, {"PRIVACYGATE_CACHE_DIR": str(folder.parent / "cache")}
    )
    ended = measured.seconds <= limit_s and measured.exit_code in (0, 1, 3)
    value = f"{measured.seconds:.2f} s, {measured.peak_mb:.0f} MB, exit code {measured.exit_code}"
    row(work, value, f"ends within {limit_s:.0f} s", ended)


def _long_line(folder: Path) -> Path:
    folder.mkdir(parents=True)
    piece = b'{"token":"abcdef","data":"' + b"QUJDREVGR0hJSktM" * 60_000 + b'"},'
    with (folder / "data.json").open("wb") as file:
        for _ in range(200_000_000 // len(piece)):
            file.write(piece)
    return folder


def _long_hunk(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    (folder / "a.py").write_text("start = 1\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "start")
    (folder / "a.py").write_text("".join(f"password_{n} = read('key {n}')\n" for n in range(100_000)))
    git(folder, "add", "-A")
    return folder


def _bomb(folder: Path) -> Path:
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "bomb.yaml").write_text(BOMB)
    (folder / "privacygate.toml").write_text('[secrets]\nrules = ["rules/"]\n')
    (folder / "a.txt").write_bytes((b"a" * 100_000 + b"\n") * 50)
    return folder


def _tiny_files(folder: Path) -> Path:
    for number in range(TINY_FILES // 1000):
        part = folder / f"{number:04}"
        part.mkdir(parents=True)
        for file in range(1000):
            (part / f"{file}.py").write_bytes(b"x = 1\n")
    return folder
