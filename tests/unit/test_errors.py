from __future__ import annotations

import inspect

import pytest

from privacygate import errors
from privacygate.errors import CouldNotTell, GateError, Misconfigured


def classes() -> list[type[GateError]]:
    return [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, GateError)]


@pytest.mark.parametrize("kind", classes())
def test_each_is_one_of_the_two_kinds_of_bad_news(kind: type[GateError]) -> None:
    assert kind is GateError or issubclass(kind, Misconfigured) is not issubclass(kind, CouldNotTell)


@pytest.mark.parametrize("kind", classes())
def test_the_tree_at_the_top_of_the_module_has_each_where_it_is(kind: type[GateError]) -> None:
    tree = (errors.__doc__ or "").splitlines()
    line = next(line for line in tree if kind.__name__ in line.split())
    depth = len(line) - len(line.lstrip("│├└─ "))
    parents = [base for base in kind.__mro__ if base is not kind and issubclass(base, GateError)]
    assert depth == 4 * len(parents)


def test_every_name_in_the_tree_exists() -> None:
    names = [line.strip("│├└─ ").split(" ")[0] for line in (errors.__doc__ or "").splitlines()[2:] if line]
    assert sorted(names) == sorted(kind.__name__ for kind in classes())


@pytest.mark.parametrize("kind", classes())
@pytest.mark.parametrize(
    ("path", "line", "shown"),
    [
        (None, None, "it is broken"),
        (None, 3, "it is broken"),
        ("a b.toml", None, "a b.toml: it is broken"),
        ("a b.toml", 3, "a b.toml:3: it is broken"),
    ],
)
def test_it_names_the_place_first(kind: type[GateError], path: str | None, line: int | None, shown: str) -> None:
    error = kind("it is broken", remedy="Mend it.", path=path, line=line)
    assert str(error) == shown
    assert (error.message, error.remedy, error.path, error.line) == ("it is broken", "Mend it.", path, line)


def test_a_remedy_need_not_be_given() -> None:
    assert GateError("it is broken").remedy == ""


def test_errors_know_no_exit_codes_and_no_command_line() -> None:
    source = inspect.getsource(errors)
    for word in ("argparse", "sys.exit", "SystemExit", "exit_code"):
        assert word not in source
