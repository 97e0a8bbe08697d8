from __future__ import annotations

import pytest

from privacygate.peer_reports.entry import MalformedError, PeerSecret, entry, shown_secret


def test_a_secret_is_never_shown() -> None:
    made = entry("a.py", 3, 4, "aws", PeerSecret(text=b"hunter2", sha1="f3bbbd66"))
    assert "hunter2" not in repr(made)
    assert "f3bbbd66" not in repr(made)


def test_paths_of_windows_and_lines_as_text() -> None:
    made = entry("src\\a.py", "3", "", "aws", None)
    assert (made.path, made.line, made.last_line) == ("src/a.py", 3, 3)


@pytest.mark.parametrize(
    "parts", [(None, 1, 1, "r"), ("", 1, 1, "r"), ("a", -1, 1, "r"), ("a", True, 1, "r"), ("a", 1, 1, None)]
)
def test_parts_that_are_something_else(parts: tuple[object, object, object, object]) -> None:
    with pytest.raises(MalformedError):
        entry(*parts, None)


@pytest.mark.parametrize("text", [None, 7, "", "REDACTED", "[REDACTED:1c9a2e79]", "ghp_abc..."])
def test_a_secret_that_was_taken_out(text: object) -> None:
    assert shown_secret(text) is None


def test_a_secret_that_is_shown() -> None:
    assert shown_secret("pässword") == PeerSecret(text="pässword".encode())
