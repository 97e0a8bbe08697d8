from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.cli.push import parse_refs
from privacygate.errors import UsageError
from privacygate.git.pushed import PushedRef

from .conftest import Said, key

Command = Callable[..., Said]

NOTHING = "0" * 40
ONE, TWO = "1" * 40, "2" * 40


@pytest.fixture
def shared(repository: GitRepository, tmp_path: Path) -> GitRepository:
    """A repository whose branch `main` is on the remote `origin`."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    repository.git("remote", "add", "origin", str(remote))
    repository.commit({"README": "hello\n"})
    repository.git("push", "--quiet", "origin", "main")
    return repository


def update(repository: GitRepository, local: str = "HEAD", remote: str = "origin/main") -> bytes:
    ids = [repository.git("rev-parse", name) if name else NOTHING for name in (local, remote)]
    return f"refs/heads/main {ids[0]} refs/heads/main {ids[1]}\n".encode()


def test_a_clean_push_passes_and_says_what_was_looked_at(shared: GitRepository, privacygate: Command) -> None:
    shared.commit({"a.py": "pass\n"})
    said = privacygate("push", "origin", "url", stdin=update(shared))
    assert said.code == 0
    assert said.output.startswith("privacygate: 1 file, 1 added line, ")


def test_a_key_is_stopped(shared: GitRepository, privacygate: Command) -> None:
    shared.commit({"a.py": f'token = "{key("a")}"\n'})
    said = privacygate("push", "origin", "url", stdin=update(shared))
    assert said.code == 1
    assert said.output.splitlines()[0] == "a.py"
    assert "1 result blocks this push" in said.output


def test_a_key_that_was_taken_out_again_is_stopped(shared: GitRepository, privacygate: Command) -> None:
    commit = shared.commit({"a.py": f'token = "{key("a")}"\n'})
    shared.commit({"a.py": "pass\n"})
    said = privacygate("push", "origin", "url", stdin=update(shared))
    assert said.code == 1
    assert said.output.splitlines()[0] == f"{commit[:10]}:./a.py"


def test_a_deletion_is_skipped_and_said(shared: GitRepository, privacygate: Command) -> None:
    line = f"(delete) {NOTHING} refs/heads/old {shared.git('rev-parse', 'HEAD')}\n".encode()
    said = privacygate("push", "origin", "url", stdin=line)
    assert said.code == 0
    assert "skipped 1 deleted ref" in said.output


def test_nothing_to_push(shared: GitRepository, privacygate: Command) -> None:
    said = privacygate("push", "origin", "url")
    assert (said.code, "up-to-date" in said.output) == (0, True)


def test_by_hand_with_a_remote_it_looks_at_what_that_one_lacks(shared: GitRepository, privacygate: Command) -> None:
    shared.commit({"a.py": f'token = "{key("a")}"\n'})
    assert privacygate("push", "origin").code == 1


def test_by_hand_it_looks_at_what_no_remote_has(shared: GitRepository, privacygate: Command) -> None:
    assert "up-to-date" in privacygate("push").output
    shared.commit({"a.py": f'token = "{key("a")}"\n'})
    assert privacygate("push").code == 1


def test_what_is_no_list_of_refs(shared: GitRepository, privacygate: Command) -> None:
    said = privacygate("push", "origin", stdin=b"something else\n")
    assert said.code == 2
    assert "Line 1 of standard input" in said.errors


def test_outside_git(tmp_path: Path, privacygate: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = privacygate("push")
    assert (said.code, "not in a git repository" in said.errors) == (2, True)


def test_refs_from_pre_commit(shared: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    first = shared.git("rev-parse", "HEAD")
    shared.commit({"a.py": f'token = "{key("a")}"\n'})
    for name, value in (("", "1"), ("_FROM_REF", first), ("_TO_REF", "HEAD"), ("_REMOTE_NAME", "origin")):
        monkeypatch.setenv("PRE_COMMIT" + name, value)
    assert privacygate("push").code == 1
    monkeypatch.setenv("PRE_COMMIT_TO_REF", first)
    assert privacygate("push").code == 0


def test_the_first_push_from_pre_commit(
    repository: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With a root commit pre-commit gives a branch and no range.
    repository.commit({"a.py": f'token = "{key("a")}"\n'})
    for name, value in (("", "1"), ("_LOCAL_BRANCH", "refs/heads/main"), ("_REMOTE_NAME", "origin")):
        monkeypatch.setenv("PRE_COMMIT" + name, value)
    assert privacygate("push").code == 1


def test_a_range_by_hand_from_pre_commit(
    shared: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `pre-commit run --hook-stage pre-push --from-ref … --to-ref …`, as in CI, where a remote has it all.
    shared.commit({"a.py": f'token = "{key("a")}"\n'})
    shared.git("push", "--quiet", "origin", "main")
    for name, value in (("", "1"), ("_FROM_REF", "HEAD~"), ("_TO_REF", "HEAD")):
        monkeypatch.setenv("PRE_COMMIT" + name, value)
    assert privacygate("push").code == 1
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "no-such-ref")
    said = privacygate("push")
    assert (said.code, "no-such-ref" in said.errors) == (2, True)


def test_inside_a_legacy_hook_of_pre_commit_the_words_of_git_count(
    shared: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    shared.commit({"a.py": f'token = "{key("a")}"\n'})
    assert privacygate("push", "origin", "url", stdin=update(shared)).code == 1


def test_parse_refs() -> None:
    lines = [
        f"refs/heads/main {ONE} refs/heads/main {TWO}\n",
        f"main@{{1 day ago}} {ONE} refs/heads/old {NOTHING}\n",
        f"(delete) {NOTHING} refs/heads/gone {TWO}\r\n",
        f"refs/heads/long {ONE + 'a' * 24} refs/heads/long {'0' * 64}\n",
    ]
    assert parse_refs(line.encode() for line in lines) == [
        PushedRef(ONE, "refs/heads/main", TWO),
        PushedRef(ONE, "refs/heads/old", ""),
        PushedRef("", "refs/heads/gone", TWO),
        PushedRef(ONE + "a" * 24, "refs/heads/long", ""),
    ]


@pytest.mark.parametrize("line", ["", "a b c d", f"a {ONE} c", f"a {ONE} c {TWO}0", f"a {ONE} c --not"])
def test_parse_refs_takes_nothing_else(line: str) -> None:
    with pytest.raises(UsageError):
        parse_refs(io.BytesIO(line.encode() + b"\n"))
