from __future__ import annotations

import pytest

from privacygate.git.file_header import FileHeader, binary_name


def header(*lines: bytes) -> FileHeader:
    """What `lines` say."""
    found = FileHeader(1)
    rest = list(lines)
    while rest:
        line = rest.pop(0)
        if line.startswith(b"diff --git "):
            found.read_git_names(line[11:])
        elif line.startswith(b"diff --cc "):
            found.read_combined_name(line[10:])
        elif line.startswith(b"--- "):
            found.read_names(line, rest.pop(0))
        else:
            found.read_extended(line)
    return found


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ([b"diff --git a/x b/x\n"], b"x"),
        ([b"diff --git a/x b/x\r\n"], b"x"),
        ([b"diff --git x x\n"], b"x"),
        ([b"diff --git a/x a/x\n"], b"a/x"),
        ([b"diff --git b/x b/x\n", b"--- b/x\n", b"+++ b/x\n"], b"b/x"),
        ([b"diff --git i/x w/x\n"], b"x"),
        ([b"diff --git c/x i/x\n", b"--- c/x\n", b"+++ i/x\n"], b"x"),
        ([b"diff --git old/x new/x\n"], b"x"),
        ([b"diff --git a/x y b/x y\n", b"--- a/x y\t\n", b"+++ b/x y\t\n"], b"x y"),
        ([b"diff --git a/x b/x b/x b/x\n"], b"x b/x"),
        ([b'diff --git "a/\\303\\274\\n" "b/\\303\\274\\n"\n'], "ü\n".encode()),
        ([b'diff --git a/x "b/x\\t"\n', b"rename from x\n", b'rename to "x\\t"\n'], b"x\t"),
        ([b'diff --git "a/x\\t" b/x\n', b'rename from "x\\t"\n', b"rename to x\n"], b"x"),
        ([b"diff --git a/x b/y b/z\n", b"rename from x b/y\n", b"rename to z\n"], b"z"),
        ([b"diff --git a/x b/y\n", b"--- a/x\n", b"+++ b/y\n"], b"y"),
        ([b"diff --git x y\n", b"--- x\n", b"+++ y\n"], b"y"),
        ([b"diff --git a/x b/y\n", b"copy from x\n", b"copy to y\n", b"--- a/x\n", b"+++ b/y\n"], b"y"),
        ([b"diff --git a/x b/x\n", b"--- /dev/null\n", b"+++ b/x\n"], b"x"),
        ([b"diff --git a/x b/x\n", b"--- a/x\n", b"+++ /dev/null\n"], b"x"),
        ([b"diff --git b/x b/x\n", b"--- /dev/null\n", b"+++ b/x\n"], b"b/x"),
        ([b"diff --cc x y\n", b"--- a/x y\t\n", b"+++ b/x y\t\n"], b"x y"),
        ([b'diff --cc "x\\n"\n'], b"x\n"),
        ([b"--- a/x\n", b"+++ b/x\n"], b"x"),
        ([b"--- x\n", b"+++ x\n"], b"x"),
        ([b"--- a/x\n", b"+++ a/x\n"], b"a/x"),
        ([b"--- /dev/null\n", b"+++ b/x\n"], b"x"),
        ([b"--- /dev/null\n", b"+++ x/y\n"], b"x/y"),
        ([b"--- a/x\n", b"+++ /dev/null\n"], b"x"),
        (
            [b"--- old/x\t2024-01-01 00:00 +0000\n", b"+++ new/x\t2024-01-01 00:01 +0000\n"],
            b"new/x",
        ),
        ([b"--- ./x\n", b"+++ ./x\n"], b"x"),
        ([b"--- x\t(revision 5)\r\n", b"+++ x\t(working copy)\r\n"], b"x"),
        ([b'--- "a/x\\ty"\t\n', b'+++ "b/x\\ty"\t\n'], b"x\ty"),
    ],
)
def test_names(lines: list[bytes], path: bytes) -> None:
    assert header(*lines).path == path


def test_renamed() -> None:
    found = header(b"diff --git a/x b/y\n", b"similarity index 90%\n", b"rename from x\n", b"rename to y\n")
    assert (found.old_path, found.path, found.lacks_hunks) == (b"x", b"y", False)


def test_new_and_deleted() -> None:
    assert header(b"diff --git a/x b/x\n", b"new file mode 100644\n").is_new
    assert header(b"--- /dev/null\n", b"+++ b/x\n").is_new
    assert header(b"diff --git a/x b/x\n", b"deleted file mode 100644\n").is_deleted
    assert header(b"diff --cc x\n", b"deleted file mode 100644,100644\n").is_deleted
    assert header(b"--- a/x\n", b"+++ /dev/null\n").is_deleted


@pytest.mark.parametrize("line", [b"new file mode 160000\n", b"index 1111111..2222222 160000\n"])
def test_submodules(line: bytes) -> None:
    assert header(b"diff --git a/x b/x\n", line).is_submodule


@pytest.mark.parametrize(
    "line",
    [
        b"GIT binary patch\n",
        b"Binary files a/x and b/x differ\n",
        b"Binary files differ\n",
        b"Cannot display: file marked as a binary type.\n",
    ],
)
def test_binary(line: bytes) -> None:
    assert header(b"diff --git a/x b/x\n", line).is_binary


@pytest.mark.parametrize(
    ("lines", "lacking"),
    [
        ([b"index 1111111..2222222 100644\n"], True),
        ([b"index 1111111..1111111 100644\n"], False),
        ([b"old mode 100644\n", b"new mode 100755\n"], False),
        ([b"new file mode 100644\n", b"index 0000000..e69de29\n"], False),
        ([b"new file mode 100644\n", b"index 0000000..473a0f4c3be8\n"], False),
        ([b"new file mode 100644\n", b"index 0000000..2222222\n"], True),
        ([b"deleted file mode 100644\n", b"index 1111111..0000000\n"], False),
        ([b"index 1111111..2222222 100644\n", b"GIT binary patch\n"], False),
    ],
)
def test_a_change_without_hunks(lines: list[bytes], lacking: bool) -> None:
    found = header(b"diff --git a/x b/x\n", *lines)
    assert found.lacks_hunks is lacking
    found.has_hunks = True
    assert not found.lacks_hunks


def test_in_a_combined_diff_hunks_are_left_out() -> None:
    assert not header(b"diff --cc x\n", b"index 1111111,2222222..3333333\n").lacks_hunks


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b"Binary files a/x and b/x differ\n", b"x"),
        (b"Binary files old/x and new/x differ\r\n", b"new/x"),
        (b"Binary files /dev/null and b/x differ\n", b"x"),
        (b"Binary files a/x and /dev/null differ\n", b"x"),
    ],
)
def test_names_of_binary_files(line: bytes, name: bytes) -> None:
    assert binary_name(line) == name
