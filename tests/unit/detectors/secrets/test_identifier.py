from __future__ import annotations

import pytest

from privacygate.detectors.secrets.identifier import Promise, is_called_otherwise, promise_of, sub_words


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
        "LABEL_PASSWORD",
        "user.check_password",
        "PasswordSalt",
        "authenticity_token",
        "pubkey",
        "signature",
        "masterKeyIps",
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
        ("tokens", Promise.KEY),
        ("consumerKey", Promise.KEY),
        ("nkey", Promise.WEAK),
        ("new_password", Promise.PASSWORD),
    ],
)
def test_what_a_name_promises(name: str, promise: Promise) -> None:
    assert promise_of(name.encode()) is promise


def test_sub_words() -> None:
    assert sub_words(b"dbPassword2_HTTPServer") == [b"db", b"password", b"2", b"http", b"server"]


def test_functions_that_take_something_else() -> None:
    assert is_called_otherwise(b"o.selectTokens")
    assert is_called_otherwise(b"new_password")
    assert not is_called_otherwise(b"conn.setPassword")
    assert not is_called_otherwise(b"token")
