"""Real repositories in temporary folders: a pinned identity, no network, and nobody's settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from repositories import GitRepository

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
