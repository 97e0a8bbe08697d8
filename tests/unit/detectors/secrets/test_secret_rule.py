from __future__ import annotations

import marshal
import time

import pytest

from privacygate.detectors.secrets.secret_rule import SecretRule, compile_re2

from .rule_texts import rule


def test_a_rule_survives_the_cache() -> None:
    made = rule(paths=("*.env", "a"), excluded=("x",), near=20, keywords=("a", "b"), entropy=3.5)
    assert SecretRule(*marshal.loads(marshal.dumps(tuple(made)))) == made  # noqa: S302


@pytest.mark.parametrize("pattern", ["(", ")", "[", "a**", "(?=a)", "(?<!a)", r"(a)\1", "a{1001}", r"\8", "ä", "日本"])
def test_what_re2_cannot_use_is_said_in_words(pattern: str) -> None:
    reason = compile_re2(pattern, False)
    assert isinstance(reason, str)
    assert reason


def test_it_reads_bytes_as_they_are() -> None:
    assert compile_re2(r"\xC3\xA4", False).search("ä".encode()) is not None
    assert compile_re2(r"[^a]{2}", False).fullmatch(b"\xff\x00") is not None
    assert compile_re2(r"^.$", False).search("ä".encode()) is None


def test_letter_case() -> None:
    assert compile_re2("abc", False).search(b"ABC") is None
    assert compile_re2("abc", True).search(b"ABC") is not None


def test_groups_have_names() -> None:
    assert compile_re2("(?P<secret>a)", False).groupindex == {b"secret": 1}


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*$", "(.*)*x", "(?:a?){30}a{30}x"])
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    started = time.perf_counter()
    compile_re2(pattern, False).search(b"a" * 100_000 + b"!")
    assert time.perf_counter() - started < 5


def test_complaints_are_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    compile_re2("(", False)
    assert capfd.readouterr() == ("", "")
