from __future__ import annotations

import time

import pytest
from changes import file, segment
from hypothesis import given
from hypothesis import strategies as st

from privacygate.change import FileChange
from privacygate.syntax.allow_comments import AllowComment, allow_comments
from privacygate.syntax.allow_marks import may_allow

OWN = "privacygate: allow stripe-key"


def found(text: str | bytes, path: str = "app.py") -> list[AllowComment]:
    return list(allow_comments(file(segment(text), path=path)))


def one(text: str, path: str = "app.py") -> AllowComment:
    (comment,) = found(text, path)
    return comment


def reason(comment: AllowComment) -> str:
    return comment.segment.text[comment.reason_start : comment.reason_end].decode()


class TestWhatAllowsNothing:
    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.py", f'print("{OWN}")'),
            ("a.py", f'print("# {OWN}")'),
            ("a.py", f"print('# {OWN}')"),
            ("a.py", f'x = "a" + "# {OWN}"'),
            ("a.py", f'x = "say \\"# {OWN}"'),
            ("a.py", f'x = "\\\\" + "# {OWN}"'),
            ("a.py", OWN),
            ("a.py", f"x = 1 // {OWN}"),
            ("a.py", "# privacygate allow stripe-key"),
            ("a.py", "# privacygate: allows stripe-key"),
            ("a.py", "# privacygate: deny stripe-key"),
            ("a.py", "# Privacygate: Allow stripe-key"),
            ("a.py", "# gitleaks: allow"),
            ("a.py", "# gitleaks:allowed"),
            ("a.py", "# pragma: no cover"),
            ("a.py", "# pragma: allowlist secrets"),
            ("a.py", "# pragma: denylist secret"),
            ("a.ts", f"x = 1 # {OWN}"),
            ("a.ts", f'fetch("http://{OWN}")'),
            ("a.ts", f"const a = `// {OWN}`"),
            ("a.ts", f"/* closed */ const a = 5 * {OWN}"),
            ("a.ts", f"const a = b * {OWN}"),
            ("a.json", f'{{"a": "// {OWN}"}}'),
            ("a.md", f"# {OWN}"),
            ("a.md", f"Write `{OWN} -- why` in a comment."),
            ("a.md", f"<!-- closed --> {OWN}"),
            ("a.sql", f"SELECT '-- {OWN}'"),
            ("a.css", f"#id {{ content: '{OWN}' }}"),
            ("a.hs", f'main = putStrLn "-- {OWN}"'),
            ("a.vb", f'x = "\' {OWN}"'),
            ("a.tex", f"100 {OWN}"),
            ("notes.unknown", OWN),
            ("notes.unknown", f'"{OWN}"'),
            ("notes.unknown", f"say '# {OWN}'"),
        ],
    )
    def test_it(self, path: str, text: str) -> None:
        assert found(text + "\n", path) == []

    def test_nothing(self) -> None:
        assert found("") == []
        assert list(allow_comments(FileChange("a.py", (), None))) == []


