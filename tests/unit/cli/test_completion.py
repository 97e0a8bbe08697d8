from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import shtab
from repositories import GitRepository

from .conftest import Said

Command = Callable[..., Said]

CHECKS = {
    "bash": ["bash", "-n"],
    "zsh": ["zsh", "-n"],
    "fish": ["fish", "--no-execute"],
    "tcsh": ["tcsh", "-f"],
}


@pytest.fixture
def script(privacygate: Command, tmp_path: Path) -> Callable[[str], Path]:
    def write(shell: str) -> Path:
        said = privacygate("completion", shell)
        assert (said.code, said.errors) == (0, "")
        path = tmp_path / f"privacygate.{shell}"
        path.write_text(said.output)
        return path

    return write


@pytest.fixture
def command_on_path(interpreter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `privacygate` that the scripts can ask for rule ids."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "privacygate").write_text(f'#!/bin/sh\nexec {interpreter} -P -m privacygate "$@"\n')
    (folder / "privacygate").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


@pytest.mark.parametrize("shell", CHECKS)
def test_the_script_is_valid(shell: str, script: Callable[[str], Path]) -> None:
    path = script(shell)
    if shutil.which(CHECKS[shell][0]) is None:
        pytest.skip(f"no {shell} here")
    checked = subprocess.run([*CHECKS[shell], str(path)], check=False, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


COMPLETE = r"""
source "$1"
COMP_WORDS=(privacygate "${@:2}")
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
COMP_LINE="${COMP_WORDS[*]}"
COMP_POINT=${#COMP_LINE}
function=$(complete -p privacygate | sed 's/.*-F \([^ ]*\).*/\1/')
$function privacygate "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sc"], ["scan"]),
        (["un"], ["uninstall"]),
        (["scan", "--sta"], ["--staged"]),
        (["baseline", "pr"], ["prune"]),
        (["scan", "--patch", "some"], ["some file.patch"]),
        (["rules", "show", "github-pers"], ["github-personal-access-token"]),
    ],
)
def test_bash_completes(
    words: list[str],
    expected: list[str],
    script: Callable[[str], Path],
    command_on_path: None,
    repository: GitRepository,
) -> None:
    repository.write("some file.patch", "")
    completed = subprocess.run(
        ["bash", "-c", COMPLETE, "bash", str(script("bash")), *words],
        check=False,
        capture_output=True,
        text=True,
    )
    assert completed.stdout.splitlines() == expected
    assert completed.stderr == ""


def test_fish_completes(script: Callable[[str], Path], command_on_path: None) -> None:
    if shutil.which("fish") is None:
        pytest.skip("no fish here")
    line = "source $argv[1]; complete --do-complete 'privacygate sc'"
    completed = subprocess.run(
        ["fish", "--no-config", "-c", line, str(script("fish"))], check=False, capture_output=True, text=True
    )
    assert [found.split("\t")[0] for found in completed.stdout.splitlines()] == ["scan"]


def test_the_shell_of_the_user(privacygate: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert privacygate("completion").output.startswith("#compdef privacygate")
    monkeypatch.setenv("SHELL", "/usr/bin/nu")
    said = privacygate("completion")
    assert (said.code, "bash, zsh, fish, tcsh" in said.errors) == (2, True)


def test_a_shtab_that_is_too_old(privacygate: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shtab, "SUPPORTED_SHELLS", ["bash", "zsh", "tcsh"])
    said = privacygate("completion", "fish")
    assert (said.code, said.output) == (2, "")
    assert "cannot write completion for fish" in said.errors


def test_a_shell_that_does_not_exist(privacygate: Command) -> None:
    assert privacygate("completion", "cmd").code == 2


def test_rule_ids_and_never_a_complaint(repository: GitRepository, privacygate: Command) -> None:
    said = privacygate("completion", "--rule-ids")
    assert {"github-personal-access-token", "unused-suppression"} <= set(said.output.splitlines())
    assert said.errors == ""
    repository.write("privacygate.toml", "nonsense")
    assert privacygate("completion", "--rule-ids") == (2, "", "")
