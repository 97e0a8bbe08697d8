from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.change import AddedLines
from privacygate.errors import GitError, RepositoryError, UsageError
from privacygate.git import revision_range
from privacygate.git.revision_range import EMPTY_TREES, range_change
from privacygate.model import Skipped
from privacygate.process import Finished

from .entries import Entry, added, by_path, file


@pytest.fixture(scope="module")
def forked(make_repository: Callable[..., GitRepository]) -> GitRepository:
    """`topic` left `main`, and both went on. Nothing here is changed by tests."""
    repository = make_repository()
    repository.commit({"a": "one\n", "main": "one\n", "HEAD": "a file\n"})
    repository.git("switch", "--quiet", "--create", "topic")
    repository.commit({"a": "one\ntwo\nthree\n"})
    repository.commit({"a": "one\ntwo\n", "b": "new\n"})
    repository.git("tag", "--annotate", "-m", "a tag", "v1")
    repository.git("switch", "--quiet", "main")
    repository.commit({"main": "one\nlater\n"})
    repository.git("switch", "--quiet", "topic")
    return repository


@pytest.mark.parametrize(
    "words", ["main...topic", "main..topic", "main...", "main..", "main...HEAD", "main..@", "main...v1"]
)
def test_the_net_change_since_the_merge_base(forked: GitRepository, words: str) -> None:
    change = range_change(forked.root, words)
    assert change.root == forked.root
    entries = by_path(change)
    assert added(entries.pop("a")) == {2: b"two"}
    assert added(entries.pop("b")) == {1: b"new"}
    assert not entries


def test_description(forked: GitRepository) -> None:
    assert range_change(forked.root, "main..").description == "changes in main...HEAD"


def test_the_other_way_round(forked: GitRepository) -> None:
    for words in ("..main", "topic...main", "HEAD..main"):
        assert added(by_path(range_change(forked.root, words))["main"]) == {2: b"later"}


def test_nothing_between(forked: GitRepository) -> None:
    assert by_path(range_change(forked.root, "topic..topic")) == {}
    assert by_path(range_change(forked.root, "topic..topic~1")) == {}


@pytest.mark.parametrize(
    "words", ["HEAD~1..HEAD", "HEAD^..HEAD", "@{-1}~1..main", ":/A commit..v1", "main@{0}~1..main"]
)
def test_ways_to_name_a_commit(forked: GitRepository, words: str) -> None:
    range_change(forked.root, words)


def test_by_id(forked: GitRepository) -> None:
    base, head = (forked.git("rev-parse", name) for name in ("topic~1", "topic"))
    entries = by_path(range_change(forked.root, f"{base}..{head[:12]}"))
    assert file(entries.values(), "a").added == AddedLines(())


def test_since_the_beginning(forked: GitRepository) -> None:
    entries = by_path(range_change(forked.root, f"{EMPTY_TREES[0]}..topic"))
    assert {path: added(entry) for path, entry in entries.items()} == {
        "a": {1: b"one", 2: b"two"},
        "b": {1: b"new"},
        "main": {1: b"one"},
        "HEAD": {1: b"a file"},
    }


def test_excluded(forked: GitRepository) -> None:
    entries = by_path(range_change(forked.root, "main..topic", skip=lambda path: path == "b"))
    assert entries["b"] == Skipped("b", "excluded files")
    assert added(entries["a"]) == {2: b"two"}


def test_from_a_folder_below_the_root(forked: GitRepository) -> None:
    below = forked.path / "below"
    below.mkdir(exist_ok=True)
    assert range_change(str(below), "main..topic").root == forked.root


def test_in_a_bare_repository(forked: GitRepository, tmp_path: Path) -> None:
    forked.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    for start in (tmp_path / "bare", tmp_path / "bare" / "refs"):
        change = range_change(str(start), "main...topic")
        assert change.root is None
        assert added(by_path(change)["a"]) == {2: b"two"}


