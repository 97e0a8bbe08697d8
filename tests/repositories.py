"""Real git repositories for tests. See the fixtures in `conftest.py`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class GitRepository:
    """A git repository in a folder of its own, on the branch `main`."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--template=", "--initial-branch=main", *options)

    @property
    def root(self) -> str:
        return str(self.path)

    def git(self, *words: str | bytes, input: bytes = b"", fails: bool = False) -> str:
        """Run git in the repository and give what it says."""
        finished = subprocess.run(
            [b"git", b"--literal-pathspecs", b"-C", os.fsencode(self.path), *words],
            check=False,
            capture_output=True,
            input=input,
        )
        if (finished.returncode != 0) is not fails:
            raise AssertionError(finished.stderr.decode(errors="replace"))
        return os.fsdecode(finished.stdout).strip()

    def write(self, path: str | bytes, content: str | bytes) -> Path:
        """Write a file in the working tree; text is written as UTF-8."""
        place = self.path / os.fsdecode(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def stage(self, path: str | bytes, content: str | bytes) -> None:
        """Write a file and put it into the index."""
        self.write(path, content)
        self.git("add", "--force", "--", path)

    def commit(self, files: dict[str, str | bytes] | None = None, message: str = "A commit") -> str:
        """Commit what is staged, and `files`; give the id of the commit."""
        for path, content in (files or {}).items():
            self.stage(path, content)
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", message)
        return self.git("rev-parse", "HEAD")

    def merge(self, branch: str, resolution: dict[str, str | bytes]) -> str:
        """Merge `branch` with these files as they are to be; give the id of the commit."""
        self.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours", branch)
        return self.commit(resolution, f"Merge {branch}")
