from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.change import AddedLines, FileChange
from privacygate.errors import RepositoryError
from privacygate.git.blobs import Blobs
from privacygate.git.staged import staged_change
from privacygate.model import Level, Notification, Skipped

from .entries import Entry, added, by_path, file, text


def staged(repository: GitRepository) -> dict[str | None, Entry]:
    return by_path(staged_change(repository.root))


def test_only_the_lines_that_are_new(git_repository: GitRepository) -> None:
    git_repository.commit({"a.txt": "one\ntwo\nthree\nfour\nfive\n"})
    git_repository.stage("a.txt", "one\nTWO\nthree\nfour\nfive\nsix\nseven\n")
    change = staged_change(git_repository.root)
    assert change.description == "staged changes"
    assert change.root == git_repository.root
    entry = file(change, "a.txt")
    assert text(entry) == b"one\nTWO\nthree\nfour\nfive\nsix\nseven\n"
    assert entry.added == AddedLines(((2, 2), (6, 7)))
    assert entry.whole


def test_the_index_counts_and_not_the_working_tree(git_repository: GitRepository) -> None:
    git_repository.commit({"a.txt": "one\n"})
    git_repository.stage("a.txt", "one\nstaged\n")
    git_repository.write("a.txt", "one\nnot staged\n")
    git_repository.write("untracked.txt", "new\n")
    assert added(staged(git_repository).pop("a.txt")) == {2: b"staged"}


def test_nothing_staged(git_repository: GitRepository) -> None:
    git_repository.commit({"a.txt": "one\n"})
    assert staged(git_repository) == {}


def test_before_the_first_commit(git_repository: GitRepository) -> None:
    git_repository.stage("a.txt", "one\n")
    git_repository.stage("empty", "")
    entries = staged(git_repository)
    assert file(entries.values(), "a.txt").added is None
    assert added(entries["a.txt"]) == {1: b"one"}
    assert text(entries["empty"]) == b""


def test_intent_to_add_is_not_in_the_commit(git_repository: GitRepository) -> None:
    git_repository.write("a.txt", "one\n")
    git_repository.git("add", "--intent-to-add", "a.txt")
    assert staged(git_repository) == {}


def test_a_file_named_head(git_repository: GitRepository) -> None:
    git_repository.commit({"HEAD": "one\n", "main": "one\n"})
    git_repository.stage("HEAD", "one\ntwo\n")
    assert added(staged(git_repository)["HEAD"]) == {2: b"two"}


def test_renamed_and_edited(git_repository: GitRepository) -> None:
    lines = [f"line {number}\n" for number in range(20)]
    git_repository.commit({"old name": "".join(lines)})
    git_repository.git("mv", "old name", "new name")
    git_repository.stage("new name", "".join([*lines, "new\n"]))
    entry = file(staged(git_repository).values(), "new name")
    assert entry.old_path == "old name"
    assert added(entry) == {21: b"new"}


def test_renamed_only(git_repository: GitRepository) -> None:
    git_repository.commit({"old": "one\n"})
    git_repository.git("mv", "old", "new")
    assert staged(git_repository) == {"new": Skipped("new", "unchanged files")}


def test_copied_is_all_new(git_repository: GitRepository) -> None:
    git_repository.git("config", "diff.renames", "copies")
    git_repository.commit({"a": "one\ntwo\nthree\n"})
    git_repository.stage("a", "one\ntwo\nthree\nfour\n")
    git_repository.stage("b", "one\ntwo\nthree\n")
    entries = staged(git_repository)
    assert added(entries["a"]) == {4: b"four"}
    assert file(entries.values(), "b").added is None


def test_mode_changed_only(git_repository: GitRepository) -> None:
    git_repository.commit({"run": "one\n"})
    git_repository.git("update-index", "--chmod=+x", "run")
    assert staged(git_repository) == {"run": Skipped("run", "unchanged files")}


def test_mode_and_text_changed(git_repository: GitRepository) -> None:
    git_repository.commit({"run": "one\n"})
    git_repository.stage("run", "one\ntwo\n")
    git_repository.git("update-index", "--chmod=+x", "run")
    assert added(staged(git_repository)["run"]) == {2: b"two"}


