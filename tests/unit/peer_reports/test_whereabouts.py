from __future__ import annotations

from collections.abc import Callable
from hashlib import sha1

import pytest
from changes import file, segment

from privacygate.model import Region
from privacygate.peer_reports.entry import PeerEntry, PeerSecret
from privacygate.peer_reports.whereabouts import locate


def plain(text: str, line: int = 1) -> PeerEntry:
    return PeerEntry("app.py", line, line, "rule", PeerSecret(text=text.encode()))


def hashed(text: str, line: int = 1) -> PeerEntry:
    return PeerEntry(
        "app.py", line, line, "rule", PeerSecret(sha1=sha1(text.encode(), usedforsecurity=False).hexdigest())
    )


Make = Callable[..., PeerEntry]


@pytest.mark.parametrize("make", [plain, hashed])
class TestBoth:
    def test_where_it_stood(self, make: Make) -> None:
        text = segment("x = 1\nkey = 'hunter2horse'\n")
        assert locate(file(text), [make("hunter2horse", 2)]) == [(Region(2, 8, 2, 20),)]

    def test_where_it_stands_now_and_everywhere_else(self, make: Make) -> None:
        text = segment("\n\nkey = 'hunter2horse'\nother = hunter2horse\n")
        assert locate(file(text), [make("hunter2horse", 1)]) == [(Region(3, 8, 3, 20), Region(4, 9, 4, 21))]

    def test_nowhere(self, make: Make) -> None:
        assert locate(file(segment("key = 'another'\n")), [make("hunter2horse")]) == [()]

    def test_columns_count_characters(self, make: Make) -> None:
        assert locate(file(segment("é = 'pässword1'\n")), [make("pässword1")]) == [(Region(1, 6, 1, 15),)]

    def test_a_password_of_signs(self, make: Make) -> None:
        secret = "a!b@c#d$e%f^g&h*i(j)k"
        assert locate(file(segment(f'p = "{secret}"\n')), [make(secret)]) == [(Region(1, 6, 1, 27),)]

    def test_segments_that_overlap_tell_a_place_once(self, make: Make) -> None:
        parts = segment("\nkey = hunter2horse\n"), segment("key = hunter2horse\n", first_line=2)
        assert locate(file(*parts), [make("hunter2horse", 2)]) == [(Region(2, 7, 2, 19),)]


def test_a_secret_of_several_lines() -> None:
    assert locate(file(segment("a\nbbb\nccc\n")), [plain("bbb\nccc")]) == [(Region(2, 1, 3, 4),)]


def test_the_header_of_a_private_key_is_what_detect_secrets_hashes() -> None:
    text = segment("-----BEGIN RSA PRIVATE KEY-----\n")
    assert locate(file(text), [hashed("BEGIN RSA PRIVATE KEY")]) == [(Region(1, 6, 1, 27),)]


def test_a_report_that_does_not_say_what_the_secret_is() -> None:
    assert locate(file(segment("a\n")), [PeerEntry("app.py", 1, 1, "rule", None)]) == [None]


def test_a_hash_that_is_none() -> None:
    entry = PeerEntry("app.py", 1, 1, "rule", PeerSecret(sha1="no hash"))
    assert locate(file(segment("a b c\n")), [entry]) == [()]


def test_a_hash_of_a_prefix_tells_nothing() -> None:
    assert locate(file(segment("key = ghp_x\n")), [hashed("ghp")]) == [None]


def test_a_long_secret_between_quotes_on_a_long_line() -> None:
    secret = "a/b+" * 300
    assert locate(file(segment(f'key = "{secret}"\n')), [hashed(secret)]) == [(Region(1, 8, 1, 1208),)]
