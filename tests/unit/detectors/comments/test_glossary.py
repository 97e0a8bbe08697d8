from __future__ import annotations

import re
from pathlib import Path

import pytest

from privacygate.detectors.comments.glossary import (
    KEY_LINE,
    Glossary,
    HashedTerms,
    glossary_of,
    hashed_entry,
    read_glossary,
    signals_of,
)
from privacygate.errors import RuleFileError

KEY = bytes(range(16))


def written(folder: Path, text: str) -> str:
    path = folder / "glossary"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file(tmp_path: Path) -> None:
    entry = hashed_entry("Acme Widgets", KEY)
    glossary = read_glossary(
        written(tmp_path, f"{KEY_LINE}{KEY.hex()}\n# customers\nKestrel\n\n  Big Corp \n{entry}\n")
    )
    assert glossary == Glossary(("Kestrel", "Big Corp"), ((2, entry[3:]),), KEY)
    assert "Kestrel" not in repr(glossary)


def test_no_file_is_an_empty_glossary(tmp_path: Path) -> None:
    assert read_glossary(str(tmp_path / "missing")) == Glossary()


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("Kestrel\n~2:abc\n", "this hash is damaged", 2),
        ("ab\n", "a term has at least three characters", 1),
        (f"{KEY_LINE}12\n", "the key is not 32 hexadecimal digits", 1),
    ],
)
def test_complaints_name_the_line_and_not_the_word(tmp_path: Path, text: str, message: str, line: int) -> None:
    with pytest.raises(RuleFileError, match=message) as caught:
        read_glossary(written(tmp_path, text))
    assert caught.value.line == line
    assert "ab" not in caught.value.message.split()


def test_what_is_not_utf8_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "glossary").write_bytes(b"caf\xe9\n")
    with pytest.raises(RuleFileError, match="it is not UTF-8"):
        read_glossary(str(tmp_path / "glossary"))


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("Kestrel", "the kestrel flies", True),
        ("Kestrel", "KestrelClient", True),
        ("Kestrel", "kestrel_rate", True),
        ("kestrel", "newKestrel", True),
        ("Kestrel", "Kestrel's rate, and kestrels", True),
        ("Kestrel", "unkestrelly", False),
        ("Acme Widgets", "acme_widgets", True),
        ("Acme Widgets", "AcmeWidgets", True),
        ("Acme Widgets", "acme\nwidgets", True),
        ("Acme Widgets", "acme makes widgets", False),
        ("C++ (old)", "in C++ (old) style", False),
    ],
)
def test_plain_terms(term: str, text: str, found: bool) -> None:
    (signal,) = signals_of(glossary_of([term]))
    assert bool(re.search(signal.pattern, text)) is found
    assert not found or re.search(signal.find, text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (b"the kestrel flies", [b"kestrel"]),
        (b"KestrelClient and AcmeWidgets", [b"Kestrel", b"AcmeWidgets"]),
        (b"acme_widgets, acme widgets", [b"acme_widgets", b"acme widgets"]),
        (b"acme makes widgets, kestrels", []),
        (b"", []),
    ],
)
def test_hashed_terms(text: bytes, places: list[bytes]) -> None:
    entries = [hashed_entry("Kestrel", KEY), hashed_entry("Acme Widgets", KEY)]
    terms = HashedTerms(glossary_of(entries, KEY))
    assert [text[start:end] for start, end in terms.places(text)] == places


def test_another_key_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = hashed_entry("Kestrel", b"from elsewhere")
    assert list(HashedTerms(glossary_of([entry], b"x" * 16)).places(b"kestrel")) == []
    monkeypatch.setenv("PRIVACYGATE_GLOSSARY_KEY", "from elsewhere")
    assert list(HashedTerms(glossary_of([entry], b"x" * 16)).places(b"kestrel")) != []


def test_a_hash_says_nothing() -> None:
    assert re.fullmatch(r"~1:[0-9a-f]{32}", hashed_entry("Kestrel", KEY))
    assert hashed_entry("kestrel", KEY) == hashed_entry("Kestrel", KEY) != hashed_entry("Kestrel", b"y" * 16)