def test_deleted(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\n"})
    git_repository.git("rm", "--quiet", "a")
    assert staged(git_repository) == {"a": Skipped("a", "deleted files")}


def test_lines_deleted_only(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\ntwo\n"})
    git_repository.stage("a", "two\n")
    entry = file(staged(git_repository).values(), "a")
    assert entry.added == AddedLines(())
    assert text(entry) == b"two\n"


def test_emptied(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\ntwo\n"})
    git_repository.stage("a", "")
    entry = file(staged(git_repository).values(), "a")
    assert (entry.added, text(entry)) == (AddedLines(()), b"")


def test_symbolic_link_has_its_target_as_text(git_repository: GitRepository) -> None:
    git_repository.commit({"file": "one\n"})
    for name in ("file", "new"):
        (git_repository.path / name).unlink(missing_ok=True)
        (git_repository.path / name).symlink_to("/etc/secret of somebody")
    git_repository.git("add", ".")
    entries = staged(git_repository)
    assert added(entries["file"]) == {1: b"/etc/secret of somebody"}
    assert added(entries["new"]) == {1: b"/etc/secret of somebody"}


def test_submodules(git_repository: GitRepository) -> None:
    first = git_repository.commit({"file": "one\n", "kept": "one\n"})
    second, third = git_repository.commit(message="second"), git_repository.commit(message="third")
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{first},old")
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{first},gone")
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{first},becomes-file")
    git_repository.commit()
    git_repository.git("config", "diff.submodule", "log")
    git_repository.git("config", "diff.ignoreSubmodules", "all")
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{second},old")
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{third},new")
    git_repository.git("update-index", "--add", "--cacheinfo", f"160000,{first},file")
    git_repository.git("update-index", "--force-remove", "gone")
    git_repository.git("update-index", "--force-remove", "becomes-file")
    git_repository.stage("becomes-file", "text\n")
    git_repository.stage("kept", "one\ntwo\n")
    entries = staged(git_repository)
    for name in ("old", "new", "gone", "file"):
        assert entries[name] == Skipped(name, "submodules")
    assert added(entries["becomes-file"]) == {1: b"text"}
    assert added(entries["kept"]) == {2: b"two"}


AWKWARD_PATHS = [
    b"with space",
    b" leading and trailing ",
    b'with "quotes" and \\ backslash',
    b"with\ttab",
    b"with\nnewline",
    b"x\ndiff --git a/y b/y\n@@ -0,0 +1,9 @@",
    b"not utf-8 \xff\xfe",
    "ünïcödé 𐐀".encode(),
    b"-option",
    b"--cached",
    b":(top)pathspec",
    b"*",
    b"a/b/c/deep",
    b"HEAD",
]


def test_awkward_paths(git_repository: GitRepository) -> None:
    git_repository.commit(dict.fromkeys(map(os.fsdecode, AWKWARD_PATHS), "one\n"))
    for number, path in enumerate(AWKWARD_PATHS):
        git_repository.write(path, f"one\nnew {number}\n")
    git_repository.git("add", "--update")
    entries = staged(git_repository)
    assert len(entries) == len(AWKWARD_PATHS)
    for number, path in enumerate(AWKWARD_PATHS):
        assert added(entries[path.decode("utf-8", "surrogateescape")]) == {2: b"new %d" % number}


def test_awkward_paths_renamed(git_repository: GitRepository) -> None:
    content = "one\n" * 10
    for number, path in enumerate(AWKWARD_PATHS):
        git_repository.stage(path, content + f"{number}\n")
    git_repository.commit()
    for number, path in enumerate(AWKWARD_PATHS):
        git_repository.git("mv", "--", path, b"to " + path.replace(b"/", b"_"))
        git_repository.stage(b"to " + path.replace(b"/", b"_"), content + f"{number}\nnew\n")
    entries = staged(git_repository)
    assert len(entries) == len(AWKWARD_PATHS)
    for new_path, entry in entries.items():
        assert isinstance(entry, FileChange)
        assert new_path == "to " + str(entry.old_path).replace("/", "_")
        assert added(entry) == {12: b"new"}


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(b"one\r\n", b"one\r\ntwo\r\n", {2: b"two\r"}, id="CRLF"),
        pytest.param(b"one\r\ntwo\r\n", b"one\ntwo\r\n", {1: b"one"}, id="CRLF to LF"),
        pytest.param(b"one\rtwo\n", b"one\rTWO\n", {1: b"one\rTWO"}, id="CR alone breaks no line"),
        pytest.param(b"one\n", b"one\ntwo", {2: b"two"}, id="no newline at the end"),
        pytest.param(b"one\ntwo", b"one\ntwo\nthree", {2: b"two", 3: b"three"}, id="newline added"),
        pytest.param(b"one\ntwo\n", b"one\ntwo", {2: b"two"}, id="newline taken"),
        pytest.param(b"\0one\n", b"\0one\ntwo\0\0\n", {2: b"two\0\0"}, id="NUL bytes"),
        pytest.param(b"\xff\xfe\xfd\n", b"\xff\xfe\xfd\n\x80\xc3(\n", {2: b"\x80\xc3("}, id="invalid UTF-8"),
        pytest.param(b"a\n", b"a\n@@ -1 +1,5 @@\n+++ b/x\n", {2: b"@@ -1 +1,5 @@", 3: b"+++ b/x"}, id="a diff"),
        pytest.param(b"a\n", b"a\n\ndiff --git a/x b/x\n", {2: b"", 3: b"diff --git a/x b/x"}, id="a header"),
        pytest.param(b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n", {1: b"b"}, id="UTF-8 with a byte order mark"),
        pytest.param(b"a\n\nb\n", b"a\n \nb\n", {2: b" "}, id="white space only"),
        pytest.param(b"a \x0c\x0b\x1c\x85\n", b"a \x0c\x0b\x1c\x85\nb\x0cb\n", {2: b"b\x0cb"}, id="other breaks"),
    ],
)
def test_awkward_text(git_repository: GitRepository, old: bytes, new: bytes, lines: dict[int, bytes]) -> None:
    git_repository.git("config", "core.autocrlf", "false")
    git_repository.commit({"a": old})
    git_repository.stage("a", new)
    git_repository.git("config", "core.whitespace", "cr-at-eol")
    assert added(staged(git_repository)["a"]) == lines


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_utf_16_lines_are_lines_of_the_text(git_repository: GitRepository, encoding: str) -> None:
    # U+4E0A and U+0A4E have bytes 0x0A that break no line
    lines = [f"上 {number} \u0a4e上\r\n" for number in range(6)]
    git_repository.commit({"a.reg": ("\ufeff" + "".join(lines)).encode(encoding)})
    lines[3:4] = ["new 上\r\n", "and new\r\n"]
    git_repository.stage("a.reg", ("\ufeff" + "".join(lines)).encode(encoding))
    entry = file(staged(git_repository).values(), "a.reg")
    assert text(entry) == "".join(lines).encode()
    assert added(entry) == {4: "new 上\r".encode(), 5: b"and new\r"}


def test_media_are_skipped(git_repository: GitRepository) -> None:
    git_repository.stage("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert staged(git_repository) == {"a.png": Skipped("a.png", "binary files")}


def test_a_replaced_object_is_not_what_is_committed(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\n"})
    git_repository.stage("a", "one\nsecret\n")
    harmless = git_repository.git("hash-object", "-w", "--stdin", input=b"one\nharmless\n")
    git_repository.git("replace", git_repository.git("rev-parse", ":a"), harmless)
    assert added(staged(git_repository)["a"]) == {2: b"secret"}


def test_from_a_folder_below_the_root(git_repository: GitRepository) -> None:
    git_repository.commit()
    git_repository.stage("below/a", "one\n")
    git_repository.stage("b", "one\n")
    change = staged_change(os.path.join(git_repository.root, "below"))
    assert change.root == git_repository.root
    assert set(by_path(change)) == {"below/a", "b"}


def test_in_a_worktree(git_repository: GitRepository, tmp_path: Path) -> None:
    git_repository.commit({"a": "one\n"})
    git_repository.git("worktree", "add", "--quiet", str(tmp_path / "other"))
    (tmp_path / "other" / "a").write_text("one\ntwo\n")
    git_repository.git("-C", str(tmp_path / "other"), "add", "a")
    change = staged_change(str(tmp_path / "other"))
    assert change.root == str(tmp_path / "other")
    assert added(by_path(change)["a"]) == {2: b"two"}
    assert staged(git_repository) == {}


def test_with_sha_256(make_repository: Callable[..., GitRepository]) -> None:
    repository = make_repository("--object-format=sha256")
    repository.commit({"a": "one\n"})
    repository.stage("a", "one\ntwo\n")
    assert added(staged(repository)["a"]) == {2: b"two"}


HOOK = f"""#!{sys.executable}
import sys
sys.path.insert(0, {os.getcwd()!r})
from privacygate.git.blobs import Blobs
from privacygate.git.staged import staged_change
for entry in staged_change(".").entries:
    print(ascii((entry.path, entry.added.ranges, [segment.text for segment in entry.segments])))
sys.exit(1)
"""


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        pytest.param((), ["staged"], id="what is staged"),
        pytest.param(("--all",), ["staged", "unstaged"], id="all"),
        pytest.param(("--", "unstaged"), ["unstaged"], id="only a path"),
        pytest.param(("--include", "--", "unstaged"), ["staged", "unstaged"], id="with a path"),
    ],
)
@pytest.mark.parametrize("place", ["top", "below", "worktree"])
def test_in_a_hook_the_index_of_the_commit_counts(
    git_repository: GitRepository, tmp_path: Path, words: tuple[str, ...], paths: list[str], place: str
) -> None:
    git_repository.commit({"staged": "one\n", "unstaged": "one\n", "below/x": ""})
    hook = git_repository.write(".git/hooks/pre-commit", HOOK)
    hook.chmod(0o755)
    top = git_repository.path
    if place == "worktree":
        top = tmp_path / "tree"
        git_repository.git("worktree", "add", "--quiet", str(top))
    for path in ("staged", "unstaged"):
        (top / path).write_text("one\ntwo\n")
    subprocess.run(["git", "add", "staged"], cwd=top, check=True)
    if place == "below":
        words = tuple("../" + word if word == "unstaged" else word for word in words)
    finished = subprocess.run(
        ["git", "commit", "-m", "message", *words],
        cwd=top / "below" if place == "below" else top,
        check=False,
        capture_output=True,
        text=True,
    )
    said = finished.stderr + finished.stdout
    assert said.splitlines() == [ascii((path, ((2, 2),), [b"one\ntwo\n"])) for path in paths]


def test_while_a_merge_is_resolved(git_repository: GitRepository) -> None:
    git_repository.commit({"a": "one\n", "b": "one\n"})
    git_repository.git("switch", "--quiet", "--create", "side")
    git_repository.commit({"a": "side\n", "b": "one\nside\n"})
    git_repository.git("switch", "--quiet", "main")
    git_repository.commit({"a": "main\n"})
    git_repository.git("merge", "side", fails=True)
    entries = staged(git_repository)
    conflict = entries["a"]
    assert isinstance(conflict, Notification)
    assert (conflict.id, conflict.level) == ("file-unmerged", Level.ERROR)
    assert added(entries["b"]) == {2: b"side"}
    git_repository.stage("a", "main\nside\n")
    assert added(staged(git_repository)["a"]) == {2: b"side"}


def test_excluded_files_are_not_read(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    git_repository.commit({"gone": ""})
    git_repository.git("rm", "--quiet", "gone")
    git_repository.stage("vendor/a", "one\n")
    git_repository.stage("b", "one\n")
    asked: list[bytes] = []
    request = Blobs.request

    def note(blobs: Blobs, name: bytes) -> None:
        asked.append(name)
        request(blobs, name)

    monkeypatch.setattr(Blobs, "request", note)
    entries = by_path(staged_change(git_repository.root, skip=lambda path: path.startswith(("vendor/", "g"))))
    assert entries["vendor/a"] == Skipped("vendor/a", "excluded files")
    assert entries["gone"] == Skipped("gone", "deleted files")
    assert added(entries["b"]) == {1: b"one"}
    assert asked == [git_repository.git("rev-parse", ":b").encode()]


def test_not_a_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="not in a git repository") as caught:
        staged_change(str(tmp_path))
    assert caught.value.remedy


def test_a_bare_repository(make_repository: Callable[..., GitRepository]) -> None:
    with pytest.raises(RepositoryError, match="bare") as caught:
        staged_change(make_repository("--bare").root)
    assert "--range" in caught.value.remedy


def test_git_is_not_installed(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", git_repository.root)
    with pytest.raises(RepositoryError, match="git cannot be started") as caught:
        staged_change(git_repository.root)
    assert "PATH" in caught.value.remedy


def test_somebody_elses_repository(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    git_repository.stage("a", "one\n")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(RepositoryError, match="does not trust") as caught:
        staged(git_repository)
    assert caught.value.remedy.endswith(f"safe.directory {git_repository.root}")
