from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import GitRepository

from privacygate.policy.baseline import Entry, read_baseline

from .conftest import Said, key

Command = Callable[..., Said]

NAME = ".privacygate-baseline"
RULE = "github-personal-access-token"


def line(seed: str) -> str:
    return f'token = "{key(seed)}"\n'


@pytest.fixture
def two_results(repository: GitRepository) -> GitRepository:
    repository.write("a.py", line("a"))
    repository.write("sub/b.py", line("b"))
    return repository


def places(repository: GitRepository) -> list[tuple[str, str]]:
    baseline = read_baseline(str(repository.path / NAME))
    assert baseline is not None
    return [(entry.path, entry.rule) for entry in baseline.entries]


def test_create_accepts_what_is_there_and_a_scan_is_silent_about_it(
    two_results: GitRepository, privacygate: Command
) -> None:
    assert privacygate("scan", "--block", "high").code == 1
    said = privacygate("baseline", "create")
    assert said.code == 0
    assert places(two_results) == [("a.py", RULE), ("sub/b.py", RULE)]
    assert said.output.splitlines()[-1].startswith("privacygate: 2 files, 2 lines, ")
    assert said.output.splitlines()[-1].endswith("2 results accepted; see .privacygate-baseline.")
    assert "+ sub/b.py: github-personal-access-token\n" in said.output
    assert "2 of them are almost certainly real: revoke" in said.errors
    again = privacygate("scan", "--block", "high")
    assert (again.code, "2 in the baseline" in again.output) == (0, True)


