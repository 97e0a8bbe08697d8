from __future__ import annotations

from privacygate.gitleaks.keywords import Keywords


def test_a_rule_without_keywords_is_always_tried() -> None:
    assert Keywords([(), ("x",)]).candidates(b"") == [0]


def test_letter_case_does_not_matter() -> None:
    keywords = Keywords([("acme_",), ("schlüssel",), ("a.c",)])
    assert keywords.candidates(b"ACME_") == [0]
    assert keywords.candidates("SCHLÜSSEL".encode()) == [1]
    assert keywords.candidates(b"abc") == []
    assert keywords.candidates(b"xA.Cx") == [2]


def test_an_empty_keyword_is_in_no_text() -> None:
    assert Keywords([("",)]).candidates(b"anything") == []


def test_one_keyword_of_several_rules() -> None:
    assert Keywords([("a", "b"), ("b",)]).candidates(b"b") == [0, 1]
