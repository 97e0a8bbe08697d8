from __future__ import annotations

import random

import pytest

from privacygate.detectors.secrets.compiler import compile_engine
from privacygate.detectors.secrets.engine import HYPERSCAN_VERSION, load_engine
from privacygate.errors import RuleFileError

from .rule_texts import rule

RULES = [
    rule(),
    rule(r"\bkey_[0-9]{6}\b", id="key", keywords=("key_",)),
    rule(r"\b[0-9a-f]{16}\b", id="near", keywords=("acmecorp",), near=20),
    rule(r"PEM-----[a-z\n]{5,}", id="pem", keywords=("pem-----",), ignore_case=True),
]
ENGINE = compile_engine(RULES)


class TestCandidates:
    @pytest.mark.parametrize("text", [b"", b"nothing", b"tok", b"\0" * 1000, b"\xff\xfe"])
    def test_nothing(self, text: bytes) -> None:
        assert ENGINE.candidates(text) == []
        assert ENGINE.hits(text) == []

    @pytest.mark.parametrize(
        ("text", "indexes"),
        [
            (b"a tok_9aF3kQ2mX8pL b", [0]),
            (b"key_123456", [1]),
            (b"ACMECORP", [2]),
            (b"pem-----abcde", [3]),
            (b"x" * 100_000 + b" tok_9aF3kQ2mX8pL key_123456", [0, 1]),
            (b"tok_9aF3kQ2mX8pL " * 500, [0]),
            (b"\0\xfftok_9aF3kQ2mX8pL\0", [0]),
        ],
    )
    def test_rules_that_may_have_something_to_say(self, text: bytes, indexes: list[int]) -> None:
        assert ENGINE.candidates(text) == indexes

    def test_keywords_are_reported_with_their_places(self) -> None:
        assert ENGINE.hits(b"acmecorp AcmeCorp") == [(2, 8), (2, 17)]

    def test_what_was_seen_in_one_text_is_forgotten_in_the_next(self) -> None:
        assert ENGINE.candidates(b"key_123456") == [1]
        assert ENGINE.candidates(b"nothing") == []
        assert ENGINE.candidates(b"") == []


class TestKeeping:
    def test_what_is_dumped_works_when_it_is_loaded(self) -> None:
        engine = load_engine(ENGINE.dump())
        assert engine is not None
        assert engine.candidates(b"tok_9aF3kQ2mX8pL key_123456") == [0, 1]

    @pytest.mark.parametrize("data", [b"", b"x", b"\0" * 64, b"\xff" * 4096])
    def test_what_is_no_database(self, data: bytes) -> None:
        assert load_engine(data) is None

    def test_what_is_cut_short_or_changed(self) -> None:
        data = ENGINE.dump()
        assert load_engine(data[: len(data) // 2]) is None
        assert load_engine(data[:-1]) is None
        drawing = random.Random(3)  # noqa: S311
        for _ in range(50):
            changed = bytearray(data)
            changed[drawing.randrange(len(data))] ^= 1 << drawing.randrange(8)
            load_engine(bytes(changed))  # it may work by chance, and must not crash

    def test_the_version_is_known(self) -> None:
        assert HYPERSCAN_VERSION[0].isdigit()


class TestComplaints:
    def test_the_rule_that_hyperscan_cannot_use_is_named(self) -> None:
        broken = rule(id="bomb", find="(?:a.{900}b){900}")
        with pytest.raises(RuleFileError, match="`bomb`") as caught:
            compile_engine([rule(), broken])
        assert caught.value.remedy

    def test_no_rules_at_all(self) -> None:
        with pytest.raises(RuleFileError):
            compile_engine([])
