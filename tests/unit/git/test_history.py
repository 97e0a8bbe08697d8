from __future__ import annotations

from pathlib import Path

from repositories import GitRepository

from privacygate.git.history import commit_messages


def test_messages(git_repository: GitRepository) -> None:
    root = str(git_repository.root)
    assert commit_messages(root) == b""
    git_repository.commit({"a.txt": "x"}, "Kestrel comes")
    assert b"Kestrel comes" in commit_messages(root)


def test_outside_of_a_repository(tmp_path: Path) -> None:
    assert commit_messages(str(tmp_path)) == b""
