from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from .conftest import Said, key

Command = Callable[..., Said]

SCISSORS = "# ------------------------ >8 ------------------------"


@pytest.fixture
def message(repository: GitRepository) -> Path:
    return repository.path / ".git" / "COMMIT_EDITMSG"


def test_a_clean_message_passes_and_says_what_was_looked_at(message: Path, privacygate: Command) -> None:
    message.write_text("Mend the door\n\nIt was open.\n")
    said = privacygate("commit-msg", ".git/COMMIT_EDITMSG")
    assert said.code == 0
    assert said.output.startswith("privacygate: 1 file, 2 added lines, ")


def test_a_key_is_stopped_and_the_message_is_named(message: Path, privacygate: Command) -> None:
    message.write_text(f"Mend the door\n\nIt opened with {key('a')}\n")
    said = privacygate("commit-msg", ".git/COMMIT_EDITMSG")
    assert said.code == 1
    assert said.output.splitlines()[0] == "the commit message"
    assert "3:16" in said.output.splitlines()[1]
    assert "1 result blocks this commit" in said.output


def test_lines_keep_their_numbers_below_comments(message: Path, privacygate: Command) -> None:
    message.write_text(f"Mend the door\n# one\n# two\n\n{key('a')}\n")
    assert "5:1 " in privacygate("commit-msg", str(message)).output


def test_what_git_takes_out_does_not_count(message: Path, privacygate: Command) -> None:
    message.write_text(f"Mend the door\n# {key('a')}\n{SCISSORS}\n# Do not …\n-{key('b')}\n")
    assert privacygate("commit-msg", str(message)).code == 0


def test_a_comment_that_stays_counts(message: Path, privacygate: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_EDITOR", ":")  # as git has it for `git commit -m`
    message.write_text(f"Mend the door\n# {key('a')}\n")
    assert privacygate("commit-msg", str(message)).code == 1


def test_a_comment_in_the_message_can_allow_it(message: Path, privacygate: Command) -> None:
    rule = "github-personal-access-token"
    message.write_text(f"Mend the door\n\n# privacygate: allow {rule} -- revoked\n{key('a')}\n")
    said = privacygate("commit-msg", str(message))
    assert (said.code, "1 allowed in source" in said.output) == (0, True)


def test_settings_decide(repository: GitRepository, message: Path, privacygate: Command) -> None:
    repository.write("privacygate.toml", '[policy.block]\ncommit = "never"\n[scan]\nexclude = ["the*"]\n')
    message.write_text(f"{key('a')}\n")
    said = privacygate("commit-msg", str(message))
    assert (said.code, "1 result" in said.output) == (0, True)


def test_no_such_file(repository: GitRepository, privacygate: Command) -> None:
    said = privacygate("commit-msg", "nowhere")
    assert said.code == 3
    assert "nowhere: The commit message cannot be read" in said.errors


def test_no_file_is_named(repository: GitRepository, privacygate: Command) -> None:
    assert privacygate("commit-msg").code == 2
