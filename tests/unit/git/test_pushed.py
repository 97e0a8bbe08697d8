from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.change import FileChange
from privacygate.errors import RepositoryError
from privacygate.git.pushed import ALL_REMOTES, PushedRef, pushed_change
from privacygate.model import Level, Notification, Skipped

from .entries import Entry, added, by_path

MAIN = "refs/heads/main"


@pytest.fixture
def shared(git_repository: GitRepository, make_repository: Callable[..., GitRepository]) -> GitRepository:
    """A repository whose branch `main`, of one commit, is on the remote `origin`."""
    remote = make_repository("--bare")
    git_repository.git("remote", "add", "origin", remote.root)
    git_repository.commit({"README": "hello\n"})
    git_repository.git("push", "--quiet", "origin", "main")
    return git_repository


def pushed(repository: GitRepository, *refs: PushedRef, remote: str = "origin") -> dict[str | None, Entry]:
    return by_path(pushed_change(repository.root, refs, remote))


def to_main(repository: GitRepository, local: str = "HEAD", remote: str = "origin/main") -> dict[str | None, Entry]:
    return pushed(repository, PushedRef(local, MAIN, remote))


def lines(entries: dict[str | None, Entry]) -> dict[str | None, dict[int, bytes]]:
    return {path: added(entry) for path, entry in entries.items() if isinstance(entry, FileChange)}


def test_the_net_change(shared: GitRepository) -> None:
    shared.commit({"README": "hello\nagain\n"})
    shared.commit({"new": "one\n"})
    assert lines(to_main(shared)) == {"README": {2: b"again"}, "new": {1: b"one"}}


def test_description_and_root(shared: GitRepository) -> None:
    one, two = PushedRef("HEAD", MAIN, ""), PushedRef("HEAD", "refs/tags/v1", "")
    gone = PushedRef("", "refs/heads/gone", "HEAD")
    change = pushed_change(shared.root, [one, gone], "origin")
    assert (change.description, change.root) == ("what a push of main sends", shared.root)
    assert pushed_change(shared.root, [one, two], "origin").description == "what a push of 2 refs sends"


def test_what_is_there_already_is_skipped(shared: GitRepository) -> None:
    shared.git("tag", "--annotate", "v1", "--message", "one")
    assert pushed(shared, PushedRef("v1", "refs/tags/v1", "")) == {
        "refs/tags/v1": Skipped("refs/tags/v1", "up-to-date refs")
    }


def test_a_deletion_is_skipped(shared: GitRepository) -> None:
    assert pushed(shared, PushedRef("", MAIN, "HEAD")) == {MAIN: Skipped(MAIN, "deleted refs")}


def test_nothing_at_all(shared: GitRepository) -> None:
    assert pushed(shared) == {}


def test_a_new_branch_starts_where_the_remote_ends(shared: GitRepository) -> None:
    shared.git("checkout", "--quiet", "-b", "topic")
    shared.commit({"new": "one\n"})
    assert lines(pushed(shared, PushedRef("topic", "refs/heads/topic", ""))) == {"new": {1: b"one"}}


def test_the_first_push_starts_with_nothing(git_repository: GitRepository) -> None:
    git_repository.commit({"README": "hello\n"})
    git_repository.commit({"new": "one\n"})
    found = pushed(git_repository, PushedRef("main", MAIN, ""))
    assert lines(found) == {"README": {1: b"hello"}, "new": {1: b"one"}}


def test_what_was_merged_in_and_is_on_the_remote_does_not_count(shared: GitRepository) -> None:
    # The usual life of a branch: pushed, then brought up to date, then pushed again.
    shared.git("checkout", "--quiet", "-b", "topic")
    shared.commit({"ours": "one\n", "both": "top\n\n\n\nbottom\n"})
    shared.git("push", "--quiet", "origin", "topic")
    shared.git("checkout", "--quiet", "main")
    shared.commit({"theirs": "one\n"})
    shared.git("push", "--quiet", "origin", "main")
    shared.git("checkout", "--quiet", "topic")
    shared.git("merge", "--quiet", "main", "-m", "merge")
    assert lines(pushed(shared, PushedRef("topic", "refs/heads/topic", "origin/topic"))) == {}
    shared.commit({"both": "top\n\nmiddle\n\nbottom\n", "theirs": "one\ntwo\n"})
    found = pushed(shared, PushedRef("topic", "refs/heads/topic", "origin/topic"))
    assert lines(found) == {"both": {3: b"middle"}, "theirs": {2: b"two"}}


