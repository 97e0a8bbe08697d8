from __future__ import annotations

import pytest

from privacygate.detectors.secrets.confirm import Confirmer
from privacygate.detectors.secrets.finder import COMMON, MANY_KEYWORDS, Finder, finder_of, finders_of, shortened
from privacygate.detectors.secrets.rule import ParsedRule, parse_rules
from privacygate.detectors.secrets.rule_set import compile_rule_set
from privacygate.detectors.secrets.secret_rule import compile_re2
from privacygate.rule_files import read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files

from .matching_texts import Drawer
from .rule_texts import rule

TEXTS_OF_A_RULE = 5

MISSES_SOME = frozenset(
    (
        # `find` wants one blank where the pattern takes any white space
        *("database-client-password", "other-command-password", "php-database-password", "sql-user-password"),
        "aws-secret-access-key",  # `find` has AKIA and ASIA, the keywords any letter case
        "gitlab-token-legacy",  # `find` has `private-token`, the keywords `private-`
        "keeper-config",  # to be mended: no keyword for `{` and four blanks in Base64
        # Vectorscan 5.4.12 (`hyperscan` 0.7.26 to 0.9.1 on PyPI) misses `;\s*(?:password|pwd)` after some thirty
        # white spaces: https://github.com/VectorCamp/vectorscan/issues/358. 5.4.11 and Intel's 5.4.2 do not. The
        # `find` of this rule therefore knows one blank only.
        "ado-net-password",
    )
)
"""Rules of which Hyperscan misses texts that RE2 would flag."""


def matches(confirmer: Confirmer, text: bytes) -> bool:
    return any(True for _ in confirmer._matches(text, (), [(0, len(text))]))


def test_hyperscan_finds_every_text_that_re2_would_flag() -> None:
    """What is not found is not read: a finder that is too narrow switches its rule off, and nobody hears of it."""
    folder = builtin_folder("secrets")
    parsed = parse_rules(read_rule_files(list_rule_files([folder])), folder)
    engine = compile_rule_set(parsed).engine
    drawer = Drawer(20)
    missed: dict[str, bytes] = {}
    tested = 0
    for index, item in enumerate(parsed):
        confirmer = Confirmer(item.rule)
        for text in texts_for(item, drawer):
            if matches(confirmer, text):
                tested += 1
                if index not in engine.candidates(text):
                    missed.setdefault(item.rule.id, text)
    assert {id_: text for id_, text in missed.items() if id_ not in MISSES_SOME} == {}
    assert tested > len(parsed) * TEXTS_OF_A_RULE * 0.9


def texts_for(item: ParsedRule, drawer: Drawer) -> list[bytes]:
    texts: list[bytes] = []
    for _ in range(TEXTS_OF_A_RULE):
        core = drawer.text(item.rule.pattern, item.rule.ignore_case)
        if core is not None:
            start = f"{drawer.choice(item.rule.keywords)} " if item.rule.near else ""
            around = drawer.choice([("", ""), (" ", " "), ("\n", "\n"), ("'", "'")])
            texts.append(f"{start}{around[0]}{core}{around[1]}".encode())
    return texts


class TestWhatIsLookedFor:
    def test_rare_keywords_in_any_letter_case(self) -> None:
        finder = finder_of(rule(keywords=("acmecorp", "x.corp")))
        assert finder == Finder(r"acmecorp|x\.corp", True)

    def test_rare_keywords_of_a_rule_with_near_and_where_they_stand(self) -> None:
        assert finder_of(rule(keywords=("acmecorp",), near=20)).finds_keywords

    @pytest.mark.parametrize("word", ["tok_", "password", min(COMMON)])
    def test_not_keywords_that_stand_everywhere(self, word: str) -> None:
        assert word not in finder_of(rule(keywords=(word,))).expression.replace("tok_[", "")

    def test_many_keywords_in_parts(self) -> None:
        words = tuple(f"acmecorp{number}" for number in range(2 * MANY_KEYWORDS + 1))
        parts = finders_of(rule(keywords=words, near=20))
        assert [part.expression.count("|") + 1 for part in parts] == [MANY_KEYWORDS, MANY_KEYWORDS, 1]
        assert all(part.finds_keywords for part in parts)
        assert finders_of(rule(keywords=words)) == [finder_of(rule(keywords=words))]

    def test_what_the_rule_says(self) -> None:
        assert finder_of(rule(find="abc", ignore_case=True)) == Finder("abc", True)


@pytest.mark.parametrize(
    ("pattern", "short"),
    [
        (r"tok_[0-9A-Za-z]{36}", r"tok_[0-9A-Za-z]{12}"),
        (r"tok_[0-9A-Za-z]{36}\b", r"tok_[0-9A-Za-z]{12}"),
        (r"\b(?P<secret>tok_[0-9]{36})\b", r"\b(?P<secret>tok_[0-9]{12})"),
        (r"tok_[0-9]{36,60}x", r"tok_[0-9]{12}"),
        (r"tok_[0-9]{36,}?x", r"tok_[0-9]{12}"),
        (r"tok_[0-9]{11}", r"tok_[0-9]{11}"),
        (r"tok_[0-9]{2,40}", r"tok_[0-9]{2,40}"),
        (r"a|tok_[0-9]{36}", r"a|tok_[0-9]{36}"),
        (r"(?:a|b)[0-9]{36}c", r"(?:a|b)[0-9]{12}"),
        (r"(?:a[0-9]{36}|b)c", r"(?:a[0-9]{36}|b)c"),
        (r"x(?:a(?:b[0-9]{36})|c)", r"x(?:a(?:b[0-9]{36})|c)"),
        (r"[|](?:[0-9]{36})", r"[|](?:[0-9]{12})"),
        (r"\|[0-9]{36}", r"\|[0-9]{12}"),
        (r"[)]x\([0-9]{36}\)", r"[)]x\([0-9]{12}"),
        (r"a\{36\}", r"a\{36\}"),
        (r"[{]36}a", r"[{]36}a"),
        ("", ""),
    ],
)
def test_a_pattern_is_cut_at_its_first_long_repetition(pattern: str, short: str) -> None:
    assert shortened(pattern) == short
    assert not isinstance(compile_re2(short, False), str)


@pytest.mark.parametrize("pattern", [r"(?:tok_[0-9]{36})?x", r"(?:tok_[0-9]{36})*", r"(tok_[0-9]{36}x){0,3}y"])
def test_a_group_that_may_be_missing(pattern: str) -> None:
    """Cutting inside of it would ask for what need not be there."""
    short = compile_re2(shortened(pattern), False)
    whole = compile_re2(pattern, False)
    for text in (b"x", b"y", b"tok_" + b"1" * 36 + b"x"):
        if whole.search(text) is not None and whole.search(text)[0]:
            assert short.search(text) is not None
