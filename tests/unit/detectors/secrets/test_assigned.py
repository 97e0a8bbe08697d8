from __future__ import annotations

import pytest

from privacygate.detectors.secrets.assigned import read_assignment
from privacygate.model import Confidence

RANDOM = "kq82hd71msPx04Zb"


def read(text: str, name: str, path: str = "app.py") -> tuple[str, Confidence] | None:
    data = text.encode()
    start = data.index(name.encode())
    found = read_assignment(data, start, start + len(name.encode()), path)
    return (data[found.start : found.end].decode(), found.confidence) if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("password = get_password()", "password"),
        ("token = request.headers['token']", "token"),
        ('token = "access_token"', "token"),
        (f'csrf_token = "{RANDOM}"', "token"),
        ('password: "${PASSWORD}"', "password"),
        ('("token", "scheme")', "token"),
        (f'"token": "{RANDOM}"', "token"),
    ],
)
def test_what_a_person_would_pass_over(text: str, name: str) -> None:
    path = "package-lock.json" if text.startswith('"token"') else "app.py"
    assert read(text, name, path) is None


def test_machine_made_values_count_everywhere() -> None:
    assert read(f'api_token = "{RANDOM}"', "token") == (RANDOM, Confidence.MEDIUM)
    assert read(f'api_token = "{RANDOM}"', "token", "tests/test_app.py") == (RANDOM, Confidence.MEDIUM)


def test_what_people_choose_counts_less_in_tests() -> None:
    assert read('db_password = "Rabbit12!"', "password") == ("Rabbit12!", Confidence.MEDIUM)
    assert read('db_password = "Rabbit12!"', "password", "tests/test_app.py") == ("Rabbit12!", Confidence.LOW)
    assert read('db_password = "rabbits"', "password") == ("rabbits", Confidence.LOW)
    assert read('db_password = "rabbits"', "password", "tests/test_app.py") is None


def test_the_whole_name_is_read_from_its_telling_part() -> None:
    assert read(f'self.next_page_token = "{RANDOM}"', "token") is None
