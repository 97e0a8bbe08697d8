"""Fixtures for tests of the command line in this process: a repository to stand in, commands to give."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from repositories import GitRepository

from privacygate.cli.main import main
from privacygate.detectors.secrets.examples import fill


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    output: str
    errors: str

    @property
    def all(self) -> str:
        return self.output + self.errors


@pytest.fixture(scope="session")
def rule_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def calm_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rule_cache: Path) -> None:
    """Nothing of whoever runs the tests, and nothing of a hook that may be running them."""
    for name in [*os.environ]:
        if name.startswith(("PRE_COMMIT", "PRIVACYGATE_")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("PRIVACYGATE_CACHE_DIR", str(rule_cache))


@pytest.fixture
def repository(make_repository: Callable[..., GitRepository], monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """An empty repository, which is the current folder."""
    repository = make_repository()
    monkeypatch.chdir(repository.path)
    return repository


@pytest.fixture
def privacygate(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Said]]:
    """Gives a command as on the command line; nothing that it says may hold a key of `key`."""

    def run(*words: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        code = main(words)
        output, errors = capfd.readouterr()
        for planted in KEYS:
            assert planted not in output + errors
        return Said(code, output, errors)

    yield run
    KEYS.clear()


KEYS: set[str] = set()
"""What `key` made during a test."""


def key(seed: str) -> str:
    """A GitHub token that no repository holds: right in its form, and made here."""
    token = fill("{{github:ghp_}}", seed)
    KEYS.add(token)
    return token


@pytest.fixture(scope="session")
def _interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    root = Path(__file__).resolve().parents[3]
    (packages / "privacygate.pth").write_text(f"{root}\n{sysconfig.get_paths()['purelib']}\n")
    return folder / "bin" / "python"


@pytest.fixture
def interpreter(_interpreter: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python that privacygate is installed in, wherever the tests run; it takes the place of this one."""
    monkeypatch.setattr(sys, "executable", str(_interpreter))
    return _interpreter
