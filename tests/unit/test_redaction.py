from __future__ import annotations

import base64
import time

import pytest
from changes import KEY, file, key, match, matches, segment
from hypothesis import given
from hypothesis import strategies as st

from privacygate.change import FileChange, Segment
from privacygate.fingerprint import primary_location_line_hash
from privacygate.match import Mark, Match
from privacygate.model import Confidence, Level, Region, Result
from privacygate.redaction import MASK, SNIPPET_CHARACTERS, Redactor


def results_of(changed: FileChange, *found: Match, line_hashes: bool = False) -> list[Result]:
    redactor = Redactor(changed.path, key, line_hashes)
    redactor.add(changed, found)
    return redactor.results()


def snippets(text: str | bytes, *secrets: str | bytes) -> list[str]:
    place = segment(text)
    return [result.snippet for result in results_of(file(place), *matches(place, *secrets))]


class TestWhatMustNotShow:
    def test_every_secret_of_a_line_is_masked_in_the_snippet_of_each(self) -> None:
        assert (
            snippets("a = 'alpha-one', b = 'bravo-two'\n", "alpha-one", "bravo-two")
            == [f"a = '{MASK}', b = '{MASK}'"] * 2
        )

    def test_also_those_of_other_rules_and_detectors(self) -> None:
        place = segment("alpha-one bravo-two\n")
        found = [match(place, "alpha-one", "one-rule"), match(place, "bravo-two", "another-rule")]
        assert {result.snippet for result in results_of(file(place), *found)} == {f"{MASK} {MASK}"}

    def test_also_those_that_are_not_new(self) -> None:
        place = segment("alpha-one bravo-two\n")
        changed = file(place, added=())
        assert [result.snippet for result in results_of(changed, *matches(place, "alpha-one", "bravo-two"))] == [
            f"{MASK} {MASK}"
        ] * 2

    def test_a_secret_of_several_lines(self) -> None:
        pem = "-----BEGIN KEY-----\nQUJDREVG\nR0hJSktM\n-----END KEY-----"
        place = segment(f"x\nkey = '{pem}'\nlast\n")
        found = match(place, "QUJDREVG\nR0hJSktM\n", shown=pem)
        (result,) = results_of(file(place), found)
        assert result.region == Region(2, 8, 5, 18)
        assert result.snippet == "key = '-----BEGIN KEY-----"

    def test_a_secret_of_several_lines_that_starts_behind_another(self) -> None:
        place = segment("alpha-one = QUJDREVG\nR0hJSktM bravo-two\n")
        found = [*matches(place, "alpha-one", "bravo-two"), match(place, "QUJDREVG\nR0hJSktM")]
        assert [result.snippet for result in results_of(file(place), *found)] == [
            f"{MASK} = {MASK}",
            f"{MASK} = {MASK}",
            f"{MASK} {MASK}",
        ]

    def test_secrets_that_overlap_or_touch_leave_nothing_between_them(self) -> None:
        assert set(snippets("x abcdefgh y\n", "abcdef", "cdefgh")) == {f"x {MASK} y"}
        assert set(snippets("x abcdefgh y\n", "abcdefgh", "cd")) == {f"x {MASK} y"}
        assert set(snippets("x abcdefgh y\n", "abcd", "efgh")) == {f"x {MASK} y"}

    def test_a_repeat_that_no_rule_saw(self) -> None:
        assert snippets("password = 'correct-horse'  # correct-horse, as ever\n", "correct-horse") == [
            f"password = '{MASK}'  # {MASK}, as ever"
        ]

    def test_a_repeat_on_another_line(self) -> None:
        place = segment("password = 'correct-horse'\ntoken = 'battery' # like correct-horse\n")
        assert [result.snippet for result in results_of(file(place), *matches(place, "correct-horse", "battery"))] == [
            f"password = '{MASK}'",
            f"token = '{MASK}' # like {MASK}",
        ]

    def test_a_repeat_of_what_an_encoded_secret_says(self) -> None:
        encoded = base64.b64encode(b"user:horse").decode()
        place = segment(f"Basic {encoded} # user:horse\n")
        found = match(place, encoded, value=b"user:horse")
        assert [result.snippet for result in results_of(file(place), found)] == [f"Basic {MASK} # {MASK}"]

    def test_a_repeat_that_the_cut_goes_through(self) -> None:
        line = "x" * 300 + " horse-staple " + "y" * (SNIPPET_CHARACTERS // 2 - 19) + " horse-staple " + "z" * 300
        (snippet,) = snippets(line, "horse-staple")
        assert MASK in snippet
        assert "horse" not in snippet
        assert "staple" not in snippet

    def test_a_secret_that_the_cut_goes_through(self) -> None:
        line = "a" * 300 + " alpha-one " + "b" * 70 + "correct-horse-battery" + "c" * 300
        first, second = snippets(line, "alpha-one", "correct-horse-battery")
        for snippet in (first, second):
            assert "correct" not in snippet
            assert "battery" not in snippet
            assert "alpha" not in snippet

    def test_the_length_of_a_secret_does_not_show(self) -> None:
        assert snippets("a = 'ab'\n", "ab") == snippets(f"a = '{'x' * 99}'\n", "x" * 99)

    def test_no_part_of_a_result_holds_the_secret(self) -> None:
        (result,) = results_of(
            file(segment("k = 'correct-horse'\n")), match(segment("k = 'correct-horse'\n"), "correct-horse")
        )
        for shown in (repr(result), str(result), f"{result}", repr(result._asdict())):
            assert "correct-horse" not in shown

    def test_nothing_that_is_kept_on_the_way_shows_it(self) -> None:
        place = segment("k = 'correct-horse'\n")
        redactor = Redactor("a.py", key)
        redactor.add(file(place), matches(place, "correct-horse"))
        for kept in (redactor._found, redactor._spans):
            assert "correct-horse" not in repr(kept)

    def test_a_segment_that_is_read_anew_masks_as_well(self) -> None:
        """A large file is read each time it is gone through, so its segments are equal, not the same."""
        text = b"alpha-one bravo-two\n"
        found = [match(Segment(text[:]), "alpha-one"), match(Segment(bytes(bytearray(text))), "bravo-two")]
        redactor = Redactor("a.py", key)
        redactor.add(file(Segment(text)), found)
        assert {result.snippet for result in redactor.results()} == {f"{MASK} {MASK}"}
        assert redactor.mask(Segment(bytes(bytearray(text))), 0, len(text)) == f"{MASK} {MASK}\n"

    def test_the_same_lines_read_in_two_ways(self) -> None:
        """UTF-16 to which something was appended in UTF-8 gives two segments that both start at 1:1."""
        decoded, raw = segment("alpha-one and more\n"), segment(b"\0x\0 bravo-two\n")
        found = [match(decoded, "alpha-one"), match(raw, "bravo-two")]
        assert {result.snippet for result in results_of(file(decoded, raw), *found)} == {
            f"{MASK} and more",
            f"\0x\0 {MASK}",
        }

    @given(
        st.lists(st.sampled_from(["abc", "-", "ä", "\n", " ", "𐐀", "x" * 90]), max_size=40),
        st.lists(st.tuples(st.integers(0, 400), st.integers(4, 30)), min_size=1, max_size=6),
    )
    def test_no_secret_is_whole_in_any_snippet(self, words: list[str], spans: list[tuple[int, int]]) -> None:
        text = ("".join(words) + "0123456789" * 3).encode()
        place = Segment(text)
        found = []
        for start, length in spans:
            start %= len(text)  # noqa: PLW2901
            end = min(len(text), start + length)
            if end - start >= 4 and b"\n" not in text[start:end]:
                found.append(
                    match(place, text[start:end])._replace(start=start, end=end, secret_start=start, secret_end=end)
                )
        for result in results_of(file(place), *found):
            for hit in found:
                secret = text[hit.secret_start : hit.secret_end].decode("utf-8", "replace")
                if "\ufffd" not in secret:
                    assert secret not in result.snippet.replace(MASK, "\n")


class TestSnippets:
    def test_blanks_around_a_line_are_left_out(self) -> None:
        assert snippets("\t  a = 'alpha-one'  \r\n", "alpha-one") == [f"a = '{MASK}'"]

    def test_a_line_of_any_length_is_cut_around_the_match(self) -> None:
        (snippet,) = snippets("a" * 5000 + " alpha-one " + "b" * 5000, "alpha-one")
        assert snippet.startswith("… aaaa")
        assert snippet.endswith("bbbb …")
        assert f"a {MASK} b" in snippet
        assert len(snippet) <= SNIPPET_CHARACTERS + 4

    def test_a_line_is_cut_on_one_side_only_where_the_other_fits(self) -> None:
        (snippet,) = snippets("alpha-one " + "b" * 5000, "alpha-one")
        assert snippet.startswith(MASK)
        assert snippet.endswith(" …")

    @pytest.mark.parametrize("character", ["é", "語", "𐐀"])
    @pytest.mark.parametrize("shift", range(4))
    def test_no_character_is_cut_in_two(self, character: str, shift: int) -> None:
        (snippet,) = snippets("x" * shift + character * 200 + "alpha-one" + "y" * shift + character * 200, "alpha-one")
        assert "\ufffd" not in snippet

    def test_a_line_that_is_no_text_at_all_stays_short(self) -> None:
        (snippet,) = snippets(b"\x80" * 100_000 + b"alpha-one" + b"\x80" * 100_000, "alpha-one")
        assert len(snippet) < 2 * SNIPPET_CHARACTERS

    def test_unicode_around_a_secret_stays(self) -> None:
        assert snippets("größe = 'alpha-one' // 日本\n", "alpha-one") == [f"größe = '{MASK}' // 日本"]

    def test_bytes_that_are_not_utf_8_are_replaced(self) -> None:
        assert snippets(b"\xff\xfe 'alpha-one'", "alpha-one") == [f"\ufffd\ufffd '{MASK}'"]


class TestResults:
    def test_what_a_match_says_is_kept(self) -> None:
        place = segment("ä = 'alpha-one'\n")
        found = match(place, "alpha-one", "some-rule", confidence=Confidence.MEDIUM)
        (result,) = results_of(file(place, path="src/ä b.py"), found)
        assert result.rule == "some-rule"
        assert result.message == "A token of tests"
        assert (result.confidence, result.level) == (Confidence.MEDIUM, Level.WARNING)
        assert result.path == "src/ä b.py"
        assert result.region == Region(1, 6, 1, 15)
        assert result.suppressions == ()
        assert result.line_hash is None

    def test_they_come_in_order_of_place(self) -> None:
        place = segment("bravo-two alpha-one\ncharlie-three\n")
        found = matches(place, "charlie-three", "alpha-one", "bravo-two")
        assert [result.region[:2] for result in results_of(file(place), *found)] == [(1, 1), (1, 11), (2, 1)]

    def test_two_rules_at_one_place_give_two_results(self) -> None:
        place = segment("alpha-one\n")
        found = [match(place, "alpha-one", "b-rule"), match(place, "alpha-one", "a-rule")]
        assert [result.rule for result in results_of(file(place), *found)] == ["a-rule", "b-rule"]

    def test_no_match_asks_for_no_key(self) -> None:
        def no_key() -> bytes:
            raise AssertionError("there is nothing to name")

        redactor = Redactor("a.py", no_key)
        redactor.add(file(segment("nothing\n")), [])
        assert redactor.results() == []

    def test_line_hashes_are_those_of_the_whole_file(self) -> None:
        text = "first\nalpha-one\nlast\n"
        place = segment(text)
        (result,) = results_of(file(place), match(place, "alpha-one"), line_hashes=True)
        assert result.line_hash == primary_location_line_hash(text.encode(), 2)

    @pytest.mark.parametrize("place", [segment("alpha-one\n", 2), segment("alpha-one\n", 1, 5)])
    def test_there_is_no_line_hash_where_the_start_is_not_known(self, place: Segment) -> None:
        (result,) = results_of(file(place), match(place, "alpha-one"), line_hashes=True)
        assert result.line_hash is None

    def test_there_is_no_line_hash_of_a_hunk(self) -> None:
        place = segment("alpha-one\n")
        (result,) = results_of(file(place, whole=False), match(place, "alpha-one"), line_hashes=True)
        assert result.line_hash is None


class TestFingerprints:
    def names(self, text: str, *secrets: str, path: str = "app.py", key_: bytes = KEY) -> list[str]:
        place = segment(text)
        redactor = Redactor(path, lambda: key_)
        found = [match(place, secret, nth=list(secrets[:at]).count(secret)) for at, secret in enumerate(secrets)]
        redactor.add(file(place, path=path), found)
        return [result.fingerprint for result in redactor.results()]

    def test_moved_and_indented_lines_keep_their_name(self) -> None:
        assert self.names("k = 'alpha-one'\n", "alpha-one") == self.names("\n\n  \tk =  'alpha-one'\r\n", "alpha-one")

    @pytest.mark.parametrize("other", ["k = 'bravo-two'\n", "j = 'alpha-one'\n"])
    def test_another_value_or_line_is_another_result(self, other: str) -> None:
        secret = "bravo-two" if "bravo" in other else "alpha-one"
        assert self.names("k = 'alpha-one'\n", "alpha-one") != self.names(other, secret)

    def test_another_path_or_key_is_another_result(self) -> None:
        name = self.names("alpha-one", "alpha-one")
        assert name != self.names("alpha-one", "alpha-one", path="other.py")
        assert name != self.names("alpha-one", "alpha-one", key_=KEY[::-1])

    def test_equals_are_told_apart_by_their_order(self) -> None:
        twice = self.names("alpha-one\nalpha-one\n", "alpha-one", "alpha-one")
        assert len(set(twice)) == 2
        assert twice[0] == self.names("alpha-one\n", "alpha-one")[0]

    def test_equals_that_are_indented_otherwise_are_told_apart_too(self) -> None:
        names = self.names("k =  alpha-one\n    k = alpha-one\n", "alpha-one", "alpha-one")
        assert len(set(names)) == 2

    def test_equals_of_one_line_are_told_apart(self) -> None:
        assert len(set(self.names("alpha-one, alpha-one\n", "alpha-one", "alpha-one"))) == 2

    def test_a_repeat_elsewhere_in_the_file_changes_no_name(self) -> None:
        """Else taking the other one out would bring this one back as new."""
        lone = self.names("b = 'bravo-two' # not alpha-one\n", "bravo-two")
        both = self.names("a = 'alpha-one'\nb = 'bravo-two' # not alpha-one\n", "alpha-one", "bravo-two")
        assert lone[0] in both


class TestSegmentsThatOverlap:
    """A very large file comes in pieces, each of which repeats the end of the one before."""

    def add(self, *pieces: tuple[Segment, list[Match]]) -> list[Result]:
        redactor = Redactor("big.log", key)
        for place, found in pieces:
            redactor.add(file(place, path="big.log", whole=False), found)
        return redactor.results()

    def test_what_stands_in_both_is_one_result(self) -> None:
        first, second = segment("a\nalpha-one\nb\n", 1), segment("alpha-one\nb\nc\n", 2)
        (result,) = self.add((first, matches(first, "alpha-one")), (second, matches(second, "alpha-one")))
        assert result.region == Region(2, 1, 2, 10)

    def test_also_when_all_are_added_at_once(self) -> None:
        first, second = segment("a\nalpha-one\nb\n", 1), segment("alpha-one\nb\nc\n", 2)
        found = matches(first, "alpha-one") + matches(second, "alpha-one")
        assert len(results_of(file(first, second), *found)) == 1

    def test_also_in_the_middle_of_a_line(self) -> None:
        first, second = segment("0123456789 alpha-one "), segment("89 alpha-one 0123", 1, 9)
        (result,) = self.add((first, matches(first, "alpha-one")), (second, matches(second, "alpha-one")))
        assert result.region == Region(1, 12, 1, 21)

    def test_the_one_far_from_a_cut_is_shown(self) -> None:
        """In the first piece the second secret is cut off, so no rule saw it there."""
        first = segment("x" * 100 + " alpha-one bravo-t")
        second = segment("x" * 50 + " alpha-one bravo-two " + "y" * 100, 1, 51)
        (shown, _) = self.add((first, matches(first, "alpha-one")), (second, matches(second, "alpha-one", "bravo-two")))
        assert "bravo" not in shown.snippet

    def test_the_order_of_adding_does_not_matter_for_names(self) -> None:
        first, second = segment("alpha-one\nalpha-one\n", 1), segment("alpha-one\nalpha-one\n", 2)
        found = [match(first, "alpha-one"), match(first, "alpha-one", nth=1)]
        again = [match(second, "alpha-one"), match(second, "alpha-one", nth=1)]
        results = self.add((first, found), (second, again))
        assert [result.region.start_line for result in results] == [1, 2, 3]
        assert len({result.fingerprint for result in results}) == 3


def test_ten_thousand_secrets_on_one_line_take_no_time_to_speak_of() -> None:
    count, word = 10_000, b"token_%06d=ABCDEFGH%06d; "
    text = b"".join(word % (number, number) for number in range(count))
    place, length = Segment(text), len(word % (0, 0))
    one = match(place, "ABCDEFGH000000")
    found = [
        one._replace(start=at, end=at + 14, secret_start=at, secret_end=at + 14, value=text[at : at + 14])
        for at in range(13, len(text), length)
    ]
    assert len(found) == count
    started = time.perf_counter()
    results = results_of(file(place), *found)
    assert time.perf_counter() - started < 10  # 0.6 s; comparing each with each takes a minute
    assert len({result.fingerprint for result in results}) == count
    assert not any(b"ABCD" in result.snippet.encode() for result in results)


class TestMask:
    """For the reasons that allow comments give."""

    def test_secrets_in_a_reason_are_masked(self) -> None:
        place = segment("k = 'alpha-one' # privacygate: allow x -- alpha-one is for tests\n")
        redactor = Redactor("a.py", key)
        redactor.add(file(place), matches(place, "alpha-one"))
        start = place.text.index(b"alpha-one is")
        assert redactor.mask(place, start, len(place.text) - 1) == f"{MASK} is for tests"

    def test_a_secret_that_reaches_into_it_is_masked(self) -> None:
        place = segment("0123 alpha-one 789\n")
        redactor = Redactor("a.py", key)
        redactor.add(file(place), matches(place, "alpha-one"))
        assert redactor.mask(place, 8, 14) == MASK
        assert redactor.mask(place, 8, 18) == f"{MASK} 789"
        assert redactor.mask(place, 0, 8) == f"0123 {MASK}"

    def test_without_secrets_it_is_the_text(self) -> None:
        place = segment("größe\n")
        redactor = Redactor("a.py", key)
        redactor.add(file(place), [])
        assert redactor.mask(place, 0, len(place.text)) == "größe\n"


class TestWordsThatTell:
    @staticmethod
    def told(text: str, *words: str, hide: bool = False) -> tuple[FileChange, Match]:
        place = segment(text)
        starts = [place.text.index(word.encode()) for word in words]
        marks = tuple(
            Mark(at, at + len(word.encode()), f"tells {word[:1]}") for at, word in zip(starts, words, strict=True)
        )
        empty = match(place, words[0])._replace(secret_end=starts[0], marks=marks, hide_marks=hide)
        return file(place), empty

    def test_they_are_shown_and_marked(self) -> None:
        (result,) = results_of(*self.told("\t# für Acme: rate is 3 %\n", "Acme", "3 %"))
        assert result.snippet == "# für Acme: rate is 3 %"
        assert [result.snippet[start:end] for start, end in result.marks] == ["Acme", "3 %"]
        assert [(each.region, each.message) for each in result.related] == [
            (Region(1, 8, 1, 12), "tells A"),
            (Region(1, 22, 1, 25), "tells 3"),
        ]

    def test_unless_they_are_to_be_hidden(self) -> None:
        (result,) = results_of(*self.told("# for Acme: rate is 3 %\n", "Acme", "3 %", hide=True))
        assert (result.snippet, result.marks) == (f"# for {MASK}: rate is {MASK}", ())

    def test_both_have_the_same_name(self) -> None:
        names = [results_of(*self.told("# for Acme\n", "Acme", hide=hide))[0].fingerprint for hide in (True, False)]
        assert names[0] == names[1]

    def test_secrets_beside_them_are_masked_and_the_words_are_still_found(self) -> None:
        changed, said = self.told("# alpha-one for Acme, alpha-one\n", "Acme")
        results = results_of(changed, said, match(said.segment, "alpha-one"))
        (result,) = [each for each in results if each.marks]
        assert result.snippet == f"# {MASK} for Acme, {MASK}"
        assert [result.snippet[start:end] for start, end in result.marks] == ["Acme"]

    def test_words_elsewhere_are_not_masked_because_of_them(self) -> None:
        changed, said = self.told("# for Acme\nAcme = tok-en\n", "Acme")
        results = results_of(changed, said, match(said.segment, "tok-en"))
        assert [each.snippet for each in results] == ["# for Acme", f"Acme = {MASK}"]

    def test_in_a_long_line_and_on_other_lines(self) -> None:
        (result,) = results_of(*self.told("x" * 500 + " Acme\n3 %\n", "Acme", "3 %"))
        assert [result.snippet[start:end] for start, end in result.marks] == ["Acme"]
        assert [each.region.start_line for each in result.related] == [1, 2]