class TestWhatAllows:
    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.py", f"x = 1  # {OWN}"),
            ("a.py", f"x = 1#{OWN}"),
            ("a.py", f"x = 'it' # it's {OWN}"),
            ("a.py", f'x = "it\'s"  # {OWN}'),
            ("a.py", f'x = "say \\"hi\\""  # {OWN}'),
            ("a.py", f"x = '\"'  # {OWN}"),
            ("a.py", f"x = '#'  # {OWN}"),
            ("a.py", f"# don't touch: {OWN}"),
            ("a.py", f'x = ""  # {OWN}'),
            ("a.py", f"\tx = 1\t#\t{OWN}"),
            ("a.py", f"x = 1  # noqa  # {OWN}"),
            ("a.py", f'x = "{OWN}"  # {OWN}'),
            ("a.py", "# privacygate:allow stripe-key"),
            ("a.py", "# privacygate:  allow  stripe-key"),
            ("a.rb", f"x = 1 # {OWN}"),
            ("a.sh", f"export X='y' # {OWN}"),
            ("a.yaml", f"key: it's here # {OWN}"),
            ("a.toml", f"key = 'x' # {OWN}"),
            (".env", f"KEY=abc # {OWN}"),
            ("Dockerfile", f"# {OWN}"),
            ("a.ts", f"const a = 'x' // {OWN}"),
            ("a.ts", f"const a = 'http://x' // {OWN}"),
            ("a.ts", f"const a = /* {OWN} */ 'x'"),
            ("a.ts", f" * {OWN}"),
            ("a.ts", f"/* a */ const a = 'x' /* {OWN} */"),
            ("a.go", f'a := "x" // {OWN}'),
            ("a.rs", f"fn f<'a>(x: &'a str) {{ }} // it's {OWN}"),
            ("a.rs", f"let a: &'static str = \"x\"; // don't: {OWN}"),
            ("a.c", f"char c = '\"'; /* {OWN} */"),
            ("a.cs", f"// {OWN}"),
            ("a.css", f"a {{ }} /* {OWN} */"),
            ("a.tf", f'key = "x" # {OWN}'),
            ("a.tf", f'key = "x" // {OWN}'),
            ("a.php", f"$a = 'x'; # {OWN}"),
            ("a.html", f"<a href='x'></a> <!-- {OWN} -->"),
            ("a.html", f"<script>var a = 'x' // {OWN}</script>"),
            ("a.vue", f"const a = 'x' // {OWN}"),
            ("a.md", f"<!-- {OWN} -->"),
            ("a.xml", f"<a/><!--{OWN}-->"),
            ("a.sql", f"SELECT 'x' -- {OWN}"),
            ("a.lua", f"x = 'y' -- {OWN}"),
            ("a.hs", f"f' = x -- it's {OWN}"),
            ("a.hs", f"x = y {{- {OWN} -}}"),
            ("a.ini", f"key = x ; {OWN}"),
            ("a.clj", f"(def x 'y) ; {OWN}"),
            ("a.tex", f"x % {OWN}"),
            ("a.erl", f"x. % {OWN}"),
            ("a.vb", f'x = "y" \' {OWN}'),
            ("a.bas", f"REM {OWN}"),
            ("a.bat", f"rem {OWN}"),
            ("a.bat", f"@REM {OWN}"),
            ("a.cmd", f":: {OWN}"),
            ("a.ml", f"let x = 1 (* {OWN} *)"),
            ("a.vim", f'" {OWN}'),
            ("a.pas", f"x := 1; {{ {OWN} }}"),
            ("a.ipynb", f"   \"api_key = 'x'  # {OWN}\\n\","),
            ("notes.unknown", f"x # {OWN}"),
            ("notes.unknown", f"x // {OWN}"),
            ("notes.unknown", f"{{# {OWN} #}}"),
        ],
    )
    def test_it(self, path: str, text: str) -> None:
        comment = one(text + "\n", path)
        assert comment.rules == ("stripe-key",)
        assert not comment.names_no_rule
        assert comment.this_line
        assert reason(comment) == ""


class TestRules:
    @pytest.mark.parametrize(
        ("written", "rules"),
        [
            ("a", ("a",)),
            ("a,b", ("a", "b")),
            ("a, b ,c", ("a", "b", "c")),
            ("a,\tb", ("a", "b")),
            ("a b", ("a",)),
            ("a, -- why", ("a",)),
            ("a--why", ("a",)),
            ("a -- b, c", ("a",)),
            ("aws-access-key-id2", ("aws-access-key-id2",)),
            ("a-->", ("a",)),
            ("a;", ("a",)),
        ],
    )
    def test_names(self, written: str, rules: tuple[str, ...]) -> None:
        assert one(f"# privacygate: allow {written}\n").rules == rules

    @pytest.mark.parametrize("written", ["", " ", " -- why", " --", " -", ":", " *", " STRIPE", " ,", " , a", "-list"])
    def test_no_names(self, written: str) -> None:
        comment = one(f"# privacygate: allow{written}\n")
        assert comment.rules == ()
        assert comment.names_no_rule

    def test_several_comments_of_one_line(self) -> None:
        comments = found("# privacygate: allow a -- x, privacygate: allow b\n")
        assert [comment.rules for comment in comments] == [("a",), ("b",)]


