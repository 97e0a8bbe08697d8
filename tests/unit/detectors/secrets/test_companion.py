from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.detectors.secrets.companion import Companion, Neighbourhood, around
from privacygate.detectors.secrets.confirm import Confirmer
from privacygate.errors import DetectorError, RuleFileError
from privacygate.model import Confidence

from .rule_texts import RULE, parsed, rule

TOKEN = "tok_9aF3kQ2mX8pL"
ID = "id-77"


def confidence(text: str, companion: Companion) -> Confidence | None:
    found = [item.confidence for item in Confirmer(rule(companion=tuple(companion))).confirm(text.encode(), "a.py")]
    return found[0] if found else None


class TestRaise:
    BESIDE = Companion("id-[0-9]{2}", 2, "high", "low")

    @pytest.mark.parametrize(
        "text", [f"{ID} {TOKEN}", f"{TOKEN} {ID}", f"{ID}\n\n{TOKEN}", f"{TOKEN}\nx\n{ID}", f"{ID}\r\n{TOKEN}\r\n"]
    )
    def test_near(self, text: str) -> None:
        assert confidence(text, self.BESIDE) is Confidence.HIGH

    @pytest.mark.parametrize("text", [TOKEN, f"{ID}\n\n\n{TOKEN}", f"{TOKEN}\n\n\n{ID}", f"{TOKEN} id-7"])
    def test_far_or_nowhere(self, text: str) -> None:
        assert confidence(text, self.BESIDE) is Confidence.LOW

    def test_a_long_line_is_far(self) -> None:
        assert confidence(f"{ID} {'x ' * 2000}{TOKEN}", self.BESIDE) is Confidence.LOW


class TestRequire:
    REQUIRED = Companion("id-[0-9]{2}", 0, "high", "dropped")

    def test_on_its_own_line(self) -> None:
        assert confidence(f"{ID} {TOKEN}", self.REQUIRED) is Confidence.HIGH
        assert confidence(f"{ID}\n{TOKEN}", self.REQUIRED) is None

    def test_the_secret_itself_is_no_company(self) -> None:
        assert confidence(TOKEN, Companion("tok_", 5, "high", "dropped")) is None


def test_what_is_around() -> None:
    text = b"one\ntwo\nthree\nfour\nfive"
    at = text.index(b"three")
    assert text[slice(*around(text, at, at + 5, 0))] == b"three\n"
    assert text[slice(*around(text, at, at + 5, 1))] == b"two\nthree\nfour\n"
    assert text[slice(*around(text, at, at + 5, 9))] == text


def test_a_pattern_that_re2_cannot_use() -> None:
    with pytest.raises(DetectorError):
        Neighbourhood(rule(companion=("(?=a)", 1, "", "dropped")))


class TestRuleFile:
    def with_(self, lines: str) -> str:
        return RULE.replace("    examples:\n", f"    with:\n{lines}    examples:\n", 1)

    def test_what_it_says(self, tmp_path: Path) -> None:
        (item,) = parsed(tmp_path, self.with_("      pattern: 'id- [0-9]'\n      alone: low\n"))
        assert item.rule.companion == ("id-[0-9]", 5, "high", "low")

    @pytest.mark.parametrize(
        ("lines", "words"),
        [
            ("      lines: 3\n", "`pattern` is missing"),
            ("      pattern: '('\n      alone: low\n", "RE2 cannot use"),
            ("      pattern: a\n      alone: low\n      lines: 99\n", "from 0 to 20"),
            ("      pattern: a\n", "changes nothing"),
            ("      pattern: a\n      alone: none\n", "`alone` cannot be"),
            ("      pattern: a\n      alone: low\n      rules: [x]\n", "rules"),
        ],
    )
    def test_what_it_cannot_say(self, lines: str, words: str, tmp_path: Path) -> None:
        with pytest.raises(RuleFileError, match=words):
            parsed(tmp_path, self.with_(lines))
