from __future__ import annotations

import pytest

from privacygate.syntax.comment_marks import _BY_EXTENSION, CLOSING, LONGEST_MARK_BYTES, Marks, comment_marks


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ("app.py", b"#"),
        ("src/deep/app.PY", b"#"),
        ("Dockerfile", b"#"),
        ("Makefile", b"#"),
        (".env", b"#"),
        ("config/.env", b"#"),
        (".gitignore", b"#"),
        ("app.ts", b"//"),
        ("App.java", b"/*"),
        ("style.css", b"/*"),
        ("main.tf", b"#"),
        ("main.tf", b"//"),
        ("index.php", b"#"),
        ("index.html", b"<!--"),
        ("App.vue", b"//"),
        ("README.md", b"<!--"),
        ("dump.sql", b"--"),
        ("init.lua", b"--"),
        ("Main.hs", b"{-"),
        ("settings.ini", b";"),
        ("core.clj", b";"),
        ("paper.tex", b"%"),
        ("form.vb", b"'"),
        ("main.ml", b"(*"),
        ("unit.pas", b"{"),
        ("book.ipynb", b"#"),
    ],
)
def test_marks_of_a_kind_of_file(path: str, mark: bytes) -> None:
    assert mark in comment_marks(path).anywhere


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ("app.py", b"//"),
        ("app.py", b"--"),
        ("app.ts", b"#"),
        ("README.md", b"#"),
        ("README.md", b"//"),
        ("style.css", b"#"),
        ("app.ts", b"*"),
    ],
)
def test_what_is_no_mark_there(path: str, mark: bytes) -> None:
    assert mark not in comment_marks(path).anywhere


@pytest.mark.parametrize(("path", "mark"), [("app.ts", b"*"), ("run.bat", b"rem "), (".vimrc.vim", b'"')])
def test_marks_that_count_at_the_start_of_a_line(path: str, mark: bytes) -> None:
    assert mark in comment_marks(path).first


@pytest.mark.parametrize("path", ["LICENSE", "a.unknown", "a/b", "x.local", "", "."])
def test_unknown_kinds_have_every_common_mark(path: str) -> None:
    assert {b"#", b"//", b"--", b"/*", b"<!--", b";"} <= set(comment_marks(path).anywhere)


@pytest.mark.parametrize("marks", [*_BY_EXTENSION.values(), comment_marks("unknown")])
def test_marks_are_well_formed(marks: Marks) -> None:
    assert marks.anywhere or marks.first
    for mark in (*marks.anywhere, *marks.first):
        assert mark == mark.lower()
        assert mark.strip()
    for mark in marks.anywhere:
        assert mark not in (b'"', b"`"), "they enclose strings everywhere"
        assert not any(bytes((quote,)) == mark for quote in marks.quotes)


def test_no_kind_is_listed_twice() -> None:
    from privacygate.syntax.comment_marks import _KINDS

    listed = [extension for extensions, _ in _KINDS for extension in extensions.split()]
    assert len(listed) == len(set(listed))


def test_what_closes_a_comment_is_not_longer_than_the_reader_looks_back() -> None:
    assert max(map(len, CLOSING.values())) <= LONGEST_MARK_BYTES
    for marks in _BY_EXTENSION.values():
        assert max(map(len, (*marks.anywhere, *marks.first))) <= LONGEST_MARK_BYTES
