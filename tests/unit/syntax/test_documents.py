from __future__ import annotations

import pytest

from privacygate.syntax.documents import is_document, paragraphs_in


@pytest.mark.parametrize(
    ("path", "expected"), [("README.md", True), ("a/notes.TXT", True), ("a.rst", True), ("a.py", False), ("md", False)]
)
def test_what_is_one(path: str, expected: bool) -> None:
    assert is_document(path) is expected


def test_paragraphs_without_code() -> None:
    text = b"# Title\n\nOne\nline more.\n\n```\ncode\n\ncode\n```\n\n  Two.\n"
    found = [text[start:end] for start, end in paragraphs_in(text).found]
    assert found == [b"# Title", b"One\nline more.", b"  Two."]


def test_a_fence_that_nothing_closes() -> None:
    text = b"One.\n\n```\ncode\n"
    assert [text[start:end] for start, end in paragraphs_in(text).found] == [b"One."]
