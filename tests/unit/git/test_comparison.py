"""By way of what is staged: that is a comparison and nothing else."""

from __future__ import annotations

import gc
import os

import pytest
from repositories import GitRepository

from privacygate.change import AddedLines
from privacygate.errors import GitError
from privacygate.git.comparison import Comparison
from privacygate.git.diff_output import DiffOutput, RawEntry, Section
from privacygate.git.staged import staged_change

from .entries import Entry, added, by_path, file


def staged(repository: GitRepository) -> dict[str | None, Entry]:
    return by_path(staged_change(repository.root))


SETTINGS = [
    "diff.noprefix=true",
    "diff.mnemonicPrefix=true",
    "diff.srcPrefix=@@ -",
    "diff.external=false",
    "color.diff=always",
    "color.ui=always",
    "diff.colorMoved=zebra",
    "diff.context=7",
    "diff.interHunkContext=10",
    "diff.relative=true",
    "diff.orderFile=missing",
    "diff.renames=false",
    "diff.renameLimit=1",
    "diff.suppressBlankEmpty=true",
    "diff.algorithm=patience",
    "diff.wsErrorHighlight=all",
    "diff.indentHeuristic=false",
    "diff.wordRegex=.",
    "diff.statGraphWidth=1",
    "core.quotePath=false",
    "core.abbrev=4",
    "core.pager=false",
    "pager.diff=false",
    "core.bigFileThreshold=1",
    "core.attributesFile=attributes",
    "diff.custom.textconv=false",
    "diff.custom.command=false",
    "diff.custom.binary=true",
    "diff.custom.xfuncname=.*",
    "diff.custom.wordRegex=.",
    "core.trustctime=false",
    "log.showSignature=true",
    "i18n.logOutputEncoding=latin1",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_bends_the_answer(git_repository: GitRepository, setting: str) -> None:
    git_repository.write("attributes", "*.txt diff=custom\n")
    git_repository.commit({"ä b.txt": "one\n\n\nfour\n", "old.txt": "a\nb\nc\nd\ne\nf\n"})
    git_repository.git("mv", "old.txt", "new.txt")
    git_repository.stage("ä b.txt", "one\n\n\nFOUR\n\nsix\n")
    git_repository.stage("new.txt", "a\nb\nc\nd\ne\nf\n\tnew\n")
    name, _, value = setting.partition("=")
    git_repository.git("config", name, value)
    git_repository.write("below/x", "")
    entries = by_path(staged_change(os.path.join(git_repository.root, "below")))
    assert added(entries.pop("ä b.txt")) == {4: b"FOUR", 5: b"", 6: b"six"}
    new = entries.pop("new.txt")
    assert added(new) == {7: b"\tnew"}
    assert file([new], "new.txt").old_path == "old.txt"
    assert not entries


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_DIFF_OPTS", "-u9"),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_GLOB_PATHSPECS", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_PAGER_IN_USE", "1"),
        ("GIT_TRACE", "1"),
        ("GIT_TRACE", "2"),
        ("GIT_FLUSH", "0"),
        ("LANGUAGE", "de"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("GIT_CONFIG_PARAMETERS", "'diff.noprefix=true' 'color.diff=always'"),
    ],
)
def test_no_variable_bends_the_answer(
    git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    git_repository.commit({"a": "one\ntwo\nthree"})
    git_repository.stage("a", "one\nTWO\nthree")
    monkeypatch.setenv(name, value)
    assert added(staged(git_repository)["a"]) == {2: b"TWO"}


@pytest.mark.parametrize("attribute", ["-diff", "binary", "diff=custom", "-text", "text eol=crlf", "filter=x"])
def test_no_attribute_hides_a_file(git_repository: GitRepository, attribute: str) -> None:
    git_repository.commit({"a.env": "one\n", ".gitattributes": f"*.env {attribute}\n"})
    for name, value in {
        "diff.custom.textconv": "true",
        "diff.custom.command": "true",
        "diff.custom.binary": "true",
        "filter.x.clean": "cat",
        "filter.x.smudge": "true",
    }.items():
        git_repository.git("config", name, value)
    git_repository.stage("a.env", "one\nKEY=value\n")
    git_repository.stage("b.env", "KEY=value\n")
    entries = staged(git_repository)
    assert added(entries["a.env"]) == {2: b"KEY=value"}
    assert added(entries["b.env"]) == {1: b"KEY=value"}


def break_object(repository: GitRepository, name: str, content: bytes | None) -> None:
    place = repository.path / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o644)
    if content is None:
        place.unlink()
    else:
        place.write_bytes(content)


