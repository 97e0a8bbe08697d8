from __future__ import annotations

import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets.placeholder import (
    SEQUENCE_LENGTH,
    is_periodic,
    is_placeholder,
    is_template,
    longest_sequence,
)


@pytest.mark.parametrize(
    "value",
    [
        "ssW0rd!9xq",  # begins with a letter twice, as one in sixty do
        "aardvark-77",
        "eeyore2019!",
        "llama-Pass1",
        "ababX9k3Qz7",
        "1212Kq9xT",
        "hunter2hunter",
        "correct-horse-battery",
        "Tr0ub4dor&3",
        "p4ssw0rd!",
        "x7Gq!",
        "aaaaaB",
        "abcdefX1",
        "7654321x",
        "tok_live_9aF3kQ2mX8pL",
        "9f86d081884c7d659a2feaa0c55ad015",
        "a<b",
        "50%off",
        "$2b$12$R9h/cIPz0gi.URNNX3kh2O",
        "a$b",
        "[x",
        "{x",
        "your",
        "mytestvalue1",
        "",
    ],
)
def test_what_could_be_a_secret(value: str) -> None:
    assert not is_placeholder(value.encode())


@pytest.mark.parametrize(
    "value",
    [
        "xxxxxxxx",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "XXXX-XXXX",
        "********",
        "..........",
        "your-token-here",
        "YOUR_API_KEY",
        "my-example-key",
        "AKIAIOSFODNN7EXAMPLE",
        "sk_test_placeholder",
        "changeme",
        "change-me-please",
        "ChangeThis1",
        "insert_key_here",
        "replace_with_key",
        "REDACTED",
        "[hidden]",
        "fake-token-1",
        "foobar12",
        "dummy_secret",
        "todo-later",
        "qwertyuiop",
        "0123456789abcdef",
        "1234567890",
        "abcdefgh1",
        "deadbeefcafe",
        "test-token",
        "testSecret",
        "aaaaaaaa",
        "11111111",
        "00000000-0000-0000-0000-000000000000",
        "abcabcabcabc",
        "12ab12ab12a",
        "abababab",
        "87654321zz",
        "stuvwxyz",
        "${TOKEN}",
        "$(cat token)",
        "{{ token }}",
        "{{token}}",
        "%(token)s",
        "%s",
        "<token>",
        "<your token>",
        "{token}",
        "[token]",
        "$TOKEN",
        "$token_1",
        "%TOKEN%",
        "@token@",
        "#{token}",
        "__TOKEN__",
        "$$token",
        "prefix-${TOKEN}-suffix",
        "Bearer <token>",
    ],
)
def test_what_nobody_can_use(value: str) -> None:
    assert is_placeholder(value.encode())


@pytest.mark.parametrize("value", ["${A}", "{{a}}", "<a>", "%s", "%TOKEN%", "$A", "#{a}", "x${A}y"])
def test_templates(value: str) -> None:
    assert is_template(value.encode())


@pytest.mark.parametrize("value", ["a", "", "a{b}c", "100%", "a-b", "$1.50", "a>b"])
def test_no_templates(value: str) -> None:
    assert not is_template(value.encode())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", False),
        ("aaaaaaa", False),  # too short to tell
        ("aaaaaaaa", True),
        ("abababab", True),
        ("ababababa", True),
        ("abcabcab", True),
        ("abcdabcd", True),
        ("abcdefabcdef", True),
        ("abcdefabcdeg", False),
        ("aabcdefg", False),
        ("ababcdef", False),
        ("abcdefghijklmabcdefghijklm", False),  # a period of 13
    ],
)
def test_the_same_again_and_again(value: str, expected: bool) -> None:
    assert is_periodic(value.encode()) is expected


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("", 0),
        ("a", 1),
        ("ac", 1),
        ("ab", 2),
        ("ba", 2),
        ("abc", 3),
        ("abcba", 3),
        ("xabcx", 3),
        ("123987", 3),
        ("aaaa", 1),
        ("zyxwv", 5),
        ("12345678", 8),
    ],
)
def test_neighbours_in_a_row(value: str, length: int) -> None:
    assert longest_sequence(value.encode()) == length


@given(st.binary(max_size=80))
def test_it_never_raises(value: bytes) -> None:
    is_placeholder(value)


@pytest.mark.parametrize(("alphabet", "length"), [(string.ascii_letters + string.digits, 12), ("0123456789abcdef", 32)])
def test_what_is_drawn_is_hardly_ever_taken_for_one(alphabet: str, length: int) -> None:
    drawing = random.Random(1)  # noqa: S311
    drawn = ["".join(drawing.choices(alphabet, k=length)).encode() for _ in range(5000)]
    assert sum(map(is_placeholder, drawn)) <= 5


@pytest.mark.parametrize(
    "value", [b"<a" * 50_000, b"{" * 100_000, b"<" * 100_000, b"$" * 100_000, b"ab" * 50_000 + b"c", b"%s" * 9]
)
def test_no_value_takes_for_ever(value: bytes) -> None:
    started = time.perf_counter()
    is_placeholder(value)
    assert time.perf_counter() - started < 2


def test_a_sequence_is_longer_than_chance_makes() -> None:
    assert SEQUENCE_LENGTH >= 8
