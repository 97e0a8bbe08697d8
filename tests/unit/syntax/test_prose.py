from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.syntax.prose import prose_of


def words(text: str) -> str:
    raw = text.encode()
    return prose_of(raw, 0, len(raw)).text.decode()


@pytest.mark.parametrize(
    ("comment", "prose"),
    [
        ("# one\n#  two", "one\ntwo"),
        ("// one", "one"),
        ("/// <summary>one</summary>", "         one          ".strip() and " " * 9 + "one" + " " * 10),
        ("/* one */", "one"),
        ("/**\n * one\n * two\n */", "one\ntwo"),
        ("<!-- one -->", "one"),
        ("-- one", "one"),
        ('"""one\n\n    two\n    """', "one\ntwo"),
        ("{- one -}", "one"),
        ("=begin\none\n=end", "one"),
        ("#####\n# one\n# ----------", "one"),
        ("' one", "one"),
        ("REM one", "one"),
        ("", ""),
        ("#", ""),
    ],
)
def test_marks_and_decoration_go(comment: str, prose: str) -> None:
    assert words(comment).strip() == prose.strip()


@pytest.mark.parametrize(
    "line",
    [
        "x = call(1)",
        "return value;",
        "if (a > b) {",
        "}",
        "import os",
        "self.assert_(x == 1)",
        "foo.bar(baz, qux(1))",
        "const a = 1",
        "SOURCE_HOST=example",
        "<div class='a'>",
        "$ make install",
    ],
)
def test_commented_out_code_is_no_prose(line: str) -> None:
    assert words(f"# A sentence.\n# {line}\n# Another one.") == "A sentence.\nAnother one."


@pytest.mark.parametrize(
    "line",
    [
        "We charge 3 % for this, if the bank agrees.",
        "Returns the price (without tax).",
        "for legal reasons",
        "if this fails, call the bank",
        "import of the nightly file",
        "see also: the wiki",
        "use the old rate",
    ],
)
def test_sentences_stay(line: str) -> None:
    assert words(f"# {line}") == line


@given(st.lists(st.sampled_from(["# ä one\n", "#\n", "# x = 1\n", "    # == two ====== \n", "\n", "# three\r\n"])))
def test_every_place_leads_back_to_its_bytes(lines: list[str]) -> None:
    raw = "".join(lines).encode()
    prose = prose_of(raw, 0, len(raw))
    for at in range(len(prose.text)):
        if prose.text[at : at + 1] not in (b"\n", b" "):
            assert raw[prose.offset(at) : prose.offset(at) + 1] == prose.text[at : at + 1]


@given(st.binary())
def test_anything_has_some(raw: bytes) -> None:
    prose = prose_of(raw, 0, len(raw))
    assert len(prose.lines) == len(prose.offsets)
    assert repr(prose) == f"Prose({len(prose.lines)} lines)"


def test_a_comment_behind_commented_out_code_stays() -> None:
    assert words('//   rate = "NO";   // As per the last meeting') == "As per the last meeting"
    assert words("# url = 'http://host/a b'") == ""
    raw = b"# x = 1  # told twice"
    prose = prose_of(raw, 0, len(raw))
    assert raw[prose.offset(0) :] == prose.text == b"told twice"
