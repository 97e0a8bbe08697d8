from __future__ import annotations

import pytest

from privacygate.change import FileChange, Segment
from privacygate.gitleaks.detector import GitleaksDetector
from privacygate.match import Match
from privacygate.model import Confidence, RuleId

from .configs import ACME, config, file

JWT = "[extend]\nuseDefault = true\n[[rules]]\nid='jwt'\n"
TEXT = "key = 'acme_a1b2c3d4'\n"


def detect(file: FileChange, rules: str = ACME, own_path: str | None = None, off: tuple[str, ...] = ()) -> list[Match]:
    detector = GitleaksDetector(config(rules, own_path=own_path), off=off)
    return [match for match in detector.detect(file) if isinstance(match, Match)]


def test_its_own_file_is_not_looked_at() -> None:
    assert detect(file(TEXT, ".gitleaks.toml"), own_path=".gitleaks.toml") == []


def test_a_rule_that_is_off_does_not_speak() -> None:
    assert detect(file(TEXT), off=("acme",)) == []


def test_a_match_has_the_place_of_the_match_and_hides_the_secret() -> None:
    (match,) = detect(file(TEXT))
    assert (match.start, match.secret_start, match.secret_end) == (7, 12, 20)
    assert (match.rule, match.message, match.confidence) == ("acme", "Acme token.", Confidence.HIGH)


class TestRulesAboutPaths:
    RULES = "[[rules]]\nid = 'p12'\npath = '''\\.p12$'''\n"

    @pytest.mark.parametrize(("added", "start"), [(None, 0), (((2, 3),), 2), (((3, 3),), 4)])
    def test_they_speak_at_the_first_new_line(self, added: tuple[tuple[int, int], ...] | None, start: int) -> None:
        (match,) = detect(file("a\nb\nc\n", "x.p12", added), self.RULES)
        assert match.start == match.end == start

    def test_once_in_a_file_that_comes_in_pieces(self) -> None:
        later = FileChange("x.p12", (Segment(b"c\n", 3),), None, whole=False)
        assert detect(later, self.RULES) == []

    @pytest.mark.parametrize("added", [(), ((9, 9),)])
    def test_not_where_nothing_is_new(self, added: tuple[tuple[int, int], ...]) -> None:
        assert detect(file("a\nb\nc\n", "x.p12", added), self.RULES) == []


class TestSettle:
    def native(self, file: FileChange, secret: str, rule: str = "json-web-token", longer: int = 0) -> Match:
        (segment,) = file.segments
        start = segment.text.index(secret.encode())
        end = start + len(secret) + longer
        value = segment.text[start:end]
        return Match(RuleId(rule), file.path, segment, start, end, start, end, Confidence.HIGH, "native", value)

    def settle(self, rules: str, change: FileChange, *natives: Match) -> list[Match]:
        detector = GitleaksDetector(config(rules), others=[lambda: [RuleId("json-web-token")]])
        return list(detector.settle(change, [*natives, *(m for m in detector.detect(change) if isinstance(m, Match))]))

    def test_what_both_found_is_one_result_with_all_of_it_hidden(self) -> None:
        change = file("key = 'acme_a1b2c3d4xyz'\n")
        (match,) = self.settle(ACME, change, self.native(change, "acme_", longer=11))
        assert match.rule == "acme"
        assert change.segments[0].text[match.secret_start : match.secret_end] == b"acme_a1b2c3d4xyz"  # type: ignore[index]

    def test_another_place_is_another_result(self) -> None:
        change = file("key = 'acme_a1b2c3d4'; other = 'thing'\n")
        assert [m.rule for m in self.settle(ACME, change, self.native(change, "thing"))] == ["acme", "json-web-token"]

    def test_what_is_no_secret_is_no_business_of_it(self) -> None:
        change = file("key = 'acme_a1b2c3d4'\n")
        rules = ACME + "[allowlist]\nregexes = ['a1b2']\n"
        assert [m.rule for m in self.settle(rules, change, self.native(change, "a1b2", "comment"))] == ["comment"]

    @pytest.mark.parametrize(
        ("rules", "path", "kept"),
        [
            ("[allowlist]\nregexes = ['^thing$']\n", "a.py", False),
            ("[allowlist]\nregexTarget = 'line'\nregexes = ['other = ']\n", "a.py", False),
            ("[allowlist]\nstopwords = ['HING']\n", "a.py", False),
            ("[allowlist]\npaths = ['^docs/']\n", "docs/a.py", False),
            ("[allowlist]\npaths = ['^docs/']\n", "a.py", True),
            (
                "[extend]\nuseDefault = true\n[[rules]]\nid='jwt'\n[[rules.allowlists]]\nstopwords=['thing']\n",
                "a",
                False,
            ),
            ("[extend]\nuseDefault = true\n[[rules]]\nid='jwt'\n[[rules.allowlists]]\nstopwords=['x']\n", "a", True),
        ],
    )
    def test_allowlists_speak_of_built_in_rules_too(self, rules: str, path: str, kept: bool) -> None:
        change = file("other = thing\n", path)
        assert bool(self.settle(rules, change, self.native(change, "thing"))) is kept


def test_its_rules_explain_themselves() -> None:
    detector = GitleaksDetector(config(), Confidence.MEDIUM)
    (help_,) = detector.rules().values()
    assert help_.confidence is Confidence.MEDIUM
    assert "`acme` in .gitleaks.toml" in help_.why
    assert (detector.rule_count, list(detector.known_rules())) == (1, ["acme"])
