from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacygate.errors import BaselineError
from privacygate.model import Confidence, Fingerprint, Level, Region, Result, RuleId
from privacygate.policy.baseline import (
    Baseline,
    Entry,
    check_writable,
    entry_of,
    new_key,
    read_baseline,
    render_baseline,
    write_baseline,
)

KEY = bytes(range(16))
NAME = "0123456789abcdef" * 2
ENTRY = Entry("src/a.py", RuleId("stripe-key"), Fingerprint(NAME))
HEAD = (
    "# privacygate baseline 1: accepted results, one for each line (fingerprint, rule, path);"
    " see `privacygate baseline`\n# key: 000102030405060708090a0b0c0d0e0f\n"
)

names = st.integers(0, 16**32 - 1).map(lambda number: Fingerprint(f"{number:032x}"))
rules = st.sampled_from([RuleId("stripe-key"), RuleId("assigned-password"), RuleId("a")])
paths = (
    st.binary(min_size=1, max_size=12)
    | st.text(min_size=1, max_size=12).map(lambda text: text.encode("utf-8", "replace"))
    | st.lists(
        st.sampled_from([b"%", b"%0A", b" ", b"\n", b"\r", b"\\", b"#", b"=======", b"\xe9", b"a/"]),
        min_size=1,
    ).map(b"".join)
).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
entries = st.builds(Entry, paths, rules, names, st.just("") | paths)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / ".privacygate-baseline"


def complaint(place: Path, text: str | bytes) -> BaselineError:
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BaselineError) as caught:
        read_baseline(str(place))
    assert caught.value.path == str(place)
    assert caught.value.remedy.endswith(".")
    return caught.value


