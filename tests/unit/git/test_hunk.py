from __future__ import annotations

import time

import pytest

from privacygate.errors import PatchError
from privacygate.git.hunk import Hunk
from privacygate.git.line_reader import LineReader


def begin(patch: bytes) -> tuple[Hunk, LineReader]:
    lines = LineReader([patch])
    hunk = Hunk.begin(lines, "x.patch", lines.read())
    assert hunk is not None
    return hunk, lines


def read(patch: bytes) -> tuple[int, bytes, list[tuple[int, int]], bytes]:
    """First line, text, new lines, and the line that comes next."""
    hunk, lines = begin(patch)
    text = b"".join(hunk.text())
    return hunk.first_line, text, hunk.added, lines.read()


def test_context_and_new_lines() -> None:
    patch = b"@@ -3,4 +7,6 @@ def function(): @@\n one\n-two\n+TWO\n+2\n three\n+x\n four\nnext\n"
    assert read(patch) == (7, b"one\nTWO\n2\nthree\nx\nfour\n", [(8, 9), (11, 11)], b"next\n")


def test_a_count_that_is_left_out_is_one() -> None:
    assert read(b"@@ -1 +1 @@\n-one\n+two\n") == (1, b"two\n", [(1, 1)], b"")


def test_nothing_on_the_new_side() -> None:
    assert read(b"@@ -5,2 +4,0 @@\n-one\n-two\n") == (4, b"", [], b"")
    assert read(b"@@ -1 +0,0 @@\n-one\n") == (1, b"", [], b"")


@pytest.mark.parametrize(
    ("header", "whole"),
    [(b"-0,0 +1", True), (b"-0,0 +1,1", True), (b"-1,0 +2", False), (b"-1 +1", False)],
)
def test_the_whole_file(header: bytes, whole: bool) -> None:
    assert begin(b"@@ %b @@\n+x\n" % header)[0].is_whole_file is whole


@pytest.mark.parametrize(
    ("patch", "text"),
    [
        (b"@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n\\ No newline at end of file\n", b"two"),
        (b"@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n", b"two\n"),
        (b"@@ -1 +1 @@\n-one\n+two\n\\ No newline at end of file\n", b"two"),
        (b"@@ -1,2 +1 @@\n two\n-one\n\\ No newline at end of file\n", b"two\n"),
        (b"@@ -1 +1,2 @@\n+two\n one\n\\ Kein Zeilenumbruch am Dateiende\n", b"two\none"),
        (b"@@ -1 +1,2 @@\n+two\n one", b"two\none"),
    ],
)
def test_no_newline_at_the_end(patch: bytes, text: bytes) -> None:
    assert read(patch)[1] == text


def test_empty_lines_of_context_may_have_lost_their_blank() -> None:
    assert read(b"@@ -1,3 +1,4 @@\n\n\r\n+x\n y\n")[1:3] == (b"\n\r\nx\ny\n", [(3, 3)])


def test_crlf_stays() -> None:
    assert read(b"@@ -1 +1,2 @@\r\n one\r\n+two\r\n")[1] == b"one\r\ntwo\r\n"


def test_what_looks_like_headers_is_text() -> None:
    patch = b"@@ -1,3 +1,3 @@\n--- a/x\n-diff --git a/y b/y\n-@@ -1 +1 @@\n+++ b/x\n+\n++@@ -1 +1 @@\n"
    assert read(patch)[1:3] == (b"++ b/x\n\n+@@ -1 +1 @@\n", [(1, 3)])


@pytest.mark.parametrize(
    ("patch", "line", "message"),
    [
        (b"@@ -1 +1,3 @@\n one\n+two\n", 4, "is cut off"),
        (b"@@ -1 +1,3 @@\n one\n+two\ndiff --git a/b b/b\n", 4, "begins with neither"),
        (b"@@ -1,2 +1,2 @@\n one\n*two\n", 3, "begins with neither"),
        (b"@@ -1 +1,2 @@\n one\n-two\n+three\n", 1, "has other lines than its header says"),
        (b"@@ -9,2 +9 @@\n+one\n+two\n-x\n-y\n", 1, "has other lines than its header says"),
        (b"@@@ -1 -1 +1 @@@\n-+one\n", 2, "begins with neither"),
        (b"@@@ -1 -1 +1 @@@\n+\n", 2, "begins with neither"),
    ],
)
def test_hunks_that_do_not_add_up(patch: bytes, line: int, message: str) -> None:
    with pytest.raises(PatchError, match=message) as caught:
        read(patch)
    assert (caught.value.path, caught.value.line) == ("x.patch", line)


@pytest.mark.parametrize(
    "line",
    [
        b"@@ -1 +1\n",
        b"@@ 1 1 @@\n",
        b"@@ -1 +x @@\n",
        b"@@@ -1 +1 @@@\n",
        b"@@ -1 -1 +1 @@\n",
        b"@@\n",
        b"text",
    ],
)
def test_what_is_no_header(line: bytes) -> None:
    assert Hunk.begin(LineReader([]), "x.patch", line) is None


def test_combined_a_line_is_new_that_some_parent_has_not() -> None:
    patch = b"@@@ -1,3 -1,3 +1,5 @@@\n  one\n- a\n -b\n++c\n+ b2\n +a2\n--d\n  two\nnext\n"
    assert read(patch) == (1, b"one\nc\nb2\na2\ntwo\n", [(2, 4)], b"next\n")


def test_combined_removed_lines_after_the_last_one() -> None:
    patch = b"@@@@ -1 -1 -1 +1,1 @@@@\n+++one\n---two\n - three\ndiff --cc x\n"
    assert read(patch) == (1, b"one\n", [(1, 1)], b"diff --cc x\n")


def test_combined_counts_of_git_that_are_wrong() -> None:
    """Seen with git 2.39: a count of -1 for none, and a parent's count one too high."""
    patch = b"@@@ -1,2 -1,2 +1,18446744073709551615 @@@\n- a\n -b\n--\n--c\n"
    assert read(patch) == (1, b"", [], b"")
    patch = b"@@@ -1,9 -1,9 +1,2 @@@\n  one\n- a\n+ b\n"
    assert read(patch) == (1, b"one\nb\n", [(2, 2)], b"")


def test_subversions_properties() -> None:
    assert read(b"## -0,0 +1 ##\n+value\n\\ No newline at end of property\n")[1:3] == (b"value", [(1, 1)])


def test_long_lines_come_in_pieces() -> None:
    line = b"0123456789" * 500_000
    patch = b"@@ -1,2 +1,2 @@\n one\n-" + line + b"\n+" + line + b"x\n\\ No newline at end of file\nnext\n"
    hunk, lines = begin(patch)
    chunks = list(hunk.text())
    assert max(map(len, chunks)) < 3 << 20
    assert b"".join(chunks) == b"one\n" + line + b"x"
    assert (hunk.added, lines.read()) == ([(2, 2)], b"next\n")
    assert lines.number == 6


def test_a_hunk_of_100_000_lines_is_quick() -> None:
    body = b"".join(b" old %d\n+new %d\n" % (number, number) for number in range(50_000))
    started = time.process_time()
    first, text, added, _ = read(b"@@ -1,50000 +1,100000 @@\n" + body)
    assert time.process_time() - started < 2
    assert (first, text.count(b"\n"), len(added), added[-1]) == (1, 100_000, 50_000, (100_000, 100_000))
