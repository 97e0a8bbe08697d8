from __future__ import annotations

import pytest

from privacygate.detectors.secrets.identifier import Promise, promise_of, sub_words


@pytest.mark.parametrize(
    "name",
    [
        "csrf_token",
        "nextPageToken",
        "primaryKey",
        "password_field",
        "tokenizer",
        "update_password",
        "hasPassword",
        "firstPass",
        "PASSWORD_ENCODER_CIPHER_ALGORITHM_DEFAULT",
        "token-checksum-id",
        "encrypted_password",
        "keyboard",
        "",
        "123",
    ],
)
def test_names_about_a_secret_promise_none(name: str) -> None:
    assert promise_of(name.encode()) is None


@pytest.mark.parametrize(
    ("name", "promise"),
    [
        ("db_password", Promise.PASSWORD),
        ("dbpasswd", Promise.PASSWORD),
        ("SMTP_PASS", Promise.PASSWORD),
        ("userPassword2", Promise.PASSWORD),
        ("api_key", Promise.KEY),
        ("clientSecret", Promise.KEY),
        ("accesstoken", Promise.KEY),
        ("X-Api-Key", Promise.KEY),
        ("signature", Promise.WEAK),
    ],
)
def test_what_a_name_promises(name: str, promise: Promise) -> None:
    assert promise_of(name.encode()) is promise


def test_sub_words() -> None:
    assert sub_words(b"dbPassword2_HTTPServer") == [b"db", b"password", b"2", b"http", b"server"]
