"""New logical lines → blocks, and what each of them is made of."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from privacygate.detectors.novelty.chains import Source
from privacygate.detectors.novelty.measure import Measure
from privacygate.detectors.novelty.sketch import Sketch, SketchedFunction, SketchedStatement

LONGEST_INTERRUPTION = 8
"""How many other logical lines may stand between two new ones of a block."""

LEAST_DENSITY = 0.06
"""Decisions and arithmetic in a logical line, on average, of what is logic. Data and accessors have none."""

SMALL = 30
"""A block of so few lines may be without: it belongs to what is around it. The change as a whole may not."""

LEAST_SOLID = 0.5
"""The share of new ones among the logical lines of a block from which on it was written, and not only edited."""

MOST_PLAIN = 0.6
"""The share of lines in accessors and boilerplate from which on these lines do not count."""


class Block(NamedTuple):
    """A stretch of new logic in one file."""

    first_line: int
    last_line: int
    lines: int
    """How many of its logical lines are new."""
    is_solid: bool
    """Whether they are most of its logical lines. Where they are not, something was edited, not written."""
    seen: int
    """How many of the logical lines that the change adds within it were there before."""
    measure: Measure
    functions: tuple[SketchedFunction, ...]
    """The outermost ones with new lines in the block, in order."""
    sources: tuple[tuple[int, int, int, int, int], ...]
    """What was there before: first and last line here, number of the old file, first and last place there."""


def find_blocks(sketch: Sketch, sources: Mapping[int, Source]) -> list[Block]:
    """The blocks of new logic in a file, given where some statements, by place, come from."""
    is_new = _which_are_new(sketch.statements, sources)
    lines: dict[int, SketchedStatement] = {}
    for statement, new in zip(sketch.statements, is_new, strict=True):
        if new:
            lines.update(dict.fromkeys(statement.new_lines, statement))
    blocks = []
    for run in _runs(sorted(lines), sketch.logical_lines):
        block = _block(_without_plain(run, sketch), lines, sketch, is_new, sources)
        if block is not None:
            blocks.append(block)
    return blocks


def _which_are_new(statements: tuple[SketchedStatement, ...], sources: Mapping[int, Source]) -> list[bool]:
    """For each statement whether it is new; short ones go by the long ones around them."""
    states = [None if s.place < 0 else s.place not in sources for s in statements]
    following: list[bool] = []
    latest = True
    for state in reversed(states):
        latest = latest if state is None else state
        following.append(latest)
    following.reverse()
    result: list[bool] = []
    before = True
    for state, after in zip(states, following, strict=True):
        if state is None:
            result.append(before and after)
        else:
            result.append(state)
            before = state
    return result


def _runs(lines: list[int], logical_lines: tuple[int, ...]) -> Iterator[list[int]]:
    """`lines` in runs, none of them interrupted by more than `LONGEST_INTERRUPTION` other logical lines."""
    ordered = sorted(set(logical_lines))
    run: list[int] = []
    latest = 0
    for line in lines:
        number = bisect_left(ordered, line)
        if run and number - latest - 1 > LONGEST_INTERRUPTION:
            yield run
            run = []
        run.append(line)
        latest = number
    if run:
        yield run


def _without_plain(run: list[int], sketch: Sketch) -> list[int]:
    """The lines of `run` that count: without accessors and boilerplate where there is much of it."""
    plain: set[int] = set()
    for function in sketch.functions:
        lines = range(function.first_line, function.last_line + 1)
        if function.is_logic:
            plain.difference_update(lines)
        else:
            plain.update(lines)
    counting = [line for line in run if line not in plain]
    return run if len(run) <= SMALL or len(run) - len(counting) <= MOST_PLAIN * len(run) else counting


def _block(
    run: list[int],
    lines: Mapping[int, SketchedStatement],
    sketch: Sketch,
    is_new: list[bool],
    sources: Mapping[int, Source],
) -> Block | None:
    """The block of the new lines `run`; None where it is no logic."""
    if not run:
        return None
    its = {id(lines[line]): lines[line] for line in run}
    total = sum((statement.measure for statement in its.values()), Measure())
    if len(run) > SMALL and total.decisions + total.arithmetic < LEAST_DENSITY * len(run):
        return None
    first, last = run[0], run[-1]
    within = [s for s in sketch.statements if s.new_lines[0] <= last and s.new_lines[-1] >= first]
    seen = [s for s, new in zip(sketch.statements, is_new, strict=True) if not new and s in set(within)]
    return Block(
        first_line=first,
        last_line=last,
        lines=len(run),
        is_solid=len(run) >= LEAST_SOLID * _between(first, last, sketch.logical_lines),
        seen=sum(len(statement.new_lines) for statement in seen),
        measure=total,
        functions=tuple(_outermost(run, sketch.functions)),
        sources=tuple(_origins(seen, sources)),
    )


def _between(first: int, last: int, logical_lines: tuple[int, ...]) -> int:
    return sum(first <= line <= last for line in set(logical_lines))


def _outermost(run: list[int], functions: tuple[SketchedFunction, ...]) -> Iterator[SketchedFunction]:
    """The functions that hold lines of `run`: not those in others, but those in one that holds most of the file."""
    last_line = 0
    for function in functions:
        if function.quote < 0 or function.first_line <= last_line:
            continue
        at = bisect_left(run, function.first_line)
        if at < len(run) and run[at] <= function.last_line:
            yield function
            last_line = function.last_line


def _origins(seen: list[SketchedStatement], sources: Mapping[int, Source]) -> Iterator[tuple[int, int, int, int, int]]:
    """Where what was seen before comes from: for each old file the stretch from its first to its last line."""
    by_file: dict[int, list[tuple[SketchedStatement, Source]]] = {}
    for statement in seen:
        source = sources.get(statement.place)
        if source is not None:
            by_file.setdefault(source.old, []).append((statement, source))
    ranked = Counter({old: len(its) for old, its in by_file.items()})
    for old, _ in ranked.most_common():
        its = by_file[old]
        here = [line for statement, _ in its for line in statement.new_lines]
        there = [source.place for _, source in its]
        yield min(here), max(here), old, min(there), max(there)
