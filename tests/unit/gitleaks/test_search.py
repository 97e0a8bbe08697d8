from __future__ import annotations

import base64

import pytest

from privacygate.gitleaks.search import Finding, Search

from .configs import ACME, config

TEXT = b"x = 1\nkey = 'acme_a1b2c3d4'\n"


def find(text: bytes, rules: str = ACME, path: str = "app.py") -> list[Finding]:
    return Search(config(rules)).find(text, path)


class TestNothing:
    @pytest.mark.parametrize(
        ("rules", "text"),
        [
            (ACME, b""),
            (ACME, b"acme_short"),
            (ACME + "entropy = 3.0\n", TEXT),  # three bits are not more than three
            (ACME + "path = '''\\.js$'''\n", TEXT),
            (ACME + "[[rules.allowlists]]\nstopwords = ['B2C3']\n", TEXT),
            (ACME + "[allowlist]\npaths = ['''^app''']\n", TEXT),
            (ACME + "skipReport = true\n", TEXT),
            ("[[rules]]\nid = 'empty'\nregex = 'z*'\n", b"abc"),
        ],
    )
    def test_is_found(self, rules: str, text: bytes) -> None:
        assert find(text, rules) == []


def test_match_and_secret_have_places_of_their_own() -> None:
    (found,) = find(TEXT)
    assert TEXT[found.start : found.end] == b"acme_a1b2c3d4"
    assert TEXT[found.secret_start : found.secret_end] == found.secret == b"a1b2c3d4"
    assert found.line == 1
    assert "a1b2" not in repr(found)


def test_line_breaks_at_its_ends_are_no_part_of_a_match() -> None:
    text = b"a\n\nacme_a1b2c3d4\n\n"
    (found,) = find(text, "[[rules]]\nid = 'x'\nregex = '''\\n*acme_([0-9a-z]+)\\n*'''\n")
    assert text[found.secret_start : found.secret_end] == b"a1b2c3d4"
    assert found.line == 1  # where the first line break is, as gitleaks has it


def test_what_is_encoded_is_hidden_whole() -> None:
    encoded = base64.b64encode(b"key=acme_a1b2c3d4")
    (found,) = find(b"k: " + encoded + b"\n")
    assert (found.secret, found.secret_start, found.secret_end) == (b"a1b2c3d4", 3, 3 + len(encoded))


def test_a_text_that_is_not_utf8() -> None:
    (found,) = find(b"\xff\xfe acme_a1b2c3d4")
    assert found.start == 3


class TestRequired:
    RULES = (
        ACME
        + "[[rules.required]]\nid = 'id'\nwithinLines = 1\n"
        + "[[rules]]\nid = 'id'\nregex = 'id-[0-9]'\nskipReport = true\n"
    )

    def test_near_enough(self) -> None:
        assert len(find(b"id-1\nacme_a1b2c3d4\n", self.RULES)) == 1

    def test_too_far(self) -> None:
        assert find(b"id-1\n\nacme_a1b2c3d4\n", self.RULES) == []


def test_a_generic_rule_steps_back_on_the_same_line_alone() -> None:
    rules = ACME + "[[rules]]\nid = 'my-generic'\nregex = '[a-d0-9]{8}'\n"
    assert [each.rule.id for each in find(TEXT, rules)] == ["acme"]
    assert [each.rule.id for each in find(b"a1b2c3d4", rules)] == ["my-generic"]


def test_rules_about_paths() -> None:
    search = Search(
        config("[[rules]]\nid = 'p12'\npath = '''\\.p12$'''\n[[rules]]\nid='k'\npath='k'\nkeywords=['zz']\n")
    )
    assert [rule.id for rule in search.path_rules(b"", "k/a.p12")] == ["p12"]
    assert [rule.id for rule in search.path_rules(b"ZZ", "k/a.pem")] == ["k"]
    assert search.find(b"zz", "k/a.p12") == []
