from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets.compiler import compile_engine
from privacygate.detectors.secrets.confirm import Confirmed, Confirmer
from privacygate.errors import DetectorError
from privacygate.model import Confidence

from .rule_texts import rule

TOKEN = "tok_9aF3kQ2mX8pL"


def secrets(confirmer: Confirmer, text: str | bytes, path: str = "a.py") -> list[str]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [raw[item.secret_start : item.secret_end].decode("latin-1") for item in confirmer.confirm(raw, path)]


def one(confirmer: Confirmer, text: str, path: str = "a.py") -> Confirmed:
    (item,) = confirmer.confirm(text.encode(), path)
    return item


class TestWhatIsNoSecret:
    @pytest.mark.parametrize(
        "text", ["", "tok_", "tok_short", f"{TOKEN}x", f"x{TOKEN}", "TOK_9aF3kQ2mX8pL", "tok_é" * 9]
    )
    def test_another_shape(self, text: str) -> None:
        assert secrets(Confirmer(rule()), text) == []

    def test_a_placeholder(self) -> None:
        assert secrets(Confirmer(rule()), "tok_xxxxxxxxxxxx tok_example12345 tok_0123456789ab") == []

    def test_too_little_entropy(self) -> None:
        assert secrets(Confirmer(rule(entropy=3.9, placeholders="kept")), "tok_abababacabab") == []

    def test_a_checksum_that_fails(self) -> None:
        assert secrets(Confirmer(rule(checksum="github")), TOKEN) == []

    def test_what_is_excluded(self) -> None:
        assert secrets(Confirmer(rule(excluded=("kQ2", "zzz"))), TOKEN) == []

    @pytest.mark.parametrize("path", ["a.py", "env", "x.env/a", "a.ENV"])
    def test_another_kind_of_file(self, path: str) -> None:
        assert secrets(Confirmer(rule(paths=("*.env", "config/*"))), TOKEN, path) == []

    def test_a_group_that_takes_no_part(self) -> None:
        assert secrets(Confirmer(rule(r"tok_none|(?P<secret>tok_[0-9A-Za-z]{12})")), "tok_none") == []


class TestWhatIsOne:
    def test_where_it_stands(self) -> None:
        item = one(Confirmer(rule()), f"ä = '{TOKEN}'")
        assert (item.start, item.end) == (item.secret_start, item.secret_end) == (6, 22)
        assert item.confidence is Confidence.HIGH
        assert item.rule.id == "test-token"

    def test_all_of_a_text_from_left_to_right(self) -> None:
        other = TOKEN[:-1] + "z"
        assert secrets(Confirmer(rule()), f"{TOKEN} {other}\n{TOKEN}") == [TOKEN, other, TOKEN]

    def test_without_a_group_it_is_the_whole_match(self) -> None:
        assert secrets(Confirmer(rule(r"tok_[0-9A-Za-z]{12}")), f"a {TOKEN}") == [TOKEN]

    def test_letter_case(self) -> None:
        assert secrets(Confirmer(rule(ignore_case=True)), TOKEN.upper()) == [TOKEN.upper()]

    def test_a_placeholder_that_is_kept(self) -> None:
        assert secrets(Confirmer(rule(placeholders="kept")), "tok_xxxxxxxxxxxx") == ["tok_xxxxxxxxxxxx"]

    @pytest.mark.parametrize("path", ["a.env", "deep/er/.env", "config/a", "config/b/c"])
    def test_a_kind_of_file(self, path: str) -> None:
        assert secrets(Confirmer(rule(paths=("*.env", "config/*"))), TOKEN, path) == [TOKEN]

    @pytest.mark.parametrize(("word", "confidence"), [("medium", Confidence.MEDIUM), ("low", Confidence.LOW)])
    def test_a_checksum_that_fails_may_leave_less_confidence(self, word: str, confidence: Confidence) -> None:
        assert one(Confirmer(rule(checksum="github", unchecked=word)), TOKEN).confidence is confidence

    def test_bytes_that_are_no_text(self) -> None:
        assert secrets(Confirmer(rule()), b"\xff\x00" + TOKEN.encode() + b"\x80\x00") == [TOKEN]

    def test_one_of_several_lines_shows_all_of_the_match(self) -> None:
        confirmer = Confirmer(rule(r"BEGIN\s+(?P<secret>[a-z]+\n[a-z]+)\s+END", keywords=("begin",)))
        item = one(confirmer, "x BEGIN\nabc\nxyq\nEND")
        assert (item.start, item.end, item.secret_start, item.secret_end) == (2, 19, 8, 15)

    def test_one_of_a_single_line_shows_the_secret_alone(self) -> None:
        confirmer = Confirmer(rule(r"BEGIN\s+(?P<secret>[a-z]+)\s+END", keywords=("begin",)))
        item = one(confirmer, "x BEGIN\nabc\nEND")
        assert (item.start, item.end) == (8, 11)


