from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.errors import RuleFileError

from .configs import ACME, config


def remarks(text: str, root: Path | str = "/nowhere") -> list[tuple[int | None, str]]:
    return [(remark.line, remark.message) for remark in config(text, root).remarks]


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("[[rules]]\nid = 'x'\nregex = '''(?=a)'''", 3, "RE2 cannot use this `regex`"),
            ("[[rules]]\nid = 'x'\n", 1, "neither `regex` nor `path`"),
            ("[[rules]]\nregex = 'x'\n[[rules]]\ndescription = 'y'\n", 3, "no `id`"),
            ("[[rules]]\nid = 'x'\nregex = '(a)'\nsecretGroup = 2\n", 4, "has 1 groups"),
            ("[[rules]]\nid = 'x'\nregex = 'a'\n[[rules.allowlists]]\n", 4, "is empty"),
            (
                "[[rules]]\nid = 'x'\nregex = 'a'\n[[rules.allowlists]]\nregexes=['(']\n",
                5,
                "RE2 cannot use this `regexes`",
            ),
            ("[allowlist]\nregexes = ['a']\ncondition = 'xor'", 3, "`condition` cannot be `xor`"),
            ("[allowlist]\nregexes = ['a']\nregexTarget = 'Line'", 3, "`regexTarget` cannot be"),
            ("[allowlist]\npaths = ['a']\n[[allowlists]]\npaths = ['a']\n", 1, "do not go together"),
            (ACME + "[[rules.required]]\nid = 'acmee'\n", 1, "requires `acmee`"),
            (ACME + "[[rules.required]]\nwithinLines = 1\n", 6, "without `id`"),
            (ACME + "[[allowlists]]\ntargetRules = ['x']\npaths = ['a']\n", 7, "`targetRules` names `x`"),
            ("minVersion = 'newest'", 1, "`minVersion` cannot be"),
            ("[extend]\nuseDefault = true\npath = 'x'", 3, "do not go together"),
            ("[extend]\npath = 'missing.toml'", 2, "cannot be read"),
            ("[[rules]]\nid = \"a\\u0007\"\nregex = 'a'", 2, "control character"),
        ],
    )
    def test_file_line_and_remedy(self, text: str, line: int, words: str, tmp_path: Path) -> None:
        with pytest.raises(RuleFileError) as caught:
            config(text, tmp_path)
        assert words in caught.value.message
        assert (caught.value.path, caught.value.line) == (".gitleaks.toml", line)
        assert caught.value.remedy


def test_the_pattern_itself_is_not_shown() -> None:
    """It may hold the very secret that it allows."""
    with pytest.raises(RuleFileError) as caught:
        config("[allowlist]\nregexes = ['sesame-9871(']\n")
    assert "sesame" not in caught.value.message + caught.value.remedy


class TestExtend:
    def test_rules_are_merged_over_those_of_the_other_file(self, tmp_path: Path) -> None:
        (tmp_path / "base.toml").write_text(ACME + "[[rules]]\nid='off'\nregex='x'\n")
        read = config(
            "[extend]\npath='base.toml'\ndisabledRules=['off']\n[[rules]]\nid='acme'\nentropy=2\ntags=['t']\n", tmp_path
        )
        assert list(read.rules) == ["acme"]
        assert (read.rules["acme"].entropy, read.rules["acme"].tags) == (2.0, ("t",))
        assert read.rules["acme"].keywords == ("acme_",)
        assert [file.name for file in read.files] == [".gitleaks.toml", "base.toml"]

    def test_a_file_below_may_use_the_defaults(self, tmp_path: Path) -> None:
        (tmp_path / "base.toml").write_text("[extend]\nuseDefault = true\n")
        read = config("[extend]\npath = 'base.toml'\ndisabledRules = ['jwt']\n", tmp_path)
        assert read.off == {"json-web-token"}

    def test_what_is_not_followed_is_said(self, tmp_path: Path) -> None:
        for name, other in (("a", "b"), ("b", "c"), ("c", "d")):
            (tmp_path / name).write_text(f"[extend]\npath = '{other}'\n")
        (remark,) = remarks("[extend]\npath = 'a'\nurl = ''\n", tmp_path)
        assert "goes 2 files deep" in remark[1]
        (remark,) = remarks("[extend]\nurl = 'https://x.example'\n")
        assert "`url` does nothing" in remark[1]


class TestDefaults:
    def test_what_is_disabled_is_switched_off_here(self) -> None:
        read = config("[extend]\nuseDefault = true\ndisabledRules = ['jwt', 'generic-api-key']\n")
        assert read.off == {"json-web-token", "assigned-secret", "assigned-password", "assigned-key"}
        assert read.remarks == ()

    def test_what_cannot_be_mapped_is_said(self) -> None:
        said = remarks("[extend]\nuseDefault = true\ndisabledRules = ['bittrex-access-key', 'nonsense']\n")
        assert [line for line, _ in said] == [1, 1]
        assert "`nonsense`" in said[0][1] and "`bittrex-access-key`" in said[1][1]

    def test_an_allowlist_of_a_default_rule_is_one_of_ours(self) -> None:
        read = config(
            "[extend]\nuseDefault = true\n[[rules]]\nid = 'jwt'\nentropy = 4\n[[rules.allowlists]]\npaths = ['x']\n"
            "[[allowlists]]\ntargetRules = ['jwt', 'pkcs12-file']\npaths = ['y']\n"
        )
        assert len(read.of_built_in["json-web-token"]) == 2
        assert read.rules == {}
        assert [remark.line for remark in read.remarks] == [8, 3]

    def test_without_them_a_rule_needs_a_pattern(self) -> None:
        with pytest.raises(RuleFileError, match="neither"):
            config("[[rules]]\nid = 'jwt'\n[[rules.allowlists]]\npaths = ['x']\n")


class TestRemarks:
    def test_a_newer_version(self) -> None:
        assert remarks("minVersion = 'v8.25.0'") == []
        ((line, message),) = remarks("minVersion = '9.0'")
        assert line == 1 and "8.30" in message

    def test_keys_that_mean_nothing(self) -> None:
        said = remarks(ACME + "keyword = 'x'\n[[rules.allowlists]]\nregex = ['x']\npaths = ['y']\n")
        assert [line for line, _ in said] == [8, 6]

    def test_commits_that_cannot_be_checked(self) -> None:
        ((line, _),) = remarks("[allowlist]\ncondition='AND'\ncommits=['abc']\npaths=['x']\n")
        assert line == 1
