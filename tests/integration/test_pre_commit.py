"""Each hook of .pre-commit-hooks.yaml, run by the real pre-commit: by `try-repo` and by git."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from .conftest import HOOK_IDS, PRE_COMMIT, ROOT, Repository, pre_commit_config


def test_every_hook_is_tried_here() -> None:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in manifest] == [*HOOK_IDS, "privacygate-files"]


class TestTryRepo:
    """Each call installs the hooks anew; it takes some seconds."""

    def test_commit(self, repository: Repository, hook_repository: Path) -> None:
        repository.plant("planted.py")
        repository.git("add", ".")
        said = repository.run(PRE_COMMIT, "try-repo", hook_repository, ok=False)
        assert "- hook id: privacygate\n" in said
        assert "- hook id: privacygate-files\n" in said
        assert said.count("- exit code: 1\n") == 2
        assert "1 file, 1 added line, " in said
        assert said.count("1 result blocks this commit.") == 2

    def test_push(self, repository: Repository, hook_repository: Path) -> None:
        repository.plant("planted.py")
        repository.git("add", ".")
        repository.git("commit", "-m", "second")
        words = ("--hook-stage", "pre-push", "--from-ref", "HEAD~", "--to-ref", "HEAD")
        said = repository.run(PRE_COMMIT, "try-repo", hook_repository, "privacygate-push", *words, ok=False)
        assert "1 file, 1 added line, " in said
        assert "1 result blocks this push." in said

    def test_commit_message(self, repository: Repository, hook_repository: Path) -> None:
        repository.write("message", f"Mend the door\n\nIt opened with {repository.key('door')}\n")
        words = ("--hook-stage", "commit-msg", "--commit-msg-filename", "message")
        said = repository.run(PRE_COMMIT, "try-repo", hook_repository, "privacygate-commit-msg", *words, ok=False)
        assert "the commit message\n" in said
        assert "1 result blocks this commit." in said


@pytest.fixture
def guarded(repository: Repository, installed_hooks: str) -> Repository:
    """A repository with the hooks in place, for commits, their messages and pushes."""
    repository.write(".pre-commit-config.yaml", installed_hooks)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "-m", "use pre-commit")
    types = ("--hook-type=pre-commit", "--hook-type=pre-push", "--hook-type=commit-msg")
    repository.run(PRE_COMMIT, "install", *types)
    return repository


class TestCommit:
    def test_a_key_is_stopped(self, guarded: Repository) -> None:
        guarded.plant("planted.py")
        guarded.git("add", ".")
        said = guarded.git("commit", "-m", "second", ok=False)
        assert "planted.py\n" in said
        assert "1 result blocks this commit." in said
        assert guarded.head() == "use pre-commit"

    def test_a_clean_change_passes_and_is_said_to_have_been_seen(self, guarded: Repository) -> None:
        guarded.write("clean.py", "print('hello')\n")
        guarded.git("add", ".")
        said = guarded.git("commit", "-m", "second")
        assert said.count("privacygate: 1 file, 1 added line, ") == 2  # the change, and the message
        assert guarded.head() == "second"

    def test_commit_all(self, guarded: Repository) -> None:
        guarded.plant("README")
        guarded.git("commit", "-a", "-m", "second", ok=False)
        guarded.write("README", "good-bye\n")
        guarded.git("commit", "-a", "-m", "second")

    def test_commit_of_a_path(self, guarded: Repository) -> None:
        guarded.write("README", "good-bye\n")
        guarded.plant("planted.py")
        guarded.git("add", "planted.py")
        assert "1 file, 1 added line" in guarded.git("commit", "-m", "second", "--", "README")
        guarded.git("commit", "-m", "third", "--", "planted.py", ok=False)
        assert guarded.head() == "second"

    def test_what_is_not_staged_does_not_count(self, guarded: Repository) -> None:
        guarded.write("clean.py", "print('hello')\n")
        guarded.git("add", "clean.py")
        guarded.plant("clean.py")
        guarded.plant("untracked.py")
        guarded.git("commit", "-m", "second")
        assert guarded.head() == "second"

    def test_a_commit_of_deletions_alone_is_looked_at(self, guarded: Repository) -> None:
        guarded.git("rm", "--quiet", "README")
        said = guarded.git("commit", "-m", "second")
        assert "(no files to check)" not in said
        assert "skipped 1 deleted file" in said

    def test_a_commit_of_a_symbolic_link_alone_is_looked_at(self, guarded: Repository) -> None:
        (guarded.path / "link").symlink_to(f"/{guarded.key('link')}")
        guarded.git("add", "link")
        assert "1 result blocks this commit." in guarded.git("commit", "-m", "second", ok=False)

    def test_advice_is_seen(self, guarded: Repository) -> None:
        guarded.write("privacygate.toml", '[policy.block]\ncommit = "never"\n')
        guarded.plant("planted.py")
        guarded.git("add", ".")
        assert "1 result, not blocking this commit." in guarded.git("commit", "-m", "second")

    def test_in_a_worktree(self, guarded: Repository, tmp_path: Path) -> None:
        tree = guarded.worktree(tmp_path / "tree")
        tree.plant("planted.py")
        tree.git("add", ".")
        tree.git("commit", "-m", "second", ok=False)
        tree.write("planted.py", "pass\n")
        tree.git("commit", "-a", "-m", "second")
        assert tree.head() == "second"


class TestCommitMessage:
    def test_a_key_is_stopped(self, guarded: Repository) -> None:
        said = guarded.git("commit", "--allow-empty", "-m", f"second {guarded.key('m')}", ok=False)
        assert "the commit message\n" in said
        assert guarded.head() == "use pre-commit"

    def test_a_filter_on_files_does_not_pass_over_it(self, guarded: Repository, installed_hooks: str) -> None:
        guarded.write(".pre-commit-config.yaml", "files: ^src/\n" + installed_hooks)
        guarded.git("add", ".")
        said = guarded.git("commit", "-m", f"second {guarded.key('m')}", ok=False)
        assert "the following arguments are required: FILE" in said


class TestPush:
    def test_a_key_is_stopped(self, guarded: Repository) -> None:
        guarded.git("push", "--quiet", "origin", "main")
        guarded.plant("planted.py")
        guarded.git("add", ".")
        guarded.git("commit", "--no-verify", "-m", "second")
        said = guarded.git("push", "origin", "main", ok=False)
        assert "1 file, 1 added line, " in said
        assert "1 result blocks this push." in said
        assert guarded.git("ls-remote", "origin", "main").split()[0] == guarded.git("rev-parse", "HEAD~").strip()

    def test_a_clean_push_passes_and_is_said_to_have_been_seen(self, guarded: Repository) -> None:
        guarded.git("push", "--quiet", "origin", "main")
        guarded.write("clean.py", "print('hello')\n")
        guarded.git("add", ".")
        guarded.git("commit", "-m", "second")
        assert "privacygate: 1 file, 1 added line, " in guarded.git("push", "origin", "main")

    def test_the_first_push_of_all(self, guarded: Repository) -> None:
        guarded.plant("planted.py")
        guarded.git("add", ".")
        guarded.git("commit", "--no-verify", "-m", "second")
        guarded.git("push", "origin", "main", ok=False)
        guarded.git("reset", "--quiet", "--hard", "HEAD~")
        assert "privacygate: 2 files, " in guarded.git("push", "origin", "main")

    def test_a_new_branch_with_a_key_that_is_gone_again(self, guarded: Repository) -> None:
        guarded.git("push", "--quiet", "origin", "main")
        guarded.git("checkout", "--quiet", "-b", "topic")
        guarded.plant("planted.py")
        guarded.git("add", ".")
        guarded.git("commit", "--no-verify", "-m", "second")
        guarded.git("rm", "--quiet", "planted.py")
        guarded.git("commit", "-m", "third")
        said = guarded.git("push", "origin", "topic", ok=False)
        assert f"{guarded.git('rev-parse', 'HEAD~').strip()[:10]}:./planted.py\n" in said

    def test_a_deletion_passes(self, guarded: Repository) -> None:
        guarded.git("push", "--quiet", "origin", "main", "main:topic")
        guarded.git("push", "origin", "--delete", "topic")


class TestFiles:
    """`privacygate-files`, for `pre-commit run --all-files` and `--files`."""

    @pytest.fixture
    def by_hand(self, repository: Repository, hook_repository: Path, installed_hooks: str) -> Repository:
        repository.write(".pre-commit-config.yaml", pre_commit_config(hook_repository, ("privacygate-files",)))
        repository.git("add", ".")
        repository.git("commit", "--quiet", "-m", "use pre-commit")
        return repository

    def test_all_files(self, by_hand: Repository) -> None:
        said = by_hand.run(PRE_COMMIT, "run", "--all-files")
        assert "privacygate: 2 files, " in said
        by_hand.plant("planted.py")
        by_hand.git("add", ".")
        by_hand.git("commit", "-m", "second")
        assert "1 result blocks this commit." in by_hand.run(PRE_COMMIT, "run", "--all-files", ok=False)

    @pytest.mark.parametrize("name", ["--block=never", "--quiet", "-h", "with blank", "ünï"])
    def test_names_that_look_like_options(self, by_hand: Repository, name: str) -> None:
        by_hand.plant(name)
        by_hand.git("add", ".")
        said = by_hand.run(PRE_COMMIT, "run", "--all-files", ok=False)
        assert "1 result blocks this commit." in said

    def test_a_file_in_utf_16_and_a_link(self, by_hand: Repository) -> None:
        by_hand.write("utf-16.txt", f'token = "{by_hand.key("w")}"\n'.encode("utf-16"))
        (by_hand.path / "link").symlink_to(f"/{by_hand.key('link')}")
        said = by_hand.run(PRE_COMMIT, "run", "--files", "utf-16.txt", "link", ok=False)
        assert "2 results block this commit." in said
