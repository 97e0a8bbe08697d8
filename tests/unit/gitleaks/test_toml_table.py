from __future__ import annotations

import pytest

from privacygate.errors import RuleFileError
from privacygate.gitleaks.toml_table import Document, Table


def table(text: str) -> Table:
    return Document("x.toml", text.encode()).root


class TestWhatGitleaksForgives:
    def test_letter_case_of_keys(self) -> None:
        assert table("SecretGroup = 2").whole("secretGroup") == 2

    def test_a_text_for_a_list(self) -> None:
        assert table("tags = 'a,b'").texts("tags") == ("a", "b")
        assert table("tags = ''").texts("tags") == ()

    def test_numbers_in_quotes(self) -> None:
        assert table("entropy = '3.5'").number("entropy") == 3.5
        assert table("n = '7'").whole("n") == 7

    def test_one_table_for_a_list(self) -> None:
        assert [each.text("id") for each in table("[rules]\nid = 'x'").tables("rules")] == ["x"]

    @pytest.mark.parametrize(("text", "value"), [("x = 1", True), ("x = 'false'", False), ("", False)])
    def test_flags(self, text: str, value: bool) -> None:
        assert table(text).flag("x") is value


class TestComplaints:
    @pytest.mark.parametrize(
        ("text", "method", "line"),
        [
            ("\nx = []", "text", 2),
            ("x = 1", "texts", 1),
            ("x = [[1]]", "texts", 1),
            ("x = 'many'", "number", 1),
            ("x = 'many'", "whole", 1),
            ("x = 'maybe'", "flag", 1),
            ("x = 1", "table", 1),
            ("x = [1]", "tables", 1),
        ],
    )
    def test_they_name_the_line(self, text: str, method: str, line: int) -> None:
        with pytest.raises(RuleFileError, match="`x` must be") as caught:
            list(getattr(table(text), method)("x") or ())
        assert (caught.value.path, caught.value.line) == ("x.toml", line)
        assert caught.value.remedy

    def test_a_word_that_is_none_of_the_choices(self) -> None:
        with pytest.raises(RuleFileError, match="cannot be `Line`"):
            table("x = 'Line'").one_of("x", ("line", "match"))
        assert table("x = 'AND'").one_of("x", ("and",), any_case=True) == "and"

    @pytest.mark.parametrize(("raw", "line"), [(b"a = 1\nb =\n", 2), (b"\n\xff", 2), (b"x = [" * 2000, 1)])
    def test_what_is_no_toml(self, raw: bytes, line: int) -> None:
        with pytest.raises(RuleFileError) as caught:
            Document("x.toml", raw)
        assert caught.value.line == line

    def test_keys_that_nobody_asked_for_are_a_remark(self) -> None:
        document = Document("x.toml", b"id = 'a'\nregexs = 'b'\n")
        assert document.root.text("id") == "a"
        document.root.text("regex")
        document.root.finish()
        (remark,) = document.unknown
        assert (remark.line, "did you mean `regex`" in remark.message) == (2, True)