def test_create_makes_a_key_of_its_own(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    first = read_baseline(NAME)
    Path(NAME).unlink()
    privacygate("baseline", "create")
    second = read_baseline(NAME)
    assert first is not None
    assert second is not None
    assert first.key != second.key
    assert first.reasons.keys().isdisjoint(second.reasons)


def test_create_does_not_overwrite(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    before = Path(NAME).read_bytes()
    said = privacygate("baseline", "create")
    assert said.code == 2
    assert "`privacygate baseline update`" in said.errors
    assert Path(NAME).read_bytes() == before


def test_create_with_nothing_to_accept_still_makes_a_file(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", "pass\n")
    assert privacygate("baseline", "create").code == 0
    assert places(repository) == []


def test_dry_run_writes_nothing(two_results: GitRepository, privacygate: Command) -> None:
    said = privacygate("baseline", "create", "--dry-run")
    assert said.code == 0
    assert "+ a.py" in said.output
    assert said.output.rstrip().endswith("2 results accepted; nothing was written to .privacygate-baseline.")
    assert not Path(NAME).exists()


def test_quiet_is_the_last_line(two_results: GitRepository, privacygate: Command) -> None:
    assert len(privacygate("baseline", "create", "--quiet").output.splitlines()) == 1


def test_what_a_comment_allows_is_not_accepted_twice(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", line("a").rstrip() + f"  # privacygate: allow {RULE} -- a test\n")
    privacygate("baseline", "create")
    assert places(repository) == []


def test_update_adds_and_keeps(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    before = Path(NAME).read_text().splitlines()
    two_results.write("new.py", line("new"))
    Path("a.py").unlink()
    said = privacygate("baseline", "update")
    assert said.code == 0
    assert [row for row in said.output.splitlines() if row.startswith(("+", "-"))] == [f"+ new.py: {RULE}"]
    assert "1 result added to 2" in said.output
    after = Path(NAME).read_text().splitlines()
    assert set(before) < set(after)
    assert len(after) == len(before) + 1


def test_update_of_a_folder_looks_at_nothing_else(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create", "a.py")
    two_results.write("new.py", line("new"))
    privacygate("baseline", "update", "sub")
    assert places(two_results) == [("a.py", RULE), ("sub/b.py", RULE)]


def test_update_with_nothing_new_leaves_the_file_alone(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    Path(NAME).write_text(Path(NAME).read_text() + "# a remark of ours\n")
    said = privacygate("baseline", "update")
    assert (said.code, "nothing was written" in said.output) == (0, True)
    assert Path(NAME).read_text().endswith("# a remark of ours\n")


@pytest.mark.parametrize("action", ["update", "prune", "show"])
def test_without_a_baseline(repository: GitRepository, privacygate: Command, action: str) -> None:
    said = privacygate("baseline", action)
    assert said.code == 2
    assert "`privacygate baseline create`" in said.errors


def test_prune_drops_what_is_gone(two_results: GitRepository, privacygate: Command) -> None:
    two_results.write("changed.py", line("c"))
    privacygate("baseline", "create")
    Path("a.py").unlink()
    two_results.write("changed.py", "pass\n")
    said = privacygate("baseline", "prune")
    assert said.code == 0
    assert [row for row in said.output.splitlines() if row.startswith("-")] == [
        f"- a.py: {RULE}",
        f"- changed.py: {RULE}",
    ]
    assert "2 results dropped, 1 kept" in said.output
    assert places(two_results) == [("sub/b.py", RULE)]


def test_prune_keeps_a_result_whose_line_moved(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    two_results.write("a.py", "import os\n\n\n" + line("a"))
    assert "0 results dropped, 2 kept" in privacygate("baseline", "prune").output


def test_prune_keeps_what_was_not_looked_at(two_results: GitRepository, privacygate: Command) -> None:
    two_results.write("excluded/c.py", line("c"))
    privacygate("baseline", "create")
    two_results.write("privacygate.toml", '[scan]\nexclude = ["excluded/"]\n')
    two_results.write(".gitignore", "a.py\n")
    two_results.write("sub/b.py", "pass\n")
    assert "1 result dropped, 2 kept" in privacygate("baseline", "prune").output
    assert places(two_results) == [("a.py", RULE), ("excluded/c.py", RULE)]


def test_prune_when_several_processes_would_share_the_work(
    two_results: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("privacygate.gate.SPLIT_AFTER_FILES", 1)
    privacygate("baseline", "create")
    two_results.write("sub/b.py", "pass\n")
    assert "1 result dropped, 1 kept" in privacygate("baseline", "prune").output
    assert places(two_results) == [("a.py", RULE)]


def test_prune_of_a_folder_keeps_everything_outside(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    Path("a.py").unlink()
    Path("sub/b.py").unlink()
    two_results.write("sub/other.py", "pass\n")
    privacygate("baseline", "prune", "sub")
    assert places(two_results) == [("a.py", RULE)]


def test_prune_keeps_entries_of_rules_that_are_switched_off(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    two_results.write("privacygate.toml", f'[secrets]\noff = ["{RULE}"]\n')
    assert "0 results dropped, 2 kept" in privacygate("baseline", "prune").output


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_prune_keeps_what_cannot_be_read_and_says_so(two_results: GitRepository, privacygate: Command) -> None:
    privacygate("baseline", "create")
    Path("a.py").chmod(0)
    said = privacygate("baseline", "prune")
    assert said.code == 3
    assert "Could not tell" in said.output
    assert ("a.py", RULE) in places(two_results)


def test_show_groups_by_rule_and_path(two_results: GitRepository, privacygate: Command) -> None:
    two_results.write("a.py", line("a") + line("a2"))
    privacygate("baseline", "create")
    assert privacygate("baseline", "show").output.splitlines() == [
        f"{RULE}: 3",
        "      2  a.py",
        "      1  sub/b.py",
        "privacygate: 3 results accepted, of 1 rule in 2 files, by .privacygate-baseline.",
    ]
    assert privacygate("baseline", "show", "sub").output.splitlines()[1:2] == ["      1  sub/b.py"]


def test_in_a_subfolder_it_is_the_same_baseline(
    two_results: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two_results.path / "sub")
    privacygate("baseline", "create")
    assert places(two_results) == [("a.py", RULE), ("sub/b.py", RULE)]
    assert "by ../.privacygate-baseline" in privacygate("baseline", "show").output


def test_the_file_can_be_named(two_results: GitRepository, privacygate: Command) -> None:
    assert privacygate("baseline", "create", "--baseline", "elsewhere").code == 0
    assert Path("elsewhere").exists()
    assert privacygate("scan", "--block", "high", "--baseline", "elsewhere").code == 0


def test_a_place_that_cannot_be_written_is_seen_before_the_scan(
    two_results: GitRepository, privacygate: Command
) -> None:
    said = privacygate("baseline", "create", "--baseline", "no/such/folder")
    assert (said.code, said.output) == (2, "")
    assert "cannot be written" in said.errors


def test_paths_that_are_hard_to_write_down(repository: GitRepository, privacygate: Command) -> None:
    for name in ("with blank ", "with\nline break", "100%", "ünï", "%0A"):
        repository.write(name, line(name))
    privacygate("baseline", "create")
    assert privacygate("scan", "--block", "high").code == 0
    assert "0 results dropped, 5 kept" in privacygate("baseline", "prune").output


def test_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, privacygate: Command) -> None:
    folder = tmp_path / "plain"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.py").write_text(line("a"))
    monkeypatch.chdir(folder)
    assert privacygate("baseline", "create").code == 0
    assert privacygate("scan", "--block", "high").code == 0
    said = privacygate("baseline", "update", "sub")
    assert said.code == 2
    assert "top folder" in said.errors


@pytest.mark.parametrize(
    ("text", "number", "message"),
    [
        ("# key: 00\n", 1, "32 hexadecimal digits"),
        ("", 1, "is missing"),
        ("# privacygate baseline 2: …\n# key: " + "0" * 32, 1, "later version"),
        ("# key: " + "0" * 32 + "\n# key: " + "1" * 32 + "\n", 2, "second key"),
        ("# key: " + "0" * 32 + "\n<<<<<<< HEAD\n", 2, "conflict marks"),
        ("# key: " + "0" * 32 + "\n\nnonsense\n", 3, "fingerprint rule path"),
        ("# key: " + "0" * 32 + "\n" + "a" * 32 + " rule 100%\n", 2, "fingerprint rule path"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    repository: GitRepository, privacygate: Command, text: str, number: int, message: str
) -> None:
    repository.write(NAME, text)
    said = privacygate("baseline", "update")
    assert said.code == 2
    assert f"{NAME}:{number}: " in said.errors
    assert message in said.errors
    assert Path(NAME).read_text() == text


def test_the_file_survives_editors(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", line("a"))
    privacygate("baseline", "create")
    original = read_baseline(NAME)
    text = "\ufeff" + Path(NAME).read_text().replace("\n", "\r\n") + "\r\n# remark\r\n"
    Path(NAME).write_bytes(text.encode())
    assert read_baseline(NAME) == original


def test_entries_are_sorted_and_written_once(repository: GitRepository, privacygate: Command) -> None:
    from privacygate.model import Fingerprint, RuleId
    from privacygate.policy.baseline import render_baseline

    entries = [
        Entry(path, RuleId("rule"), Fingerprint(digit * 32)) for path, digit in (("b", "1"), ("a", "2"), ("b", "1"))
    ]
    rows = render_baseline(b"k" * 16, entries).splitlines()
    assert [row.split(" ", 2)[2] for row in rows[2:]] == ["a", "b"]
