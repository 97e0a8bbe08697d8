from __future__ import annotations

from repositories import GitRepository

from privacygate.git.line_origins import LineOrigin, line_origins


def test_a_line_is_followed_through_moves_and_renames(git_repository: GitRepository) -> None:
    first = git_repository.commit({"old.py": "one\ntwo\nthree\n" + "x\n" * 20})
    git_repository.git("mv", "old.py", 'new "name".py')
    second = git_repository.commit({'new "name".py': "zero\none\ntwo\nthree\n" + "x\n" * 20})
    origins = line_origins(str(git_repository.path), 'new "name".py', [1, 3])
    assert origins == {1: LineOrigin(second, 'new "name".py', 1), 3: LineOrigin(first, "old.py", 2)}


def test_what_is_not_committed_comes_from_nowhere(git_repository: GitRepository) -> None:
    commit = git_repository.commit({"a.py": "one\n"})
    git_repository.write("a.py", "one\ntwo\n")
    git_repository.write("b.py", "one\n")
    assert line_origins(str(git_repository.path), "a.py", [1, 2]) == {1: LineOrigin(commit, "a.py", 1)}
    assert line_origins(str(git_repository.path), "b.py", [1]) == {}
    assert line_origins(str(git_repository.path), "a.py", [9]) == {}


def test_of_a_revision(git_repository: GitRepository) -> None:
    commit = git_repository.commit({"a.py": "one\n"})
    git_repository.commit({"a.py": "two\n"})
    assert line_origins(str(git_repository.path), "a.py", [1], commit) == {1: LineOrigin(commit, "a.py", 1)}
