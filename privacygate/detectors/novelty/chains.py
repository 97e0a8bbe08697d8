"""Finds where statements have been before: chains of them, in the same order, with few others in between.

A statement alone says little: `return I.I(I)` is everywhere. What it says is measured in bits, by how rare it is in
the old code; more when its names are the same too. A chain adds up what its statements say and pays for gaps. It
counts when chance cannot explain it: when it says more than it takes to name one place of the old code and one of
the new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import log2
from typing import NamedTuple

LONGEST_GAP = 6
"""How many statements further on the next one may be, on either side."""

GAP_BITS = 2.0
"""What each statement costs that is passed over."""

SURPLUS_BITS = 24.0
"""What a chain must say beyond what names its two places. Code of one style looks alike without being copied."""

SHAPE_SHARE = 0.5
"""How much of its bits a statement says whose names differ."""

MOST_BITS = 18.0

LEAST_STATEMENTS = 2048
"""Of fewer statements, as in a patch, nobody can tell how rare each is; they are taken for so many."""

LEAST_FIRST_BITS = 4.0
"""A chain does not begin with a statement that says less; that saves most of the work."""

_DISTANCES = range(1, LONGEST_GAP + 1)
_MOST_PLACES = 1 << 32

_MOST_PAIRS = 400_000
"""In one file of old code; more come from tables and generated code that repeat themselves."""


class Added(NamedTuple):
    """A statement that was added."""

    file: int
    place: int
    """Its number among the statements of its file."""
    shape: int
    names: int


class Old(NamedTuple):
    """A file of the old code, as `statements.fingerprints` gives it."""

    shapes: Sequence[int]
    names: Sequence[int]


class Source(NamedTuple):
    """Where a statement was before."""

    old: int
    """The number of the file in the old code."""
    place: int
    """The number of the statement among those of that file that are long enough."""
    bits: float
    """What the chain says that it is part of."""


class _Pair(NamedTuple):
    """One statement that stands in both, and the best chain that ends with it."""

    bits: float
    file: int
    place: int
    old_place: int
    number: int
    """Its own among the pairs."""
    before: int
    """The pair before it in the chain, -1 for none."""


def find_sources(added: Sequence[Added], old: Iterable[Old]) -> dict[tuple[int, int], Source]:
    """Where each statement of `added` comes from, by file and place; new ones are missing."""
    wanted: defaultdict[int, list[Added]] = defaultdict(list)
    for statement in added:
        wanted[statement.shape].append(statement)
    hits, total = _hits(wanted, old)
    if not hits:
        return {}
    least_bits = log2(total) + log2(len(added)) + SURPLUS_BITS
    weights = _Weights(hits, total, {(statement.shape, statement.names) for statement in added})
    sources: dict[tuple[int, int], Source] = {}
    for number, its in hits:
        if weights.most(its) >= least_bits:
            for pair in _chained(_pairs(its, wanted, weights), least_bits):
                known = sources.get((pair.file, pair.place))
                if known is None or known.bits < pair.bits:
                    sources[pair.file, pair.place] = Source(number, pair.old_place, pair.bits)
    return sources


_Hits = list[tuple[int, int, int]]
"""Place, shape and names of statements of old code that have a shape which was added."""


def _hits(wanted: dict[int, list[Added]], old: Iterable[Old]) -> tuple[list[tuple[int, _Hits]], int]:
    """What of the old code is worth a look, by the number of its file; and how many statements there are."""
    hits: list[tuple[int, _Hits]] = []
    shapes, total = wanted.keys(), 0
    for number, file in enumerate(old):
        total += len(file.shapes)
        if not shapes.isdisjoint(file.shapes):
            names = file.names
            hits.append((number, [(at, shape, names[at]) for at, shape in enumerate(file.shapes) if shape in wanted]))
    return hits, total


class _Weights:
    """How many bits a statement says, by how often it is in the old code."""

    def __init__(self, hits: Sequence[tuple[int, _Hits]], total: int, added: Collection[tuple[int, int]]) -> None:
        shapes: Counter[int] = Counter()
        exact: Counter[tuple[int, int]] = Counter()
        for _, its in hits:
            for _, shape, names in its:
                shapes[shape] += 1
                exact[shape, names] += 1
        self.shape = {key: SHAPE_SHARE * _bits(count, total) for key, count in shapes.items()}
        self.exact = {key: _bits(exact[key], total) for key in added if key in exact}

    def most(self, hits: _Hits) -> float:
        """At least what any chain through `hits` that meets no statement twice can say."""
        exact, shape = self.exact, self.shape
        return sum(exact.get(key) or shape[key[0]] for key in {(shape, names) for _, shape, names in hits})


def _bits(count: int, total: int) -> float:
    return min(MOST_BITS, log2(max(total, LEAST_STATEMENTS) / count))


def _pairs(hits: _Hits, wanted: dict[int, list[Added]], weights: _Weights) -> list[_Pair]:
    """Every pair of equal statements that says something, or follows one, each with the best chain up to it."""
    pairs: list[_Pair] = []
    latest: dict[int, _Pair] = {}
    """By file and place of the added statement, as one number."""
    get = latest.get
    for old_place, shape, names in hits:
        if len(pairs) > _MOST_PAIRS:
            break
        begun: list[tuple[int, _Pair]] = []
        for statement in wanted[shape]:
            key = statement.file * _MOST_PLACES + statement.place
            best, before = 0.0, -1
            for distance in _DISTANCES:
                last = get(key - distance)
                if last is not None and 0 < (old_distance := old_place - last.old_place) <= LONGEST_GAP:
                    bits = last.bits - GAP_BITS * (distance + old_distance - 2)
                    if bits > best:
                        best, before = bits, last.number
            own = weights.exact[shape, names] if statement.names == names else weights.shape[shape]
            if before >= 0 or own >= LEAST_FIRST_BITS:
                pair = _Pair(own + best, statement.file, statement.place, old_place, len(pairs), before)
                begun.append((key, pair))
                pairs.append(pair)
        latest.update(begun)
    return pairs


def _chained(pairs: Sequence[_Pair], least_bits: float) -> Iterator[_Pair]:
    """The pairs that are part of a chain which says enough, each with the bits of the whole chain."""
    used: set[int] = set()
    for end in sorted((pair for pair in pairs if pair.bits >= least_bits), reverse=True):
        index = end.number
        while index >= 0 and index not in used:
            used.add(index)
            yield pairs[index]._replace(bits=end.bits)
            index = pairs[index].before
