from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacygate.errors import RuleFileError
from privacygate.rule_files import MAX_DEPTH, MAX_FILE_SIZE_BYTES, Section, read_rule_file, read_rule_files
from privacygate.rule_places import list_rule_files

Read = Callable[[str | bytes], Section]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a rule file and reads it."""

    def read_text(text: str | bytes) -> Section:
        path = tmp_path / "rules.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_rule_file(str(path))

    return read_text


def complaint(
    read: Read, text: str | bytes, use: Callable[[Section], object] = lambda section: section
) -> RuleFileError:
    with pytest.raises(RuleFileError) as caught:
        use(read(text))
    error = caught.value
    assert error.path is not None
    assert error.path.endswith("rules.yaml")
    assert error.message
    assert error.remedy.endswith((".", "?"))
    return error


class TestFiles:
    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("", 1, "a rule file is a mapping"),
            ("# nothing\n", 1, "a rule file is a mapping"),
            ("- one\n- two\n", 1, "a rule file is a mapping"),
            ("just words", 1, "a rule file is a mapping"),
            ("42", 1, "a rule file is a mapping"),
            ("family: [1\nrules: 2\n", 2, "this is not YAML"),
            ("family: 'one\n", 2, "this is not YAML"),
            ("family: a: b\n", 1, "this is not YAML"),
            ("family:\n\tx: y\n", 2, "this is not YAML"),
            ("family: %x\n", 1, "this is not YAML"),
            (b"family: one\nname: \xff\xfe\n", 2, "this is not YAML"),
            (b"family: one\nname: a\0b\n", 2, "this is not YAML"),
            (b"family: one\nname: \x07\n", 2, "this is not YAML"),
            ("family: one\nname: two\nfamily: three\n", 3, "`family` stands here twice"),
            ("rules:\n- id: one\n  name: x\n  id: two\n", 4, "`id` stands here twice"),
            ("family: one\n---\nfamily: two\n", 2, "a second document starts here"),
            ("? [a, b]\n: c\n", 1, "a key must be a text"),
            ("family: one\n? {a: b}\n: c\n", 2, "a key must be a text"),
            ("family: &x one\nname: two\n", 1, "anchors (`&`) and aliases (`*`) are not known here"),
            ("family: one\nrules: &x\n- *x\n", 2, "anchors (`&`) and aliases (`*`) are not known here"),
            ("family: one\nname: 2001-02-03\n", 2, "this is no text, number, `true` or `false`"),
            ("family: one\nname: 2001-13-45\n", 2, "this is no text, number, `true` or `false`"),
            ("family: one\nname: !!int x\n", 2, "this is no text, number, `true` or `false`"),
            ("family: one\nname: !!binary aGVsbG8=\n", 2, "this is no text, number, `true` or `false`"),
            ("family: one\nname: !!python/object/apply:os.getcwd []\n", None, ""),
            (
                "family: one\nname: !!python/name:os.getcwd ''\n",
                2,
                "this is no text, number, `true` or `false`",
            ),
            ("family: one\nname: =\n", 2, "this is no text, number, `true` or `false`"),
        ],
    )
    def test_each_complaint_names_file_line_and_remedy(
        self, read: Read, text: str | bytes, line: int | None, message: str
    ) -> None:
        if line is None:
            assert read(text).texts("name") == ()  # a tag of a list means nothing and runs nothing
            return
        error = complaint(read, text)
        assert error.message.startswith(message)
        assert error.line == line

    def test_too_large(self, read: Read) -> None:
        assert "1 MiB" in complaint(read, b"#" * (MAX_FILE_SIZE_BYTES + 1)).message

    def test_as_large_as_may_be(self, read: Read) -> None:
        assert read(b"a: b\n#" + b"#" * (MAX_FILE_SIZE_BYTES - 6)).text("a") == "b"

    @pytest.mark.parametrize("text", ["[" * 900_000, "- " * 500_000, "{a: " * 200_000, "a: " + "[" * (MAX_DEPTH + 1)])
    def test_deep_nesting_neither_ends_the_process_nor_takes_for_ever(self, read: Read, text: str) -> None:
        assert complaint(read, text).message == "this is nested too deeply"

    def test_aliases_do_not_multiply(self, read: Read) -> None:
        lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
        assert complaint(read, "\n".join(lines)).line == 1

    @pytest.mark.parametrize("place", ["missing.yaml", "."])
    def test_it_cannot_be_read(self, tmp_path: Path, place: str) -> None:
        with pytest.raises(RuleFileError, match="the rule file cannot be read") as caught:
            read_rule_file(str(tmp_path / place))
        assert caught.value.path == str(tmp_path / place)
        assert caught.value.remedy

    def test_several_are_read_in_order(self, tmp_path: Path) -> None:
        for name in ("b", "a"):
            (tmp_path / f"{name}.yaml").write_text(f"family: {name}\n")
        sections = read_rule_files(list_rule_files([str(tmp_path)]))
        assert [section.text("family") for section in sections] == ["a", "b"]

    def test_byte_order_marks_and_line_endings_of_windows(self, read: Read) -> None:
        assert read(b"\xef\xbb\xbffamily: one\r\nname: two\r\n").text("name") == "two"
        assert read("family: one\nname: two\n".encode("utf-16")).text("name") == "two"


class TestValues:
    def test_texts_are_what_stands_there(self, read: Read) -> None:
        section = read("a: one\nb: 'yes'\nc: |\n  x # y\n  z\nd: '  e  '\nf: \"\\t\"\n")
        assert section.text("a") == "one"
        assert section.text("b") == "yes"
        assert section.raw_text("c") == "x # y\nz\n"
        assert section.text("d") == "e"
        assert section.raw_text("d") == "  e  "
        assert section.raw_text("f") == "\t"

    @pytest.mark.parametrize("value", ["", "''", "' '", "yes", "3", "3.5", "null", "~", "[a]", "{a: b}"])
    def test_what_is_no_text(self, read: Read, value: str) -> None:
        error = complaint(read, f"family: one\nname: {value}\n", lambda section: section.text("name"))
        assert error.line == 2
        assert error.message == "`name` must be a text"

    def test_what_is_missing(self, read: Read) -> None:
        error = complaint(read, "# one\nfamily: one\n", lambda section: section.text("name"))
        assert (error.line, error.message) == (2, "`name` is missing")

    @pytest.mark.parametrize("value", ["one", "3", "[1]", "[a, [b]]", "[a, true]", "{a: b}", "[a, ~]", "[a: b]"])
    def test_what_is_no_list_of_texts(self, read: Read, value: str) -> None:
        error = complaint(read, f"x: y\nnames: {value}\n", lambda section: section.texts("names"))
        assert (error.line, error.message) == (2, "`names` must be a list of texts")

    def test_lists(self, read: Read) -> None:
        section = read("a: [one, 'two three']\nb: []\n")
        assert section.texts("a") == ("one", "two three")
        assert section.texts("b") == section.texts("c") == ()

    @pytest.mark.parametrize("value", ["x", "true", "''", ".nan", ".inf", "-1", "9", "8.001", "[3]", "~", "9" * 400])
    def test_what_is_no_number_between_0_and_8(self, read: Read, value: str) -> None:
        error = complaint(read, f"x: y\nn: {value}\n", lambda section: section.number("n", 0, 0, 8))
        assert (error.line, error.message) == (2, "`n` must be a number from 0 to 8")

    @pytest.mark.parametrize(("value", "number"), [("3", 3), ("3.5", 3.5), ("0", 0), ("8", 8)])
    def test_numbers(self, read: Read, value: str, number: float) -> None:
        assert read(f"n: {value}\n").number("n", 1, 0, 8) == number
        assert read("m: 3\n").number("n", 1, 0, 8) == 1

    @pytest.mark.parametrize("value", ["x", "true", "2.5", "2.0", ".nan", "-1", "201", "9" * 5000])
    def test_what_is_no_whole_number_up_to_200(self, read: Read, value: str) -> None:
        error = complaint(read, f"x: y\nn: {value}\n", lambda section: section.whole_number("n", 0, 0, 200))
        assert error.line == 2

    @pytest.mark.parametrize("value", ["yes", "[1]", "[1, 2, 3]", "[1, x]", "[1, true]", "[1, 2.5]", "false", "~"])
    def test_what_is_not_two_numbers(self, read: Read, value: str) -> None:
        error = complaint(read, f"x: y\nn: {value}\n", lambda section: section.two_numbers("n"))
        assert (error.line, error.message) == (2, "`n` must be two numbers")

    def test_two_numbers(self, read: Read) -> None:
        assert read("n: [8, 40]\n").two_numbers("n") == (8, 40)
        assert read("m: 1\n").two_numbers("n") is None

    @pytest.mark.parametrize("value", ["'yes'", "1", "maybe", "~"])
    def test_what_is_no_flag(self, read: Read, value: str) -> None:
        assert complaint(read, f"x: y\nn: {value}\n", lambda section: section.flag("n", False)).line == 2

    def test_flags(self, read: Read) -> None:
        assert read("n: true\n").flag("n", False) is True
        assert read("m: 1\n").flag("n", True) is True

    def test_a_choice_that_is_none_suggests_the_nearest(self, read: Read) -> None:
        error = complaint(read, "x: y\nn: hihg\n", lambda section: section.one_of("n", ["high", "low"]))
        assert (error.line, error.message) == (2, "`n` cannot be `hihg`")
        assert error.remedy == "Choose one of: high, low. Did you mean `high`?"

    def test_a_choice_that_is_nothing_like_one(self, read: Read) -> None:
        error = complaint(read, "n: 'zzz'\n", lambda section: section.one_of("n", ["high", "low"]))
        assert error.remedy == "Choose one of: high, low."

    @pytest.mark.parametrize("value", ["x", "{a: b}", "[x]", "[{a: b}, x]", "[[{a: b}]]", "~"])
    def test_what_is_no_list_of_mappings(self, read: Read, value: str) -> None:
        assert complaint(read, f"x: y\nn: {value}\n", lambda section: section.sections("n")).line == 2

    @pytest.mark.parametrize("value", ["x", "[{a: b}]", "~", "false"])
    def test_what_is_no_mapping(self, read: Read, value: str) -> None:
        assert complaint(read, f"x: y\nn: {value}\n", lambda section: section.section("n")).line == 2

    def test_mappings_know_their_lines(self, read: Read) -> None:
        section = read("a:\n- x: 1\n\n- y: 2\n  z: 3\nb:\n  w: 4\n")
        assert [item.line for item in section.sections("a")] == [2, 4]
        assert section.sections("a")[1].line_of("z") == 5
        inner = section.section("b")
        assert inner is not None
        assert inner.line_of("w") == 7
        assert inner.line_of("missing") == inner.line == 7
        assert section.section("missing") is None
        assert section.sections("missing") == []
        assert "a" in section
        assert "missing" not in section


class TestUnknownKeys:
    def test_a_key_that_nobody_asked_for_is_an_error_with_a_suggestion(self, read: Read) -> None:
        def use(section: Section) -> None:
            section.text("name")
            section.texts("keywords", ())
            section.finish()

        error = complaint(read, "name: one\nkeyword: [two]\n", use)
        assert (error.line, error.message) == (2, "`keyword` is not a key that is known here")
        assert error.remedy == "Known are: keywords, name. Did you mean `keywords`?"

    def test_when_all_were_asked_for_it_is_silent(self, read: Read) -> None:
        section = read("name: one\n")
        section.text("name")
        section.finish()

    def test_merge_keys_are_keys_like_others(self, read: Read) -> None:
        error = complaint(read, "name: one\n<<: {a: b}\n", lambda section: section.finish())
        assert error.line in (1, 2)


yaml_pieces = st.sampled_from(
    [
        *(
            b": ",
            b"\n",
            b"- ",
            b"  ",
            b"a",
            b"b",
            b"[",
            b"]",
            b"{",
            b"}",
            b",",
            b"'",
            b'"',
            b"|",
            b">",
            b"#",
            b"&x",
        ),
        *(
            b"*x",
            b"!!int ",
            b"!",
            b"? ",
            b"---",
            b"...",
            b"%",
            b"<<",
            b"~",
            b"1",
            b".5",
            b"2001-01-01",
            b"\t",
            b"\0",
        ),
        *(
            b"\xff",
            "ä".encode(),
            b"!!timestamp ",
            b"!!set ",
            b"!!omap ",
            b"@",
            b"`",
            b"0x",
            b"1:60",
            b"=",
            b"\r\n",
        ),
        *(
            b"!!bool x",
            b"!!float ",
            b"!!null ",
            b"!<tag:yaml.org,2002:int> ",
            b"\xef\xbb\xbf",
            b"\xfe\xff",
            b"1_0",
        ),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400, deadline=None)
@given(data=st.one_of(st.lists(yaml_pieces, max_size=30).map(b"".join), st.binary(max_size=200)))
def test_whatever_stands_in_it_only_complaints_come_out(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "fuzz.yaml"
    path.write_bytes(data)
    try:
        section = read_rule_file(str(path))
        section.texts("a")
        section.finish()
    except RuleFileError as error:
        assert error.path == str(path)
        assert error.remedy
