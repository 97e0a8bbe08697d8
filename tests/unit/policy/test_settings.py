from __future__ import annotations

import os
from pathlib import Path

import pytest

from privacygate.errors import SettingsError
from privacygate.model import Boundary, Confidence
from privacygate.policy.decide import DEFAULT_BLOCK, BlockFrom
from privacygate.policy.settings import Settings, find_settings_file, read_settings

ALL = """\
[scan]
exclude = ["vendor/", "*.min.js", "!vendor/ours/"]

[secrets]
rules = ["security/rules", "/absolute/rules.yaml"]
off = [
  "assigned-password",
  "jwt",
]

[policy]
unreadable = "warn"

[policy.block]
commit = "medium"
push = "low"
merge = "high"
manual = "never"

[baseline]
file = "known/results"
"""


def read(folder: Path, text: str | bytes, name: str = "privacygate.toml") -> Settings:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings(str(path))


def complaint(folder: Path, text: str | bytes, name: str = "privacygate.toml") -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        read(folder, text, name)
    assert caught.value.path == str(folder / name)
    assert caught.value.remedy
    assert caught.value.line is not None
    return caught.value


class TestComplaints:
    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("[scan\n", 1, "this is not TOML: "),
            ("[scan]\nexclude = [\n", 3, "this is not TOML: "),
            ("[scan]\nexclude = nothing\n", 2, "this is not TOML: Invalid value"),
            ("[scan]\n\nx = 1\nx = 2\n", 4, "this is not TOML: Cannot overwrite a value"),
            ('a = "\n', 1, "this is not TOML: "),
            ("a = '''\n\n", 3, "this is not TOML: "),
            ("[scan]\nx = " + "9" * 5000, 2, "this is not TOML: "),
            ("[scan]\nx = " + "[" * 5000 + "]" * 5000, 2, "lists and tables are nested too deeply"),
            (b"[scan]\n# caf\xe9\n", 2, "this is not UTF-8"),
            ("[scan]\n# a comment\n[scna]\n", 3, "`scna` is not a key that is known"),
            ("scan.exclud = []\n", 1, "`exclud` is not a key that is known in [scan]"),
            ("[policy.block]\ncomit = 'high'\n", 2, "`comit` is not a key that is known in [policy.block]"),
            (
                "[scan]\nexclude = []\n[policy]\nexclude = []\n",
                4,
                "`exclude` is not a key that is known in [policy]",
            ),
            ("scan = 3\n", 1, "`scan` must be a table"),
            ("[[scan]]\nexclude = []\n", 1, "`scan` must be a table"),
            ("[policy]\n\nblock = 'high'\n", 3, "`block` must be a table"),
            ("[scan]\nexclude = 'vendor/'\n", 2, "`exclude` must be a list of texts"),
            ("[scan]\nexclude = [1]\n", 2, "`exclude` must be a list of texts"),
            ("[scan]\nexclude = ['a', ['b']]\n", 2, "`exclude` must be a list of texts"),
            ("[scan]\nexclude = ['']\n", 2, "`exclude` must be a list of texts"),
            ("[scan]\nexclude = true\n", 2, "`exclude` must be a list of texts"),
            ("[scan]\nexclude = { a = 1 }\n", 2, "`exclude` must be a list of texts"),
            ("[scan]\nexclude = [\n'a',\n'*',\n]\n", 4, "the pattern `*` speaks of everything"),
            ("[scan]\nexclude = ['/**/*']\n", 2, "the pattern `/**/*` speaks of everything"),
            ("[scan]\nexclude = ['*/']\n", 2, "the pattern `*/` speaks of everything"),
            ("[scan]\nexclude = ['/']\n", 2, "the pattern `/` speaks of nothing"),
            ("[scan]\nexclude = ['!']\n", 2, "the pattern `!` speaks of nothing"),
            ("[scan]\nexclude = [' ']\n", 2, "the pattern ` ` speaks of nothing"),
            ('[scan]\nexclude = ["a\\u0000b"]\n', 2, "`exclude` holds a control character"),
            ('[secrets]\nrules = ["a\\nb"]\n', 2, "`rules` holds a control character"),
            ("[secrets]\nrules = 'x'\n", 2, "`rules` must be a list of texts"),
            ("[secrets]\noff = [1979-05-27]\n", 2, "`off` must be a list of texts"),
            ("[policy]\nunreadable = 'ignore'\n", 2, "`unreadable` cannot be `ignore`"),
            ("[policy]\nunreadable = false\n", 2, "`unreadable` must be a text"),
            ("[policy.block]\npush = 'hihg'\n", 2, "`push` cannot be `hihg`"),
            ("[policy.block]\npush = 'HIGH'\n", 2, "`push` cannot be `HIGH`"),
            ("[policy.block]\npush = true\n", 2, "`push` must be a text"),
            ("[policy]\nblock = { commit = 'high', push = 'x' }\n", 2, "`push` cannot be `x`"),
            ("[baseline]\nfile = ''\n", 2, "`file` must be a text"),
            ("[baseline]\nfile = ['x']\n", 2, "`file` must be a text"),
            ('[baseline]\nfile = "a\\u0000"\n', 2, "`file` holds a control character"),
            ("# top\r\n[baseline]\r\nfile = 1\r\n", 3, "`file` must be a text"),
            ("# \u2028 is no line break\n[baseline]\nfile = 1\n", 3, "`file` must be a text"),
        ],
    )
    def test_each_names_file_line_and_remedy(self, tmp_path: Path, text: str | bytes, line: int, message: str) -> None:
        error = complaint(tmp_path, text)
        assert error.message.startswith(message)
        assert error.line == line

    @pytest.mark.parametrize(
        ("text", "remedy"),
        [
            ("[scan]\nexclud = []\n", "Did you mean `exclude`?"),
            ("[secret]\n", "Did you mean `secrets`?"),
            ("[policy]\nunreadable = 'blok'\n", "Did you mean `block`?"),
            ("[policy.block]\ncommit = 'nevver'\n", "Did you mean `never`?"),
            ("[policy.block]\ncomit = 'never'\n", "Did you mean `commit`?"),
            ("scan = 3\n", "Write `[scan]`"),
            ("policy.block = 3\n", "Write `[policy.block]`"),
        ],
    )
    def test_it_suggests_the_nearest(self, tmp_path: Path, text: str, remedy: str) -> None:
        assert remedy in complaint(tmp_path, text).remedy

    def test_what_is_nothing_like_a_key_gets_no_suggestion(self, tmp_path: Path) -> None:
        error = complaint(tmp_path, "zzzz = 1\n")
        assert "Did you mean" not in error.remedy
        assert "Known are: scan, secrets, hidden_text, comments, novelty, gitleaks, policy, baseline." in error.remedy

    def test_it_cannot_be_read(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "missing.toml"):
            with pytest.raises(SettingsError, match="the settings cannot be read"):
                read_settings(str(path))

    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("[tool.privacygate]\nscna = 1\n", 2, "`scna` is not a key that is known in [tool.privacygate]"),
            (
                "[tool.ruff]\nexclude = ['*']\n\n[tool.privacygate.scan]\nexclude = ['*']\n",
                5,
                "the pattern `*` speaks of everything",
            ),
            ("[tool]\nprivacygate = 'yes'\n", 2, "`privacygate` must be a table"),
            ("tool = 3\n", 1, "`tool` must be a table"),
        ],
    )
    def test_in_the_file_of_a_project(self, tmp_path: Path, text: str, line: int, message: str) -> None:
        error = complaint(tmp_path, text, "pyproject.toml")
        assert (error.line, error.message) == (line, message)


