from __future__ import annotations

from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.errors import UnreadableError
from privacygate.git.message import PATH, message_change

from .entries import added, file

SCISSORS = " ------------------------ >8 ------------------------"
BELOW = " Do not modify or remove the line above."


def looked_at(repository: GitRepository, message: str | bytes) -> dict[int, bytes]:
    """Number and text of every line that counts."""
    path = repository.write("message", message)
    return added(file(message_change(str(path), repository.root), PATH))


@pytest.fixture(autouse=True)
def with_an_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_EDITOR", raising=False)


def test_every_line(git_repository: GitRepository) -> None:
    assert looked_at(git_repository, "one\n\nthree\nfour") == {1: b"one", 3: b"three", 4: b"four"}
    assert looked_at(git_repository, b"\xff\xfe\n") == {1: b"\xff\xfe"}
    assert looked_at(git_repository, "") == {}


def test_comments_go_and_numbers_stay(git_repository: GitRepository) -> None:
    message = "# one\ntwo # not a comment\n#three\n # four\n"
    assert looked_at(git_repository, message) == {2: b"two # not a comment", 4: b" # four"}


def test_all_below_the_scissors_goes(git_repository: GitRepository) -> None:
    message = f"one\n#{SCISSORS}\n# Nicht ändern\ndiff --git\n+six\n"
    assert looked_at(git_repository, message) == {1: b"one"}


def test_scissors_in_the_middle_of_a_line_cut_nothing(git_repository: GitRepository) -> None:
    message = f"one\nx{SCISSORS}\n{SCISSORS}\n#{SCISSORS} \nfive\n"
    assert looked_at(git_repository, message)[5] == b"five"


@pytest.mark.parametrize(("setting", "mark"), [("core.commentChar", ";"), ("core.commentString", "//")])
def test_another_comment_mark(git_repository: GitRepository, setting: str, mark: str) -> None:
    git_repository.git("config", setting, mark)
    message = f"# one\n{mark} two\n{mark}{SCISSORS}\nfour\n"
    assert looked_at(git_repository, message) == {1: b"# one"}


def test_a_mark_that_git_chooses_each_time(git_repository: GitRepository) -> None:
    # We cannot know which: comments count too, but not what is below the scissors.
    git_repository.git("config", "core.commentChar", "auto")
    assert looked_at(git_repository, f"# one\n;{SCISSORS}\nthree\n") == {1: b"# one"}


@pytest.mark.parametrize("cleanup", ["verbatim", "whitespace", "scissors"])
def test_settings_that_keep_comments(git_repository: GitRepository, cleanup: str) -> None:
    git_repository.git("config", "commit.cleanup", cleanup)
    assert looked_at(git_repository, f"# one\n#{SCISSORS}\nthree\n") == {1: b"# one"}


@pytest.mark.parametrize("cleanup", ["default", "strip"])
def test_settings_that_drop_comments(git_repository: GitRepository, cleanup: str) -> None:
    git_repository.git("config", "commit.cleanup", cleanup)
    assert looked_at(git_repository, "# one\ntwo\n") == {2: b"two"}


def test_without_an_editor_git_takes_nothing_out(
    git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_EDITOR", ":")
    message = f"# one\n#{SCISSORS}\nthree\n"
    assert looked_at(git_repository, message) == {1: b"# one", 2: f"#{SCISSORS}".encode(), 3: b"three"}


def test_an_editor_that_does_nothing(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    # `GIT_EDITOR=: git commit --amend --verbose` looks to the hook as if there were no editor.
    monkeypatch.setenv("GIT_EDITOR", ":")
    assert looked_at(git_repository, f"one\n;{SCISSORS}\n;{BELOW}\ndiff --git\n") == {1: b"one"}


def test_a_comment_that_allows_something_stays_without_counting(git_repository: GitRepository) -> None:
    path = git_repository.write("message", "# privacygate: allow a-rule -- why\none\n# two\n")
    entry = file(message_change(str(path), git_repository.root), PATH)
    (segment,) = entry.segments
    assert segment.text == b"# privacygate: allow a-rule -- why\none\n\n"
    assert added(entry) == {2: b"one"}


def test_outside_git(tmp_path: Path) -> None:
    (tmp_path / "message").write_text("# one\ntwo\n")
    assert added(file(message_change(str(tmp_path / "message"), str(tmp_path)), PATH)) == {2: b"two"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        message_change(str(tmp_path / "nowhere"), str(tmp_path))
