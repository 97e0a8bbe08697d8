from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.change import Change
from privacygate.errors import RepositoryError, UnreadableError, UsageError
from privacygate.git.work_tree import stdin_change, tree_change
from privacygate.model import Level, Notification, Skipped

from .entries import by_path, file, text


@pytest.fixture
def here(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository that is the current folder."""
    monkeypatch.chdir(git_repository.path)
    git_repository.commit({".gitignore": "ignored*\n"})
    return git_repository


def texts(change: Change) -> dict[str | None, bytes]:
    return {path: text(entry) for path, entry in by_path(change).items()}


def test_tracked_and_untracked_but_not_ignored(here: GitRepository) -> None:
    here.commit({"tracked": "one\n", "below/tracked": "two\n"})
    here.write("below/untracked", "three\n")
    here.write("ignored", "four\n")
    here.write("tracked", "changed\n")
    change = tree_change([])
    assert (change.description, change.root) == ("files in the working tree", here.root)
    assert texts(change) == {
        ".gitignore": b"ignored*\n",
        "tracked": b"changed\n",
        "below/tracked": b"two\n",
        "below/untracked": b"three\n",
    }


def test_every_line_is_new(here: GitRepository) -> None:
    entry = file(tree_change([]), ".gitignore")
    assert entry.added is None
    assert entry.whole


def test_from_a_folder_below_the_root(here: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write("below/a", "one\n")
    here.write("b", "two\n")
    monkeypatch.chdir("below")
    assert texts(tree_change([])) == {".gitignore": b"ignored*\n", "below/a": b"one\n", "b": b"two\n"}
    assert texts(tree_change(["."])) == {"below/a": b"one\n"}
    assert texts(tree_change([".."])) == {".gitignore": b"ignored*\n", "below/a": b"one\n", "b": b"two\n"}
    assert texts(tree_change(["../b", "a"])) == {"b": b"two\n", "below/a": b"one\n"}
    assert tree_change(["a"]).root == here.root


def test_named_folders_and_files(here: GitRepository) -> None:
    here.commit({"a/one": "1\n", "a/b/two": "2\n", "c/three": "3\n", "four": "4\n"})
    change = tree_change(["a", "four", "a/one", "a/b", "four"])
    assert change.description == "files"
    assert [entry.path for entry in change.entries] == ["a/b/two", "four", "a/one"]


def test_a_named_file_is_read_even_when_it_is_ignored(here: GitRepository) -> None:
    here.write("ignored.env", "one\n")
    assert texts(tree_change(["ignored.env"])) == {"ignored.env": b"one\n"}


def test_a_named_folder_is_read_even_when_it_is_ignored(here: GitRepository) -> None:
    here.write("ignored/a", "one\n")
    here.write("ignored/b/c", "two\n")
    assert texts(tree_change(["ignored"])) == {"ignored/a": b"one\n", "ignored/b/c": b"two\n"}
    assert texts(tree_change(["ignored/b"])) == {"ignored/b/c": b"two\n"}
    assert "ignored/a" not in by_path(tree_change(["."]))


def test_the_folder_of_git_is_read_when_it_is_named(here: GitRepository) -> None:
    here.write(".git/hooks/pre-push", "one\n")
    assert texts(tree_change([".git/hooks"])) == {".git/hooks/pre-push": b"one\n"}


@pytest.mark.parametrize("name", ["missing", "a/missing", "missing/", "-x", ""])
def test_a_path_that_does_not_exist(here: GitRepository, name: str) -> None:
    here.write("a/b", "")
    if name == "":
        assert tree_change([name]).root == here.root
        return
    with pytest.raises(UsageError, match="no such file or folder") as caught:
        tree_change(["a", name])
    assert caught.value.path == name


def test_excluded_files_are_not_read(here: GitRepository) -> None:
    here.write("vendor/a", "one\n")
    os.mkfifo(here.path / "vendor" / "fifo")
    here.write("b", "two\n")

    def skip(path: str) -> bool:
        return path.startswith("vendor/") or path == ".gitignore"

    excluded = Skipped("vendor/a", "excluded files")
    assert by_path(tree_change(["."], skip=skip)) == {
        "vendor/a": excluded,
        ".gitignore": Skipped(".gitignore", "excluded files"),
        "b": file(tree_change(["b"]), "b"),
    }
    assert list(tree_change(["vendor/a"], skip=skip).entries) == [excluded]


PATHS = [
    b"with space",
    b' "quotes" ',
    b"tab\t",
    b"new\nline",
    b"not utf-8 \xff",
    "ü".encode(),
    b"-option",
    b":(top)x",
    b"*",
    b"HEAD",
]


def test_awkward_paths(here: GitRepository) -> None:
    for path in PATHS:
        here.write(b"folder " + path + b"/" + path, path)
    wanted = {(b"folder " + path + b"/" + path).decode("utf-8", "surrogateescape"): path for path in PATHS}
    found = texts(tree_change([]))
    assert found.pop(".gitignore")
    assert found == wanted
    assert texts(tree_change(list(wanted))) == wanted
    assert texts(tree_change([f"folder {os.fsdecode(path)}" for path in PATHS])) == wanted


def test_symbolic_links_are_not_followed(here: GitRepository, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("secret\n")
    here.write("file", "one\n")
    for name, target in {
        "to-file": "file",
        "to-outside": str(tmp_path / "outside"),
        "dangling": "nowhere",
        "loop": "loop",
    }.items():
        (here.path / name).symlink_to(target)
    links = {
        "to-file": b"file",
        "to-outside": os.fsencode(tmp_path / "outside"),
        "dangling": b"nowhere",
        "loop": b"loop",
    }
    assert texts(tree_change([])) == {".gitignore": b"ignored*\n", "file": b"one\n", **links}
    assert texts(tree_change(list(links))) == links
    here.git("add", ".")
    assert texts(tree_change(["."])) == {".gitignore": b"ignored*\n", "file": b"one\n", **links}


def test_a_folder_replaced_by_a_link(here: GitRepository, tmp_path: Path) -> None:
    here.commit({"folder/deep/a": "one\n", "folder/b": "two\n"})
    (here.path / "folder").rename(tmp_path / "elsewhere")
    (here.path / "folder").symlink_to(tmp_path / "elsewhere")
    assert by_path(tree_change([])) == {
        ".gitignore": file(tree_change([]), ".gitignore"),
        "folder": file(tree_change([]), "folder"),
        "folder/deep/a": Skipped("folder/deep/a", "deleted files"),
        "folder/b": Skipped("folder/b", "deleted files"),
    }


def test_a_way_through_a_link_that_was_named(here: GitRepository, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(here.path)
    here.write("below/a", "one\n")
    assert texts(tree_change([str(tmp_path / "link" / "below" / "a")])) == {"below/a": b"one\n"}
    assert texts(tree_change([str(tmp_path / "link" / "below")])) == {"below/a": b"one\n"}
    assert texts(tree_change([str(tmp_path / "link")]))["below/a"] == b"one\n"


def test_deleted_from_disk(here: GitRepository) -> None:
    here.commit({"a": "one\n", "b/c": "two\n", "d": "three\n"})
    (here.path / "a").unlink()
    (here.path / "b" / "c").unlink()
    (here.path / "b").rmdir()
    (here.path / "b").write_text("a file now\n")
    (here.path / "d").unlink()
    (here.path / "d").mkdir()
    (here.path / "d" / "e").write_text("in a folder\n")
    entries = by_path(tree_change([]))
    assert entries["a"] == Skipped("a", "deleted files")
    assert entries["b/c"] == Skipped("b/c", "deleted files")
    assert entries["d"] == Skipped("d", "deleted files")
    assert text(entries["b"]) == b"a file now\n"
    assert text(entries["d/e"]) == b"in a folder\n"


def test_in_conflict_the_file_on_disk_counts_once(here: GitRepository) -> None:
    here.commit({"a": "one\n"})
    here.git("switch", "--quiet", "--create", "side")
    here.commit({"a": "side\n"})
    here.git("switch", "--quiet", "main")
    here.commit({"a": "main\n"})
    here.git("merge", "side", fails=True)
    assert b"<<<<<<<" in texts(tree_change([]))["a"]


def test_submodules_and_nested_repositories(here: GitRepository, tmp_path: Path) -> None:
    head = here.git("rev-parse", "HEAD")
    for name in ("never-initialised", "initialised"):
        here.git("update-index", "--add", "--cacheinfo", f"160000,{head},{name}")
    (here.path / "never-initialised").mkdir()
    GitRepository(here.path / "initialised").write("a", "one\n")
    nested = GitRepository(here.path / "deep" / "nested")
    nested.commit({"a": "one\n"})
    nested.write("b", "two\n")
    here.git("worktree", "add", "--quiet", "tree")
    entries = by_path(tree_change([]))
    assert entries == {
        ".gitignore": file(tree_change([]), ".gitignore"),
        "never-initialised": Skipped("never-initialised", "submodules"),
        "initialised": Skipped("initialised", "submodules"),
        "deep/nested": Skipped("deep/nested", "nested repositories"),
        "tree": Skipped("tree", "nested repositories"),
    }
    assert by_path(tree_change(["deep"])) == {"deep/nested": entries["deep/nested"]}


def test_a_nested_repository_that_is_named(here: GitRepository) -> None:
    nested = GitRepository(here.path / "nested")
    nested.commit({"a": "one\n"})
    change = tree_change(["nested"])
    assert (change.root, texts(change)) == (nested.root, {"a": b"one\n"})
    change = tree_change(["nested/a", ".gitignore"])
    assert (change.root, texts(change)) == (here.root, {"nested/a": b"one\n", ".gitignore": b"ignored*\n"})
    change = tree_change(["nested", ".gitignore"])
    assert (change.root, texts(change)) == (here.root, {"nested/a": b"one\n", ".gitignore": b"ignored*\n"})


def test_another_repository_while_a_hook_runs_in_this_one(
    here: GitRepository, make_repository: Callable[..., GitRepository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What git tells a hook speaks of one repository only."""
    other = make_repository()
    other.commit({"a": "one\n"})
    monkeypatch.setenv("GIT_DIR", str(here.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(here.path / ".git" / "index"))
    change = tree_change([other.root])
    assert (change.root, texts(change)) == (other.root, {"a": b"one\n"})
    assert texts(tree_change([])) == {".gitignore": b"ignored*\n"}


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no repository."""
    folder = tmp_path / "outside"
    (folder / "below" / "deep").mkdir(parents=True)
    (folder / "a").write_text("one\n")
    (folder / "below" / "b").write_text("two\n")
    (folder / "below" / "deep" / "c").write_text("three\n")
    monkeypatch.chdir(folder)
    return folder


def test_outside_git(outside: Path) -> None:
    everything = {"a": b"one\n", "below/b": b"two\n", "below/deep/c": b"three\n"}
    for paths in ([], ["."], [str(outside)]):
        change = tree_change(paths)
        assert (change.root, texts(change)) == (str(outside), everything)
    change = tree_change(["below"])
    assert (change.root, texts(change)) == (str(outside / "below"), {"b": b"two\n", "deep/c": b"three\n"})
    change = tree_change(["below/b"])
    assert (change.root, texts(change)) == (str(outside), {"below/b": b"two\n"})
    change = tree_change(["a", "below/deep"])
    assert (change.root, texts(change)) == (str(outside), {"a": b"one\n", "below/deep/c": b"three\n"})


def test_outside_git_and_outside_this_folder(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("below/deep")
    change = tree_change(["../b"])
    assert (change.root, texts(change)) == (str(outside / "below"), {"b": b"two\n"})
    change = tree_change(["../../a", "../b", "."])
    assert (change.root, texts(change)) == (
        str(outside),
        {"a": b"one\n", "below/b": b"two\n", "below/deep/c": b"three\n"},
    )


def test_outside_git_a_link_to_a_folder_that_is_named(outside: Path) -> None:
    (outside / "link").symlink_to("below")
    change = tree_change(["link"])
    assert (change.root, texts(change)) == (str(outside / "below"), {"b": b"two\n", "deep/c": b"three\n"})
    assert texts(tree_change(["."]))["link"] == b"below"


def test_inside_and_outside_git_together(outside: Path) -> None:
    repository = GitRepository(outside / "repository")
    repository.write("d", "four\n")
    change = tree_change(["a", "repository", "repository/d"])
    assert (change.root, texts(change)) == (str(outside), {"a": b"one\n", "repository/d": b"four\n"})
    entries = by_path(tree_change(["."]))
    assert entries["repository"] == Skipped("repository", "nested repositories")


def test_named_special_files_are_told(here: GitRepository) -> None:
    os.mkfifo(here.path / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        names = ["fifo", "socket", "/dev/null"]
        for path, entry in by_path(tree_change(names)).items():
            assert isinstance(entry, Notification), entry
            assert (entry.id, entry.level, entry.path) == ("file-unreadable", Level.ERROR, path)
            assert entry.message == "It is not a regular file."


def test_a_named_file_that_vanishes(here: GitRepository) -> None:
    here.write("a", "one\n")
    change = tree_change(["a"])
    (here.path / "a").unlink()
    (entry,) = change.entries
    assert entry == Notification("file-unreadable", "It vanished before it could be read.", Level.ERROR, "a")


def test_a_named_file_that_becomes_a_folder(here: GitRepository) -> None:
    here.write("a", "one\n")
    change = tree_change(["a"])
    (here.path / "a").unlink()
    (here.path / "a").mkdir()
    (entry,) = change.entries
    assert entry == Notification("file-unreadable", "It is not a regular file.", Level.ERROR, "a")


def test_a_bare_repository(make_repository: Callable[..., GitRepository], monkeypatch: pytest.MonkeyPatch) -> None:
    bare = make_repository("--bare")
    with pytest.raises(RepositoryError, match="bare"):
        tree_change([bare.root])
    monkeypatch.chdir(bare.path)
    for paths in ([], ["."], ["refs"]):
        with pytest.raises(RepositoryError, match="bare"):
            tree_change(paths)


def test_a_change_that_nobody_goes_through_leaves_nothing_behind(here: GitRepository) -> None:
    before = len(os.listdir("/proc/self/fd"))
    tree_change([])
    assert len(os.listdir("/proc/self/fd")) == before


def test_standard_input() -> None:
    change = stdin_change(io.BytesIO(b"one\ntwo"), "src/a.py")
    assert (change.description, change.root) == ("src/a.py from standard input", None)
    entry = file(change, "src/a.py")
    assert (text(entry), entry.added, entry.whole) == (b"one\ntwo", None, True)


def test_standard_input_in_utf_16() -> None:
    change = stdin_change(io.BytesIO("\ufeffone ä\n".encode("utf-16-le")), "a")
    assert texts(change) == {"a": "one ä\n".encode()}


def test_standard_input_that_is_excluded_or_media() -> None:
    change = stdin_change(io.BytesIO(b"one\n"), "a", skip=lambda path: path == "a")
    assert list(change.entries) == [Skipped("a", "excluded files")]
    change = stdin_change(io.BytesIO(b"\xff\xd8\xff\xe0" + bytes(9 << 20)), "a")
    assert list(change.entries) == [Skipped("a", "binary files")]


def test_large_standard_input() -> None:
    lines = b"".join(b"line %d\n" % number for number in range(900_000))
    entry = file(stdin_change(io.BytesIO(lines), "a"), "a")
    first, second = entry.segments
    assert lines.startswith(first.text)
    assert lines.endswith(second.text)
    assert lines.splitlines(keepends=True)[second.first_line - 1] == second.text.splitlines(keepends=True)[0]
    with pytest.raises(UnreadableError, match="twice"):
        list(entry.segments)
