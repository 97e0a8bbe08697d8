from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable

import pytest

from privacygate.cli import main as module
from privacygate.cli.main import COMMANDS, command_module, main
from privacygate.errors import (
    BaselineError,
    CouldNotTell,
    DetectorError,
    GateError,
    GitError,
    Misconfigured,
    PatchError,
    UsageError,
)
from privacygate.version import VERSION

from .conftest import Said

Privacygate = Callable[..., Said]

MARKER = "correct-horse-battery-staple"


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Makes every command raise."""

    def prepare(error: BaseException) -> None:
        def dispatch(words: object) -> int:
            raise error

        monkeypatch.setattr(module, "_dispatch", dispatch)

    return prepare


class TestWords:
    def test_no_words_explain_everything(self, privacygate: Privacygate) -> None:
        said = privacygate()
        assert said.code == 0
        for name in COMMANDS:
            assert name in said.output
        assert "exit codes: 0 nothing blocks" in said.output

    @pytest.mark.parametrize("word", ["--help", "-h"])
    def test_help(self, privacygate: Privacygate, word: str) -> None:
        assert privacygate(word) == privacygate()

    @pytest.mark.parametrize("name", COMMANDS)
    def test_help_of_a_command(self, privacygate: Privacygate, name: str) -> None:
        said = privacygate(name, "--help")
        assert said.code == 0
        assert said.output.startswith(f"usage: privacygate {name}")
        assert command_module(name).DESCRIPTION.splitlines()[0][:40] in said.output

    def test_version(self, privacygate: Privacygate) -> None:
        assert privacygate("--version") == Said(0, f"privacygate {VERSION}\n", "")

    @pytest.mark.parametrize(
        ("word", "hint"),
        [
            ("scna", "Did you mean `privacygate scan`?"),
            ("zzz", "`privacygate --help` lists the commands."),
            (".", "To scan it: `privacygate scan PATH`."),
        ],
    )
    def test_a_command_that_does_not_exist(self, privacygate: Privacygate, word: str, hint: str) -> None:
        said = privacygate(word)
        assert (said.code, said.output) == (2, "")
        assert hint in said.errors

    @pytest.mark.parametrize("words", [["--no-such"], ["-x"], ["scan", "--no-such"], ["scan", "--block", "x"]])
    def test_words_that_are_not_known(self, privacygate: Privacygate, words: list[str]) -> None:
        said = privacygate(*words)
        assert (said.code, said.output) == (2, "")
        assert said.errors.startswith("usage: ")


class TestBadNews:
    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (UsageError("x"), 2),
            (BaselineError("x"), 2),
            (Misconfigured("x"), 2),
            (GitError("x"), 3),
            (PatchError("x"), 3),
            (DetectorError("x"), 3),
            (CouldNotTell("x"), 3),
        ],
    )
    def test_exit_codes(
        self, privacygate: Privacygate, fails: Callable[[BaseException], None], error: GateError, code: int
    ) -> None:
        fails(error)
        said = privacygate("scan")
        assert (said.code, said.output) == (code, "")
        assert said.errors.startswith("privacygate: error: X.\n")
        assert ("nothing may be concluded" in said.errors) is (code == 3)

    def test_place_and_remedy_are_said_and_made_visible(
        self, privacygate: Privacygate, fails: Callable[[BaseException], None]
    ) -> None:
        fails(UsageError("it is \x1b[31mred", remedy="Do\nthis", path="a\nb\udcff", line=3))
        assert privacygate("scan").errors == ("privacygate: error: a\\nb\\xff:3: It is \\x1b[31mred.\n  Do\\nthis.\n")

    def test_interrupted(self, privacygate: Privacygate, fails: Callable[[BaseException], None]) -> None:
        fails(KeyboardInterrupt(MARKER))
        assert privacygate("scan") == Said(130, "", "privacygate: interrupted\n")

    def test_a_reader_that_has_gone_away(
        self, privacygate: Privacygate, fails: Callable[[BaseException], None]
    ) -> None:
        fails(BrokenPipeError())
        assert privacygate("scan") == Said(3, "", "")

    @pytest.mark.parametrize(
        "error",
        [
            ValueError(MARKER),
            KeyError(MARKER),
            AssertionError(MARKER),
            RecursionError(MARKER),
            MemoryError(MARKER),
            OSError(errno.ENOSPC, MARKER, MARKER),
            UnicodeDecodeError("utf-8", MARKER.encode(), 0, 1, MARKER),
            ExceptionGroup(MARKER, [ValueError(MARKER)]),
        ],
    )
    def test_a_crash_says_where_and_never_what(
        self, privacygate: Privacygate, fails: Callable[[BaseException], None], error: Exception
    ) -> None:
        error.__cause__ = ValueError(MARKER)
        error.add_note(MARKER)
        fails(error)
        said = privacygate("scan")
        assert (said.code, said.output) == (3, "")
        assert f"internal error: {type(error).__name__}" in said.errors
        assert "  in dispatch, test_main.py:" in said.errors
        assert "nothing may be concluded" in said.errors
        assert MARKER not in said.errors
        assert "/" not in said.errors.replace("privacygate/", "")

    def test_no_subcommand_is_missing(self) -> None:
        for name in COMMANDS:
            for wanted in ("DESCRIPTION", "add_arguments", "execute"):
                assert hasattr(command_module(name), wanted), name


class TestProcess:
    def test_the_exit_code_reaches_the_shell(self) -> None:
        for words, code in ((["--version"], 0), (["scna"], 2)):
            command = [sys.executable, "-m", "privacygate", *words]
            assert subprocess.run(command, check=False, capture_output=True).returncode == code

    @pytest.mark.skipif(sys.platform != "linux", reason="there is no such device")
    def test_what_cannot_be_written_is_no_pass(self) -> None:
        with open("/dev/full", "w") as full:
            command = [sys.executable, "-m", "privacygate", "--version"]
            assert subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE).returncode == 3

    def test_it_imports_little(self) -> None:
        """Start-up is the latency; every module here costs each commit milliseconds."""
        program = "import sys; from privacygate.cli.main import main; main(['--version']); print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
        for name in ("argparse", "yaml", "re2", "hyperscan", "json", "subprocess", "tomllib", "importlib.metadata"):
            assert name not in loaded.split(), name


def test_main_can_be_called_again_and_again() -> None:
    assert [main(["--version"]) for _ in range(3)] == [0, 0, 0]
