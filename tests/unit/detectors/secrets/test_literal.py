from __future__ import annotations

import pytest

from privacygate.detectors.secrets.literal import is_literal, repeats_name


@pytest.mark.parametrize(
    "value",
    [
        "settings.PASSWORD",
        "os.environ['X']",
        "${SECRET}",
        "{{ vault }}",
        "/run/secrets/db",
        "./key.pem",
        "server-key.pem",
        "https://example.org/x",
        "$2y$10$abcdefghijklmnopqrstuv",
        "arn:aws:secretsmanager:x",
        "ENC[abc]",
        "password",
        "2024-01-31",
        "application/json",
        "two words",
        "pässword1",
        ".$connection['x']",
    ],
)
def test_what_is_meant_otherwise(value: str) -> None:
    assert not is_literal(value.encode(), quoted=False)


@pytest.mark.parametrize("value", ["S3cr3t!x9", "tr0ub4dor&3", "kq82hd71ms"])
def test_what_stands_for_itself(value: str) -> None:
    assert is_literal(value.encode(), quoted=True)


def test_a_value_that_only_repeats_its_name() -> None:
    assert repeats_name(b"user-password", b"password")
    assert repeats_name(b"apiToken", b"api_token")
    assert not repeats_name(b"horse-battery", b"password")
    assert not repeats_name(b"secret91x", b"password")
