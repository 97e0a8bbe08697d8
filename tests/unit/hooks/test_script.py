from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from privacygate.hooks.script import COMMANDS, Author, Interpreter, author_of, script

ELSEWHERE = Interpreter("/no/such/python", "/no/such/privacygate")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("interpreter", [None, ELSEWHERE, Interpreter("/it's/a b/python", "/it's/$HOME")])
def test_a_script_is_ours_until_it_is_changed(name: str, interpreter: Interpreter | None) -> None:
    text = script(name, interpreter)
    assert author_of(text) is Author.WE
    assert author_of(text + b"make test\n") is Author.WE_AND_OTHERS
    assert author_of(text.replace(b"exec", b"echo", 1)) is Author.WE_AND_OTHERS
    assert author_of(b"#!/bin/bash\n" + text) is Author.WE_AND_OTHERS
    assert author_of(text.replace(b"\n", b"\r\n")) is Author.WE_AND_OTHERS


@pytest.mark.parametrize("text", [b"", b"#!/bin/sh\n", b"#!/bin/sh\nprivacygate scan --staged\n", b"\x7fELF\0\n"])
def test_what_others_wrote(text: bytes) -> None:
    assert author_of(text) is Author.OTHERS


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("interpreter", [None, ELSEWHERE])
def test_without_privacygate_it_stays_shut(name: str, interpreter: Interpreter | None, tmp_path: Path) -> None:
    finished = run(name, interpreter, tmp_path, "")
    assert finished.returncode == 3
    assert "does not find privacygate" in finished.stderr
    assert str(tmp_path / name) in finished.stderr
    assert finished.stderr.endswith("could not tell; nothing may be concluded\n")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pre-commit", "[scan][--staged]"),
        ("pre-push", "[push][--][a remote][url]"),
        ("commit-msg", "[commit-msg][--][a remote]"),
    ],
)
@pytest.mark.parametrize("installed", [True, False])
def test_the_words_it_says(name: str, expected: str, installed: bool, tmp_path: Path) -> None:
    speaker = "#!/bin/sh\nprintf '[%s]' \"$@\"\nexit 7\n"
    command, package = tmp_path / "privacygate", tmp_path / "it's a $package"
    command.write_text(speaker)
    command.chmod(0o755)
    package.mkdir()
    (package / "__main__.py").touch()
    interpreter = Interpreter(str(command), str(package)) if installed else ELSEWHERE
    finished = run(name, interpreter, tmp_path, "" if installed else str(tmp_path))
    assert finished.stdout == ("[-P][-m][privacygate]" if installed else "") + expected
    assert finished.returncode == 7


def test_a_python_that_lost_privacygate_is_not_asked(tmp_path: Path) -> None:
    finished = run("pre-commit", Interpreter("/bin/sh", "/no/such/privacygate"), tmp_path, "")
    assert finished.returncode == 3


def run(name: str, interpreter: Interpreter | None, folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    hook = folder / name
    hook.write_bytes(script(name, interpreter))
    hook.chmod(0o755)
    return subprocess.run(
        [hook, "a remote", "url"],
        env={**os.environ, "PATH": path},
        check=False,
        capture_output=True,
        text=True,
    )
