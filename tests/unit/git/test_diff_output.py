from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.errors import GitError
from privacygate.git.diff_output import DiffOutput, RawEntry, Section
from privacygate.process import Program

OLD, NEW, NONE = b"1" * 40, b"2" * 40, b"0" * 40

RAW = (
    b":100644 100755 %b %b M\0a b\0" % (OLD, NEW)
    + b":000000 120000 %b %b A\0new\nline\0" % (NONE, NEW)
    + b":100644 100644 %b %b R087\0from\0to\0" % (OLD, NEW)
    + b":100644 000000 %b %b D\0\xff\0" % (OLD, NONE)
)

PATCH = b"""\
* Unmerged path x
diff --git a/a b b/a b
index 1111111..2222222 100644
--- a/a b\t
+++ b/a b\t
@@ -1 +1 @@ function @@ -9 +9 @@
-one
+ONE
@@ -3,0 +4,2 @@
+@@ -0,0 +1 @@
+diff --git a/x b/x
@@ -9,2 +11,0 @@
-x
-y
\\ No newline at end of file
diff --git a/empty b/empty
new file mode 100644
"""

ENTRIES = [
    RawEntry(b"100644", b"100755", OLD, NEW, b"M", "a b", None),
    RawEntry(b"000000", b"120000", NONE, NEW, b"A", "new\nline", None),
    RawEntry(b"100644", b"100644", OLD, NEW, b"R", "to", "from"),
    RawEntry(b"100644", b"000000", OLD, NONE, b"D", "\udcff", None),
]

SECTIONS = [Section(3, ((1, 1), (4, 5))), Section(0, ())]


class Pieces:
    """Stands for git: its output in pieces."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter([piece for piece in pieces if piece])

    def read_some(self) -> bytes:
        return next(self._pieces, b"")


def parse(*pieces: bytes) -> tuple[list[RawEntry], list[Section]]:
    output = DiffOutput(cast(Program, Pieces(pieces)))
    return list(output.entries()), list(output.sections())


def test_both_parts() -> None:
    assert parse(RAW + b"\0" + PATCH) == (ENTRIES, SECTIONS)


@given(st.lists(st.integers(0, len(RAW) + len(PATCH)), max_size=30))
def test_in_whatever_pieces_it_comes(cuts: list[int]) -> None:
    whole = RAW + b"\0" + PATCH
    bounds = [0, *sorted(cuts), len(whole)]
    pieces = [whole[start:end] for start, end in itertools.pairwise(bounds)]
    assert parse(*pieces) == (ENTRIES, SECTIONS)


def test_byte_by_byte() -> None:
    whole = RAW + b"\0" + PATCH
    assert parse(*(whole[index : index + 1] for index in range(len(whole)))) == (ENTRIES, SECTIONS)


def test_nothing() -> None:
    assert parse() == ([], [])


def test_only_the_raw_part() -> None:
    assert parse(RAW) == (ENTRIES, [])


@pytest.mark.parametrize(
    "raw",
    [
        b"usage: git diff\0",
        b":100644 100644 1 2\0a\0",
        b":100644 100644 1 2 M\0a",
        b":100644 100644 1 2 R\0a\0",
    ],
)
def test_a_raw_part_that_is_none(raw: bytes) -> None:
    with pytest.raises(GitError, match="the list of changed files"):
        parse(raw)


@pytest.mark.parametrize("header", [b"@@ -1 +x @@\n", b"@@ -1 @@\n", b"@@ -1 +1"])
def test_a_hunk_header_that_is_none(header: bytes) -> None:
    with pytest.raises(GitError, match="the header of a hunk"):
        parse(RAW + b"\0diff --git a/a b/a\n" + header)
