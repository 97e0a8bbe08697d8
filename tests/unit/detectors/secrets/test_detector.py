from __future__ import annotations

import time
from pathlib import Path

import pytest
from changes import file, segment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacygate.change import FileChange
from privacygate.detectors.secrets import SecretsDetector
from privacygate.detectors.secrets.confirm import Confirmed
from privacygate.detectors.secrets.detector import most_telling
from privacygate.detectors.secrets.examples import fill
from privacygate.detectors.secrets.rule import ParsedRule, parse_rules
from privacygate.errors import RuleFileError
from privacygate.match import Match
from privacygate.model import Confidence
from privacygate.positions import Places
from privacygate.rule_files import read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files

from .rule_texts import RULE, rule, written

GITHUB = fill("{{github:ghp_}}", "detector")
PASSWORD = "k9#Fq2!mXz7pL"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def detector(cache: str) -> SecretsDetector:
    return SecretsDetector(cache_folder=cache)


def found(detector: SecretsDetector, changed: FileChange) -> list[Match]:
    items = list(detector.detect(changed))
    assert all(isinstance(item, Match) for item in items)
    return [item for item in items if isinstance(item, Match)]


def rules_of(detector: SecretsDetector, text: str | bytes, path: str = "settings.py") -> list[str]:
    return [match.rule for match in found(detector, file(segment(text), path=path))]


class TestWhatIsNotFound:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n",
            "def main() -> None:\n    print('hello')\n",
            "password = os.environ['PASSWORD']\n",
            "token = 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\n",
            "sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'\n",
            "https://example.org/path?query=1\n",
            b"\0" * 10_000,
            b"\xff\xfe\xfd",
        ],
    )
    def test_nothing_to_find(self, detector: SecretsDetector, text: str | bytes) -> None:
        assert rules_of(detector, text) == []

    def test_rules_that_are_off(self, cache: str) -> None:
        detector = SecretsDetector(off=["github-personal-access-token"], cache_folder=cache)
        assert "github-personal-access-token" not in rules_of(detector, f"x = '{GITHUB}'\n")
        assert "github-personal-access-token" not in detector.rules()
        assert "github-personal-access-token" in detector.known_rules()
        assert detector.rule_count == len(detector.known_rules()) - 1 == len(detector.rules())

    def test_in_binary_files_only_what_is_certain(self, detector: SecretsDetector) -> None:
        text = f"\0\0 password = '{PASSWORD}'; token = '{GITHUB}'\n"
        assert rules_of(detector, text) == ["github-personal-access-token"]


class TestWhatIsFound:
    def test_where_and_what(self, detector: SecretsDetector) -> None:
        place = segment(f"a\nx = '{GITHUB}'\n", 7)
        (match,) = found(detector, file(place, path="deep/a.py"))
        assert match.rule == "github-personal-access-token"
        assert match.path == "deep/a.py"
        assert match.segment is place
        assert place.text[match.secret_start : match.secret_end].decode() == GITHUB == match.value.decode()
        assert (match.start, match.end) == (match.secret_start, match.secret_end)
        assert match.confidence is Confidence.HIGH
        assert GITHUB not in match.message
        assert match.message == detector.rules()[match.rule].name

    def test_in_every_segment(self, detector: SecretsDetector) -> None:
        hunks = segment(f"'{GITHUB}'\n", 3), segment("nothing\n", 50), segment(f"'{GITHUB}'\n", 90)
        changed = file(*hunks, added=((3, 3), (50, 50), (90, 90)), whole=False)
        assert [match.segment.first_line for match in found(detector, changed)] == [3, 90]

    def test_the_same_each_time_and_in_order(self, detector: SecretsDetector) -> None:
        text = "".join(fill("a = '{{github:ghp_}}', b = '{{github:gho_}}'\n", str(n)) for n in range(30))
        first = found(detector, file(segment(text)))
        assert [match.start for match in first] == sorted(match.start for match in first)
        assert len(first) == 60
        assert found(detector, file(segment(text))) == first

    def test_one_result_for_one_place(self, detector: SecretsDetector) -> None:
        assert rules_of(detector, f"github_token = '{GITHUB}'\n") == ["github-personal-access-token"]


class TestRulesOfATeam:
    def test_they_are_added(self, cache: str, tmp_path: Path) -> None:
        detector = SecretsDetector([written(tmp_path)], (), cache)
        assert rules_of(detector, "x = tok_9aF3kQ2mX8pL\n") == ["test-token"]
        assert rules_of(detector, f"x = '{GITHUB}'\n") == ["github-personal-access-token"]

    def test_they_cannot_take_the_place_of_a_built_in_rule_unseen(self, cache: str, tmp_path: Path) -> None:
        place = written(tmp_path, RULE.replace("test-token", "github-personal-access-token"))
        with pytest.raises(RuleFileError, match="exists already"):
            SecretsDetector([place], (), cache)

    def test_a_place_that_is_not_there(self, cache: str, tmp_path: Path) -> None:
        with pytest.raises(RuleFileError):
            SecretsDetector([str(tmp_path / "missing")], (), cache)


def builtin_rules() -> list[ParsedRule]:
    folder = builtin_folder("secrets")
    return parse_rules(read_rule_files(list_rule_files([folder])), folder)


