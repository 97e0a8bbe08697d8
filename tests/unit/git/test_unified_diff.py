from __future__ import annotations

import pytest

from privacygate.errors import PatchError
from privacygate.git.unified_diff import UnifiedDiff

HUNK = b"@@ -1 +1,2 @@\n one\n+two\n"


def parts(patch: bytes) -> list[tuple[bytes | None, bytes | None]]:
    """Path and text of each hunk; None for the text after the last one of a file."""
    return [
        (header.path, None if hunk is None else b"".join(hunk.text()))
        for header, hunk in UnifiedDiff([patch], "x.patch").parts()
    ]


def test_hunks_of_files() -> None:
    patch = (
        b"diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n" + HUNK + b"@@ -9 +10,0 @@\n-nine\n"
        b"diff --git a/y b/y\nold mode 100644\nnew mode 100755\n"
        b"diff --git a/z b/z\n--- a/z\n+++ b/z\n" + HUNK
    )
    assert parts(patch) == [
        (b"x", b"one\ntwo\n"),
        (b"x", b""),
        (b"x", None),
        (b"y", None),
        (b"z", b"one\ntwo\n"),
        (b"z", None),
    ]


def test_plain_diffs_follow_each_other() -> None:
    one = b"--- x\n+++ x\n" + HUNK
    two = b"diff -ru a/y b/y\n--- a/y\n+++ b/y\n" + HUNK
    assert parts(one + two + b"Only in b: z\n") == [
        (b"x", b"one\ntwo\n"),
        (b"x", None),
        (b"y", b"one\ntwo\n"),
        (b"y", None),
    ]


def test_mails() -> None:
    mail = (
        b"""\
From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
From: Somebody <somebody@example.org>
Subject: [PATCH] A change
 with two lines

- a list
+ of things
--- not a name
---
 x | 1 +
 1 file changed, 1 insertion(+)

diff --git a/x b/x
index 1111111..2222222 100644
--- a/x
+++ b/x
%b-- \n2.39.5

"""
        % HUNK
    )
    assert parts(mail + mail) == [(b"x", b"one\ntwo\n"), (b"x", None)] * 2


def test_a_log() -> None:
    log = b"commit 1\nAuthor: S\n\n    --- a/q\n    +++ b/q\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n" + HUNK + b"\n"
    assert parts(log + log) == [(b"x", b"one\ntwo\n"), (b"x", None)] * 2


def test_subversion() -> None:
    patch = (
        b"Index: x\n" + b"=" * 67 + b"\n--- x\t(revision 1)\n+++ x\t(working copy)\n" + HUNK + b"\n"
        b"Property changes on: x\n" + b"_" * 67 + b"\nAdded: svn:keywords\n## -0,0 +1 ##\n+Id\n"
        b"\\ No newline at end of property\n"
        b"Index: y.png\n" + b"=" * 67 + b"\nCannot display: file marked as a binary type.\n"
        b"svn:mime-type = application/octet-stream\n"
    )
    found = list(parts(patch))
    assert found == [
        (b"x", b"one\ntwo\n"),
        (b"x", b"Id"),
        (b"x", None),
        (b"y.png", None),
    ]


def test_index_is_a_word_as_well() -> None:
    assert parts(b"Index: nothing\n\n--- a/x\n+++ b/x\n" + HUNK)[0] == (b"x", b"one\ntwo\n")


def test_crlf() -> None:
    patch = b"diff --git a/x b/x\n--- a/x\n+++ b/x\n" + HUNK
    assert parts(patch.replace(b"\n", b"\r\n")) == [(b"x", b"one\r\ntwo\r\n"), (b"x", None)]


def test_combined_with_the_names_of_all_parents() -> None:
    patch = b"diff --combined x\nindex 1,2..3\n--- a/w\n--- a/x\n+++ b/x\n@@@ -1 -1 +1,2 @@@\n  one\n++two\n"
    assert parts(patch) == [(b"x", b"one\ntwo\n"), (b"x", None)]


@pytest.mark.parametrize("patch", [b"", b"\n", b" \r\n\n"])
def test_an_empty_patch_changes_nothing(patch: bytes) -> None:
    assert parts(patch) == []


@pytest.mark.parametrize(
    "patch",
    [
        b"just text\n",
        b"1c1\n< one\n---\n> two\n",
        b"*** a\t2024\n--- b\t2024\n***************\n*** 1 ****\n! one\n--- 1 ----\n! two\n",
        b"From 1 Mon\nSubject: [PATCH 0/2] Cover\n\n---\n x | 1 +\n",
        b"\x1f\x8b\x08\0\0",
    ],
)
def test_what_holds_no_diff(patch: bytes) -> None:
    with pytest.raises(PatchError, match="There is no diff in it") as caught:
        parts(patch)
    assert (caught.value.path, caught.value.line) == ("x.patch", 1)


GIT = b"diff --git a/x b/x\nindex 1111111..2222222 100644\n"
NAMES = b"--- a/x\n+++ b/x\n"


@pytest.mark.parametrize(
    ("patch", "line", "message"),
    [
        pytest.param(HUNK, 1, "before the name of its file", id="no name"),
        pytest.param(GIT + NAMES + HUNK + b"+three\n", 8, "more lines", id="one more new line"),
        pytest.param(GIT + NAMES + HUNK + b" three\n", 8, "more lines", id="one more line of context"),
        pytest.param(GIT + NAMES + HUNK + b"-three\n", 8, "more lines", id="one more old line"),
        pytest.param(GIT + NAMES + HUNK + b"\n+three\n", 9, "more lines", id="after an empty line"),
        pytest.param(GIT + NAMES + HUNK + b"--- sql comment\n+x\n", 8, "more lines", id="like a name"),
        pytest.param(GIT + NAMES + b"@@ -1 +1,3 @@\n one\n+two\n", 8, "cut off", id="cut off in a hunk"),
        pytest.param(GIT, 1, "hunks are missing", id="cut off before the hunks"),
        pytest.param(GIT + NAMES, 1, "hunks are missing", id="cut off after the names"),
        pytest.param(GIT + GIT + NAMES + HUNK, 1, "hunks are missing", id="hunks taken out"),
        pytest.param(GIT + NAMES + b"@@ ... @@\n+x\n", 5, "header of a hunk", id="no header"),
        pytest.param(b'diff --git "a/x b/x\n', 1, "not quoted", id="open quotes"),
        pytest.param(b"diff --git a/x b/y z\n", 1, "name of a file is not understood", id="no way to tell"),
    ],
)
def test_broken_patches_say_where(patch: bytes, line: int, message: str) -> None:
    with pytest.raises(PatchError, match=message) as caught:
        parts(patch)
    assert (caught.value.path, caught.value.line) == ("x.patch", line)
    assert caught.value.remedy


def test_long_lines_outside_of_hunks() -> None:
    patch = b"x" * 3_000_000 + b"\n" + GIT + NAMES + HUNK
    assert parts(patch)[0] == (b"x", b"one\ntwo\n")
