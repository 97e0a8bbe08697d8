from __future__ import annotations

from privacygate.gitleaks.toml_places import TomlPlaces

TEXT = """\
title = "x"

[[rules]]
id = "one"
[[rules.allowlists]]
regexes = ['''
[[rules]]
''']
[[Rules]]
ID = "two"
[[rules.allowlists]]
[[rules.allowlists]]
paths = []
[extend]
useDefault = true
"""


def test_tables_of_a_list_are_told_apart() -> None:
    places = TomlPlaces(TEXT)
    assert places.line_of(("title",)) == 1
    assert places.line_of(("rules", 0)) == 3
    assert places.line_of(("rules", 0, "id")) == 4
    assert places.line_of(("rules", 0, "allowlists", 0, "regexes")) == 6
    assert places.line_of(("rules", 1, "id")) == 10
    assert places.line_of(("rules", 1, "allowlists", 1, "paths")) == 13
    assert places.line_of(("extend", "usedefault")) == 15


def test_what_is_not_there_is_where_it_should_be() -> None:
    places = TomlPlaces(TEXT)
    assert places.line_of(("rules", 1, "regex")) == 9
    assert places.line_of(("nothing", 3, "at all")) == 1
