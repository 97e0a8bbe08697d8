from __future__ import annotations

import base64
from collections.abc import Sequence

import pytest
from changes import file, segment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacygate.detectors.secrets import SecretsDetector
from privacygate.detectors.secrets.confirm import Confirmed
from privacygate.detectors.secrets.encoded import DEPTH, FINDERS, Encoded, decoded_secrets
from privacygate.detectors.secrets.engine import ENCODED
from privacygate.detectors.secrets.examples import fill
from privacygate.detectors.secrets.rule import parse_rules
from privacygate.match import Match
from privacygate.model import Confidence
from privacygate.rule_files import read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files

from .encodings import WHOLE, quoted
from .rule_texts import rule

TOKEN = fill("{{github:ghp_}}", "encoded")
LINE = f"token = '{TOKEN}'".encode()


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> SecretsDetector:
    return SecretsDetector(cache_folder=str(tmp_path_factory.mktemp("cache")))


def found(
    detector: SecretsDetector, text: bytes, path: str = "a.yaml", added: tuple[tuple[int, int], ...] | None = None
) -> list[Match]:
    return [item for item in detector.detect(file(segment(text), path=path, added=added)) if isinstance(item, Match)]


class TestWhatIsNotFound:
    @pytest.mark.parametrize(
        "text",
        [
            b"greeting: " + base64.b64encode(b"Hello world, this is 1 plain text without anything"),
            b"x: " + base64.b64encode(b"password = '${PASSWORD}' and token = your-token-here 1"),
            b"url: https://example.org/?q=a%20b%3Dc%26token%3Dyour-token-here",
            b's = "\\x70\\x61\\x73\\x73 \\u003d \\u0027"',
            b'integrity: "sha512-' + base64.b64encode(bytes(range(7, 71))) + b'"',
        ],
    )
    def test_nothing_to_find(self, detector: SecretsDetector, text: bytes) -> None:
        assert found(detector, text + b"\n") == []

    def test_one_encoding_too_many(self, detector: SecretsDetector) -> None:
        text = LINE
        for _ in range(DEPTH):
            text = base64.b64encode(text)
        assert found(detector, text)
        assert found(detector, base64.b64encode(text)) == []

    def test_low_confidence_is_not_worth_it(self) -> None:
        def read(text: bytes) -> tuple[Sequence[Confirmed], Sequence[tuple[int, int]]]:
            return [Confirmed(rule(), 0, 5, 0, 5, Confidence.LOW)], []

        run = base64.b64encode(b"0 some text to be read 1")
        assert list(decoded_secrets(run, [(ENCODED, len(run))], [(0, len(run))], read)) == []


class TestPlaces:
    @pytest.mark.parametrize("name", WHOLE)
    def test_the_region_is_what_is_encoded(self, detector: SecretsDetector, name: str) -> None:
        run = WHOLE[name](LINE)
        (match,) = found(detector, b'x: "' + run + b'"\n')
        where = match.segment.text[match.secret_start : match.secret_end]
        assert where in (run, run.removeprefix(b"0x")) or name[:4] in ("perc", "esca", "octa", "char")
        assert match.segment.text[match.start : match.end] == where
        assert len(where) >= len(TOKEN)
        assert match.rule == "github-personal-access-token"
        assert match.confidence is Confidence.HIGH
        assert match.value == TOKEN.encode()
        assert " in " in match.message

    def test_the_escapes_of_the_secret_alone(self, detector: SecretsDetector) -> None:
        text = b"see https://example.org/?next=https%3A%2F%2Fh%2F%3Ft%3D" + TOKEN.encode() + b"%26a%3D1\n"
        (match,) = found(detector, text, "a.md")
        assert text[match.start : match.end] == TOKEN.encode()

    def test_one_result_for_one_run(self, detector: SecretsDetector) -> None:
        other = fill("{{github:ghp_}}", "other")
        assert len(found(detector, base64.b64encode(LINE + b"\n" + f"second = {other}".encode()))) == 1

    def test_lines_of_a_kubernetes_secret(self, detector: SecretsDetector) -> None:
        body = base64.encodebytes(b"A=1\n" * 20 + LINE).replace(b"\n", b"\n    ")
        text = b"kind: Secret\ndata:\n  env: |\n    " + body + b"\nmore: 1\n"
        (match,) = found(detector, text)
        assert text[match.start : match.end].count(b"\n") >= 2
        assert text[match.end :].split() == [b"more:", b"1"]

    def test_repr_shows_nothing(self) -> None:
        assert repr(Encoded(0, 9, b"secret", "Base64")) == "Encoded(Base64, bytes 0 to 9)"


class TestInAChange:
    TEXT = b"a = 1\n" * 300 + b"x: " + base64.b64encode(LINE) + b"\n" + b"a = 1\n" * 300

    def test_near_added_lines(self, detector: SecretsDetector) -> None:
        assert found(detector, self.TEXT, added=((301, 301),))

    def test_far_from_them(self, detector: SecretsDetector) -> None:
        assert found(detector, self.TEXT, added=((1, 1),)) == []


def examples() -> list[tuple[str, bytes, str]]:
    rules = parse_rules(read_rule_files(list_rule_files([builtin_folder("secrets")])), builtin_folder("secrets"))
    return [
        (item.rule.id, fill(example.text, f"{item.rule.id}/{example.name}/0").encode(), example.path)
        for item in rules
        for example in item.flagged
        if item.rule.confidence == "high" and "\n" not in example.text and not item.rule.pattern.startswith("(?:^|")
    ]


EXAMPLES = examples()
# In UTF-16 digits are rare, so that a short text now and then has none before its last 19 letters.
LETTERS = [name for name in WHOLE if name.startswith(("Base64", "hex", "upper")) and "UTF-16" not in name]


class TestRoundTrip:
    @pytest.mark.parametrize("name", WHOLE)
    def test_every_example_in_every_encoding(self, detector: SecretsDetector, name: str) -> None:
        missed = [
            rule_id
            for rule_id, text, path in EXAMPLES
            if text.isascii() and not found(detector, b'x = " ' + WHOLE[name](text + b" ") + b' "\n', path)
        ]
        assert len(missed) <= len(EXAMPLES) / 100, missed  # what must stand at the start or the end of a line

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
    @given(st.sampled_from(EXAMPLES), st.lists(st.sampled_from(LETTERS), min_size=1, max_size=DEPTH))
    def test_nested(self, detector: SecretsDetector, example: tuple[str, bytes, str], names: list[str]) -> None:
        _, text, path = example
        if not text.isascii() or not found(detector, WHOLE[names[0]](text), path):
            return
        for name in names:
            text = WHOLE[name](text)
        assert found(detector, b'x = "' + text + b'"\n', path)

    def test_escaped_where_it_has_to_be(self, detector: SecretsDetector) -> None:
        missed = [
            rule_id
            for rule_id, text, path in EXAMPLES
            if not found(detector, b"u=https://h/?q=" + quoted(text) + b"\n", path)
        ]
        assert len(missed) <= len(EXAMPLES) / 50, missed


def test_every_finder_compiles_to_something(detector: SecretsDetector) -> None:
    assert len(FINDERS) == len({expression for _, expression in FINDERS})