class TestValues:
    def test_without_anything_the_defaults_hold(self, tmp_path: Path) -> None:
        path = str(tmp_path / "privacygate.toml")
        for text in (
            "",
            "\n# nothing\n",
            "[scan]\n[secrets]\n[policy]\n[policy.block]\n[baseline]\n",
            "\ufeff"[:0],
        ):
            assert read(tmp_path, text) == Settings(source=path)

    def test_defaults(self) -> None:
        settings = Settings()
        assert (settings.exclude, settings.detectors["secrets"].rules, settings.off) == ((), (), frozenset())
        assert settings.unreadable_blocks
        assert settings.block == DEFAULT_BLOCK
        assert settings.baseline == ".privacygate-baseline"
        assert settings.source is None

    def test_every_key(self, tmp_path: Path) -> None:
        settings = read(tmp_path, ALL)
        assert settings.exclude == ("vendor/", "*.min.js", "!vendor/ours/")
        assert settings.detectors["secrets"].rules == (str(tmp_path / "security/rules"), "/absolute/rules.yaml")
        assert settings.off == {"assigned-password", "jwt"}
        assert not settings.unreadable_blocks
        assert settings.block == {
            Boundary.COMMIT: BlockFrom(Confidence.MEDIUM),
            Boundary.PUSH: BlockFrom(Confidence.LOW),
            Boundary.MERGE: BlockFrom(Confidence.HIGH),
            Boundary.MANUAL: BlockFrom(None),
        }
        assert settings.baseline == "known/results"
        assert settings.source == str(tmp_path / "privacygate.toml")

    def test_lines_of_rules_that_are_off(self, tmp_path: Path) -> None:
        assert read(tmp_path, ALL).off_lines == (("assigned-password", 7), ("jwt", 8))
        inline = "# jwt\n[baseline]\nfile = 'jwt'\n[secrets]\noff = ['other', 'jwt']\n"
        assert read(tmp_path, inline).off_lines == (("other", 5), ("jwt", 5))

    def test_what_is_not_set_keeps_its_default(self, tmp_path: Path) -> None:
        settings = read(tmp_path, "[policy.block]\nmerge = 'high'\n")
        assert settings.block == DEFAULT_BLOCK | {Boundary.MERGE: BlockFrom(Confidence.HIGH)}
        assert DEFAULT_BLOCK[Boundary.MERGE] == BlockFrom(None)

    def test_in_the_file_of_a_project(self, tmp_path: Path) -> None:
        text = "[project]\nname = 'x'\n[tool.other]\nscan = 3\n"
        assert read(tmp_path, text, "pyproject.toml") == Settings(source=str(tmp_path / "pyproject.toml"))
        text += "[tool.privacygate.policy.block]\nmerge = 'high'\n"
        assert read(tmp_path, text, "pyproject.toml").block[Boundary.MERGE] == BlockFrom(Confidence.HIGH)

    def test_rules_are_relative_to_the_file_wherever_we_stand(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "below").mkdir()
        (tmp_path / "below" / "x.toml").write_text("[secrets]\nrules = ['../rules']\n")
        monkeypatch.chdir(tmp_path)
        (place,) = read_settings("below/x.toml").detectors["secrets"].rules
        assert os.path.normpath(place) == str(tmp_path / "rules")
        assert os.path.isabs(place)


