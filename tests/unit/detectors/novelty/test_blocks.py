from __future__ import annotations

from privacygate.detectors.novelty.blocks import Block, find_blocks
from privacygate.detectors.novelty.chains import Source
from privacygate.detectors.novelty.sketch import Sketch, sketch_file

from .written import added_file, changed_file, function, module


def sketched(text: str, *ranges: tuple[int, int], path: str = "a.py") -> Sketch:
    found = sketch_file(changed_file(path, text, *ranges) if ranges else added_file(path, text))
    assert found is not None
    return found[0][0]


def one(blocks: list[Block]) -> Block:
    (block,) = blocks
    return block


def test_a_new_file_is_one_block() -> None:
    block = one(find_blocks(sketched(module(1, 3)), {}))
    assert (block.first_line, block.seen, block.is_solid) == (1, 0, True)
    assert block.lines > 50
    assert len(block.functions) == 3
    assert block.measure.decisions > 5


def test_far_apart_means_two() -> None:
    text = function("a", 1, 10) + "\n" + function("b", 2, 20) + "\n" + function("c", 3, 10)
    lines = text.count("\n")
    blocks = find_blocks(sketched(text, (1, 10), (lines - 9, lines)), {})
    assert [block.first_line for block in blocks] == [1, lines - 9]


def test_what_comes_from_elsewhere_is_seen_and_not_new() -> None:
    sketch = sketched(module(1, 1, 40))
    places = [statement.place for statement in sketch.statements if statement.place >= 0]
    known = {place: Source(7, place + 3, 90.0) for place in places[5:12]}
    block = one(find_blocks(sketch, known))
    assert block.seen >= 7
    assert block.sources[0][2:] == (7, places[5] + 3, places[11] + 3)
    total = sum(len(statement.new_lines) for statement in sketch.statements)
    assert block.lines + block.seen == total


def test_all_of_it_known_leaves_nothing() -> None:
    sketch = sketched(module(1, 3))
    places = [statement.place for statement in sketch.statements if statement.place >= 0]
    assert find_blocks(sketch, {place: Source(0, place, 90.0) for place in places}) == []


def test_data_is_no_block() -> None:
    table = "def table():\n    return [\n" + "".join(f"        ('n{n}', {n}),\n" for n in range(60)) + "    ]\n"
    assert find_blocks(sketched(table), {}) == []


def test_accessors_are_none() -> None:
    fields = "".join(
        f"  int getF{n}() {{\n    return f{n};\n  }}\n  void setF{n}(int v) {{\n    this.f{n} = v;\n  }}\n"
        for n in range(30)
    )
    assert find_blocks(sketched("class A {\n" + fields + "}\n", path="A.java"), {}) == []


def test_logic_among_accessors_counts_alone() -> None:
    fields = "".join(f"def get{n}(self):\n    return self.f{n}\n\n" for n in range(30))
    block = one(find_blocks(sketched(fields + function("settle", 1, 20)), {}))
    assert block.lines < 25


def test_edits_here_and_there_are_not_solid() -> None:
    text = module(1, 3)
    ranges = [(line, line) for line in range(2, text.count("\n"), 5)]
    assert all(not block.is_solid for block in find_blocks(sketched(text, *ranges), {}))
