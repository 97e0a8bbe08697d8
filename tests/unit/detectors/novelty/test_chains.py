from __future__ import annotations

import pytest

from privacygate.detectors.novelty.chains import Added, Old, find_sources
from privacygate.detectors.novelty.lexicon import lexicon
from privacygate.detectors.novelty.statements import SHORTEST, fingerprints, statements

from .written import function, module

WORDS = lexicon("python")


def added(text: str, file: int = 0) -> list[Added]:
    found = [s for s in statements(text.encode(), WORDS) if len(s.tokens) >= SHORTEST]
    return [Added(file, place, each.shape, each.names) for place, each in enumerate(found)]


def old(*texts: str) -> list[Old]:
    return [Old(*fingerprints(text.encode(), WORDS)) for text in texts]


def renamed(text: str) -> str:
    for name in ("alpha", "beta", "gamma", "delta", "count", "total", "rate", "limit", "index", "width"):
        text = text.replace(name, name[::-1] + "x")
    return text


BACKGROUND = [module(seed, 8) for seed in range(20, 26)]


def share(text: str, *before: str) -> float:
    its = added(text)
    return len(find_sources(its, old(*before, *BACKGROUND))) / len(its)


def test_what_was_nowhere_has_no_source() -> None:
    assert share(module(1, 6)) < 0.05


def test_what_was_moved_comes_from_there() -> None:
    text = module(1, 3)
    sources = find_sources(added(text), old(*BACKGROUND, text))
    assert {source.old for source in sources.values()} == {len(BACKGROUND)}
    assert all(place == source.place for (_, place), source in sources.items())
    assert len(sources) == len(added(text))


def test_with_other_names_too() -> None:
    assert share(renamed(module(1, 3)), module(1, 3)) > 0.8


def test_a_short_function_with_its_names_is_known_and_with_others_is_not() -> None:
    text = function("settle", 7, 6)
    assert share(text, module(2, 2) + text) == 1.0
    assert share(renamed(text).replace("settle", "other"), module(2, 2) + text) < 1.0


def test_a_line_that_was_changed_is_new_and_what_is_around_it_is_not() -> None:
    before = module(1, 3)
    lines = before.split("\n")
    lines[10] = "    engine.start(rate, *others)[0] //= lambda a: {a: not width}"
    its = added("\n".join(lines))
    sources = find_sources(its, old(before, *BACKGROUND))
    assert [place for _, place in ((0, a.place) for a in its) if (0, place) not in sources] == [
        place for place, each in enumerate(its) if each.shape not in old(before)[0].shapes
    ]


def test_order_matters() -> None:
    lines = module(1, 3).split("\n")
    assert share("\n".join(reversed(lines)), "\n".join(lines)) < 0.5


def test_files_of_the_change_are_kept_apart() -> None:
    text = module(1, 2)
    its = [*added(text, 0), *added(module(5, 2), 1)]
    assert {file for file, _ in find_sources(its, old(text, *BACKGROUND))} == {0}


@pytest.mark.parametrize("before", [[], [""], ["x = 1\n"]])
def test_without_old_code_all_is_new(before: list[str]) -> None:
    assert find_sources(added(module(1, 2)), old(*before)) == {}


def test_nothing_added_has_no_source() -> None:
    assert find_sources([], old(*BACKGROUND)) == {}


def test_a_table_that_repeats_itself_takes_no_time() -> None:
    table = "x = f(a, b)\n" * 3000
    find_sources(added(table), old(table))
