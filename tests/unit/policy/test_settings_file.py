"""`schemas/privacygate.schema.json` says to editors what the reader says to users."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import privacygate
from privacygate.detectors import DETECTORS
from privacygate.errors import SettingsError
from privacygate.model import Boundary, Confidence
from privacygate.policy.settings import Settings
from privacygate.policy.settings_file import parse_settings

SCHEMA_FILE = Path(privacygate.__file__).parents[1] / "schemas" / "privacygate.schema.json"
SCHEMA: Any = json.loads(SCHEMA_FILE.read_text())
VALIDATOR: Any = importlib.import_module("jsonschema").Draft202012Validator  # has no types of its own

ACCEPTED = [
    "",
    "[scan]\n",
    "scan = {}\n",
    "[scan]\nexclude = []\n",
    "[scan]\nexclude = ['vendor/', '*.js', '/a/**', '!b', '**/c', 'd/**/*', '**a', 'a*', '/*.py', '? ?']\n",
    "[scan]\nexclude = ['\\!x', '[*]', '*?*']\n",
    "[scan]\nexclude = [' a ']\n",
    "[secrets]\nrules = ['a', './b/', '/c', 'ä b']\noff = ['x', 'Not A Rule']\n",
    "[secrets]\nenabled = true\n",
    "[gitleaks]\nread = false\nconfig = 'conf/gitleaks.toml'\nconfidence = 'medium'\nrun = true\n",
    "[policy]\nunreadable = 'block'\n",
    "[policy]\nunreadable = 'warn'\nblock = {}\n",
    *(
        f"[policy.block]\n{boundary.value} = '{word}'\n"
        for boundary in Boundary
        for word in (*(confidence.value for confidence in Confidence), "never")
    ),
    "[baseline]\nfile = 'a b/../c'\n",
]

REJECTED = [
    "x = 1\n",
    "Scan = {}\n",
    "scan = []\n",
    "scan = 'x'\n",
    "[[scan]]\n",
    "[scan]\nexcludes = []\n",
    "[scan]\nexclude = 'a'\n",
    "[scan]\nexclude = ['']\n",
    "[scan]\nexclude = [1]\n",
    "[scan]\nexclude = [[]]\n",
    "[scan]\nexclude = [1979-05-27]\n",
    *(
        f"[scan]\nexclude = ['a', '{pattern}']\n"
        for pattern in (
            "*",
            "**",
            "***",
            "/*",
            "/**",
            "**/*",
            "*/**/*",
            "/**/",
            "*/",
            "!*",
            "!/**",
            "/",
            "!",
            "!/",
            " ",
            "//",
            "! ",
        )
    ),
    '[scan]\nexclude = ["a\\u0000"]\n',
    '[scan]\nexclude = ["a\\n"]\n',
    '[scan]\nexclude = ["\\u007F"]\n',
    "[secrets]\nrules = {}\n",
    "[secrets]\nrules = [true]\n",
    "[secrets]\noff = 'x'\n",
    "[secrets]\noff = ['']\n",
    '[secrets]\noff = ["\\t"]\n',
    "[secrets]\non = []\n",
    "[gitleaks]\nread = 'yes'\n",
    "[gitleaks]\nrun = 1\n",
    "[gitleaks]\nconfig = ''\n",
    "[gitleaks]\nconfidence = 'never'\n",
    "[gitleaks]\nrules = []\n",
    "[policy]\nunreadable = true\n",
    "[policy]\nunreadable = ''\n",
    "[policy]\nunreadable = 'Block'\n",
    "[policy]\nblock = 'high'\n",
    "[policy]\nlevel = 1\n",
    "[policy.block]\ncommit = 'error'\n",
    "[policy.block]\ncommit = 1\n",
    "[policy.block]\ncommit = ['high']\n",
    "[policy.block]\npr = 'high'\n",
    "[baseline]\nfile = ''\n",
    "[baseline]\nfile = 1.5\n",
    '[baseline]\nfile = "a\\r"\n',
    "[baseline]\npath = 'x'\n",
    "[privacygate]\n",
    "'' = 1\n",
]


def schema_accepts(text: str) -> bool:
    document = json.loads(json.dumps(tomllib.loads(text), default=lambda date: {"date": str(date)}))
    return bool(VALIDATOR(SCHEMA).is_valid(document))


def reader_accepts(folder: Path, text: str) -> bool:
    path = folder / "privacygate.toml"
    path.write_text(text)
    try:
        parse_settings(str(path))
    except SettingsError:
        return False
    return True


@pytest.mark.parametrize("text", ACCEPTED)
def test_both_accept(tmp_path: Path, text: str) -> None:
    assert (reader_accepts(tmp_path, text), schema_accepts(text)) == (True, True)


@pytest.mark.parametrize("text", REJECTED)
def test_both_reject(tmp_path: Path, text: str) -> None:
    assert (reader_accepts(tmp_path, text), schema_accepts(text)) == (False, False)


def parts(schema: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every schema inside of `schema`, with its place."""
    found = [(path, schema)]
    for key, inner in schema.get("properties", {}).items():
        found += parts(inner, f"{path}.{key}")
    return found


