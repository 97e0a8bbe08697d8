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
        "arn:aws:iam::1:role/x",
        "iam:PassRole",
        "~/.ssh/id_rsa",
        "C:\\keys\\a.pem",
        "https://example.org/token",
        "sha256:1f2e3d",
        "sha1$1b11b$edeb0a67a9622f1f",
        "([a-z0-9-]+)",
        "%Y-%m-%dT",
        "\\u786e\\u8ba4",
        "]b64%",
    ],
)
def test_what_is_meant_otherwise(value: str) -> None:
    assert not is_literal(value.encode(), quoted=False, chosen=False)


@pytest.mark.parametrize("value", ["S3cr3t!x9", "tr0ub4dor&3", "kq82hd71ms"])
def test_what_stands_for_itself(value: str) -> None:
    assert is_literal(value.encode(), quoted=True, chosen=True)


def test_a_password_may_hold_any_sign_when_it_is_complex() -> None:
    assert is_literal("J0cLk?9k+Gq§Z".encode(), quoted=True, chosen=True)
    assert is_literal(b"(Kx82!hd", quoted=True, chosen=True)
    assert not is_literal("Passwörter".encode(), quoted=True, chosen=True)
    assert not is_literal("J0cLk?9k+Gq§Z".encode(), quoted=True, chosen=False)


def test_a_telling_word_in_the_middle_counts_unless_a_person_chose_the_value() -> None:
    assert is_literal(b"redwood-fake7", quoted=True, chosen=True)
    assert not is_literal(b"redwood-fake7", quoted=True, chosen=False)


def test_a_value_that_only_repeats_its_name() -> None:
    assert repeats_name(b"user-password", b"password")
    assert repeats_name(b"apiToken", b"api_token")
    assert not repeats_name(b"horse-battery", b"password")
    assert not repeats_name(b"secret91x", b"password")
