from __future__ import annotations

import pytest

from privacygate.detectors.novelty.lexicon import lexicon
from privacygate.detectors.novelty.statements import SHORTEST, fingerprints, statements


def shapes(text: str, family: str) -> list[int]:
    return fingerprints(text.encode(), lexicon(family))[0]


def lines(text: str, family: str) -> list[int]:
    return [line for statement in statements(text.encode(), lexicon(family)) for line in statement.lines]


class TestWhatStaysTheSame:
    @pytest.mark.parametrize(
        ("family", "one", "other"),
        [
            pytest.param("python", "total = price(a, b) + 3", "sum_ = cost(x, y) + 4", id="names and numbers"),
            pytest.param("python", "    x = f(a, b) + 1", "x=f(a,b)+1", id="blanks"),
            pytest.param("python", "x = f(a,\n      b) + 1", "x = f(a, b) + 1", id="line breaks in brackets"),
            pytest.param("python", "x = f(a) + \\\n  b", "x = f(a) + b", id="a line that goes on"),
            pytest.param("python", "x = f(a)  # why not", "x = f(a)", id="comments"),
            pytest.param("python", "x = f('one')", 'x = f("""two\nthree""")', id="literals"),
            pytest.param(
                "java", "if (a > b) {\n c(a, b);\n}", "if (a > b)\n{\n  c(a,\n    b);\n}", id="brackets on a line"
            ),
            pytest.param("java", "return a.b()\n  .c()\n  .d();", "return a.b().c().d();", id="calls in a chain"),
            pytest.param(
                "javascript", "x = cond\n ? a(1)\n : b(2)", "x = cond ? a(1) : b(2)", id="a condition on three lines"
            ),
            pytest.param("go", "x := f(a) /* b */ + c", "x := f(a) + c", id="a comment inside"),
        ],
    )
    def test_it_has_the_same_shapes(self, family: str, one: str, other: str) -> None:
        assert shapes(one, family) == shapes(other, family) != []

    @pytest.mark.parametrize(
        ("family", "one", "other"),
        [
            ("python", "x = f(a, b) + 1", "x = f(a, b) - 1"),
            ("python", "x = f(a, b) + 1", "x = f(a, b, c) + 1"),
            ("python", "if a in b: f(c)", "while a in b: f(c)"),
            ("python", "x = None or f(a)", "x = True or f(a)"),
        ],
    )
    def test_another_one_has_another(self, family: str, one: str, other: str) -> None:
        assert shapes(one, family) != shapes(other, family)

    def test_names_are_told_apart_all_the_same(self) -> None:
        words = lexicon("python")
        one, other = (fingerprints(text, words) for text in (b"x = f(a, b)", b"y = f(a, b)"))
        assert one[0] == other[0]
        assert one[1] != other[1]

    def test_short_ones_say_nothing(self) -> None:
        assert shapes("x = 1\nreturn x\n", "python") == []
        assert SHORTEST == 4


class TestWhereTheyStand:
    def test_first_and_last_line(self) -> None:
        found = statements(b"\n\nx = f(\n  a,\n)\ny = 2\n", lexicon("python"))
        assert [(s.first_line, s.last_line) for s in found] == [(3, 5), (6, 6)]

    def test_it_may_begin_further_down(self) -> None:
        (found,) = statements(b"x = f(a)\n", lexicon("python"), 40)
        assert (found.first_line, found.last_line, found.lines) == (40, 40, (40,))

    def test_a_literal_of_several_lines_counts_once(self) -> None:
        assert lines('x = """one\ntwo\nthree"""\ny = 3\n', "python") == [1, 4]

    def test_the_index_and_the_change_see_the_same(self) -> None:
        text = b"class A {\n  int f(int a) {\n    return a > 0 ? g(a) : h(a);\n  }\n}\n"
        words = lexicon("java")
        found = [s for s in statements(text, words) if len(s.tokens) >= SHORTEST]
        assert ([s.shape for s in found], [s.names for s in found]) == fingerprints(text, words)


class TestLogicalLines:
    @pytest.mark.parametrize(
        ("family", "text", "expected"),
        [
            ("python", "import os\nfrom a import (\n  b,\n)\nx = 1\n", [5]),
            ("python", 'def f():\n    """What it does."""\n    return 1\n', [1, 3]),
            ("python", "# one\n\nx = [\n    1,\n]\n", [3, 4]),
            ("java", "package a;\nimport b.c;\nclass A {\n}\n", [3]),
            ("c", '#include <a.h>\n#include "b.h"\nint x;\n', [3]),
            ("ruby", "if a\n  b\nelse\n  c\nend\n", [1, 2, 4]),
            ("javascript", "function f() {\n  return (\n    a\n  );\n}\n", [1, 2, 3]),
            ("c-sharp", "using (var a = b())\n{\n  c();\n}\n", [1, 3]),
        ],
    )
    def test_imports_brackets_and_comments_are_none(self, family: str, text: str, expected: list[int]) -> None:
        assert lines(text, family) == expected


class TestTextsThatAreNotWhatTheySeem:
    def test_a_bracket_that_is_never_closed_does_not_swallow_the_rest(self) -> None:
        rest = "".join(f"x{number} = f(a, {number}) + g(b)\n" for number in range(60))
        assert len(shapes("y = ((\n" + rest, "python")) > 30

    @pytest.mark.parametrize("text", ["", "\n\n", "}}}", "((((", '"', "'", "/*", "`", '"""', "\x00\xff", "=begin"])
    @pytest.mark.parametrize("family", ["python", "javascript", "ruby", "php", "c", "rust"])
    def test_nothing_breaks(self, text: str, family: str) -> None:
        statements(text.encode("latin-1"), lexicon(family))
