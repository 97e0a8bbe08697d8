"""Fixtures for tests through real commands: git with hooks in place, pre-commit, privacygate installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest

from privacygate.detectors.secrets.examples import fill

ROOT = Path(__file__).resolve().parents[2]
PRE_COMMIT = Path(sysconfig.get_path("scripts")) / "pre-commit"
HOOK_IDS = ("privacygate", "privacygate-push", "privacygate-commit-msg")


class Repository:
    """A git repository that somebody works in; no key that was planted may show in what a command says."""

    def __init__(self, path: Path, environment: Mapping[str, str]) -> None:
        self.path = path
        self.environment = environment
        self._keys: set[str] = set()

    def run(self, *words: str | Path, ok: bool = True, **environment: str) -> str:
        """Run a command, check whether it succeeds, and give what it says."""
        finished = subprocess.run(
            words,
            cwd=self.path,
            env={**self.environment, **environment},
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="surrogateescape",
        )
        said = finished.stdout + finished.stderr
        for key in self._keys:
            assert key not in said
        assert (finished.returncode == 0) == ok, said
        return said

    def git(self, *words: str, ok: bool = True, **environment: str) -> str:
        return self.run("git", *words, ok=ok, **environment)

    def write(self, path: str, text: str | bytes) -> None:
        place = self.path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def key(self, seed: str) -> str:
        """A GitHub token that no repository holds: right in its form, and made here."""
        token = fill("{{github:ghp_}}", seed)
        self._keys.add(token)
        return token

    def plant(self, path: str) -> None:
        """Write a file with a key in it."""
        self.write(path, f'token = "{self.key(path)}"\n')

    def head(self) -> str:
        """The subject of the last commit."""
        return self.git("log", "-1", "--format=%s").strip()

    def worktree(self, path: Path) -> Repository:
        """Another working tree of this repository, on a branch of its own."""
        self.git("worktree", "add", "--quiet", "-b", path.name, str(path))
        return Repository(path, self.environment)


@pytest.fixture(scope="session")
def calm_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment without settings of whoever runs the tests, and without those of a hook around them."""
    home = tmp_path_factory.mktemp("home")
    cleaned = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT", "PRIVACYGATE_", "XDG_", "PYTHONPATH", "VIRTUAL_ENV"))
    }
    return {
        **cleaned,
        "HOME": str(home),
        "PRIVACYGATE_CACHE_DIR": str(home / "rules"),
        "PIP_CACHE_DIR": _pip_cache(),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Somebody",
        "GIT_AUTHOR_EMAIL": "somebody@example.org",
        "GIT_COMMITTER_NAME": "Somebody",
        "GIT_COMMITTER_EMAIL": "somebody@example.org",
    }


def _pip_cache() -> str:
    told = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], check=False, capture_output=True, text=True)
    return told.stdout.strip() or os.path.expanduser("~/.cache/pip")


@pytest.fixture
def repository(tmp_path: Path, calm_environment: dict[str, str]) -> Repository:
    """A repository with one commit, and a bare one as its remote `origin`."""
    repository = Repository(tmp_path / "repository", calm_environment)
    repository.path.mkdir()
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "remote.git"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repository.write("README", "hello\n")
    repository.git("add", "README")
    repository.git("commit", "--quiet", "-m", "first")
    return repository


@pytest.fixture(scope="session")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that privacygate is installed in, wherever the tests run."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "privacygate.pth").write_text(f"{ROOT}\n{sysconfig.get_paths()['purelib']}\n")
    return folder / "bin" / "python"


@pytest.fixture(scope="session")
def hook_repository(tmp_path_factory: pytest.TempPathFactory, calm_environment: dict[str, str]) -> Path:
    """This checkout as it stands, new files too, committed in a repository that pre-commit can clone."""
    if not PRE_COMMIT.exists():
        pytest.skip("pre-commit is not installed")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=False,
        capture_output=True,
    )
    if listed.returncode != 0:
        pytest.skip("not in a checkout")
    copy = tmp_path_factory.mktemp("hooks") / "privacygate"
    for name in filter(None, listed.stdout.split(b"\0")):
        source, target = ROOT / os.fsdecode(name), copy / os.fsdecode(name)
        if source.exists():  # not when it was deleted and the deletion is not staged yet
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    made = Repository(copy, calm_environment)
    made.git("init", "--quiet")
    made.git("add", "--all")
    made.git("commit", "--quiet", "-m", "the hooks")
    return copy


@pytest.fixture(scope="session")
def installed_hooks(
    tmp_path_factory: pytest.TempPathFactory, calm_environment: dict[str, str], hook_repository: Path
) -> str:
    """Settings for pre-commit with three of our hooks, whose environment is installed already."""
    folder = tmp_path_factory.mktemp("first")
    config = pre_commit_config(hook_repository, HOOK_IDS)
    made = Repository(folder, calm_environment)
    made.git("init", "--quiet")
    made.write(".pre-commit-config.yaml", config)
    made.run(PRE_COMMIT, "install-hooks")
    return config


def pre_commit_config(hook_repository: Path, ids: tuple[str, ...]) -> str:
    """Settings for pre-commit with the hooks `ids` of ours."""
    revision = subprocess.run(
        ["git", "-C", str(hook_repository), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    hooks = "".join(f"      - id: {id_}\n" for id_ in ids)
    rev = revision.stdout.strip()
    return f"repos:\n  - repo: {hook_repository}\n    rev: {rev}\n    hooks:\n{hooks}"
