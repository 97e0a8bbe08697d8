from __future__ import annotations

from privacygate.change import Before
from privacygate.detectors.novelty.conclusion import conclude
from privacygate.detectors.novelty.sketch import sketch_file
from privacygate.errors import RepositoryError
from privacygate.model import Conclusion, Level, Notification

from .written import Files, added_file, changed_file, module

OTHER = {"other.py": module(9, 8), "another.py": module(8, 8)}


def concluded(
    files: dict[str, str], before: Before, *known: Before, limits: tuple[int, int] = (40, 200)
) -> list[Conclusion]:
    sketched = {}
    for path, text in files.items():
        found = sketch_file(added_file(path, text))
        assert found is not None
        sketches, quotes = found
        sketched[path] = (sketches, tuple(s.text[start:end].decode() for s, start, end in quotes))
    said = list(conclude(sketched, before, known, limits, lambda _: 1.0))
    assert all(isinstance(each, Conclusion) for each in said)
    return said  # type: ignore[return-value]


def test_the_largest_block_stands_for_the_change() -> None:
    (said,) = concluded({"a.py": module(1, 3), "b.py": module(2, 6)}, Files(OTHER))
    assert said.path == "b.py"
    assert said.region[:2] == (1, 1)


def test_languages_are_compared_with_themselves() -> None:
    assert concluded({"a.py": module(1, 4)}, Files({"a.rb": module(1, 4), **OTHER}))
    assert not concluded({"a.py": module(1, 4)}, Files({"b.py": module(1, 4), **OTHER}))


def test_what_is_known_from_elsewhere_is_not_new() -> None:
    known = Files({"lib.py": module(1, 4)}, name="../library/")
    assert not concluded({"a.py": module(1, 4)}, Files(OTHER), known)
    (said,) = concluded({"a.py": module(1, 4) + "\n" + module(2, 4)}, Files(OTHER), known)
    assert 60 < dict(said.properties)["novelLines"] < 100  # type: ignore[operator]


def test_edits_all_over_the_place_are_not_large() -> None:
    sketched = {}
    for number in range(30):
        text = module(number, 3)
        ranges = [(line, line) for line in range(2, text.count("\n"), 4)]
        found = sketch_file(changed_file(f"m{number}.py", text, *ranges))
        assert found is not None
        sketched[f"m{number}.py"] = (found[0], ())
    assert list(conclude(sketched, Files(OTHER), (), (40, 200), lambda _: 1.0)) == []


class Broken(Files):
    """A clone without old contents."""

    def texts(self, files):  # type: ignore[no-untyped-def]
        raise RepositoryError("This is a partial clone.")


def test_old_code_that_cannot_be_read_stops_nothing() -> None:
    found = sketch_file(added_file("a.py", module(1, 4)))
    assert found is not None
    (said,) = conclude({"a.py": (found[0], ())}, Broken(OTHER), (), (40, 200), lambda _: 1.0)
    assert isinstance(said, Notification)
    assert (said.id, said.level) == ("novelty-not-compared", Level.NOTE)
    assert "This is a partial clone." in said.message
