from __future__ import annotations

import os
import tomllib
from typing import Any

import pytest

from privacygate.errors import SettingsError
from privacygate.policy.settings_table import Table


def table(text: str) -> Table:
    return Table("folder/privacygate.toml", text, (), tomllib.loads(text))


def test_the_folder_is_that_of_the_file() -> None:
    assert table("").folder == os.path.abspath("folder")


def test_what_is_not_there_is_what_it_usually_is() -> None:
    assert table("").flag("a", True) is True
    assert table("").number("a", 0.5, 0, 1) == 0.5
    assert table("").whole_number("a", 5, 0, 10) == 5


@pytest.mark.parametrize(("text", "value"), [("a = 1", 1.0), ("a = 0.25", 0.25)])
def test_numbers(text: str, value: float) -> None:
    assert table(text).number("a", 0, 0, 1) == value


@pytest.mark.parametrize("value", ["true", "'1'", "2", "-1", "nan", "[1]"])
def test_what_is_no_number_of_the_range_is_an_error(value: str) -> None:
    with pytest.raises(SettingsError, match="`a` must be a number from 0 to 1") as caught:
        table(f"\na = {value}").number("a", 0, 0, 1)
    assert caught.value.line == 2


@pytest.mark.parametrize("value", ["true", "'1'", "2", "1.0"])
def test_what_is_no_whole_number_of_the_range_is_an_error(value: str) -> None:
    with pytest.raises(SettingsError, match="`a` must be a whole number from 0 to 1"):
        table(f"a = {value}").whole_number("a", 0, 0, 1)


@pytest.mark.parametrize("value", ["1", "'yes'", "[]"])
def test_what_is_neither_yes_nor_no_is_an_error(value: str) -> None:
    with pytest.raises(SettingsError, match="`a` must be true or false"):
        table(f"a = {value}").flag("a", False)


def test_tables_below_name_themselves_in_full() -> None:
    below: Any = table("[one.two]\nx = 1\n").table("one").table("two")
    with pytest.raises(SettingsError, match=r"`x` is not a key that is known in \[one.two\]"):
        below.check_keys(("y",))
