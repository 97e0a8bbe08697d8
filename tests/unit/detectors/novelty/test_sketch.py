from __future__ import annotations

import pickle

from privacygate.change import AddedLines, FileChange, Segment
from privacygate.detectors.novelty.sketch import Sketch, sketch_file

from .written import added_file, changed_file, function, module


def sketched(file: FileChange) -> Sketch:
    found = sketch_file(file)
    assert found is not None
    (sketch,) = found[0]
    return sketch


def new_lines(sketch: Sketch) -> list[int]:
    return [line for statement in sketch.statements for line in statement.new_lines]


def test_lines_count_that_are_new_logical_and_in_a_function() -> None:
    text = "import os\nLIMIT = f(3)\n\ndef f(a):\n    # why\n    return a + 1\n"
    assert new_lines(sketched(added_file("a.py", text))) == [4, 6]
    assert new_lines(sketched(changed_file("a.py", text, (6, 6)))) == [6]


def test_of_a_piece_nobody_knows_what_it_is_in() -> None:
    file = FileChange("a.py", (Segment(b"    x = f(a) + 1\n", 40),), AddedLines(((40, 40),)), whole=False)
    assert new_lines(sketched(file)) == [40]


def test_each_piece_has_one_and_names_are_counted_through() -> None:
    first, second = function("one", 1).encode(), function("two", 2).encode()
    file = FileChange("a.py", (Segment(first), Segment(second, 100)), AddedLines(((1, 200),)), whole=False)
    found = sketch_file(file)
    assert found is not None
    sketches, quotes = found
    assert [each.functions[0].quote for each in sketches] == [0, 1]
    assert [segment.text[start:end] for segment, start, end in quotes] == [b"one", b"two"]
    assert sketches[1].functions[0].first_line == 100


def test_functions_without_new_lines_are_left_out() -> None:
    text = function("old", 1, 10) + "\n" + function("new", 2, 10)
    last = text.count("\n")
    (kept,) = sketched(changed_file("a.py", text, (12, last))).functions
    assert kept.first_line > 10


def test_accessors_and_what_is_written_by_rote_are_no_logic() -> None:
    text = (
        "class A {\n  int getX() {\n    return x;\n  }\n"
        "  boolean equals(Object o) {\n    return o != null && o.x == x && o.y == y;\n  }\n"
        "  int settle(int a) {\n    return a > 3 ? a * 2 : b(a);\n  }\n}\n"
    )
    assert [each.is_logic for each in sketched(added_file("A.java", text)).functions] == [False, False, True]


def test_tests_in_the_file_they_test_do_not_count() -> None:
    text = (
        "fn f(a: u8) -> u8 {\n    a + 1\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() {\n"
        "        assert_eq!(f(1), 2);\n    }\n}\n"
    )
    assert new_lines(sketched(added_file("a.rs", text))) == [1, 2]


def test_generated_code_has_none_unless_it_is_called_code() -> None:
    file = added_file("a.py", "# @generated\n" + module(1, 2))
    assert sketch_file(file) is None
    assert sketch_file(file, is_code=True) is not None


def test_what_is_no_code_has_none() -> None:
    assert sketch_file(added_file("a.yaml", "a: 1\n")) is None


def test_a_very_large_text_is_passed_over() -> None:
    found = sketch_file(added_file("a.py", module(1, 2) + "#" * 60 + "\n" * (1 << 20)))
    assert found == ((), ())


def test_it_holds_no_text_and_can_travel() -> None:
    text = function("marker_of_the_change", 1)
    sketch = sketched(added_file("a.py", text))
    assert pickle.loads(pickle.dumps(sketch)) == sketch  # noqa: S301
    assert "marker" not in repr(sketch)
    assert b"alpha" not in pickle.dumps(sketch)


def test_columns_count_code_points() -> None:
    sketch = sketched(added_file("a.py", 'def f():\n    return "ä𐐀" + 1\n'))
    assert sketch.end_columns == {1: 9, 2: 20}