def test_what_only_the_merge_added_counts(shared: GitRepository) -> None:
    shared.git("checkout", "--quiet", "-b", "topic")
    shared.commit({"a": "ours\n"})
    shared.git("push", "--quiet", "origin", "topic")
    shared.git("checkout", "--quiet", "main")
    shared.commit({"a": "theirs\n"})
    shared.git("push", "--quiet", "origin", "main")
    shared.git("checkout", "--quiet", "topic")
    shared.merge("main", {"a": "ours\nboth\ntheirs\n"})
    assert lines(pushed(shared, PushedRef("topic", "refs/heads/topic", "origin/topic"))) == {"a": {2: b"both"}}


def test_lines_of_commits_that_later_ones_removed(shared: GitRepository) -> None:
    commit = shared.commit({"config": "a\nkey\n"})
    shared.commit({"config": "a\n"})
    assert lines(to_main(shared)) == {"config": {1: b"a"}, f"{commit[:10]}:./config": {2: b"key"}}


def test_several_refs_at_once_count_each_commit_once(shared: GitRepository) -> None:
    shared.commit({"one": "one\n"})
    shared.git("checkout", "--quiet", "-b", "topic")
    shared.commit({"two": "two\n"})
    shared.git("tag", "v1")
    found = pushed(
        shared,
        PushedRef("main", MAIN, "origin/main"),
        PushedRef("topic", "refs/heads/topic", ""),
        PushedRef("v1", "refs/tags/v1", ""),
    )
    assert lines(found) == {"one": {1: b"one"}, "two": {1: b"two"}}
    assert found["refs/tags/v1"] == Skipped("refs/tags/v1", "up-to-date refs")


def test_another_remote_counts_for_itself(shared: GitRepository) -> None:
    assert lines(pushed(shared, PushedRef("main", MAIN, ""), remote="fork")) == {"README": {1: b"hello"}}
    assert lines(pushed(shared, PushedRef("main", MAIN, ""), remote=ALL_REMOTES)) == {}


def test_a_remote_state_that_we_never_saw(shared: GitRepository) -> None:
    shared.commit({"new": "one\n"})
    assert lines(to_main(shared, remote="1" * 40)) == {"new": {1: b"one"}}
    with pytest.raises(RepositoryError) as caught:
        pushed(shared, PushedRef("main", MAIN, "1" * 40), remote="")
    assert caught.value.path == "1" * 40


def test_by_refs_alone(shared: GitRepository) -> None:
    shared.commit({"new": "one\n"})
    shared.git("push", "--quiet", "origin", "main")
    assert lines(pushed(shared, PushedRef("HEAD", MAIN, "HEAD~"), remote="")) == {"new": {1: b"one"}}


def test_going_back_brings_nothing(shared: GitRepository) -> None:
    shared.commit({"new": "one\n"})
    shared.git("push", "--quiet", "origin", "main")
    assert lines(to_main(shared, "HEAD~")) == {}


@pytest.mark.parametrize("what", ["HEAD:README", "HEAD^{tree}", "no-such-thing"])
def test_what_is_no_commit_cannot_be_told(shared: GitRepository, what: str) -> None:
    entry = pushed(shared, PushedRef(what, "refs/tags/odd", ""))["refs/tags/odd"]
    assert isinstance(entry, Notification)
    assert entry.level is Level.ERROR


def test_a_shallow_clone(shared: GitRepository, tmp_path: Path) -> None:
    shared.commit({"more": "one\n"})
    shared.git("push", "--quiet", "origin", "main")
    url = "file://" + shared.git("remote", "get-url", "origin")
    shared.git("clone", "--quiet", "--depth=1", url, str(tmp_path / "shallow"))
    clone = GitRepository(tmp_path / "shallow")
    clone.commit({"new": "one\n"})
    assert lines(to_main(clone)) == {"new": {1: b"one"}}


def test_a_bare_repository(shared: GitRepository, tmp_path: Path) -> None:
    shared.git("clone", "--quiet", "--bare", shared.root, str(tmp_path / "bare"))
    change = pushed_change(str(tmp_path / "bare"), [PushedRef("main", MAIN, "")], "origin")
    assert (change.root, lines(by_path(change))) == (None, {"README": {1: b"hello"}})


def test_excluded_files(shared: GitRepository) -> None:
    shared.commit({"vendor/a": "one\n", "b": "one\n"})
    shared.commit({"vendor/a": "two\n", "b": "two\n"})
    change = pushed_change(
        shared.root, [PushedRef("HEAD", MAIN, "")], "origin", skip=lambda path: path.startswith("vendor/")
    )
    found = by_path(change)
    assert found["vendor/a"] == Skipped("vendor/a", "excluded files")
    assert [str(path)[10:] for path in lines(found) if path != "b"] == [":./b"]


def test_outside_git(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError):
        pushed_change(str(tmp_path), [PushedRef("HEAD", MAIN, "")], "origin")
