from __future__ import annotations

import pytest

from privacygate.detectors.novelty.lexicon import FAMILIES, family_of, lexicon
from privacygate.syntax.languages import LANGUAGES


def test_languages_between_which_code_moves_are_one_family() -> None:
    assert family_of("tsx") == family_of("typescript") == family_of("javascript")
    assert family_of("cpp") == family_of("c")


def test_what_is_no_code_has_none() -> None:
    for language in ("yaml", "toml", "html", "css", "sql", "hcl", None):
        assert family_of(language) is None


def test_every_family_is_a_language() -> None:
    assert set(FAMILIES) <= LANGUAGES
    assert len(FAMILIES) >= 12


@pytest.mark.parametrize("family", FAMILIES)
def test_keywords_have_codes_of_their_own(family: str) -> None:
    codes = list(lexicon(family).codes.values())
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 1 and code[0] >= 0x80 for code in codes)
    assert lexicon(family).decisions