class TestReasons:
    @pytest.mark.parametrize(
        ("path", "text", "expected"),
        [
            ("a.py", "# privacygate: allow a -- because of tests", "because of tests"),
            ("a.py", "# privacygate: allow a --because", "because"),
            ("a.py", "# privacygate: allow a --- because - of -- that --", "because - of -- that --"),
            ("a.py", "# privacygate: allow a -- because\r", "because"),
            ("a.py", "# privacygate: allow a --   \t", ""),
            ("a.py", "# privacygate: allow a because", ""),
            ("a.py", "# privacygate: allow a - because", ""),
            ("a.py", "# privacygate: allow a -- größer, 日本", "größer, 日本"),
            ("a.c", "/* privacygate: allow a -- because */", "because"),
            ("a.c", "/* privacygate: allow a -- because*/ int x;", "because"),
            ("a.c", "/* privacygate: allow a */ x--; /* y */", ""),
            ("a.c", " * privacygate: allow a -- because */", "because"),
            ("a.html", "<!-- privacygate: allow a -- because -->", "because"),
            ("a.html", "<!-- privacygate: allow a --> <b>-- not this</b>", ""),
            ("a.html", "<!--privacygate: allow a-->", ""),
            ("a.hs", "{- privacygate: allow a -- because -}", "because"),
            ("a.ml", "(* privacygate: allow a -- because *)", "because"),
            ("a.sql", "-- privacygate: allow a -- because", "because"),
            ("x.j2", "{# privacygate: allow a -- because #}", "because"),
            ("x.erb", "<%# privacygate: allow a -- because %>", "because"),
            ("x.hbs", "{{!-- privacygate: allow a -- because --}}", "because"),
        ],
    )
    def test_what_stands_after_the_dashes(self, path: str, text: str, expected: str) -> None:
        comment = one(f"{text}\nnext\n", path)
        assert reason(comment) == expected
        assert comment.rules == ("a",)

    def test_other_tools_give_none(self) -> None:
        assert reason(one("x  # gitleaks:allow -- because\n")) == ""

    def test_it_ends_somewhere(self) -> None:
        assert len(reason(one(f"# privacygate: allow a -- {'x' * 100_000}\n"))) < 2000


class TestLines:
    def test_beside_text_it_speaks_of_its_own_line(self) -> None:
        comment = one(f"a\nb = 1  # {OWN}\nc\n")
        assert (comment.line, comment.this_line, comment.next_line) == (2, True, False)

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.py", f"# {OWN}"),
            ("a.py", f"   \t# {OWN} -- why"),
            ("a.c", f"/* {OWN} */"),
            ("a.c", f" * {OWN}"),
            ("a.html", f"  <!-- {OWN} -->  "),
        ],
    )
    def test_alone_it_speaks_of_the_next_as_well(self, path: str, text: str) -> None:
        comment = one(f"{text}\nnext\n", path)
        assert (comment.line, comment.this_line, comment.next_line) == (1, True, True)

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.c", f"/* {OWN} */ int x;"),
            ("a.c", f"int x; /* {OWN} */"),
            ("a.c", f"*p = x; // {OWN}"),
            ("a.html", f"<!-- {OWN} --><b/>"),
        ],
    )
    def test_a_comment_with_text_beside_it_is_not_alone(self, path: str, text: str) -> None:
        assert not one(f"{text}\nnext\n", path).next_line

    @pytest.mark.parametrize(
        ("text", "this_line", "next_line"),
        [
            ("x = 1  # gitleaks:allow", True, False),
            ("# gitleaks:allow", True, False),
            ("x = 1  # pragma: allowlist secret", True, False),
            ("x = 1  # pragma:allowlist secret", True, False),
            ("# pragma: allowlist nextline secret", False, True),
        ],
    )
    def test_comments_of_other_tools(self, text: str, this_line: bool, next_line: bool) -> None:
        comment = one(f"{text}\nnext\n")
        assert (comment.this_line, comment.next_line) == (this_line, next_line)
        assert comment.rules == ()
        assert not comment.names_no_rule

    def test_lines_of_segments(self) -> None:
        hunks = segment(f"a\nb # {OWN}\n", 10), segment(f"# {OWN}\nz\n", 90)
        comments = list(allow_comments(file(*hunks)))
        assert [(comment.segment, comment.line) for comment in comments] == [(hunks[0], 11), (hunks[1], 90)]

    def test_they_come_in_order(self) -> None:
        text = "".join(f"x{number} = 1  # privacygate: allow rule-{number}\n" for number in range(50))
        comments = found(text)
        assert [comment.line for comment in comments] == list(range(1, 51))
        assert [comment.rules for comment in comments] == [(f"rule-{number}",) for number in range(50)]

    def test_line_endings_of_windows(self) -> None:
        comments = found(f"a = 1 # {OWN} -- one\r\n# {OWN} -- two\r\nb\r\n")
        assert [(comment.line, reason(comment), comment.next_line) for comment in comments] == [
            (1, "one", False),
            (2, "two", True),
        ]


