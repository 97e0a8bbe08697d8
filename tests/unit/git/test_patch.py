from __future__ import annotations

import difflib
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import GitRepository

from privacygate.change import AddedLines, FileChange, Segment
from privacygate.code_folder import CodeFolder
from privacygate.errors import PatchError
from privacygate.git import patch as module
from privacygate.git.patch import patch_change
from privacygate.model import Skipped

from .entries import Entry, added, by_path, file
from .test_staged import AWKWARD_PATHS

HUNK = b"@@ -1 +1,2 @@\n one\n+two\n"


def entries_of(patch: bytes | str, skip: Callable[[str], bool] | None = None) -> list[Entry]:
    raw = patch.encode("utf-8", "surrogateescape") if isinstance(patch, str) else patch
    return list(patch_change(io.BytesIO(raw), "x.patch", skip=skip).entries)


def test_each_hunk_is_a_segment() -> None:
    patch = b"--- a/x\n+++ b/x\n" + HUNK + b"@@ -10,2 +11,3 @@\n ten\n+new\n eleven\n"
    change = patch_change(io.BytesIO(patch), "x.patch")
    assert (change.description, change.root) == ("the patch x.patch", None)
    assert list(change.entries) == [
        FileChange(
            "x",
            (Segment(b"one\ntwo\n"), Segment(b"ten\nnew\neleven\n", 11)),
            AddedLines(((2, 2), (12, 12))),
            whole=False,
        )
    ]


def test_a_new_file_is_whole() -> None:
    patch = b"diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+one\n+two\n"
    assert entries_of(patch) == [FileChange("x", (Segment(b"one\ntwo\n"),), None)]


def test_hunks_out_of_order() -> None:
    patch = b"--- a/x\n+++ b/x\n@@ -9 +9,2 @@\n nine\n+ten\n" + HUNK
    (entry,) = entries_of(patch)
    assert isinstance(entry, FileChange)
    assert entry.added == AddedLines(((2, 2), (10, 10)))


def test_what_is_skipped() -> None:
    patch = b"""\
diff --git a/gone b/gone
deleted file mode 100644
index 1111111..0000000
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
-one
diff --git a/module b/module
index 1111111..2222222 160000
--- a/module
+++ b/module
@@ -1 +1 @@
-Subproject commit 1
+Subproject commit 2
diff --git a/mode b/mode
old mode 100644
new mode 100755
diff --git a/old b/moved
similarity index 100%
rename from old
rename to moved
diff --git a/picture b/picture
index 1111111..2222222 100644
GIT binary patch
literal 4
LcmZQzWMT#Y01f~L

literal 4
LcmZQzWMT#Y01f~L

diff --git a/sound b/sound
index 1111111..2222222 100644
Binary files a/sound and b/sound differ
Binary files old/film and new/film differ
diff --git a/vendor/x b/vendor/x
index 1111111..2222222 100644
--- a/vendor/x
+++ b/vendor/x
@@ -1 +1 @@
-one
+two
"""
    assert entries_of(patch, skip=lambda path: path.startswith("vendor/")) == [
        Skipped("gone", "deleted files"),
        Skipped("module", "submodules"),
        Skipped("mode", "unchanged files"),
        Skipped("moved", "unchanged files"),
        Skipped("picture", "binary files"),
        Skipped("sound", "binary files"),
        Skipped("new/film", "binary files"),
        Skipped("vendor/x", "excluded files"),
    ]


def test_new_and_empty() -> None:
    patch = b"diff --git a/x b/x\nnew file mode 100644\nindex 0000000..e69de29\n"
    assert entries_of(patch) == [FileChange("x", (Segment(b""),), None)]


def test_a_byte_order_mark_is_no_column() -> None:
    patch = b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-one\n+\xef\xbb\xbftwo\n three\n"
    assert added(*entries_of(patch)) == {1: b"two"}


def test_combined() -> None:
    patch = b"diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,2 -1,2 +1,3 @@@\n  one\n- a\n -b\n++c\n +b2\n"
    assert entries_of(patch) == [FileChange("x", (Segment(b"one\nc\nb2\n"),), AddedLines(((2, 3),)), whole=False)]


def test_a_patch_in_utf_16() -> None:
    """PowerShell's `git diff > x.patch` writes it so."""
    patch = "--- a/ä\r\n+++ b/ä\r\n@@ -1 +1,2 @@\r\n one\r\n+ä\r\n"
    raw = ("\ufeff" + patch).encode("utf-16-le")
    assert added(*entries_of(raw)) == {2: "ä\r".encode()}
    assert [entry.path for entry in entries_of(raw)] == ["ä"]


def test_a_patch_with_a_byte_order_mark() -> None:
    assert added(*entries_of(b"\xef\xbb\xbf--- a/x\n+++ b/x\n" + HUNK)) == {2: b"two"}


