"""What the history of a repository says in words."""

from __future__ import annotations

from privacygate.git.repository import run_git

MOST_COMMITS = 5_000


def commit_messages(folder: str) -> bytes:
    """The messages of the newest commits, nothing when there are none."""
    finished = run_git(folder, "log", f"--max-count={MOST_COMMITS}", "--format=%B", "HEAD")
    return finished.output if finished.code == 0 else b""
