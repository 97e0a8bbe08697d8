"""The hooks that `privacygate install` writes, run by git itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from .conftest import Repository


@pytest.fixture
def guarded(repository: Repository, interpreter: Path) -> Repository:
    """A repository with every hook in place."""
    repository.run(interpreter, "-P", "-m", "privacygate", "install", "--all")
    return repository


class TestCommit:
    def test_a_key_is_stopped(self, guarded: Repository) -> None:
        guarded.plant("planted.py")
        guarded.git("add", ".")
        said = guarded.git("commit", "-m", "second", ok=False)
        assert "planted.py\n" in said
        assert "1 result blocks this commit." in said
        assert guarded.head() == "first"

    def test_a_clean_change_passes(self, guarded: Repository) -> None:
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
        assert guarded.head() == "second"

    def test_commit_of_a_path(self, guarded: Repository) -> None:
        guarded.write("README", "good-bye\n")
        guarded.plant("planted.py")
        guarded.git("add", "planted.py")
        assert "1 file, 1 added line" in guarded.git("commit", "-m", "second", "--", "README")
        guarded.git("commit", "-m", "third", "--", "planted.py", ok=False)
        assert guarded.head() == "second"

    def test_from_a_subfolder(self, guarded: Repository) -> None:
        guarded.plant("planted.py")
        guarded.write("sub/clean.py", "pass\n")
        guarded.git("add", ".")
        assert "planted.py\n" in guarded.git("-C", "sub", "commit", "-m", "second", ok=False)

    def test_from_anywhere(self, guarded: Repository, tmp_path: Path) -> None:
        guarded.plant("planted.py")
        guarded.git("add", ".")
        outside = Repository(tmp_path, guarded.environment)
        place = (f"--git-dir={guarded.path}/.git", f"--work-tree={guarded.path}")
        assert "planted.py\n" in outside.git(*place, "commit", "-m", "second", ok=False)

    def test_the_first_commit_of_all(self, guarded: Repository, tmp_path: Path, interpreter: Path) -> None:
        new = Repository(tmp_path / "new", guarded.environment)
        new.path.mkdir()
        new.git("init", "--quiet")
        new.run(interpreter, "-P", "-m", "privacygate", "install")
        new.plant("planted.py")
        new.git("add", ".")
        new.git("commit", "-m", "first", ok=False)
        new.write("planted.py", "pass\n")
        new.git("commit", "-a", "-m", "first")

    def test_the_end_of_a_merge(self, guarded: Repository) -> None:
        guarded.git("checkout", "--quiet", "-b", "topic")
        guarded.write("README", "their hello\n")
        guarded.git("commit", "-a", "-m", "theirs")
        guarded.git("checkout", "--quiet", "main")
        guarded.write("README", "our hello\n")
        guarded.git("commit", "-a", "-m", "ours")
        guarded.git("merge", "topic", ok=False)
        guarded.plant("README")
        guarded.git("add", "README")
        guarded.git("commit", "--no-edit", ok=False)
        guarded.write("README", "everybody's hello\n")
        guarded.git("add", "README")
        guarded.git("commit", "--no-edit")

    def test_in_a_worktree(self, guarded: Repository, tmp_path: Path) -> None:
        tree = guarded.worktree(tmp_path / "tree")
        tree.plant("planted.py")
        tree.git("add", ".")
        tree.git("commit", "-m", "second", ok=False)
        tree.write("planted.py", "pass\n")
        tree.git("commit", "-a", "-m", "second")
        tree.plant("planted.py")
        tree.git("commit", "-m", "third", "--", "planted.py", ok=False)
        assert tree.head() == "second"

    def test_the_working_tree_is_not_imported_from(self, guarded: Repository) -> None:
        for module in ("privacygate", "re2", "json", "argparse"):
            guarded.write(f"{module}.py", "raise SystemExit(0)\n")
        guarded.plant("planted.py")
        guarded.git("add", ".")
        assert "1 result blocks this commit." in guarded.git("commit", "-m", "second", ok=False)


class TestCommitMessage:
    def test_a_key_is_stopped(self, guarded: Repository) -> None:
        said = guarded.git("commit", "--allow-empty", "-m", f"second {guarded.key('m')}", ok=False)
        assert "the commit message\n" in said
        assert guarded.head() == "first"

    @pytest.mark.parametrize(
        ("settings", "mark"),
        [((), "#"), (("-c", "core.commentChar=;"), ";"), (("-c", "core.commentChar=auto"), "#")],
    )
    def test_in_an_editor_comments_and_the_diff_do_not_count(
        self, guarded: Repository, tmp_path: Path, settings: tuple[str, ...], mark: str
    ) -> None:
        # The diff below the scissors shows a key that the commit takes out.
        guarded.plant("planted.py")
        guarded.git("add", ".")
        guarded.git("commit", "--no-verify", "-m", "planted")
        guarded.git("rm", "--quiet", "planted.py")
        comment = "" if "auto" in "".join(settings) else f"{mark} {guarded.key('comment')}"
        editor = self.editor(tmp_path, f"second\n\n{comment}")
        guarded.git(*settings, "commit", "--verbose", GIT_EDITOR=editor)
        assert guarded.git("log", "-1", "--format=%B").strip() == "second"

    def test_in_an_editor_the_message_counts(self, guarded: Repository, tmp_path: Path) -> None:
        editor = self.editor(tmp_path, f"second\n\n{guarded.key('m')}")
        said = guarded.git("commit", "--allow-empty", "--verbose", ok=False, GIT_EDITOR=editor)
        assert "3:1 " in said

    def test_a_line_that_git_keeps_counts(self, guarded: Repository) -> None:
        message = f"second\n\n# {guarded.key('m')}"
        guarded.git("commit", "--allow-empty", "-m", message, ok=False)

    @staticmethod
    def editor(folder: Path, text: str) -> str:
        """An editor that puts `text` before what git wrote."""
        (folder / "text").write_text(text + "\n")
        script = folder / "editor"
        script.write_text(f'#!/bin/sh\ncat "{folder}/text" "$1" > "{folder}/new"\ncp "{folder}/new" "$1"\n')
        script.chmod(0o755)
        return str(script)


class TestPush:
    @pytest.fixture
    def shared(self, guarded: Repository) -> Repository:
        guarded.git("push", "--quiet", "origin", "main")
        return guarded

    def commit(self, repository: Repository, path: str, text: str | None = None) -> str:
        if text is None:
            repository.plant(path)
        else:
            repository.write(path, text)
        repository.git("add", ".")
        repository.git("commit", "--quiet", "--no-verify", "-m", f"change {path}")
        return repository.git("rev-parse", "HEAD").strip()

    def test_a_key_is_stopped(self, shared: Repository) -> None:
        before = shared.git("rev-parse", "HEAD").strip()
        self.commit(shared, "planted.py")
        assert "1 result blocks this push." in shared.git("push", "origin", "main", ok=False)
        assert shared.git("ls-remote", "origin", "main").split()[0] == before

    def test_a_clean_push_passes(self, shared: Repository) -> None:
        self.commit(shared, "clean.py", "pass\n")
        assert "privacygate: 1 file, 1 added line, " in shared.git("push", "origin", "main")

    def test_every_branch_of_a_push_counts(self, shared: Repository) -> None:
        self.commit(shared, "clean.py", "pass\n")
        shared.git("checkout", "--quiet", "-b", "topic")
        self.commit(shared, "planted.py")
        said = shared.git("push", "origin", "main", "topic", ok=False)
        assert "privacygate: 2 files, 2 added lines, " in said

    def test_a_deletion_passes_and_is_said(self, shared: Repository) -> None:
        shared.git("push", "--quiet", "origin", "main:topic")
        assert "skipped 1 deleted ref" in shared.git("push", "origin", "--delete", "topic")

    def test_tags(self, shared: Repository) -> None:
        shared.git("tag", "-a", "v1", "-m", "one")
        assert "skipped 1 up-to-date ref" in shared.git("push", "origin", "v1")
        shared.git("checkout", "--quiet", "--detach")
        self.commit(shared, "planted.py")
        shared.git("tag", "v2")
        shared.git("push", "origin", "v2", ok=False)

    def test_a_forced_push_over_what_we_never_saw(self, shared: Repository, tmp_path: Path) -> None:
        other = Repository(tmp_path / "other", shared.environment)
        shared.git("clone", "--quiet", str(tmp_path / "remote.git"), str(other.path))
        self.commit(other, "theirs.py", "pass\n")
        other.git("push", "--quiet", "origin", "main")
        self.commit(shared, "planted.py")
        assert "1 result blocks" in shared.git("push", "--force", "origin", "main", ok=False)

    def test_from_a_worktree(self, shared: Repository, tmp_path: Path) -> None:
        tree = shared.worktree(tmp_path / "tree")
        self.commit(tree, "planted.py")
        tree.git("push", "origin", "tree", ok=False)

    def test_from_a_bare_repository(self, shared: Repository, tmp_path: Path) -> None:
        commit = self.commit(shared, "planted.py")
        bare = Repository(tmp_path / "bare.git", shared.environment)
        shared.git("clone", "--quiet", "--bare", str(shared.path), str(bare.path))
        shutil.copy(shared.path / ".git" / "hooks" / "pre-push", bare.path / "hooks" / "pre-push")
        said = bare.git("push", str(tmp_path / "remote.git"), "main", ok=False)
        assert "planted.py\n" in said
        assert commit not in bare.git("ls-remote", str(tmp_path / "remote.git"))

    def test_by_url(self, shared: Repository, tmp_path: Path) -> None:
        self.commit(shared, "planted.py")
        shared.git("push", str(tmp_path / "remote.git"), "main", ok=False)


def test_without_privacygate_nothing_passes(guarded: Repository, tmp_path: Path) -> None:
    hook = guarded.path / ".git" / "hooks" / "pre-commit"
    hook.write_text(hook.read_text().replace("/bin/python", "/bin/no-python"))
    guarded.write("clean.py", "pass\n")
    guarded.git("add", ".")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for program in ("git", "sh"):
        found = shutil.which(program)
        assert found is not None
        (bin_folder / program).symlink_to(found)
    said = guarded.git("commit", "-m", "second", ok=False, PATH=str(bin_folder))
    assert "this hook does not find privacygate, so nobody looked at this commit" in said
    assert guarded.head() == "first"


def test_when_the_python_is_gone_the_one_in_path_takes_over(
    guarded: Repository, tmp_path: Path, interpreter: Path
) -> None:
    hook = guarded.path / ".git" / "hooks" / "pre-commit"
    hook.write_text(hook.read_text().replace("/bin/python", "/bin/no-python"))
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "privacygate"
    command.write_text(f'#!/bin/sh\nexec "{interpreter}" -P -m privacygate "$@"\n')
    command.chmod(0o755)
    guarded.plant("planted.py")
    guarded.git("add", ".")
    path = f"{tmp_path / 'bin'}{os.pathsep}{guarded.environment['PATH']}"
    assert "1 result blocks this commit." in guarded.git("commit", "-m", "second", ok=False, PATH=path)


def test_hooks_that_pre_commit_moves_aside_go_on_working(guarded: Repository) -> None:
    from .conftest import PRE_COMMIT

    if not PRE_COMMIT.exists():
        pytest.skip("pre-commit is not installed")
    guarded.write(".pre-commit-config.yaml", "repos: []\n")
    guarded.git("add", ".")
    guarded.git("commit", "--quiet", "-m", "use pre-commit")
    guarded.run(PRE_COMMIT, "install", "--hook-type=pre-commit", "--hook-type=pre-push")
    guarded.plant("planted.py")
    guarded.git("add", ".")
    assert "1 result blocks this commit." in guarded.git("commit", "-m", "second", ok=False)
    guarded.git("commit", "--no-verify", "-m", "second")
    assert "1 result blocks this push." in guarded.git("push", "origin", "main", ok=False)
