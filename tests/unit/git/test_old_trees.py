from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from repositories import GitRepository

from privacygate.errors import RepositoryError
from privacygate.git.old_trees import HOME, OldTrees, before_commit, known_tree


def contents(before: OldTrees) -> dict[str, bytes]:
    return {file.path: text for file, text in before.texts(before.files())}


def test_it_has_what_a_commit_has(make_repository: Callable[..., GitRepository]) -> None:
    repository = make_repository()
    first = repository.commit({"a.py": "1", "b/c.py": "2", "line\nbreak": "3"})
    repository.commit({"a.py": "other"})
    assert contents(OldTrees(repository.root, lambda: [first])) == {"a.py": b"1", "b/c.py": b"2", "line\nbreak": b"3"}


def test_links_and_submodules_are_left_out(make_repository: Callable[..., GitRepository]) -> None:
    repository = make_repository()
    os.symlink("a.py", repository.path / "link")
    repository.git("add", "link")
    id_ = repository.commit({"a.py": "1"})
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{id_},sub")
    commit = repository.commit()
    assert list(contents(OldTrees(repository.root, lambda: [commit]))) == ["a.py"]


def test_several_have_everything_once(make_repository: Callable[..., GitRepository]) -> None:
    repository = make_repository()
    first = repository.commit({"a.py": "1", "b.py": "2"})
    second = repository.commit({"a.py": "3"})
    files = OldTrees(repository.root, lambda: [first, second]).files()
    assert [file.path for file in files] == ["a.py", "a.py", "b.py"]


def test_more_files_than_are_asked_for_ahead(make_repository: Callable[..., GitRepository]) -> None:
    repository = make_repository()
    commit = repository.commit({f"{number:03}.py": f"{number}" for number in range(120)})
    assert list(contents(OldTrees(repository.root, lambda: [commit])).values()) == [b"%d" % n for n in range(120)]


class TestBeforeACommit:
    def test_nothing_before_the_first_one(self, make_repository: Callable[..., GitRepository]) -> None:
        assert list(before_commit(make_repository().root).files()) == []

    def test_what_head_has(self, make_repository: Callable[..., GitRepository]) -> None:
        repository = make_repository()
        repository.commit({"a.py": "1"})
        repository.stage("a.py", "2")
        before = before_commit(repository.root)
        assert contents(before) == {"a.py": b"1"}
        assert before.is_hurried

    def test_a_file_named_head_confuses_nobody(self, make_repository: Callable[..., GitRepository]) -> None:
        repository = make_repository()
        repository.commit({"HEAD": "1", "MERGE_HEAD": "2"})
        assert len(before_commit(repository.root).files()) == 2

    def test_during_a_merge_also_what_is_merged(self, make_repository: Callable[..., GitRepository]) -> None:
        repository = make_repository()
        repository.commit({"a.py": "1"})
        repository.git("checkout", "--quiet", "-b", "other")
        repository.commit({"theirs.py": "2"})
        repository.git("checkout", "--quiet", "main")
        repository.commit({"ours.py": "3"})
        repository.git("merge", "--quiet", "--no-commit", "--no-ff", "other")
        assert set(contents(before_commit(repository.root))) == {"a.py", "ours.py", "theirs.py"}


def test_its_home_is_in_the_repositorys_own_folder_for_all_working_trees(
    make_repository: Callable[..., GitRepository], tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository = make_repository()
    repository.commit({"a.py": "1"})
    other = tmp_path_factory.mktemp("other") / "tree"
    repository.git("worktree", "add", "--quiet", "--detach", str(other))
    home = os.path.realpath(repository.path / ".git" / HOME)
    for folder in (repository.root, str(other)):
        found = OldTrees(folder, lambda: ["HEAD"]).home
        assert found is not None
        assert os.path.realpath(found) == home


def test_a_tree_by_name(make_repository: Callable[..., GitRepository]) -> None:
    repository = make_repository()
    repository.commit({"a.py": "1"})
    assert contents(known_tree(repository.root, "main")) == {"a.py": b"1"}
    for name in ("missing", "--all", "main:a.py"):
        with pytest.raises(RepositoryError):
            known_tree(repository.root, name)
