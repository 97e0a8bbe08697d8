"""What is kept of a file of a change: statements, functions and lines as numbers, and none of its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from privacygate.change import FileChange, Segment
from privacygate.detectors.novelty.functions import Function, find_functions, find_test_modules
from privacygate.detectors.novelty.lexicon import Lexicon, family_of, lexicon
from privacygate.detectors.novelty.measure import Measure, measure
from privacygate.detectors.novelty.path_class import PathClass, class_of_text
from privacygate.detectors.novelty.statements import SHORTEST, Statement, statements
from privacygate.positions import text_of
from privacygate.syntax.languages import language_of

LARGEST_BYTES = 1 << 20
"""A larger text is data, or was written by a program."""

Quote = tuple[Segment, int, int]

_BOILERPLATE = frozenset(
    """equals hashCode toString compareTo clone Equals GetHashCode ToString String GoString __eq__ __ne__ __hash__
    __repr__ __str__ __lt__ == hash to_s inspect isEqual description fmt""".split()
)
"""Functions that are written by rote, however many conditions they have."""

_FEW_STATEMENTS = 3

_MOST_MEASURED = 60
"""So many statements of a function tell what it is like."""


class SketchedFunction(NamedTuple):
    """A function: its lines, and whether it is more than an accessor or boilerplate."""

    first_line: int
    last_line: int
    is_logic: bool
    quote: int
    """The number of its name among the quotes of the file; -1 without one."""


class SketchedStatement(NamedTuple):
    """A statement with new lines, or an old one in a file with new ones."""

    place: int
    """Its number among the statements of the file that are long enough; -1 for a short one."""
    shape: int
    names: int
    new_lines: tuple[int, ...]
    """Its logical lines that the change adds and that are inside a function."""
    measure: Measure


class Sketch(NamedTuple):
    """A file of a change."""

    family: str
    statements: tuple[SketchedStatement, ...]
    """In order; only those with new lines."""
    functions: tuple[SketchedFunction, ...]
    """Those with new lines."""
    logical_lines: tuple[int, ...]
    """Of the whole file, new or not, as far as it is known."""
    end_columns: dict[int, int]
    """For each new line, the column after its last character, in code points from 1."""


def sketch_file(file: FileChange, is_code: bool = False) -> tuple[tuple[Sketch, ...], tuple[Quote, ...]] | None:
    """A sketch for each segment of `file`, and where the names of its functions stand.

    None where its text shows that nobody wrote it here, unless `is_code`, or that it is in no language we know.
    """
    segments = tuple(file.segments)
    start = segments[0].text if segments else b""
    language = language_of(file.path, start)
    family = family_of(language)
    if language is None or family is None or not (is_code or class_of_text(start) is PathClass.CODE):
        return None
    sketches: list[Sketch] = []
    quotes: list[Quote] = []
    for segment in segments:
        if len(segment.text) <= LARGEST_BYTES:
            found, names = _sketch(file, segment, language, lexicon(family), len(quotes))
            sketches.append(found)
            quotes += ((segment, start, end) for start, end in names)
    return tuple(sketches), tuple(quotes)


def _sketch(
    file: FileChange, segment: Segment, language: str, lexicon: Lexicon, first_quote: int
) -> tuple[Sketch, list[tuple[int, int]]]:
    text, first_line = segment.text, segment.first_line
    functions = find_functions(text, language, first_line)
    found = statements(text, lexicon, first_line)
    inside = _LinesInside(functions, file.whole, find_test_modules(text, language, first_line))
    sketched: list[SketchedStatement] = []
    place = -1
    for statement in found:
        is_long = len(statement.tokens) >= SHORTEST
        place += is_long
        lines = tuple(line for line in statement.lines if file.is_new(line, line) and line in inside)
        if lines:
            its = measure((statement,), lexicon)
            where = place if is_long else -1
            sketched.append(SketchedStatement(where, statement.shape, statement.names, lines, its))
    new = {line for statement in sketched for line in statement.new_lines}
    functions = [each for each in functions if not new.isdisjoint(range(each.first_line, each.last_line + 1))]
    kept, quotes = _functions(functions, found, text, lexicon, first_quote)
    logical = tuple(line for statement in found for line in statement.lines)
    return Sketch(lexicon.family, tuple(sketched), kept, logical, _end_columns(text, first_line, new)), quotes


class _LinesInside:
    """The lines in functions, without tests. Of a piece of a file nobody knows what it is in, so all of it counts."""

    def __init__(self, functions: list[Function], whole: bool, tests: Iterable[range]) -> None:
        self._whole = whole
        self._lines: set[int] = set()
        self._tests = {line for lines in tests for line in lines}
        last = 0
        for function in functions:
            self._lines.update(range(max(last + 1, function.first_line), function.last_line + 1))
            last = max(last, function.last_line)

    def __contains__(self, line: int) -> bool:
        return line not in self._tests and (not self._whole or line in self._lines)


def _functions(
    functions: list[Function], found: list[Statement], text: bytes, lexicon: Lexicon, first_quote: int
) -> tuple[tuple[SketchedFunction, ...], list[tuple[int, int]]]:
    kept: list[SketchedFunction] = []
    quotes: list[tuple[int, int]] = []
    starts = [statement.first_line for statement in found]
    for function in functions:
        quote = -1
        if function.name_end:
            quote = first_quote + len(quotes)
            quotes.append((function.name_start, function.name_end))
        its = found[bisect_left(starts, function.first_line) : bisect_right(starts, function.last_line)]
        is_logic = _is_logic(its, text[function.name_start : function.name_end], lexicon)
        kept.append(SketchedFunction(function.first_line, function.last_line, is_logic, quote))
    return tuple(kept), quotes


def _is_logic(its: list[Statement], name: bytes, lexicon: Lexicon) -> bool:
    if text_of(name) in _BOILERPLATE:
        return False
    counted = measure(its[:_MOST_MEASURED], lexicon)
    return bool(counted.decisions or counted.arithmetic) or counted.statements - counted.plain > _FEW_STATEMENTS


def _end_columns(text: bytes, first_line: int, lines: set[int]) -> dict[int, int]:
    return {
        number: len(text_of(line.rstrip(b"\r"))) + 1
        for number, line in enumerate(text.split(b"\n"), first_line)
        if number in lines
    }