@pytest.mark.parametrize("content", [None, b"garbage", b""])
@pytest.mark.parametrize("which", [":a", "HEAD:a", "HEAD^{tree}"])
def test_a_broken_object(git_repository: GitRepository, which: str, content: bytes | None) -> None:
    git_repository.commit({"a": "one\n", "b": "one\n"})
    git_repository.stage("a", "two\n")
    git_repository.stage("b", "two\n")
    name = git_repository.git("rev-parse", which)
    break_object(git_repository, name, content)
    with pytest.raises(GitError, match=f"{name}|bad tree object HEAD") as caught:
        staged(git_repository)
    assert "fsck" in caught.value.remedy


def test_a_broken_setting_is_said(git_repository: GitRepository) -> None:
    git_repository.stage("a", "one\n")
    git_repository.write(".git/config", "[core\n")
    with pytest.raises(GitError, match="bad config"):
        staged(git_repository)


def test_many_files(git_repository: GitRepository) -> None:
    """More than are asked for ahead, and more than pipes hold."""
    size = 300
    for number in range(size):
        git_repository.write(f"{number}", f"{number}\n" + "line\n" * 500)
    git_repository.git("add", ".")
    git_repository.commit()
    for number in range(0, size, 2):
        git_repository.write(f"{number}", f"{number}\n" + "line\n" * 500 + "x" * 4000 + f"{number}\n")
    git_repository.git("add", ".")
    entries = staged(git_repository)
    assert len(entries) == size / 2
    for path, entry in entries.items():
        assert added(entry) == {502: b"x" * 4000 + str(path).encode()}


def test_large_files_come_in_segments(git_repository: GitRepository) -> None:
    lines = b"".join(b"line %d\n" % number for number in range(900_000))
    git_repository.commit({"a": lines, "b": b"x"})
    lines = lines.replace(b"line 800000\n", b"line 800000\nnew\n")
    git_repository.stage("a", lines)
    git_repository.stage("b", b"xy")
    entries = staged(git_repository)
    entry = file(entries.values(), "a")
    assert entry.added == AddedLines(((800_002, 800_002),))
    for _ in range(2):
        first, second = entry.segments
        assert len(first.text) <= 8 << 20
        assert first.text.count(b"\n") + 1 - second.first_line >= (64 << 10) // 12
        assert b"".join(lines.splitlines(keepends=True)[second.first_line - 1 :]) == second.text
    assert added(entries["b"]) == {1: b"xy"}


def test_an_abandoned_change_leaves_nothing_behind(git_repository: GitRepository) -> None:
    for number in range(200):
        git_repository.write(f"{number}", "line\n" * 20_000)
    git_repository.git("add", ".")

    def children() -> str:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return file.read()

    gc.collect()
    files_before, children_before = len(os.listdir("/proc/self/fd")), children()
    staged_change(git_repository.root)
    assert next(iter(staged_change(git_repository.root).entries))
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == files_before
    assert children() == children_before


def entries_of(repository: GitRepository) -> list[Entry]:
    return list(Comparison(repository.root, "--cached").entries(None))


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        pytest.param([Section(1, ((1, 1),))], "the differences of a file are missing", id="one is missing"),
        pytest.param([Section(1, ((1, 1),))] * 3, "there are more differences than files", id="one too many"),
        pytest.param([Section(1, ((1, 1),)), Section(0, ())], "git does not say where", id="no hunk"),
        pytest.param([Section(1, ((1, 1),)), Section(1, ((1, 9),))], "shorter than", id="lines that are not"),
    ],
)
def test_what_does_not_add_up_is_an_error(
    git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch, sections: list[Section], message: str
) -> None:
    git_repository.commit({"a": "one\n", "b": "one\n"})
    git_repository.stage("a", "two\n")
    git_repository.stage("b", "three\n")
    monkeypatch.setattr(DiffOutput, "sections", lambda self: iter(sections))
    with pytest.raises(GitError, match=message):
        entries_of(git_repository)


def test_an_unknown_status_is_an_error(git_repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    git_repository.stage("a", "one\n")
    entry = RawEntry(b"100644", b"100644", b"1", b"2", b"X", "a", None)
    monkeypatch.setattr(DiffOutput, "entries", lambda self: iter([entry]))
    with pytest.raises(GitError, match="does not say how it changed") as caught:
        entries_of(git_repository)
    assert caught.value.path == "a"
