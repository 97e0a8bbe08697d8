from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from changes import file, segment

from privacygate.change import FileChange
from privacygate.detectors.comments import CommentsDetector
from privacygate.detectors.comments.concentration import CHANGE_RULE, FILE_RULE
from privacygate.detectors.comments.glossary import hashed_entry
from privacygate.match import Match, Note
from privacygate.model import Confidence, NoteOnFile, Notification
from privacygate.positions import region_of

TOLD = "# As per our meeting with Deborah, refunds stop at 14 days.\n"
HINT = "# Prices must be rounded.\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def detector(cache: str) -> CommentsDetector:
    return CommentsDetector(cache_folder=cache)


def matches(detector: CommentsDetector, changed: FileChange) -> list[Match]:
    return [item for item in detector.detect(changed) if isinstance(item, Match)]


def source(text: str, path: str = "app.py", **more: Any) -> FileChange:
    return file(segment(text), path=path, **more)


class TestWhatMustNotFire:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            'x = "As per our meeting with Deborah"\n',
            "# x = as_per_our_meeting_with(deborah)\n",
            "# Returns the price of the order.\nx = 1\n",
            "# Copyright 2019 Acme. All rights reserved. For legal reasons see LICENSE.\n",
            "# TODO(deborah): clean this up\n",
            "# See https://github.com/acme/widgets/issues/17\n",
        ],
    )
    def test_ordinary_files(self, detector: CommentsDetector, text: str) -> None:
        assert [item for item in detector.detect(source(text)) if not isinstance(item, Note)] == []

    def test_binary_files(self, detector: CommentsDetector) -> None:
        assert list(detector.detect(source("\0\n" + TOLD))) == []

    def test_documents_unless_told(self, detector: CommentsDetector, cache: str) -> None:
        text = "As per our meeting with Deborah, refunds stop at 14 days.\n"
        assert matches(detector, source(text, "notes.md")) == []
        told = CommentsDetector(cache_folder=cache, documents=True)
        assert [match.rule for match in matches(told, source(text, "notes.md"))] == ["internal-matter"]


class TestMatches:
    def test_place_words_and_explanation(self, detector: CommentsDetector) -> None:
        (match,) = matches(detector, source("x = 1\n" + TOLD))
        text = match.segment.text
        assert match.rule == "internal-matter"
        assert text[match.start : match.end].startswith(b"As per our meeting with")
        assert region_of(match.segment, match.start, match.end).start_line == 2
        assert (match.secret_start, match.hide_marks) == (match.secret_end, False)
        assert match.message.startswith("This comment tells of a discussion or mail that decided something")
        assert b"Deborah" in {text[mark.start : mark.end] for mark in match.marks}

    def test_a_comment_of_several_lines_in_a_block(self, detector: CommentsDetector) -> None:
        text = "/*\n * For legal\n * reasons we keep this.\n */\nint a;\n"
        (match,) = matches(detector, source(text, "a.c"))
        assert region_of(match.segment, match.start, match.end)[:1] == (2,)
        assert match.segment.text[match.start : match.end] == b"For legal\n * reasons"

    def test_sure_ones_are_warnings_and_others_notes(self, detector: CommentsDetector) -> None:
        (sure,) = matches(detector, source(TOLD))
        (other,) = matches(detector, source("# Business rule: no more than that.\n"))
        assert (sure.confidence, other.confidence) == (Confidence.MEDIUM, Confidence.LOW)

    def test_none_is_of_high_confidence(self, detector: CommentsDetector) -> None:
        for help_ in detector.rules().values():
            assert help_.confidence is not Confidence.HIGH

    def test_the_same_words_have_the_same_value_wherever_they_break(self, detector: CommentsDetector) -> None:
        (one,) = matches(detector, source("# For legal reasons\n"))
        (other,) = matches(detector, source("#   for  LEGAL reasons\n"))
        assert one.value == other.value == b"for legal reasons"

    def test_words_may_be_masked(self, cache: str) -> None:
        (match,) = matches(CommentsDetector(cache_folder=cache, mask_words=True), source(TOLD))
        assert match.hide_marks

    def test_a_threshold_of_its_own(self, cache: str) -> None:
        assert matches(CommentsDetector(cache_folder=cache, threshold=5), source(TOLD)) == []
        low = CommentsDetector(cache_folder=cache, threshold=0.3)
        assert [match.rule for match in matches(low, source(HINT))] == ["business-rule"]

    def test_old_comments_far_from_new_lines_are_not_even_read(self, detector: CommentsDetector) -> None:
        text = TOLD + "x = 1\n" * 200
        assert matches(detector, source(text, added=((150, 150),))) == []
        assert len(matches(detector, source(text, added=((1, 1),)))) == 1

    def test_segments_of_a_patch(self, detector: CommentsDetector) -> None:
        patch = file(segment("x = 1\n", 10), segment(TOLD, 90), whole=False, added=((90, 90),))
        (match,) = matches(detector, patch)
        assert region_of(match.segment, match.start, match.end).start_line == 90

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.ts", "// Aus rechtlichen Gründen dürfen wir das nicht anzeigen.\n"),
            ("a.java", "/** Le client veut deux décimales, conformément au contrat. */\nclass A {}\n"),
            ("a.go", "package a\n\n// Según lo acordado con el cliente, no se cobra.\n"),
            ("a.rb", "# Regra de negócio: o desconto especial nunca passa de 12 %.\n"),
            ("a.py", 'def f():\n    """社外秘。独自のアルゴリズムで計算する。"""\n'),
            ("Dockerfile", "FROM x\n# For legal reasons we pin this.\n"),
            ("a.unknown", "-- For legal reasons we pin this.\n"),
        ],
    )
    def test_languages_of_people_and_of_machines(self, detector: CommentsDetector, path: str, text: str) -> None:
        assert len(matches(detector, source(text, path))) == 1