def test_it_is_a_schema() -> None:
    VALIDATOR.check_schema(SCHEMA)


def test_it_names_no_host_that_does_not_exist() -> None:
    assert SCHEMA["$id"].startswith("urn:")
    assert re.findall(r"https?://[^/\"]+", SCHEMA_FILE.read_text()) == ["https://json-schema.org"]


def test_editors_are_told_what_each_key_is_for() -> None:
    for path, schema in parts(SCHEMA):
        assert schema.get("description") or schema.get("title"), path


def test_no_table_lets_an_unknown_key_pass() -> None:
    for path, schema in parts(SCHEMA):
        if "properties" in schema:
            assert schema["additionalProperties"] is False, path


def as_written(value: Any) -> Any:
    """A value as a settings file has it: patterns become a function, and none of them None."""
    return list(value or ()) if value is None or isinstance(value, tuple) else value


def own_defaults(name: str) -> dict[str, Any]:
    """What a detector does when it is not told otherwise."""
    parameters = inspect.signature(DETECTORS[name]()).parameters.values()
    return {
        parameter.name: as_written(parameter.default)
        for parameter in parameters
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }


def test_the_defaults_it_tells_are_the_real_ones() -> None:
    told = {path: schema["default"] for path, schema in parts(SCHEMA) if "default" in schema}
    usual = Settings()
    assert told == {
        ".scan.exclude": list(usual.exclude),
        **{f".{name}.enabled": usual.detectors[name].enabled for name in DETECTORS},
        **{f".{name}.{key}": [] for name in DETECTORS for key in ("rules", "off")},
        **{f".{name}.{key}": default for name in DETECTORS for key, default in own_defaults(name).items()},
        ".gitleaks.read": usual.gitleaks.read,
        ".gitleaks.config": ".gitleaks.toml",
        ".gitleaks.confidence": usual.gitleaks.confidence.value,
        ".gitleaks.run": usual.gitleaks.run,
        ".policy.unreadable": "block" if usual.unreadable_blocks else "warn",
        ".baseline.file": usual.baseline,
        **{
            f".policy.block.{boundary.value}": block.confidence.value if block.confidence else "never"
            for boundary, block in usual.block.items()
        },
    }


def test_the_example_of_the_documentation_has_every_key_with_its_default(tmp_path: Path) -> None:
    page = (SCHEMA_FILE.parents[1] / "docs" / "settings.md").read_text()
    example = re.findall(r"```toml\n(# privacygate.toml: every key.*?)```", page, re.DOTALL)[0]
    path = tmp_path / "privacygate.toml"
    path.write_text(example)
    settings = parse_settings(str(path))
    for name, own in settings.detectors.items():
        told = {key: as_written(value) for key, value in own.options.items()}
        if "glossary_file" in told:
            told["glossary_file"] = os.path.basename(str(told["glossary_file"]))
        assert told == own_defaults(name)
    usual = {name: own._replace(options={}) for name, own in settings.detectors.items()}
    assert settings._replace(detectors=usual) == Settings(source=str(path))
    assert {".".join(["", *key]) for key in leaves(tomllib.loads(example))} == {
        place for place, schema in parts(SCHEMA) if "properties" not in schema
    }


def leaves(table: Any) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for key, value in table.items():
        found += [(key, *below) for below in leaves(value)] if isinstance(value, dict) else [(key,)]
    return found