class TestFinding:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[project]\nname = 'privacygate'\n",
            "[tool.other]\nprivacygate = 1\n",
            "# tool.privacygate is good\n",
            "[dependency-groups]\ndev = ['privacygate']\n",
        ],
    )
    def test_a_project_that_does_not_speak_of_us(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "pyproject.toml").write_text(text)
        assert find_settings_file(str(tmp_path)) is None

    @pytest.mark.parametrize(
        "text",
        [
            "[tool.privacygate]\n",
            "[tool.privacygate.scan]\nexclude = []\n",
            "x = 1\n  [ tool . privacygate ]\n",
            "[tool.'privacygate']\n",
            '["tool"."privacygate".scan]\n',
            "[tool]\nprivacygate.scan.exclude = []\n",
            "tool.privacygate.scan.exclude = []\n",
            "tool.privacygate = { scan = { exclude = [] } }\n",
        ],
    )
    def test_a_project_that_does(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "pyproject.toml").write_text(text)
        assert find_settings_file(str(tmp_path)) == str(tmp_path / "pyproject.toml")
        read_settings(str(tmp_path / "pyproject.toml"))

    def test_our_own_file_goes_before(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.privacygate]\n")
        (tmp_path / "privacygate.toml").write_text("")
        assert find_settings_file(str(tmp_path)) == str(tmp_path / "privacygate.toml")

    def test_no_file(self, tmp_path: Path) -> None:
        assert find_settings_file(str(tmp_path)) is None
        assert find_settings_file(str(tmp_path / "missing")) is None

    def test_a_folder_of_that_name_says_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").mkdir()
        assert find_settings_file(str(tmp_path)) is None

    def test_a_link_that_leads_nowhere_is_not_passed_over(self, tmp_path: Path) -> None:
        (tmp_path / "privacygate.toml").symlink_to("moved.toml")
        path = find_settings_file(str(tmp_path))
        assert path is not None
        with pytest.raises(SettingsError, match="cannot be read"):
            read_settings(path)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_project_that_cannot_be_read_could_have_settings(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("")
        (tmp_path / "pyproject.toml").chmod(0)
        with pytest.raises(SettingsError, match="and may have settings"):
            find_settings_file(str(tmp_path))

    def test_a_loop_of_links_could_have_settings(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").symlink_to("pyproject.toml")
        with pytest.raises(SettingsError, match="and may have settings"):
            find_settings_file(str(tmp_path))