class TestSwitchedOff:
    def test_a_rule(self, cache: str) -> None:
        off = CommentsDetector(off=["internal-matter"], cache_folder=cache)
        assert matches(off, source("# As per our meeting with Deborah we stop.\n")) == []
        assert "internal-matter" in off.known_rules()
        assert "internal-matter" not in off.rules()
        assert off.rule_count == len(off.rules())


def spread(items: Iterator[Match | Note | Notification]) -> list[NoteOnFile]:
    return [NoteOnFile(item.path, item.facts, ()) for item in items if isinstance(item, Note)]


class TestConcentration:
    TALKATIVE = "".join(f"{HINT}x{n} = {n}\n" for n in range(8))

    def test_many_hints_are_one_result_on_the_file(self, detector: CommentsDetector) -> None:
        (match,) = matches(detector, source(self.TALKATIVE))
        assert (match.rule, match.message) == (FILE_RULE, "8 of 8 comments speak of business rules")

    def test_only_new_ones_count(self, detector: CommentsDetector) -> None:
        assert matches(detector, source(self.TALKATIVE, added=((1, 4),))) == []

    def test_hints_of_many_files_are_one_conclusion(self, detector: CommentsDetector) -> None:
        few = "".join(f"{HINT}x{n} = {n}\n" for n in range(5))
        notes = [note for n in range(4) for note in spread(detector.detect(source(few, f"{n}.py")))]
        (said,) = detector.conclude(notes)
        assert (said.rule, said.path) == (CHANGE_RULE, "0.py")
        assert list(detector.conclude(notes[:3])) == []


class TestBounds:
    def notifications(self, detector: CommentsDetector, path: str, text: str) -> list[str]:
        return [item.id for item in detector.detect(source(text, path)) if isinstance(item, Notification)]

    def test_a_minified_file_is_said_not_to_be_parsed(self, detector: CommentsDetector) -> None:
        text = "// For legal reasons\n" + "a=1;" * 1_250_000 + "\n"
        assert self.notifications(detector, "a.js", text) == ["comments-not-parsed"]
        assert len(matches(detector, source(text, "a.js"))) == 1

    def test_without_telling_words_nothing_is_said_of_it(self, detector: CommentsDetector) -> None:
        assert self.notifications(detector, "a.js", "// head\n" + "a=1;" * 100_000) == []

    def test_a_comment_of_a_megabyte_is_said_to_be_cut(self, detector: CommentsDetector) -> None:
        text = "/* For legal reasons\n" + "word and word\n" * 75_000 + "*/\n"
        assert self.notifications(detector, "a.js", text) == ["comment-too-long"]

    @pytest.mark.parametrize("opening", ["(", "[{", "if a:\n", "f(g, "])
    def test_deep_nesting(self, detector: CommentsDetector, opening: str) -> None:
        text = "# For legal reasons we keep this\n" + "\n".join([opening] * 20_000) + "\n"
        assert len(matches(detector, source(text))) == 1

    def test_a_list_of_telling_words(self, detector: CommentsDetector) -> None:
        text = "# for legal reasons, invoice, refund, churn\n" * 20_000
        assert "too-many-telling-words" in self.notifications(detector, "a.py", text)


class TestGlossary:
    TEXT = "# The KestrelClient needs this.\nx = kestrel\n"

    def test_plain_words(self, cache: str) -> None:
        told = CommentsDetector(cache_folder=cache, glossary=["Kestrel"], glossary_file="missing")
        (match,) = matches(told, source(self.TEXT))
        assert (match.rule, match.confidence) == ("glossary-term", Confidence.MEDIUM)
        assert match.message == "This comment tells of a word of your glossary"
        assert region_of(match.segment, match.start, match.end).start_line == 1

    def test_hashed_words(self, cache: str, tmp_path: Path) -> None:
        key = bytes(range(16))
        (tmp_path / "glossary").write_text(f"# key: {key.hex()}\n{hashed_entry('Kestrel', key)}\n")
        told = CommentsDetector(cache_folder=cache, glossary_file=str(tmp_path / "glossary"))
        (match,) = matches(told, source(self.TEXT))
        assert match.rule == "glossary-term"
        assert match.segment.text[match.start : match.end] == b"Kestrel"
        off = CommentsDetector((), ["glossary-term"], cache, glossary_file=str(tmp_path / "glossary"))
        assert matches(off, source(self.TEXT)) == []

    def test_none(self, detector: CommentsDetector) -> None:
        assert matches(detector, source(self.TEXT)) == []