def test_in_a_bare_repository_that_the_environment_names(
    forked: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a hook of a server."""
    forked.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    monkeypatch.setenv("GIT_DIR", ".")
    monkeypatch.chdir(tmp_path / "bare")
    assert added(by_path(range_change(".", "main...topic"))["a"]) == {2: b"two"}


@pytest.mark.parametrize("words", ["main", "", "main.topic"])
def test_what_is_no_range(forked: GitRepository, words: str) -> None:
    with pytest.raises(UsageError, match="is no range") as caught:
        range_change(forked.root, words)
    assert "BASE...HEAD" in caught.value.remedy


@pytest.mark.parametrize(
    "revision",
    [
        "nowhere",
        "--output=x",
        "-h",
        "--all",
        "^main",
        "main topic",
        "main\ntopic",
        "\n",
        "HEAD:a",
        "HEAD^{tree}",
        "0" * 40,
        "1234567",
        "main~9",
        "a",
        "\udcff",
    ],
)
@pytest.mark.parametrize("words", ["{}...topic", "main...{}"])
def test_unknown_revisions(forked: GitRepository, words: str, revision: str) -> None:
    with pytest.raises(RepositoryError, match="There is no commit") as caught:
        range_change(forked.root, words.format(revision))
    assert repr(revision) in caught.value.message
    assert "git fetch" in caught.value.remedy
    assert not (forked.path / "x").exists()


def test_a_reflog_that_is_too_short(forked: GitRepository) -> None:
    with pytest.raises((RepositoryError, GitError), match=r"main@\{99\}|log for"):
        range_change(forked.root, "main@{99}..topic")


def test_before_the_first_commit(git_repository: GitRepository) -> None:
    with pytest.raises(RepositoryError, match="no commit yet") as caught:
        range_change(git_repository.root, "HEAD..")
    assert "--staged" in caught.value.remedy


def test_nothing_in_common(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\n"})
    git_repository.git("switch", "--quiet", "--orphan", "other")
    git_repository.commit({"b": "one\n"})
    with pytest.raises(RepositoryError, match="no commit in common") as caught:
        range_change(git_repository.root, "main...other")
    assert caught.value.remedy


def test_a_commit_that_cannot_be_read(forked: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Finished(128, b"", "error: object file is empty\n")
    monkeypatch.setattr(revision_range, "run_git", lambda *words: broken)
    with pytest.raises(GitError, match="object file is empty"):
        range_change(forked.root, "main...topic")


def test_a_shallow_clone(forked: GitRepository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    forked.git("clone", "--quiet", "--no-single-branch", "--depth=1", f"file://{forked.root}", str(clone))
    for words in ("origin/main...origin/topic", "nowhere...HEAD", "HEAD~1..HEAD"):
        with pytest.raises(RepositoryError, match="shallow clone") as caught:
            range_change(str(clone), words)
        assert "git fetch --unshallow" in caught.value.remedy
        assert "fetch-depth: 0" in caught.value.remedy
    forked.git("-C", str(clone), "fetch", "--quiet", "--unshallow")
    assert added(by_path(range_change(str(clone), "origin/main...origin/topic"))["a"]) == {2: b"two"}


def test_not_a_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="not in a git repository"):
        range_change(str(tmp_path), "main..topic")


def test_a_broken_object(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\n"})
    git_repository.commit({"a": "two\n"})
    (git_repository.path / "a").unlink()
    name = git_repository.git("rev-parse", "HEAD:a")
    place = git_repository.path / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o600)
    place.write_bytes(b"garbage")
    with pytest.raises(GitError, match=name):
        list(range_change(git_repository.root, "HEAD~1..HEAD").entries)


@pytest.fixture
def conflicting(git_repository: GitRepository) -> GitRepository:
    """`side` and `main` change the same line; `base` is where they part."""
    git_repository.commit({"a": "1\n2\n3\n", "b": "1\n"})
    git_repository.git("branch", "base")
    git_repository.git("switch", "--quiet", "--create", "side")
    git_repository.commit({"a": "1\nside\n3\n"})
    git_repository.git("switch", "--quiet", "main")
    git_repository.commit({"a": "1\nmain\n3\n"})
    return git_repository


def range_entries(repository: GitRepository, words: str) -> list[Entry]:
    return list(range_change(repository.root, words).entries)


def test_what_a_resolution_adds_is_in_the_net_change_once(conflicting: GitRepository) -> None:
    conflicting.merge("side", {"a": "1\nmain\nside\nboth\n3\n"})
    (entry,) = range_entries(conflicting, "base..main")
    assert added(entry) == {2: b"main", 3: b"side", 4: b"both"}


def test_what_only_a_resolution_added_and_a_later_commit_took_out(conflicting: GitRepository) -> None:
    conflicting.merge("side", {"a": "1\nmain\nside\nsecret\n3\n", "c": "new in the merge\n"})
    conflicting.commit({"a": "1\nmain\nside\n3\n", "c": "changed\n"})
    net_a, net_c, merged_a, merged_c = range_entries(conflicting, "base..main")
    assert (net_a.path, added(net_a)) == ("a", {2: b"main", 3: b"side"})
    assert (net_c.path, added(net_c)) == ("c", {1: b"changed"})
    assert (merged_a.path, added(merged_a)) == ("a", {4: b"secret"})
    assert (merged_c.path, added(merged_c)) == ("c", {1: b"new in the merge"})


def test_merges_before_the_range_do_not_count(conflicting: GitRepository) -> None:
    conflicting.merge("side", {"a": "secret\n"})
    conflicting.commit({"a": "1\n"})
    conflicting.commit({"a": "1\n2\n"})
    (entry,) = range_entries(conflicting, "HEAD~1..HEAD")
    assert added(entry) == {2: b"2"}
    assert len(range_entries(conflicting, f"{EMPTY_TREES[0]}..HEAD")) == 3


@pytest.mark.parametrize("attribute", ["-diff", "binary", ""])
def test_no_attribute_and_no_nul_byte_hides_a_resolution(conflicting: GitRepository, attribute: str) -> None:
    conflicting.commit({".gitattributes": f"a {attribute}\n"})
    conflicting.merge("side", {"a": b"1\n\0secret\0\n3\n"})
    conflicting.commit({"a": "1\n"})
    assert added(range_entries(conflicting, "base..main")[-1]) == {2: b"\0secret\0"}


def test_the_same_secret_in_two_merges_is_told_once(conflicting: GitRepository) -> None:
    conflicting.merge("side", {"a": "1\nsecret\n"})
    conflicting.git("switch", "--quiet", "side")
    conflicting.commit({"b": "2\n"})
    conflicting.git("switch", "--quiet", "main")
    conflicting.commit({"a": "1\n"})
    conflicting.merge("side", {"a": "1\nsecret\nmore\n", "b": "secret\n"})
    conflicting.commit({"a": "1\n", "b": "1\n"})
    merged = range_entries(conflicting, "base..main")[1:]
    assert sorted((str(entry.path), sorted(added(entry).values())) for entry in merged) == [
        ("a", [b"more", b"secret"]),
        ("b", [b"secret"]),
    ]


def test_media_that_a_resolution_brought(conflicting: GitRepository) -> None:
    conflicting.merge("side", {"a": b"\xff\xd8\xff\xe0\0"})
    conflicting.commit({"a": "1\n2\n3\n"})
    assert range_entries(conflicting, "base..main") == [Skipped("a", "binary files")]


def test_excluded_resolutions_are_not_read(conflicting: GitRepository) -> None:
    conflicting.merge("side", {"a": "secret\n"})
    conflicting.commit({"a": "1\n"})
    change = range_change(conflicting.root, "base..main", skip=lambda path: path == "a")
    assert list(change.entries) == [Skipped("a", "excluded files")]


def test_nothing_is_left_behind(forked: GitRepository) -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    range_change(forked.root, "main..topic")
    assert next(iter(range_change(forked.root, "main..topic").entries))
    with pytest.raises(RepositoryError):
        range_change(forked.root, "main..nowhere")
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == before
