from __future__ import annotations

from privacygate.detectors.novelty.wording import REMINDER
from privacygate.model import Confidence

from .test_conclusion import OTHER, concluded
from .written import Files, function, module


def test_the_message_names_count_files_and_functions() -> None:
    text = function("settle", 1, 30) + "\n\n" + function("rank", 2, 30)
    (said,) = concluded({"scoring/engine.py": text}, Files(OTHER))
    lines = dict(said.properties)["novelLines"]
    assert said.message == (
        f"This change adds {lines} lines of new core logic in 1 block (scoring/engine.py: `settle`, `rank`). {REMINDER}"
    )
    assert said.confidence is Confidence.LOW


def test_each_block_says_what_it_is_made_of() -> None:
    (said,) = concluded({"a.py": function("settle", 1, 50)}, Files(OTHER))
    (place,) = said.further
    facts = dict(said.properties)
    assert place.message == (
        f"{facts['novelLines']} new lines in `settle`: {facts['decisions']} decisions,"
        f" {facts['arithmetic']} arithmetic, {facts['calls']} calls"
    )


def test_where_a_part_was_before_is_said_with_its_lines() -> None:
    kept = module(3, 1, 8)
    before = Files({"old/place.py": "import os\n\n" + kept, **OTHER})
    (said,) = concluded({"a.py": module(1, 2) + "\n\n" + kept + "\n\n" + module(2, 2)}, before)
    (origin,) = [each for each in said.related if each.path == "old/place.py"]
    assert origin.region.start_line in (3, 4, 5)
    assert "a.py, parts were here before" in origin.message
    assert dict(said.properties)["seenBeforeLines"]
    assert any("were there before" in place.message for place in said.further)


def test_known_code_is_named_by_its_folder() -> None:
    kept = module(3, 1, 8)
    known = Files({"place.py": kept}, name="../library/")
    (said,) = concluded({"a.py": module(1, 2) + "\n\n" + kept + "\n\n" + module(2, 2)}, Files(OTHER), known)
    assert "../library/place.py" in [each.path for each in said.related]


def test_many_files_and_names_are_cut_short() -> None:
    files = {f"f{number}.py": module(number, 6) for number in range(7)}
    (said,) = concluded(files, Files(OTHER))
    assert said.message.count("…") == 5
    assert "; and 2 more files)" in said.message
    assert len(said.message) < 1024
