from __future__ import annotations

import pytest

from privacygate.detectors.secrets.compiler import compile_engine
from privacygate.errors import RuleFileError

from .rule_texts import rule


def test_a_rule_is_known_by_its_place() -> None:
    rules = [rule(id=f"r{number}", find=f"word{number}x") for number in range(300)]
    engine = compile_engine(rules)
    for number in (0, 1, 150, 299):
        assert engine.candidates(f"a word{number}x b".encode()) == [number]


def test_places_are_reported_for_keywords_and_once_for_others() -> None:
    engine = compile_engine([rule(find="abcd"), rule(keywords=("acmecorp",), near=9)])
    assert len([hit for hit in engine.hits(b"abcd abcd abcd") if hit[0] == 0]) == 1
    assert len(engine.hits(b"acmecorp acmecorp acmecorp")) == 3


def test_a_rule_with_many_keywords_reports_under_its_own_place() -> None:
    words = tuple(f"acmecorp{number}x" for number in range(500))
    engine = compile_engine([rule(find="abcd"), rule(keywords=words, near=9)])
    assert engine.hits(b"acmecorp3x acmecorp499x") == [(1, 10), (1, 23)]


def test_letter_case_is_a_matter_of_each_rule() -> None:
    engine = compile_engine([rule(find="abcd"), rule(find="efgh", ignore_case=True)])
    assert engine.candidates(b"ABCD EFGH") == [1]


@pytest.mark.parametrize("find", ["(?:a.{900}b){900}", "(?P<a>x)(?P<a>y)", "(?=a)b\\1"])
def test_the_rule_that_cannot_be_used_is_named(find: str) -> None:
    with pytest.raises(RuleFileError, match="Hyperscan cannot use the pattern of `bomb`") as caught:
        compile_engine([rule(), rule(id="bomb", find=find), rule(id="fine", find="abcd")])
    assert caught.value.remedy


def test_the_order_of_hits_is_the_order_of_rules() -> None:
    engine = compile_engine([rule(find="second"), rule(find="first")])
    assert engine.candidates(b"first second") == [0, 1]
