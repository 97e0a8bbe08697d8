from __future__ import annotations

from privacygate.detectors.hidden_text.characters import HIDDEN, named


def test_letters_are_not_hidden() -> None:
    assert HIDDEN.search("plain, ähnlich, סתם, 漢字, ✓, é\u00a0 ") is None


def test_names() -> None:
    assert named("\u202e") == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert named("\u200b\u200b") == "U+200B ZERO WIDTH SPACE (2 characters)"
    assert named("\ufeff") == "U+FEFF ZERO WIDTH NO-BREAK SPACE (byte order mark)"


def test_some_are_named_and_the_others_counted() -> None:
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all")
    text = named(tags)
    assert text.startswith("U+E0069 TAG LATIN SMALL LETTER I, U+E0067")
    assert text.endswith(" and 6 others (10 characters)")


def test_what_has_no_name() -> None:
    assert named("\U000e0000") == "U+E0000 without a name"
