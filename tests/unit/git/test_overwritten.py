from __future__ import annotations

from collections.abc import Sequence

import pytest
from repositories import GitRepository

from privacygate.change import FileChange
from privacygate.git import overwritten
from privacygate.git.comparison import Comparison
from privacygate.git.overwritten import FinalLines, overwritten_versions
from privacygate.git.text import SEGMENT_BYTES
from privacygate.model import Level, Notification

from .entries import Entry, added


def versions(repository: GitRepository, commits: Sequence[str], base: str) -> list[Entry]:
    final = FinalLines()
    for entry in Comparison(repository.root, base, commits[-1]).entries(None):
        if isinstance(entry, FileChange):
            final.add(entry)
    return list(overwritten_versions(repository.root, commits, (base, commits[-1]), final, None))


def lines(entries: Sequence[Entry]) -> dict[tuple[str, str], dict[int, bytes]]:
    """For each commit (ten digits) and path, the lines that count."""
    found = {}
    for entry in entries:
        commit, _, path = str(entry.path).partition(":./")
        found[commit, path] = added(entry)
    return found


@pytest.fixture
def base(git_repository: GitRepository) -> str:
    return git_repository.commit({"a": "old\n"})


def test_nothing_when_every_line_lives_on(git_repository: GitRepository, base: str) -> None:
    commits = [git_repository.commit({"a": f"old\n{text}"}) for text in ("one\n", "one\ntwo\n", "two\n\tone\n")]
    assert versions(git_repository, commits, base) == []


def test_each_line_stands_in_the_commit_that_added_it(git_repository: GitRepository, base: str) -> None:
    commits = [git_repository.commit({"a": f"old\n{text}"}) for text in ("one\n", "one\ntwo\n", "three\n")]
    assert lines(versions(git_repository, commits, base)) == {
        (commits[0][:10], "a"): {2: b"one"},
        (commits[1][:10], "a"): {3: b"two"},
    }


def test_a_file_that_came_and_went(git_repository: GitRepository, base: str) -> None:
    one = git_repository.commit({"dir/ünï": "key"})
    git_repository.git("rm", "--quiet", "dir/ünï")
    assert lines(versions(git_repository, [one, git_repository.commit()], base)) == {(one[:10], "dir/ünï"): {1: b"key"}}


def test_a_file_that_moved_on(git_repository: GitRepository, base: str) -> None:
    one = git_repository.commit({"b": "one\ntwo\n"})
    git_repository.git("mv", "b", "c")
    two = git_repository.commit({"c": "one\nTWO\n"})
    assert lines(versions(git_repository, [one, two], base)) == {(one[:10], "b"): {2: b"two"}}


def test_a_comment_that_allows_the_line_allows_it_here(git_repository: GitRepository, base: str) -> None:
    one = git_repository.commit({"b": "one\ntwo\n"})
    two = git_repository.commit({"b": "one  # privacygate: allow a-rule -- a test\ntwo  # changed\n"})
    assert lines(versions(git_repository, [one, two], base)) == {(one[:10], "b"): {2: b"two"}}


def test_a_merge_that_was_mended_later(git_repository: GitRepository, base: str) -> None:
    git_repository.git("checkout", "--quiet", "-b", "topic")
    ours = git_repository.commit({"b": "ours\n"})
    git_repository.git("checkout", "--quiet", "main")
    theirs = git_repository.commit({"b": "theirs\n"})
    merge = git_repository.merge("topic", {"b": "ours\nkey\ntheirs\n"})
    last = git_repository.commit({"b": "ours\ntheirs\n"})
    assert lines(versions(git_repository, [ours, theirs, merge, last], base)) == {(merge[:10], "b"): {2: b"key"}}


def test_links_count_and_submodules_do_not(git_repository: GitRepository, base: str) -> None:
    (git_repository.path / "link").symlink_to("/key")
    git_repository.git("add", "link")
    one = git_repository.commit()
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{base},module")
    two = git_repository.commit()
    git_repository.git("rm", "--quiet", "--cached", "link", "module")
    assert lines(versions(git_repository, [one, two, git_repository.commit()], base)) == {
        (one[:10], "link"): {1: b"/key"}
    }


def test_utf_16(git_repository: GitRepository, base: str) -> None:
    one = git_repository.commit({"b": "one\ntwo\nthree\n".encode("utf-16")})
    two = git_repository.commit({"b": "one\nthree\n".encode("utf-16")})
    assert lines(versions(git_repository, [one, two], base)) == {(one[:10], "b"): {2: b"two"}}


def test_binary_files_do_not_count(git_repository: GitRepository, base: str) -> None:
    one = git_repository.commit({"b.png": b"\x89PNG\r\n\x1a\n\0one"})
    assert versions(git_repository, [one, git_repository.commit({"b.png": ""})], base) == []


def test_in_a_file_too_large_to_hold_every_line_counts(git_repository: GitRepository, base: str) -> None:
    one = git_repository.commit({"b": b"one\n" * (SEGMENT_BYTES // 4 + 1)})
    (entry,) = versions(git_repository, [one, git_repository.commit({"b": "two\n"})], base)
    assert isinstance(entry, FileChange)
    assert entry.added is None


def test_a_history_that_is_too_long(git_repository: GitRepository, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overwritten, "MOST_VERSIONS", 2)
    commits = [git_repository.commit({"b": f"{number}\n"}) for number in range(5)]
    note, *rest = versions(git_repository, commits, base)
    assert isinstance(note, Notification)
    assert (note.level, note.message[:16]) == (Level.WARNING, "2 older versions")
    assert [str(entry.path)[:10] for entry in rest] == [commit[:10] for commit in commits[2:4]]
