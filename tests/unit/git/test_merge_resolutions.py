from __future__ import annotations

import pytest
from repositories import GitRepository

from privacygate.errors import GitError
from privacygate.git import merge_resolutions
from privacygate.git.blobs import Blobs
from privacygate.git.merge_resolutions import MergeCommits, MergedFile, resolution
from privacygate.model import Skipped

from .entries import Entry, added


def resolutions(repository: GitRepository, base: str | None = "base") -> list[Entry]:
    blobs = Blobs(repository.root)
    try:
        return [resolution(file, blobs) for file in MergeCommits(repository.root, base, "HEAD").files()]
    finally:
        blobs.stop()


@pytest.fixture
def sides(git_repository: GitRepository) -> GitRepository:
    """Branches `one` and `two` beside `main`, all from `base`."""
    git_repository.commit({"a": "1\n2\n3\n", "moved": "x\n" * 9})
    git_repository.git("branch", "base")
    for name in ("one", "two"):
        git_repository.git("switch", "--quiet", "--create", name, "base")
        git_repository.commit({"a": f"1\n2\n3\n{name}\n", name: f"{name}\n"})
    git_repository.git("switch", "--quiet", "main")
    git_repository.commit({"a": "main\n1\n2\n3\n"})
    return git_repository


def test_without_merges(sides: GitRepository) -> None:
    assert resolutions(sides) == []


def test_what_comes_from_a_parent_is_not_new(sides: GitRepository) -> None:
    sides.merge("one", {"a": "main\n1\n2\n3\none\n", "one": "one\n"})
    (entry,) = resolutions(sides)
    assert (entry.path, added(entry)) == ("a", {})


def test_only_what_no_parent_has(sides: GitRepository) -> None:
    sides.merge("one", {"a": "main\nsecret\n1\n2\n3\none\n", "one": "one\n", "evil": "two lines\nhere\n"})
    a, evil = resolutions(sides)
    assert (a.path, added(a)) == ("a", {2: b"secret"})
    assert (evil.path, added(evil)) == ("evil", {1: b"two lines", 2: b"here"})
    assert len(resolutions(sides, None)) == 2


def test_three_parents(sides: GitRepository) -> None:
    sides.git("merge", "--quiet", "--strategy=ours", "one", "two")
    sides.stage("a", "main\n1\n2\n3\none\ntwo\nthree\n")
    sides.git("commit", "--quiet", "--amend", "--no-edit")
    (entry,) = resolutions(sides)
    assert added(entry) == {7: b"three"}


def test_renamed_on_one_side(sides: GitRepository) -> None:
    sides.git("switch", "--quiet", "one")
    sides.git("mv", "moved", "there")
    sides.commit({"there": "x\n" * 9 + "one\n"})
    sides.git("switch", "--quiet", "main")
    sides.commit({"moved": "main\n" + "x\n" * 9})
    sides.git("merge", "--quiet", "--no-commit", "--strategy=ours", "one")
    sides.git("rm", "--quiet", "moved")
    sides.commit({"there": "main\n" + "x\n" * 9 + "one\nsecret\n"})
    (entry,) = resolutions(sides)
    assert (entry.path, added(entry)) == ("there", {12: b"secret"})


def test_deleted_files_and_submodules_have_no_text(sides: GitRepository) -> None:
    head = sides.git("rev-parse", "HEAD")
    sides.git("merge", "--quiet", "--no-commit", "--strategy=ours", "one")
    sides.git("rm", "--quiet", "--force", "a")
    sides.git("update-index", "--add", "--cacheinfo", f"160000,{head},module")
    sides.commit()
    assert resolutions(sides) == []


def test_media(sides: GitRepository) -> None:
    sides.merge("one", {"a": b"\xff\xd8\xff\xe0\0", "b": b"\xff\xd8\xff\xe0\0"})
    assert resolutions(sides) == [Skipped("a", "binary files"), Skipped("b", "binary files")]


def test_many_merges(sides: GitRepository) -> None:
    commits = []
    for number in range(20):
        sides.git("switch", "--quiet", "one")
        sides.commit({"one": f"{number}\n"})
        sides.git("switch", "--quiet", "main")
        sides.merge("one", {f"file {number}\n": f"secret {number}\n"})
        commits.append(number)
    found = {entry.path: added(entry) for entry in resolutions(sides)}
    assert found == {f"file {number}\n": {1: f"secret {number}".encode()} for number in commits}


def test_an_answer_that_is_not_understood(sides: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    sides.merge("one", {"a": "x\n"})
    monkeypatch.setattr(merge_resolutions, "_fields", lambda git: iter([b"commit", b"::1 2", b"a"]))
    with pytest.raises(GitError, match="not understood"):
        list(MergeCommits(sides.root, "base", "HEAD").files())


def test_a_missing_object(sides: GitRepository) -> None:
    blobs = Blobs(sides.root)
    with pytest.raises(GitError, match=r"1{40}, which should hold this file, is missing") as caught:
        resolution(MergedFile("a", b"1" * 40, ()), blobs)
    blobs.stop()
    assert caught.value.path == "a"


def test_a_revision_that_vanished(sides: GitRepository) -> None:
    with pytest.raises(GitError, match=r"1{40}"):
        list(MergeCommits(sides.root, None, "1" * 40).files())
