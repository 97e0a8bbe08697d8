from __future__ import annotations

import pytest

from privacygate.detectors.secrets.file_kind import FileKind
from privacygate.detectors.secrets.written_value import Written, read_values


def written(text: str, operator: str = "=", kind: FileKind = FileKind.CODE, name: str = "name") -> list[Written]:
    data = (name + operator + text).encode()
    return list(
        read_values(data, data.index(b"name") if b"name" in data else 0, len(name + operator), operator.encode(), kind)
    )


def read(text: str, operator: str = "=", kind: FileKind = FileKind.CODE, name: str = "name") -> str | None:
    data = (name + operator + text).encode()
    found = written(text, operator, kind, name)
    assert len(found) < 2
    return data[found[0].start : found[0].end].decode() if found else None


@pytest.mark.parametrize("text", [" value", " call()", " os.getenv('X')", ' "a" + b', ' f"{x}" % y', " x.y", ""])
def test_code_that_is_no_literal(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "operator", "value"),
    [
        (' "abc"', "=", "abc"),
        (" 'abc';", "=", "abc"),
        (' @"abc"', "=", "abc"),
        (' Some("abc")', "=", "abc"),
        (' new Secret("abc")', "=", "abc"),
        (' str = "abc"', ":", "abc"),
        (' hexToBytes("abc")', "=", "abc"),
        ('"abc")', "(", "abc"),
        (' \\"abc\\"}', ":", "abc"),
        ("abc</password>", ">", "abc"),
    ],
)
def test_literals_in_code(text: str, operator: str, value: str) -> None:
    assert read(text, operator) == value


def test_without_quotes_it_depends_on_the_file() -> None:
    assert read(" abc def # why\n", "=", FileKind.CONFIGURATION) == "abc def"
    assert read("abc; rest", "=", FileKind.SHELL) == "abc"
    assert read("abc", "=", FileKind.CODE) is None


def test_in_a_query_it_ends_at_the_next_parameter() -> None:
    assert read("abc&x=1", name="?name") == "abc"
    assert read("abc&x=1", name='"name') == "abc"
    assert read("abc&x=1") is None


def test_a_variable_of_the_environment_is_written_alike_everywhere() -> None:
    data = b"  PASS_NAME=abc def"
    assert [data[w.start : w.end] for w in read_values(data, 2, 12, b"=", FileKind.CODE)] == [b"abc"]


def test_an_argument_counts_when_it_is_the_only_one() -> None:
    assert read('"abc")', "(") == "abc"
    assert read('"abc", 1)', "(") is None
    assert read(' Secret("abc", 1)') is None


def test_a_list_has_several() -> None:
    assert [(w.start, w.end) for w in written('["ab", "cd"]')] == [(7, 9), (13, 15)]
    assert written('["ab" => "cd"]') == []
    assert written('{"ab": "cd"}', ":") == []


def test_a_method_may_hand_the_text_on() -> None:
    assert read(' "abc".toCharArray();') == "abc"
    assert read(' "abc".replace(x)') is None


def test_in_configuration_the_rest_of_the_line_is_the_value_of_the_name_that_starts_it() -> None:
    assert read(" abc def \\", kind=FileKind.CONFIGURATION) == "abc def"
    assert read("abc -e x=y", kind=FileKind.CONFIGURATION, name="run -e name") == "abc"


def test_in_prose_it_matters_whether_something_follows() -> None:
    assert [w.alone for w in written(" abc\n", ":", FileKind.PROSE)] == [True]
    assert [w.alone for w in written(" the word\n", ":", FileKind.PROSE)] == [False]