def test_what_was_read_before_a_broken_hunk_was_given() -> None:
    patch = b"--- a/x\n+++ b/x\n" + HUNK + b"--- a/y\n+++ b/y\n@@ -1 +1,9 @@\n one\n"
    entries = iter(patch_change(io.BytesIO(patch), "x.patch").entries)
    assert next(entries).path == "x"
    with pytest.raises(PatchError, match=r"x\.patch:10: A hunk is cut off"):
        next(entries)


def test_large_hunks_come_in_several_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [b"%s%d\n" % (b"+" if number % 3 else b" ", number) for number in range(1, 150_001)]
    context = sum(line.startswith(b" ") for line in lines)
    monkeypatch.setattr(module, "SEGMENT_BYTES", 1 << 18)
    monkeypatch.setattr("privacygate.git.text.SEGMENT_BYTES", 1 << 18)
    patch = b"--- a/x\n+++ b/x\n@@ -1,%d +1,%d @@\n" % (context, len(lines)) + b"".join(lines)
    entries = entries_of(patch)
    found: dict[int, bytes] = {}
    for entry in entries:
        assert isinstance(entry, FileChange)
        assert (entry.path, entry.whole) == ("x", False)
        assert sum(len(segment.text) for segment in entry.segments) <= 1 << 18
        found |= added(entry)
    assert len(entries) == 5
    assert found == {number: b"%d" % number for number in range(1, 150_001) if number % 3}


def test_a_large_new_file_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 1 << 18)
    monkeypatch.setattr("privacygate.git.text.SEGMENT_BYTES", 1 << 18)
    patch = b"--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+" + b"x" * (3 << 18)
    entries = entries_of(patch)
    assert len(entries) > 2
    for entry in entries:
        assert isinstance(entry, FileChange)
        assert (entry.whole, entry.added) == (False, AddedLines(((1, 1),)))


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-U0"],
        ["--no-prefix"],
        ["--src-prefix=i/", "--dst-prefix=w/"],
        ["--binary", "--full-index"],
        ["--no-renames"],
        ["--find-copies-harder"],
        ["--function-context"],
        ["-R"],
    ],
)
def test_as_git_writes_it(git_repository: GitRepository, options: list[str]) -> None:
    base = "one\n" * 5
    git_repository.commit(
        {
            **{path.decode("utf-8", "surrogateescape"): base for path in AWKWARD_PATHS},
            "gone": "x",
            "moved": "y\n" * 9,
        }
    )
    for path in AWKWARD_PATHS:
        git_repository.stage(path, base + "new\n")
    git_repository.git("rm", "--quiet", "gone")
    git_repository.git("mv", "moved", "moved to")
    git_repository.stage("moved to", "y\n" * 9 + "z")
    git_repository.stage("crlf", b"one\r\ntwo")
    patch = git_repository.git("diff", "--cached", *options)
    found = by_path(entries_of(patch + "\n"))
    for path in AWKWARD_PATHS:
        assert added(found.pop(path.decode("utf-8", "surrogateescape"))) == ({} if "-R" in options else {6: b"new"})
    if "-R" in options:
        assert added(found["gone"]) == {1: b"x"}
        return
    assert added(found.pop("crlf")) == {1: b"one\r", 2: b"two"}
    moved = file(found.values(), "moved to")
    if "--no-renames" in options:
        assert moved.added is None
    else:
        assert (added(moved), moved.old_path) == ({10: b"z"}, "moved")
    assert found["gone"] == Skipped("gone", "deleted files")


def test_as_format_patch_writes_it(git_repository: GitRepository) -> None:
    git_repository.commit({"x": "one\n"})
    git_repository.commit({"x": "one\ntwo\n"}, "Ein Betreff mit Ü\n\n- list\n+ of things\n\n    --- a/x\n")
    git_repository.commit({"y": "new"}, "Another")
    patch = git_repository.git("format-patch", "--stdout", "--root", "HEAD")
    assert [added(entry) for entry in entries_of(patch)] == [{1: b"one"}, {2: b"two"}, {1: b"new"}]


