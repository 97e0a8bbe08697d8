from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.policy.key_lines import KeyLines

TEXT = '''\
# a = 1, [b], "b" = 2
top = "x = 1"   # top = 2
"quoted key" = 1
'literal' = 2
a.b . "c.d" = 3

[table]
# comment = 1
list = [
  "one", # "two"
  "two",   # ]
  'three', [ "= 4" ],
]
text = """
list = 5
[table.hidden]
""\\""""""
other = \'\'\'
file = 6
\'\'\'\'
inline = { x = 1, y = [ "deep" ] }

[ table . "sub table" ]   # a header
key = 1
date = 1979-05-27T07:32:00Z
[[many]]
first = 1
[[many]]
second = 2
[table.last]
key='no newline at the end\''''


def test_the_text_is_toml() -> None:
    document = tomllib.loads(TEXT)
    assert document["table"]["list"] == ["one", "two", "three", ["= 4"]]
    assert document["table"]["other"] == "file = 6\n'"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["top"], 2),
        (["quoted key"], 3),
        (["literal"], 4),
        (["a"], 5),
        (["a", "b"], 5),
        (["a", "b", "c.d"], 5),
        (["table"], 7),
        (["table", "list"], 9),
        (["table", "text"], 14),
        (["table", "other"], 18),
        (["table", "inline"], 21),
        (["table", "inline", "x"], 21),
        (["table", "sub table"], 23),
        (["table", "sub table", "key"], 24),
        (["table", "sub table", "date"], 25),
        (["many"], 26),
        (["many", "first"], 27),
        (["many", "second"], 29),
        (["table", "last", "key"], 31),
        (["table", "missing"], 7),
        (["missing", "key"], 1),
        ([], 1),
    ],
)
def test_lines_of_keys(path: list[str], line: int) -> None:
    assert KeyLines(TEXT).line_of(path) == line


@pytest.mark.parametrize(
    ("path", "item", "line"),
    [
        (["table", "list"], "one", 10),
        (["table", "list"], "three", 12),
        (["table", "inline"], "deep", 21),
        (["table", "list"], "missing", 9),
        (["table", "sub table", "key"], "one", 24),
    ],
)
def test_lines_of_texts_in_lists(path: list[str], item: str, line: int) -> None:
    assert KeyLines(TEXT).line_of(path, item) == line


def test_an_empty_file() -> None:
    assert KeyLines("").line_of(["a"]) == 1
    assert KeyLines("# only a comment").line_of(["a"]) == 1


def paths_of(table: Any, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for key, value in table.items():
        found.append((*above, key))
        if isinstance(value, dict):
            found += paths_of(value, (*above, key))
    return found


pieces = st.lists(
    st.sampled_from(
        [
            *(
                "[a]",
                "[a.b]",
                "[[c]]",
                "x = 1",
                "y.z = 'x = 2'",
                'w = "[a]"',
                "v = [",
                "]",
                "1,",
                "# [x]",
                "",
            ),
            *('"q r" = { s = 1 }', 't = """', '"""', "u = '''", "'''", "[ 'd' . e ]", "  i = 1", '"\\"" = 1'),
        ]
    ),
    max_size=9,
).map("\n".join)


@given(pieces)
def test_every_key_of_whatever_is_toml_is_found_on_a_line_that_has_it(text: str) -> None:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = [*text.split("\n"), ""]
    for path in paths_of(document):
        written = lines[KeyLines(text).line_of(path) - 1]
        assert path[-1].replace('"', '\\"') in written
