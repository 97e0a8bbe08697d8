from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.syntax.comment_marks import comment_marks
from privacygate.syntax.comments import LONGEST_COMMENT_BYTES, CommentGuess, comments_in, marks_of
from privacygate.syntax.grammars import GRAMMARS, Unparsed
from privacygate.syntax.languages import LANGUAGES


def found(path: str, text: str) -> list[str]:
    raw = text.encode()
    return [raw[start:end].decode() for start, end in comments_in(path, raw).found]


@pytest.mark.parametrize(
    ("path", "text", "comments"),
    [
        ("a.py", 'x = "# no"  # yes\ndef f():\n    """Doc."""\n    y = """no doc"""\n', ["# yes", '"""Doc."""']),
        ("a.py", "\"\"\"Module.\"\"\"\nclass A:\n    '''Class.'''\n", ['"""Module."""', "'''Class.'''"]),
        ("a.js", "let a = '// no' // yes\n/* block */\n", ["// yes", "/* block */"]),
        ("a.ts", "let a: string // yes\n", ["// yes"]),
        ("a.tsx", "const a = <p>// no {/* yes */}</p>\n", ["/* yes */"]),
        ("A.java", "/** Doc. */\nclass A {} // yes\n", ["/** Doc. */", "// yes"]),
        ("a.kt", '/** Doc. */\nval a = "// no"\n', ["/** Doc. */"]),
        ("a.c", "int a; // yes\n/* block */\n", ["// yes", "/* block */"]),
        ("a.cpp", 'auto a = "// no"; // yes\n', ["// yes"]),
        ("a.cs", "/// <summary>Doc.</summary>\nclass A {}\n", ["/// <summary>Doc.</summary>"]),
        ("a.go", "package a // yes\n", ["// yes"]),
        ("a.rs", "/// Doc.\nfn a() {} /* yes */\n", ["/// Doc.", "/* yes */"]),
        ("a.rb", "a = '# no' # yes\n=begin\nblock\n=end\n", ["# yes", "=begin\nblock\n=end"]),
        ("a.php", "<!-- page --><?php $a = '# no'; // yes\n# hash\n", ["<!-- page -->", "// yes", "# hash"]),
        ("a.swift", 'let a = "// no" // yes\n', ["// yes"]),
        ("a.scala", "/* block */ val a = 1 // yes\n", ["/* block */", "// yes"]),
        ("a.sh", "#!/bin/sh\necho '# no' # yes\n", ["#!/bin/sh", "# yes"]),
        ("a.sql", "select '-- no' -- yes\n/* block */\n", ["-- yes", "/* block */"]),
        ("a.html", "<!-- page --><script>// code\n</script>\n", ["<!-- page -->", "// code"]),
        ("a.css", 'a { content: "/* no */" } /* yes */\n', ["/* yes */"]),
        ("a.yaml", 'a: "# no" # yes\n', ["# yes"]),
        ("a.toml", 'a = "# no" # yes\n', ["# yes"]),
        ("a.tf", 'a = "# no" # yes\n// slashes\n', ["# yes", "// slashes"]),
        ("a.lua", "a = '-- no' -- yes\n--[[ block ]]\n", ["-- yes", "--[[ block ]]"]),
        ("a.ex", 'defmodule A do\n  @moduledoc "Doc."\n  # yes\nend\n', ['"Doc."', "# yes"]),
        ("a.ps1", "<# block #>\n$a = '# no' # yes\n", ["<# block #>", "# yes"]),
        ("a.m", "int a; // yes\n", ["// yes"]),
        ("a.gradle", "a = '// no' // yes\n", ["// yes"]),
        ("a.dart", "/// Doc.\nvar a = 1; // yes\n", ["/// Doc.", "// yes"]),
        ("a.zig", "const a = 1; // yes\n", ["// yes"]),
        ("Dockerfile", "# yes\nRUN echo a # no\n", ["# yes"]),
    ],
)
def test_every_language(path: str, text: str, comments: list[str]) -> None:
    assert found(path, text) == comments


def test_each_language_is_tried() -> None:
    assert len(GRAMMARS) >= 20
    assert set(GRAMMARS) | {"dockerfile"} == LANGUAGES