FILLER = "".join(f"def function_{n}(a, b):\n    return a + b  # line {n} of nothing\n" for n in range(40))


class TestChanges:
    """Of a file that was there before only the neighbourhood of added lines is read; that must miss nothing."""

    def on(self, detector: SecretsDetector, text: str, path: str, line: int, added: bool) -> list[tuple[object, ...]]:
        place = segment(text)
        places = Places(place)
        changed = file(place, path=path, added=((line, line),) if added else None)
        matches = [(match.rule, places.region(match.start, match.end)) for match in found(detector, changed)]
        return [(rule_id, region) for rule_id, region in matches if region.start_line <= line <= region.end_line]

    def test_every_line_of_every_example_counts_when_it_is_new(self, detector: SecretsDetector) -> None:
        for item in builtin_rules():
            for example in item.flagged:
                text = FILLER + fill(example.text, "x") + "\n" + FILLER
                for line in range(81, 82 + example.text.count("\n")):
                    whole = self.on(detector, text, example.path, line, added=False)
                    assert self.on(detector, text, example.path, line, added=True) == whole, (item.rule.id, line)

    def test_a_hundred_thousand_keywords_and_thousands_of_hunks(self, detector: SecretsDetector) -> None:
        block = "datadog heroku\n" * 20 + "y" * 70 + "\n" + ("y" * 70 + "\n") * 25
        place, lines = segment(block * 2500), block.count("\n")
        changed = file(place, added=tuple((1 + at * lines, 1 + at * lines) for at in range(2500)))
        started = time.perf_counter()
        assert found(detector, changed) == []
        assert time.perf_counter() - started < 3  # 0.3 s; comparing each with each takes 5

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
    @given(
        st.lists(
            st.sampled_from(
                [
                    "nothing\n", "\n", "x" * 700 + "\n", f"t = '{GITHUB}'\n", f"db_password = '{PASSWORD}'\n",
                    "x = 1  # datadog\n", fill("key = '{{hex:32}}'\n", "a"), fill("{{pem:RSA PRIVATE KEY}}\n", "b"),
                    "-----BEGIN RSA PRIVATE KEY-----\n", "aws_secret_access_key =\n", fill("  '{{base64:40}}'\n", "c"),
                ]
            ),
            min_size=1,
            max_size=60,
        ),
        st.data(),
    )  # fmt: skip
    def test_any_line_of_any_text(self, detector: SecretsDetector, lines: list[str], data: st.DataObject) -> None:
        text = "".join(lines)
        line = data.draw(st.integers(1, text.count("\n")))
        whole = self.on(detector, text, "a.py", line, added=False)
        assert self.on(detector, text, "a.py", line, added=True) == whole


def confirmed(
    start: int, end: int, confidence: Confidence = Confidence.HIGH, name: str = "a", assigned: bool = False
) -> Confirmed:
    return Confirmed(rule(id=name, assigned=assigned), start, end, start, end, confidence)


class TestMostTelling:
    def names(self, *items: Confirmed) -> list[str]:
        return [item.rule.id for item in most_telling(items)]

    def test_what_does_not_overlap_stays(self) -> None:
        assert self.names(confirmed(0, 5, name="a"), confirmed(5, 9, name="b"), confirmed(20, 30, name="c")) == [
            "a",
            "b",
            "c",
        ]

    def test_the_surest_wins(self) -> None:
        sure, long = confirmed(5, 9, name="sure"), confirmed(0, 20, Confidence.MEDIUM, "long")
        assert self.names(sure, long) == self.names(long, sure) == ["sure"]

    def test_then_one_with_a_shape_of_its_own(self) -> None:
        assert self.names(confirmed(0, 20, name="named", assigned=True), confirmed(5, 9, name="shaped")) == ["shaped"]

    def test_then_the_longest_then_the_first(self) -> None:
        assert self.names(confirmed(0, 5, name="a"), confirmed(3, 20, name="b")) == ["b"]
        assert self.names(confirmed(3, 8, name="b"), confirmed(0, 5, name="a")) == ["a"]
        assert self.names(confirmed(0, 5, name="b"), confirmed(0, 5, name="a")) == ["a"]

    def test_one_that_loses_takes_nobody_with_it(self) -> None:
        items = confirmed(0, 5, name="a"), confirmed(4, 10, Confidence.LOW, "b"), confirmed(9, 12, Confidence.LOW, "c")
        assert self.names(*items) == ["a", "c"]

    @given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.sampled_from(Confidence)), max_size=14))
    def test_it_agrees_with_the_plain_way(self, spans: list[tuple[int, int, Confidence]]) -> None:
        items = [confirmed(start, start + length, sure, f"r{n}") for n, (start, length, sure) in enumerate(spans)]
        order = [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]
        kept: list[Confirmed] = []
        for item in sorted(items, key=lambda s: (order.index(s.confidence), s.start - s.end, s.start, s.rule.id)):
            if all(item.end <= other.start or item.start >= other.end for other in kept):
                kept.append(item)
        assert most_telling(items) == sorted(kept, key=lambda s: s.start)

    def test_a_hundred_thousand_take_a_moment(self) -> None:
        started = time.perf_counter()
        assert len(most_telling([confirmed(at, at + 9) for at in range(0, 500_000, 10)])) == 50_000
        assert time.perf_counter() - started < 5