class TestDamage:
    @pytest.mark.parametrize(
        "line",
        [
            "x",
            NAME,
            f"{NAME} stripe-key",
            f"{NAME} stripe-key ",
            f"{NAME}  a.py",
            f"{NAME[:-1]} stripe-key a.py",
            f"{NAME}0 stripe-key a.py",
            f"{NAME[:-1]}g stripe-key a.py",
            f"{NAME.upper()} stripe-key a.py",
            f" {NAME} stripe-key a.py",
            f"{NAME}\tstripe-key\ta.py",
            f"{NAME} stripe-key a%",
            f"{NAME} stripe-key a%4",
            f"{NAME} stripe-key a%zz",
            f"{NAME} stripe-key a%+1b",
            f"{NAME} stripe-key a% 1b",
            f"{NAME} stripe-key a%٤١b",
        ],
    )
    def test_a_line_that_is_no_entry(self, place: Path, line: str) -> None:
        error = complaint(place, HEAD + f"{NAME} stripe-key fine.py\n{line}\n")
        assert (error.line, error.message) == (4, "this is not `fingerprint rule path`")

    @pytest.mark.parametrize("mark", ["<<<<<<< ours", "|||||||", "||||||| base", "=======", ">>>>>>> theirs"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_marks_of_a_conflict(self, place: Path, mark: str, end: str) -> None:
        error = complaint(place, (HEAD + f"{mark}\n").replace("\n", end))
        assert (error.line, error.message) == (3, "a merge left conflict marks")

    @pytest.mark.parametrize("key", ["", "x", "00" * 15, "00" * 17, "00" * 80, "zz" * 16, "0" * 31])
    def test_a_key_that_is_none(self, place: Path, key: str) -> None:
        error = complaint(place, f"# privacygate baseline 1: x\n# key: {key}\n")
        assert (error.line, error.message) == (2, "the key is not 32 hexadecimal digits")

    @pytest.mark.parametrize("text", ["", "\n", "# nothing\n", f"{NAME} stripe-key a.py\n", "key: 00\n# x\n"])
    def test_no_key(self, place: Path, text: str) -> None:
        assert complaint(place, text).line == 1

    def test_two_keys(self, place: Path) -> None:
        error = complaint(place, HEAD + f"# key: {'ff' * 16}\n")
        assert error.line == 3
        assert error.message.startswith("this is a second key")

    def test_a_later_version(self, place: Path) -> None:
        error = complaint(place, HEAD.replace("baseline 1:", "baseline 2:"))
        assert (error.line, error.message) == (1, "a later version of privacygate wrote this file")

    def test_it_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(BaselineError, match="the baseline cannot be read") as caught:
            read_baseline(str(tmp_path))
        assert caught.value.path == str(tmp_path)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.binary(max_size=300), st.booleans())
    def test_whatever_stands_in_it_only_complaints_come_out(self, place: Path, data: bytes, headed: bool) -> None:
        place.write_bytes(HEAD.encode() * headed + data)
        try:
            assert isinstance(read_baseline(str(place)), Baseline)
        except BaselineError as error:
            assert error.line is not None


class TestReading:
    def test_no_file_is_no_baseline(self, place: Path) -> None:
        assert read_baseline(str(place)) is None

    def test_an_empty_one(self, place: Path) -> None:
        place.write_text(HEAD)
        assert read_baseline(str(place)) == Baseline(KEY, ())

    @pytest.mark.parametrize(
        "text",
        [
            f"{HEAD}{NAME} stripe-key src/a.py\n",
            f"{HEAD}{NAME} stripe-key src/a.py",
            f"{HEAD}\n# a comment of somebody\n\n{NAME} stripe-key src/a.py\n\n",
            f"{HEAD}{NAME} stripe-key src/a.py\n".replace("\n", "\r\n"),
            f"\ufeff{HEAD}{NAME} stripe-key src/a.py\n",
            f"{HEAD}# key: {KEY.hex()}\n{NAME} stripe-key src/a.py\n",  # a merge by union
            f"{HEAD}{NAME} stripe-key src%2Fa.py\n",
        ],
    )
    def test_an_entry(self, place: Path, text: str) -> None:
        place.write_bytes(text.encode())
        baseline = read_baseline(str(place))
        assert baseline == Baseline(KEY, (ENTRY,))
        assert baseline is not None
        assert baseline.reasons == {NAME: ""}

    def test_a_reason(self, place: Path) -> None:
        place.write_text(f"{HEAD}{NAME} stripe-key src/a.py\taccepted in old%09list\n")
        baseline = read_baseline(str(place))
        assert baseline is not None
        assert baseline.reasons == {NAME: "accepted in old\tlist"}
        assert render_baseline(KEY, baseline.entries) == place.read_text()


class TestWriting:
    def test_the_text(self) -> None:
        assert render_baseline(KEY, [ENTRY]) == HEAD + f"{NAME} stripe-key src/a.py\n"

    def test_entries_are_sorted_by_path_rule_and_name(self) -> None:
        other = Fingerprint("f" * 32)
        sorted_ = [
            ENTRY._replace(path="a", rule=RuleId("a")),
            ENTRY._replace(path="a", rule=RuleId("b")),
            ENTRY._replace(path="a", rule=RuleId("b"), fingerprint=other),
            ENTRY._replace(path="b", rule=RuleId("a")),
        ]
        assert render_baseline(KEY, sorted_[::-1] + sorted_) == render_baseline(KEY, sorted_)
        assert render_baseline(KEY, sorted_).splitlines()[2:] == [
            f"{entry.fingerprint} {entry.rule} {entry.path}" for entry in sorted_
        ]

    @pytest.mark.parametrize(
        ("path", "written"),
        [
            ("a b.py", "a b.py"),
            ("größe.py", "größe.py"),
            ("100%.py", "100%25.py"),
            ("a\nb", "a%0Ab"),
            ("a\r", "a%0D"),
            ("a ", "a%20"),
            ("a\t", "a%09"),
            ("a\x7f", "a%7F"),
            ("a\\b", "a\\b"),
        ],
    )
    def test_a_path_is_one_line_that_editors_keep(self, path: str, written: str) -> None:
        assert render_baseline(KEY, [ENTRY._replace(path=path)]).endswith(f" {written}\n")

    def test_there_is_no_line_number_and_no_date_in_it(self) -> None:
        result = Result(
            rule=RuleId("stripe-key"),
            message="x",
            level=Level.ERROR,
            confidence=Confidence.HIGH,
            path="src/a.py",
            region=Region(4711, 42, 4711, 80),
            snippet="k = ********",
            fingerprint=Fingerprint(NAME),
        )
        assert entry_of(result) == ENTRY
        assert "4711" not in render_baseline(KEY, [entry_of(result)])

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.lists(entries, max_size=8))
    def test_what_is_written_is_read_again(self, place: Path, written: list[Entry]) -> None:
        write_baseline(str(place), KEY, written)
        assert read_baseline(str(place)) == Baseline(KEY, tuple(sorted(set(written))))
        assert place.read_bytes().count(b"\n") == 2 + len(set(written))

    def test_nothing_else_is_left_behind(self, place: Path) -> None:
        write_baseline(str(place), KEY, [ENTRY])
        write_baseline(str(place), KEY, [])
        assert os.listdir(place.parent) == [place.name]

    def test_a_link_stays_one(self, tmp_path: Path, place: Path) -> None:
        (tmp_path / "real").write_text("x")
        place.symlink_to("real")
        write_baseline(str(place), KEY, [ENTRY])
        assert place.is_symlink()
        assert read_baseline(str(tmp_path / "real")) == Baseline(KEY, (ENTRY,))

    def test_others_may_read_it(self, place: Path) -> None:
        write_baseline(str(place), KEY, [])
        umask = os.umask(0)
        os.umask(umask)
        assert stat.S_IMODE(place.stat().st_mode) == 0o666 & ~umask

    @pytest.mark.parametrize("missing", ["no/such/folder/file", "."])
    def test_a_place_that_cannot_be_written(self, tmp_path: Path, missing: str) -> None:
        (tmp_path / "other").write_text("x")
        for act in (lambda path: write_baseline(path, KEY, [ENTRY]), check_writable):
            with pytest.raises(BaselineError, match="cannot be written") as caught:
                act(str(tmp_path / missing))
            assert caught.value.remedy
        assert sorted(os.listdir(tmp_path)) == ["other"]
        assert not [name for name in os.listdir(tmp_path.parent) if name.endswith(".new")]

    def test_a_place_that_can_be_written(self, place: Path) -> None:
        check_writable(str(place))
        assert not place.exists()


def test_keys_are_drawn() -> None:
    assert len(new_key()) == 16
    assert new_key() != new_key()
