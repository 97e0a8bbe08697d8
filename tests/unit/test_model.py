from __future__ import annotations

import ast
import inspect
from itertools import pairwise

import pytest

from privacygate import model
from privacygate.model import Confidence, Level


def test_levels_and_confidences_go_from_the_surest_down() -> None:
    assert [level.severity for level in Level] == [3, 2, 1]
    assert [confidence.level for confidence in Confidence] == [Level.ERROR, Level.WARNING, Level.NOTE]
    assert all(before.rank > after.rank for before, after in pairwise(Confidence))


@pytest.mark.parametrize("confidence", Confidence)
def test_a_rank_is_one_of_sarif(confidence: Confidence) -> None:
    assert 0 <= confidence.rank <= 100


@pytest.mark.parametrize("level", Level)
def test_levels_are_spelled_as_in_sarif(level: Level) -> None:
    assert level.value in ("none", "note", "warning", "error")


def test_nothing_in_it_can_hold_bytes_of_a_file() -> None:
    for node in ast.walk(ast.parse(inspect.getsource(model))):
        assert not (isinstance(node, ast.Name) and node.id == "bytes")


def test_it_knows_no_other_room() -> None:
    imports = [node for node in ast.walk(ast.parse(inspect.getsource(model))) if isinstance(node, ast.ImportFrom)]
    assert {node.module for node in imports} <= {"__future__", "enum", "typing"}
