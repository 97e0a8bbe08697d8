"""What people and programs are told about new logic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from privacygate.detectors.novelty.conclusion import Found
from privacygate.detectors.novelty.lexicon import lexicon
from privacygate.detectors.novelty.measure import Measure
from privacygate.detectors.novelty.rule import NOVEL_LOGIC
from privacygate.detectors.novelty.statements import SHORTEST, statements
from privacygate.model import Conclusion, Confidence, Region, Related

REMINDER = "Verify that this code is not destined for external AI prompts"

_MOST_FILES = 5
_MOST_NAMES = 4
_MOST_ORIGINS = 12
_LEAST_LINES = 10
"""A block of fewer lines is named only where there is no larger one."""


def worded(found: Sequence[Found]) -> Conclusion:
    """The conclusion about the blocks `found`, the largest first."""
    largest = found[0]
    lines = sum(each.block.lines for each in found)
    seen = sum(each.block.seen for each in found)
    measure = sum((each.block.measure for each in found), Measure())
    blocks = [each for each in found if each.block.lines >= _LEAST_LINES] or found[:1]
    return Conclusion(
        rule=NOVEL_LOGIC,
        path=largest.path,
        region=_region(largest),
        message=_message(lines, found, blocks),
        confidence=Confidence.LOW,
        name=";".join(f"{each.path}:{','.join(each.names)}" for each in blocks),
        related=tuple(_origins(blocks)),
        properties=(
            ("novelLines", lines),
            ("blocks", len(found)),
            ("seenBeforeLines", seen),
            ("seenBeforeShare", round(seen / (lines + seen), 3)),
            ("decisions", measure.decisions),
            ("arithmetic", measure.arithmetic),
            ("calls", measure.calls),
        ),
        further=tuple(Related(each.path, _region(each), _about(each)) for each in blocks),
    )


def _message(lines: int, found: Sequence[Found], blocks: Sequence[Found]) -> str:
    core = f"{_counted(lines, 'line')} of new core logic"
    count = _counted(len(found), "block")
    return f"This change adds {core} in {count} ({_places(blocks)}). {REMINDER}"


def _places(blocks: Sequence[Found]) -> str:
    names: dict[str, list[str]] = {}
    for each in blocks:
        names.setdefault(each.path, []).extend(name for name in each.names if name not in names.get(each.path, ()))
    places = [path + _named(its) for path, its in list(names.items())[:_MOST_FILES]]
    more = len(names) - len(places)
    return "; ".join(places) + (f"; and {more:,} more {'file' if more == 1 else 'files'}" if more > 0 else "")


def _named(names: Sequence[str]) -> str:
    if not names:
        return ""
    return ": " + ", ".join(f"`{name}`" for name in names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")


def _about(each: Found) -> str:
    block, measure = each.block, each.block.measure
    named = _named(tuple(dict.fromkeys(each.names))).removeprefix(": ")
    parts = [
        _counted(measure.decisions, "decision") if measure.decisions else "",
        f"{measure.arithmetic:,} arithmetic" if measure.arithmetic else "",
        _counted(measure.calls, "call") if measure.calls else "",
    ]
    made_of = ", ".join(part for part in parts if part)
    share = block.seen / (block.lines + block.seen)
    seen = f"; {block.seen:,} more lines ({share:.0%}) were there before" if block.seen else ""
    return f"{block.lines:,} new lines{' in ' + named if named else ''}: {made_of}{seen}"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _region(each: Found) -> Region:
    first, last = each.block.first_line, each.block.last_line
    return Region(first, 1, last, each.sketch.end_columns.get(last, 1))


def _origins(blocks: Sequence[Found]) -> Iterator[Related]:
    """Where parts of the blocks were before."""
    count = 0
    for each in blocks:
        for first, last, number, first_place, last_place in each.block.sources:
            if count == _MOST_ORIGINS:
                return
            count += 1
            before, file, _ = each.earlier[number]
            for _, text in before.texts([file]):
                its = [s for s in statements(text, lexicon(each.sketch.family)) if len(s.tokens) >= SHORTEST]
                if last_place >= len(its):
                    continue
                there = Region(its[first_place].first_line, 1, its[last_place].last_line, 1)
                path = f"{before.name.rstrip('/')}/{file.path}" if before.name else file.path
                lines = f"line {first}" if first == last else f"lines {first} to {last}"
                yield Related(path, there, f"Of {lines} of {each.path}, parts were here before")
