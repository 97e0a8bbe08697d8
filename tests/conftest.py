"""Real repositories in temporary folders: a pinned identity, no network, and nobody's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.org",
    "GIT_AUTHOR_DATE": "2024-01-02T03:04:05Z",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.org",
    "GIT_COMMITTER_DATE": "2024-01-02T03:04:05Z",
}


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
            [b"git", b"-C", os.fsencode(self.path), *words], check=False, capture_output=True, input=input
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


@pytest.fixture(autouse=True, scope="session")
def clean_environment() -> Iterator[None]:
    """Neither the settings of whoever runs the tests, nor those of a hook that runs them."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in [*os.environ]:
            if name.startswith("GIT_"):
                monkeypatch.delenv(name)
        for name, value in _SETTINGS.items():
            monkeypatch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def make_repository(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., GitRepository]:
    """Makes an empty repository; its arguments are options of `git init`."""

    def make(*options: str) -> GitRepository:
        return GitRepository(tmp_path_factory.mktemp("repository") / "top", *options)

    return make


@pytest.fixture
def git_repository(make_repository: Callable[..., GitRepository]) -> GitRepository:
    """An empty repository. It is not the current folder."""
    return make_repository()