class TestJoining:
    def test_line_comments_one_below_the_other_are_one(self) -> None:
        assert found("a.py", "# one\n# two\n\n# three\nx = 1  # four\n# five\n") == [
            "# one\n# two",
            "# three",
            "# four",
            "# five",
        ]

    def test_blocks_stay_apart(self) -> None:
        assert found("a.js", "/* one */\n/* two */\n// three\n") == ["/* one */", "/* two */", "// three"]

    def test_a_docstring_is_not_joined_to_what_stands_around_it(self) -> None:
        assert found("a.py", '# one\n"""Doc."""\n# two\n') == ["# one", '"""Doc."""', "# two"]

    def test_windows_line_ends(self) -> None:
        assert found("a.py", "# one\r\n# two\r\nx = 1\r\n") == ["# one\r\n# two"]


class TestByMarks:
    @pytest.mark.parametrize(
        ("path", "text", "comments"),
        [
            ("a.ini", "; one\n# two\nx = 'a; b'\n", ["; one\n# two"]),
            ("a.vue", "<!-- page -->\n// code\n", ["<!-- page -->", "// code"]),
            ("a.hs", "{- block\nof two -}\nx = 1 -- yes\n", ["{- block\nof two -}", "-- yes"]),
            ("a.vb", "' one\nREM two\nx = 1 ' three\n", ["' one\nREM two", "' three"]),
            ("a.r", "x <- 'a # b' # yes\n", ["# yes"]),
            ("a.unknown", "/* never closed\n", ["/* never closed"]),
            ("a.conf", "url = http://host/a#b\n", []),
        ],
    )
    def test_files_without_a_grammar(self, path: str, text: str, comments: list[str]) -> None:
        assert found(path, text) == comments
        assert comments_in(path, text.encode()).unparsed is Unparsed.NO_GRAMMAR

    def test_a_minified_file_is_read_by_its_marks(self) -> None:
        text = b"/*! head */" + b"a=1;" * 50_000 + b"// tail\n"
        comments = comments_in("a.min.js", text)
        assert comments.unparsed is Unparsed.LONG_LINES
        assert [text[start:end] for start, end in comments.found] == [b"/*! head */", b"// tail"]

    def test_a_long_comment_is_cut_and_that_is_said(self) -> None:
        text = b"/* " + b"words and more\n" * 80_000 + b"*/\n"
        comments = comments_in("a.js", text)
        assert comments.cut
        assert [end - start for start, end in comments.found] == [LONGEST_COMMENT_BYTES]


@given(st.sampled_from(["a.py", "a.php", "a.html", "a.ini", "a.hs", "a.vb", "a.js"]), st.binary())
def test_comments_of_anything_are_in_order_and_disjoint(path: str, text: bytes) -> None:
    comments = comments_in(path, text).found
    assert all(0 <= start <= end <= len(text) for start, end in comments)
    assert all(one.end <= other.start for one, other in pairwise(comments))


@pytest.mark.parametrize(
    ("path", "text", "inside"),
    [
        ("a.py", "x = 1  # here HIT", True),
        ("a.py", "x = HIT", False),
        ("a.py", 'def f():\n    """Doc\n    HIT', True),
        ("a.js", "/* one\n HIT", True),
        ("a.js", "/* one */ let HIT", True),  # a mark on its line: better to look once too often
        ("a.js", "/* one */\nlet HIT", False),
        ("a.html", "<!-- one\nHIT", True),
        ("a.rb", "=begin\nHIT", True),
    ],
)
def test_a_quick_look_whether_it_may_be_a_comment(path: str, text: str, inside: bool) -> None:
    assert CommentGuess(text.encode(), comment_marks(path)).may_hold(text.index("HIT")) is inside


@pytest.mark.parametrize("path", ["a.py", "a.js", "a.c", "a.sql", "a.rb", "a.yaml", "a.lua", "a.cs"])
@given(st.lists(st.sampled_from(["# w\n", "// w\n", "/* w\n", "*/\n", "-- w\n", '"""w\n', "x = 1\n", "'", '"', "\n"])))
def test_the_quick_look_misses_no_comment(path: str, pieces: list[str]) -> None:
    text = "".join(pieces).encode()
    guess = CommentGuess(text, marks_of(path, None))
    for start, end in comments_in(path, text).found:
        for offset in range(start, end):
            if text[offset : offset + 1] == b"w":
                assert guess.may_hold(offset)
