from __future__ import annotations

import pytest

from privacygate.detectors.novelty.functions import find_functions


def named(text: str, language: str) -> list[tuple[str, int, int]]:
    raw = text.encode()
    return [
        (raw[each.name_start : each.name_end].decode(), each.first_line, each.last_line)
        for each in find_functions(raw, language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "class A:\n    def f(self):\n        return 1\n", [("f", 2, 3)]),
        ("go", "func (a *A) F(x int) int {\n\treturn x\n}\n", [("F", 1, 3)]),
        ("java", "class A {\n  int f() {\n    return 1;\n  }\n}\n", [("f", 2, 4)]),
        ("javascript", "const f = (a) => {\n  return a\n}\n", [("f", 1, 3)]),
        ("typescript", "class A {\n  f(a: number) {\n    return a\n  }\n}\n", [("f", 2, 4)]),
        ("rust", "fn f(a: u8) -> u8 {\n    a\n}\n", [("f", 1, 3)]),
        ("c", "static int *f(int a)\n{\n  return 0;\n}\n", [("f", 1, 4)]),
        ("cpp", "int A::f(int a) {\n  return a;\n}\n", [("f", 1, 3)]),
        ("c-sharp", "class A {\n  int F() {\n    return 1;\n  }\n}\n", [("F", 2, 4)]),
        ("ruby", "def f(a)\n  a\nend\n", [("f", 1, 3)]),
        ("php", "<?php\nfunction f($a) {\n  return $a;\n}\n", [("f", 2, 4)]),
        ("kotlin", "fun f(a: Int): Int {\n  return a\n}\n", [("f", 1, 3)]),
        ("swift", "func f(a: Int) -> Int {\n  return a\n}\n", [("f", 1, 3)]),
        ("scala", "object A {\n  def f(a: Int): Int = {\n    a\n  }\n}\n", [("f", 2, 4)]),
        ("bash", "f() {\n  echo 1\n}\n", [("f", 1, 3)]),
        ("lua", "function f(a)\n  return a\nend\n", [("f", 1, 3)]),
    ],
)
def test_each_language_by_its_syntax_tree(language: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert named(text, language) == expected


def test_elixir() -> None:
    found = find_functions(b"defmodule A do\n  def f(a) do\n    a\n  end\nend\n", "elixir")
    assert [(each.first_line, each.last_line) for each in found] == [(2, 4)]


def test_without_a_grammar_by_lines() -> None:
    text = "function f(a)\n  b\n  c\nend\n\nfunc g()\n{\n  d\n}\nx\n"
    assert named(text, "no-such-language") == [("f", 1, 4), ("g", 6, 9)]


def test_lines_are_those_of_the_file() -> None:
    (found,) = find_functions(b"def f():\n    return 1\n", "python", 40)
    assert (found.first_line, found.last_line) == (40, 41)


def test_a_function_in_another_comes_after_it() -> None:
    assert [name for name, _, _ in named("def f():\n    def g():\n        pass\n", "python")] == ["f", "g"]


def test_broken_code_has_those_that_can_be_told() -> None:
    assert ("f", 1, 2) in named("def f():\n    return 1\n\n)))\n", "python")
