from __future__ import annotations

import pytest

from privacygate.detectors.secrets.file_kind import FileKind
from privacygate.detectors.secrets.written_value import read_value


def read(text: str, operator: str = "=", kind: FileKind = FileKind.CODE, in_query: bool = False) -> str | None:
    data = text.encode()
    written = read_value(data, 0, operator.encode(), kind, in_query)
    return data[written.start : written.end].decode() if written else None


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
    assert read("abc&x=1", in_query=True) == "abc"
