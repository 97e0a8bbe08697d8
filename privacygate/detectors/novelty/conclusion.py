"""From sketches of a change and the code before it to what there is to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from privacygate.change import Before
from privacygate.detectors.novelty.blocks import LEAST_DENSITY, Block, find_blocks
from privacygate.detectors.novelty.chains import Added, Source, find_sources
from privacygate.detectors.novelty.earlier import EarlierFile, TooMuchToRead, earlier_code
from privacygate.detectors.novelty.sketch import Sketch
from privacygate.errors import GateError
from privacygate.model import Conclusion, Level, Notification

LEAST_LINES = 8
"""A block of fewer lines adds nothing to the sum that makes a change large: something was edited there."""


class Found(NamedTuple):
    """A block of new logic in a file."""

    path: str
    block: Block
    sketch: Sketch
    names: tuple[str, ...]
    """Of its functions, as far as they were asked for."""
    earlier: Sequence[EarlierFile]
    """The old files that `block.sources` speaks of by number."""
    weight: float

    @property
    def weighted(self) -> float:
        """Its lines, as the settings weigh them."""
        return self.block.lines * self.weight


Sketched = Mapping[str, tuple[tuple[Sketch, ...], tuple[str, ...]]]
"""By path: a sketch for each piece of the file, and the names of its functions."""


def conclude(
    sketched: Sketched,
    before: Before,
    known: Sequence[Before],
    limits: tuple[int, int],
    weight: Callable[[str], float],
) -> Iterator[Conclusion | Notification]:
    """What to say about a change: one conclusion where it is large, nothing where it is not.

    `limits` are the weighted lines of one block, and of all, from which on it is large; `known` is other code that is
    not new.
    """
    families = sorted({sketch.family for sketches, _ in sketched.values() for sketch in sketches})
    try:
        earlier = [earlier_code(each, families) for each in (before, *known)]
    except TooMuchToRead as much:
        yield Notification("novelty-index-missing", _not_looked_for(much.files), Level.NOTE)
        return
    except GateError as error:  # a clone without old contents, say: that must not keep advice from a whole check
        message = f"Large new logic was not looked for, because old code cannot be read: {error.message}"
        yield Notification("novelty-not-compared", message, Level.NOTE)
        return
    found: list[Found] = []
    for family in families:
        old = [file for code in earlier for file in code[family]]
        found += _found(family, sketched, old, weight)
    least_block, least_change = limits
    written = [each for each in found if each.block.is_solid and each.block.lines >= LEAST_LINES]
    total = sum(each.weighted for each in written) if _is_logic(written) else 0.0
    if total >= least_change or any(each.weighted >= least_block for each in written):
        from privacygate.detectors.novelty.wording import worded

        yield worded(sorted(found, key=lambda each: (-each.weighted, each.path, each.block.first_line)))


def _found(
    family: str, sketched: Sketched, old: Sequence[EarlierFile], weight: Callable[[str], float]
) -> Iterator[Found]:
    pieces = [
        (path, sketch, names)
        for path, (sketches, names) in sketched.items()
        for sketch in sketches
        if sketch.family == family
    ]
    added = [
        Added(number, statement.place, statement.shape, statement.names)
        for number, (_, sketch, _) in enumerate(pieces)
        for statement in sketch.statements
        if statement.place >= 0
    ]
    sources: list[dict[int, Source]] = [{} for _ in pieces]
    for (number, place), source in find_sources(added, [file.old for file in old]).items():
        sources[number][place] = source
    for (path, sketch, names), its in zip(pieces, sources, strict=True):
        for block in find_blocks(sketch, its):
            called = tuple(names[function.quote] for function in block.functions if function.quote < len(names))
            yield Found(path, block, sketch, called, old, weight(path))


def _is_logic(found: Sequence[Found]) -> bool:
    decided = sum(each.block.measure.decisions + each.block.measure.arithmetic for each in found)
    return decided >= LEAST_DENSITY * sum(each.block.lines for each in found)


def _not_looked_for(files: int) -> str:
    return (
        f"Large new logic was not looked for: {files:,} files of this repository are not in the index yet, more than"
        " can be read while you wait. `privacygate novelty index` reads them, once"
    )