class TestHostileText:
    @pytest.mark.parametrize(
        "text",
        [
            b"# privacygate: allow x -- " + b" " * 500_000 + b"a\n",
            b"# privacygate:" + b" " * 500_000 + b"x\n",
            b"# privacygate: allow " + b"a-" * 250_000 + b"\n",
            b"# privacygate: allow " + b"a, " * 170_000 + b"\n",
            b"# pragma: allowlist" + b" \t" * 250_000 + b"\n",
            b" " * 500_000 + b"# gitleaks:allow\n",
            b'"' * 500_001 + b" # gitleaks:allow\n",
            b'"' + b'\\"' * 250_000 + b" # gitleaks:allow\n",
            b"\"'`" * 170_000 + b" # gitleaks:allow\n",
            b"'" + b"\\" * 500_000 + b"' # gitleaks:allow\n",
            b"gitleaks:allow " * 20_000,
            b"# gitleaks:allow " * 20_000,
            b'"gitleaks:allow" ' * 20_000,
            b'"' + b"gitleaks:allow " * 20_000 + b'"',
            b"# gitleaks:allow\n" * 20_000,
        ],
    )
    @pytest.mark.parametrize("path", ["a.py", "a.c", "unknown"])
    def test_no_text_takes_for_ever(self, text: bytes, path: str) -> None:
        started = time.perf_counter()
        found(text, path)
        assert time.perf_counter() - started < 3

    @pytest.mark.parametrize("text", [b"/* gitleaks:allow " * 20_000, b"/* gitleaks:allow */ " * 20_000])
    def test_no_block_comment_either(self, text: bytes) -> None:
        started = time.perf_counter()
        assert len(found(text, "a.c")) == 20_000
        assert time.perf_counter() - started < 3

    @given(
        st.lists(
            st.sampled_from(
                [
                    "privacygate:",
                    " allow",
                    " a",
                    ",",
                    " --",
                    " why",
                    "#",
                    "//",
                    "/*",
                    "*/",
                    '"',
                    "'",
                    "\\",
                    "\n",
                    "\r",
                    "é",
                    "*",
                    " ",
                ]
            ),
            max_size=25,
        ).map("".join),
        st.sampled_from(["a.py", "a.c", "a.html", "a.vb", "a.bat", "a.ipynb", "unknown"]),
    )
    def test_what_it_says_holds_together(self, text: str, path: str) -> None:
        for comment in found(text, path):
            raw = comment.segment.text
            assert 0 <= comment.reason_start <= comment.reason_end <= len(raw)
            assert b"\n" not in raw[comment.reason_start : comment.reason_end]
            assert 1 <= comment.line <= text.count("\n") + 1
            assert comment.this_line
            assert comment.names_no_rule is not bool(comment.rules)
            assert may_allow(raw)


@pytest.mark.parametrize(
    "text", [OWN, "gitleaks:allow", "pragma: allowlist secret", "pragma:allowlist nextline secret"]
)
def test_the_cheap_look_misses_none(text: str) -> None:
    assert may_allow(f"x # {text}\n".encode())
    assert not may_allow(b"privacygate allow gitleaks pragma")


def test_documentation_that_only_shows_the_form_is_no_allowance() -> None:
    assert found("# privacygate: allow RULE -- reason\n", "a.py") == []