def test_as_gnu_diff_writes_it(tmp_path: Path) -> None:
    for name, text in {
        "old/a b": "one\n",
        "new/a b": "one\ntwo",
        "new/c": "three\n",
        "old/gone": "x\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for name in ("old", "new"):
        (tmp_path / name / "picture").write_bytes(b"\0" + name.encode())
    said = subprocess.run(
        ["diff", "-ruN", "old", "new"], check=False, cwd=tmp_path, capture_output=True, env={"LC_ALL": "C"}
    )
    found = by_path(entries_of(said.stdout))
    assert added(found["new/a b"]) == {2: b"two"}
    assert added(found["new/c"]) == {1: b"three"}
    assert added(found["new/gone"]) == {}
    assert found["new/picture"] == Skipped("new/picture", "binary files")


LINES = st.lists(
    st.sampled_from(["", "a", "b", "-- a/x", "++ b/x", "@@ -1 +1 @@", "diff --git a/x b/x", "\\ No", "\r", "ä\t"]),
    max_size=12,
)


@settings(deadline=None)
@given(old=LINES, new=LINES, context=st.integers(0, 4))
def test_there_and_back_with_difflib(old: list[str], new: list[str], context: int) -> None:
    old_lines, new_lines = ([line + "\n" for line in lines] for lines in (old, new))
    patch = "".join(difflib.unified_diff(old_lines, new_lines, "a/x", "b/x", n=context, lineterm="\n"))
    blocks = difflib.SequenceMatcher(None, old_lines, new_lines).get_opcodes()
    wanted = {
        number + 1: new[number].encode()
        for tag, _, _, start, stop in blocks
        for number in range(start, stop)
        if tag in ("insert", "replace")
    }
    entries = entries_of(patch)
    assert (entries == []) == (old == new)
    for entry in entries:
        assert added(entry) == wanted
        assert isinstance(entry, FileChange)
        for segment in entry.segments:
            lines = segment.text.split(b"\n")[:-1]
            start = segment.first_line - 1
            assert [line.encode() for line in new[start : start + len(lines)]] == lines


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("versions")


@settings(deadline=None, max_examples=40)
@given(
    old=st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"\0\n", b"\xff\r\n"]), max_size=9),
    new=st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"\0\n", b"\xff\r\n"]), max_size=9),
    ends=st.tuples(st.booleans(), st.booleans()),
    options=st.sampled_from([[], ["-U0"], ["-U1", "--no-prefix"], ["--patience"]]),
)
def test_there_and_back_with_git(
    folder: Path, old: list[bytes], new: list[bytes], ends: tuple[bool, bool], options: list[str]
) -> None:
    """Taking the new lines out of the new version and the old ones out of the old one leaves the same."""
    texts = []
    for name, lines, end in zip(("old", "new"), (old, new), ends, strict=True):
        texts.append(b"".join(lines) + (b"" if end else b"end"))
        (folder / name).write_bytes(texts[-1])
    said = subprocess.run(
        ["git", "diff", "--no-index", "--text", *options, "old", "new"],
        check=False,
        cwd=folder,
        capture_output=True,
    )
    entries = entries_of(said.stdout)
    assert (entries == []) == (texts[0] == texts[1])
    for entry in entries:
        assert isinstance(entry, FileChange)
        version = dict(enumerate(texts[1].removesuffix(b"\n").split(b"\n"), 1)) if texts[1] else {}
        found = added(entry)
        assert found.items() <= version.items()
        kept = [line for number, line in version.items() if number not in found]
        before = texts[0].removesuffix(b"\n").split(b"\n") if texts[0] else []
        assert len(kept) == len(before) - said.stdout.split(b"\n@@ ", 1)[-1].count(b"\n-")


class TestWhatWasThereBefore:
    def test_the_lines_that_are_gone_by_file(self) -> None:
        patch = (
            b"--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n one\n-two\n@@ -9,2 +8,2 @@\n-nine\n+new\n ten\n"
            b"--- a/y\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n"
        )
        change = patch_change(io.BytesIO(patch), "x.patch")
        list(change.entries)
        assert change.before is not None
        texts = {file.path: text for file, text in change.before().texts(change.before().files())}
        assert texts == {"x": b"two\nnine\n", "y": b"a\nb\n"}

    def test_under_the_old_name_of_a_renamed_file(self) -> None:
        patch = b"diff --git a/x b/y\nrename from x\nrename to y\n--- a/x\n+++ b/y\n@@ -1,2 +1 @@\n one\n-two\n"
        change = patch_change(io.BytesIO(patch), "x.patch")
        list(change.entries)
        assert change.before is not None
        assert [file.path for file in change.before().files()] == ["x"]

    def test_not_more_than_can_be_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "_REMOVED_BYTES", 3)
        change = patch_change(io.BytesIO(b"--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n one\n-two\n"), "x.patch")
        list(change.entries)
        assert change.before is not None
        assert list(change.before().files()) == []

    def test_and_a_tree(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_text("one\n")
        tree = CodeFolder(str(tmp_path), "")
        change = patch_change(io.BytesIO(b"--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n one\n-two\n"), "x.patch", base_tree=tree)
        list(change.entries)
        assert change.before is not None
        assert sorted(text for _, text in change.before().texts(change.before().files())) == [b"one\n", b"two\n"]
        assert change.before().home is None
