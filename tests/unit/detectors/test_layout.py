"""Knowing one detector is knowing all: every folder has the same shape."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import privacygate
from privacygate.detectors import DETECTORS
from privacygate.detectors.detector import Detector
from privacygate.policy.detector_keys import OWN_KEYS
from privacygate.policy.settings import DEFAULT_DETECTORS

ROOT = Path(privacygate.__file__).parents[1]
FOLDERS = sorted(
    place.name for place in (ROOT / "privacygate" / "detectors").iterdir() if (place / "__init__.py").exists()
)

ROOMS = {
    "cache_file",
    "change",
    "code_folder",
    "detectors",
    "errors",
    "match",
    "model",
    "positions",
    "rule_files",
    "rule_places",
    "suggestion",
    "syntax",
    "version",
    "vocabulary",
    "workers",
}
"""What a detector may know. Not settings, git, reports or the command line."""


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / "privacygate" / "detectors" / folder).glob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_there_are_some() -> None:
    assert "secrets" in FOLDERS


def test_the_list_has_every_folder() -> None:
    assert sorted(DETECTORS) == FOLDERS


def test_each_can_be_set() -> None:
    assert list(DEFAULT_DETECTORS) == list(DETECTORS)
    assert set(OWN_KEYS) <= set(DETECTORS)


def test_none_is_imported_before_it_is_switched_on() -> None:
    command = "import sys, privacygate.cli.checking, privacygate.gate, privacygate.detectors; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True).stdout.split()
    assert [name for name in modules if name.startswith("privacygate.detectors.") and name.count(".") > 2] == []
    assert "tree_sitter" not in modules


@pytest.mark.parametrize("folder", FOLDERS)
class TestFolder:
    def test_it_has_a_detector_and_says_what_its_rules_may_say(self, folder: str) -> None:
        assert {"__init__.py", "detector.py", "rule.py"} <= {path.name for path in modules(folder)}

    def test_it_exports_its_detector_alone(self, folder: str) -> None:
        package = __import__(f"privacygate.detectors.{folder}", fromlist=["x"])
        (name,) = package.__all__
        assert name == folder.title().replace("_", "") + "Detector"
        detector = getattr(package, name)
        assert issubclass(detector, Detector)
        assert detector.__module__ == f"privacygate.detectors.{folder}.detector"
        assert detector is DETECTORS[folder]()

    def test_it_is_made_like_all_others_and_from_what_can_be_set(self, folder: str) -> None:
        parameters = inspect.signature(DETECTORS[folder]()).parameters.values()
        names = [parameter.name for parameter in parameters if parameter.kind is not inspect.Parameter.KEYWORD_ONLY]
        assert names == ["extra_rules", "off", "cache_folder"]
        own = {parameter.name for parameter in parameters} - set(names)
        assert own == set(OWN_KEYS.get(folder, {}))
        assert all(parameter.default is not inspect.Parameter.empty for parameter in parameters)

    def test_it_has_rules_and_tests_and_says_so_where_the_layers_are_kept(self, folder: str) -> None:
        assert list((ROOT / "rules" / folder).glob("*.yaml"))
        assert list((ROOT / "tests" / "unit" / "detectors" / folder).glob("test_*.py"))

    def test_it_knows_no_other_detector_and_no_room_above(self, folder: str) -> None:
        for path in modules(folder):
            for name in imports(path):
                if name.split(".")[0] != "privacygate":
                    continue
                parts = name.split(".")
                assert parts[1] in ROOMS, f"{path.name} imports {name}"
                if parts[1] == "detectors" and len(parts) > 2:
                    assert parts[2] in (folder, "detector"), f"{path.name} imports {name}"

    def test_it_neither_prints_nor_runs_programs(self, folder: str) -> None:
        for path in modules(folder):
            assert not imports(path) & {"subprocess", "sys.stdout", "logging", "argparse", "socket"}
            called = {
                node.func.id
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            assert not called & {"print", "exec", "eval", "input"}

    def test_overrides_point_to_what_they_override(self, folder: str) -> None:
        detector = DETECTORS[folder]()
        for name in {*Detector.__abstractmethods__, "conclude"}:
            member = inspect.getattr_static(detector, name)
            if member is not inspect.getattr_static(Detector, name):
                assert inspect.getdoc(member) == f"See `Detector.{name}`."
