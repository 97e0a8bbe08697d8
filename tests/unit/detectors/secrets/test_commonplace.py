from __future__ import annotations

import random
import string

import pytest

from privacygate.detectors.secrets.commonplace import is_commonplace


@pytest.mark.parametrize(
    "value",
    [
        "password",
        "Passw0rd",
        "changeme",
        "change_me_now",
        "your-password",
        "mySecret1",
        "new_password!",
        "admin123",
        "qwertz",
        "12345678",
        "zzzzzz",
        "ababab12" * 2,
        "${DB_PASSWORD}",
        "<password>",
        "xxxx",
        "not-a-password",
    ],
)
def test_what_everybody_writes(value: str) -> None:
    assert is_commonplace(value.encode())


@pytest.mark.parametrize(
    "value", ["redwood", "rabbit12", "Summer!42", "horse-battery", "4071932", "tokens4all", "passage7"]
)
def test_what_somebody_chose(value: str) -> None:
    assert not is_commonplace(value.encode())


def test_what_is_drawn_is_not_commonplace() -> None:
    draw = random.Random(3)  # noqa: S311
    drawn = ["".join(draw.choices(string.ascii_letters + string.digits, k=16)) for _ in range(2000)]
    assert sum(is_commonplace(value.encode()) for value in drawn) <= 2