NEAR = rule(r"\b(?P<secret>[0-9a-f]{16})\b", keywords=("acme", "dd-key"), near=20, finds_keywords=True)
VALUE = "9f86d081884c7d65"


class TestNearKeywords:
    @pytest.mark.parametrize(
        "text",
        [
            VALUE,
            f"{VALUE} acme",
            f"acme{' ' * 21}{VALUE}",
            f"preacme = {VALUE}",
            f"acm = {VALUE}",
            "acme = 9f86d081",
        ],
    )
    def test_what_is_not_near(self, text: str) -> None:
        assert secrets(Confirmer(NEAR), text) == []

    @pytest.mark.parametrize(
        "text",
        [
            f"acme = {VALUE}",
            f"ACME_KEY={VALUE}",
            f"myAcmeKey: '{VALUE}'",
            f"acme\n  {VALUE}",
            f"acme{' ' * 20}{VALUE}",
            f"dd-key {VALUE}",
            f"acme acme acme {VALUE}",
        ],
    )
    def test_what_is(self, text: str) -> None:
        assert secrets(Confirmer(NEAR), text) == [VALUE]

    def test_each_keyword_has_its_own(self) -> None:
        other = VALUE[::-1]
        assert secrets(Confirmer(NEAR), f"acme {VALUE}\nacme {other}") == [VALUE, other]

    def test_a_keyword_inside_of_the_secret_gives_nothing_more(self) -> None:
        confirmer = Confirmer(rule(r"\b(?P<secret>[0-9a-z]{16})\b", keywords=("acme",), near=20, placeholders="kept"))
        assert secrets(confirmer, "acme acme86d081884c7d") == ["acme86d081884c7d"]

    @given(
        st.lists(
            st.sampled_from(
                [
                    "acme",
                    "Acme",
                    "ACME",
                    "_acme",
                    "xacme",
                    "dd-key",
                    "DD-KEY",
                    VALUE,
                    VALUE[::-1],
                    " ",
                    "\n",
                    "x",
                    "-",
                    "é",
                    "a" * 19,
                ]
            ),
            max_size=14,
        )
    )
    def test_hyperscan_and_re2_agree_on_where_keywords_stand(self, words: list[str]) -> None:
        text = "".join(words).encode()
        confirmer = Confirmer(NEAR)
        ends = [end for _, end in ENGINE.hits(text)]
        by_hyperscan = list(confirmer.confirm(text, "a.py", ends)) if ends else []
        assert by_hyperscan == list(confirmer.confirm(text, "a.py"))


ENGINE = compile_engine([NEAR])


class TestAssignments:
    def test_a_rule_may_leave_the_reading_to_the_reader_of_assignments(self) -> None:
        confirmer = Confirmer(rule(r"(?i:(?P<name>password))\s*=", keywords=("password",), assigned=True))
        item = one(confirmer, "db_password = 'k9#Fq2!mXz7pL'\n", "settings.py")
        assert (item.secret_start, item.secret_end) == (15, 28)
        assert item.confidence is not Confidence.HIGH
        assert secrets(confirmer, "password = os.environ['X']\n", "settings.py") == []


def test_a_pattern_that_re2_cannot_use_is_no_silent_pass() -> None:
    for broken in (rule("tok_("), rule(excluded=("(",))):
        with pytest.raises(DetectorError, match="`test-token`"):
            list(Confirmer(broken).confirm(TOKEN.encode(), "a.py"))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?P<secret>(a+)+b)", b"a" * 200_000),
        (r"(?P<secret>(a|aa)+b)", b"a" * 200_000),
        (r"(?P<secret>(.*)*x)", b"a" * 20_000),
        (r"(?P<secret>(?:a?){100}a{100}b)", b"a" * 20_000),
        (r"tok_(?P<secret>[^b]{1,1000}){1,100}b", b"tok_" + b"a" * 20_000),
    ],
)
def test_no_pattern_of_a_user_hangs(pattern: str, text: bytes) -> None:
    started = time.perf_counter()
    with suppress(DetectorError):  # RE2 may say that it is too large
        list(Confirmer(rule(pattern)).confirm(text, "a.py"))
    assert time.perf_counter() - started < 30
