from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from repositories import GitRepository

from privacygate.policy.baseline import Entry, read_baseline

from .conftest import Said, key

Command = Callable[..., Said]

NAME = ".privacygate-baseline"
RULE = "github-personal-access-token"


def finding(path: str, line: int, secret: str, rule: str = "github-pat") -> dict[str, Any]:
    return {"RuleID": rule, "File": path, "StartLine": line, "EndLine": line, "Secret": secret, "Tags": []}


def report(*findings: dict[str, Any], name: str = "gitleaks.json") -> str:
    Path(name).write_text(json.dumps(findings))
    return name


def accepted() -> list[tuple[str, str, str]]:
    baseline = read_baseline(NAME)
    assert baseline is not None
    return [(entry.path, entry.rule, entry.reason) for entry in baseline.entries]


def unmapped(said: Said) -> list[str]:
    return [line for line in said.output.splitlines() if line.startswith(("?", "="))]


def test_what_was_reported_is_accepted_with_the_reason(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'token = "{key("a")}"\n')
    repository.write("b.py", f'token = "{key("b")}"\n')
    said = privacygate("baseline", "import", report(finding("a.py", 1, key("a"))))
    assert said.code == 0
    assert accepted() == [("a.py", RULE, "accepted in gitleaks.json")]
    assert f"+ a.py: {RULE}\n" in said.output
    assert said.output.rstrip().endswith("1 entry (1 accepted): 1 result added; see .privacygate-baseline.")
    assert "almost certainly real: revoke" in said.errors
    scan = privacygate("scan", "a.py", "b.py", "--verbose", "--output", "json")
    suppressions = {result["path"]: result["suppressions"] for result in json.loads(scan.output)["results"]}
    assert suppressions["a.py"] == [{"kind": "external", "justification": "in the baseline: accepted in gitleaks.json"}]
    assert suppressions["b.py"] == []


def test_a_secret_that_moved_is_found_again(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'\n\n\ntoken = "{key("a")}"\n')
    said = privacygate("baseline", "import", report(finding("a.py", 1, key("a"))))
    assert "1 accepted" in said.output


def test_a_hash_is_compared(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'token = "{key("a")}"\nother = "{key("b")}"\n')
    items = [
        {"type": "GitHub Token", "hashed_secret": sha1(key(seed).encode()).hexdigest(), "line_number": line}  # noqa: S324
        for seed, line in (("a", 1), ("changed", 2))
    ]
    items[0]["is_secret"] = False
    Path(".secrets.baseline").write_text(json.dumps({"plugins_used": [], "results": {"a.py": items}}))
    said = privacygate("baseline", "import", ".secrets.baseline")
    assert accepted() == [("a.py", RULE, "accepted in .secrets.baseline, audited: no secret")]
    assert unmapped(said) == [
        "? a.py:2: GitHub Token: the secret is not in the file any more; what stands there now counts as new: " + RULE
    ]
    assert "2 entries (1 accepted, 1 that could not be mapped): 1 result added" in said.output


def test_what_could_not_be_mapped_is_said_entry_by_entry(repository: GitRepository, privacygate: Command) -> None:
    repository.write("privacygate.toml", '[scan]\nexclude = ["excluded/"]\n')
    repository.write("plain.py", "colour = 'heliotrope-and-mauve'\n")
    repository.write("excluded/a.py", f'token = "{key("a")}"\n')
    repository.write("image.png", b"\x89PNG\r\n\x1a\n" + b"\0\1\2\0" * 100)
    findings = [
        finding("gone.py", 3, key("a")),
        finding("plain.py", 1, "heliotrope-and-mauve"),
        finding("plain.py", 1, key("b")),
        finding("plain.py", 2, "REDACTED"),
        finding("excluded/a.py", 1, key("a")),
        finding("image.png", 1, key("a")),
        finding("../outside.py", 1, key("a")),
    ]
    said = privacygate("baseline", "import", report(*findings))
    assert unmapped(said) == [
        "? gone.py:3: github-pat: the file is gone",
        "= plain.py:1: github-pat: it is there, and no rule of ours says anything about it",
        "? plain.py:1: github-pat: the secret is not in the file any more",
        "? plain.py:2: github-pat: there is no result on this line, and the report does not tell the secret",
        "? excluded/a.py:1: github-pat: it was not looked at: excluded files",
        "? image.png:1: github-pat: it was not looked at: binary files",
        "? ../outside.py:1: github-pat: it is outside of this repository",
    ]
    assert said.code == 0
    assert accepted() == []


def test_what_is_accepted_already_is_not_added(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'token = "{key("a")}"\n')
    privacygate("baseline", "create")
    before = Path(NAME).read_bytes()
    said = privacygate("baseline", "import", report(finding("a.py", 1, key("a"))))
    assert "1 entry (1 accepted before): 0 results added; nothing was written" in said.output
    assert Path(NAME).read_bytes() == before


def test_a_redacted_report_goes_by_the_line(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'\ntoken = "{key("a")}"\n')
    privacygate("baseline", "import", report(finding("a.py", 2, "REDACTED")))
    assert accepted() == [("a.py", RULE, "accepted in gitleaks.json")]


@pytest.mark.parametrize("where", ["absolute", "from the folder", "with a dot"])
def test_paths_as_tools_write_them(
    repository: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    place = repository.write("sub/a.py", f'token = "{key("a")}"\n')
    path = {"absolute": str(place), "from the folder": "a.py", "with a dot": "./sub/a.py"}[where]
    monkeypatch.chdir(repository.path / "sub")
    privacygate("baseline", "import", report(finding(path, 1, key("a"))))
    assert (repository.path / NAME).read_text().splitlines()[2].split(" ", 1)[1].startswith(f"{RULE} sub/a.py")


def test_a_file_of_another_repository_within(
    repository: GitRepository, privacygate: Command, make_repository: Callable[..., GitRepository]
) -> None:
    inner = GitRepository(repository.path / "inner")
    inner.write("a.py", f'token = "{key("a")}"\n')
    said = privacygate("baseline", "import", report(finding("inner/a.py", 1, key("a"))))
    assert unmapped(said) == ["? inner/a.py:1: github-pat: it is in another repository"]


def test_several_files_at_once_and_the_first_gives_the_reason(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'token = "{key("a")}"\n')
    first = report(finding("a.py", 1, key("a")), name="first.json")
    second = report(finding("a.py", 1, key("a")), name="second.json")
    said = privacygate("baseline", "import", first, second)
    assert "2 entries of 2 files (2 accepted): 1 result added" in said.output
    assert accepted() == [("a.py", RULE, "accepted in first.json")]


def test_dry_run_and_quiet(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'token = "{key("a")}"\n')
    said = privacygate("baseline", "import", report(finding("a.py", 1, key("a"))), "--dry-run", "--quiet")
    assert len(said.output.splitlines()) == 1
    assert not os.path.exists(NAME)


def test_names_in_a_report_cannot_move_the_cursor(repository: GitRepository, privacygate: Command) -> None:
    said = privacygate("baseline", "import", report(finding("a\x1b[2J.py", 1, key("a"), rule="\x1b[31m")))
    assert "\x1b" not in said.all


def test_no_report(repository: GitRepository, privacygate: Command) -> None:
    Path("x.json").write_text("{}")
    said = privacygate("baseline", "import", "x.json")
    assert said.code == 2
    assert "x.json: this is no baseline or report that we know" in said.errors.lower()


def test_reasons_outlive_update_and_prune(repository: GitRepository, privacygate: Command) -> None:
    repository.write("a.py", f'token = "{key("a")}"\n')
    privacygate("baseline", "import", report(finding("a.py", 1, key("a"))))
    repository.write("b.py", f'token = "{key("b")}"\n')
    privacygate("baseline", "update", "b.py")
    privacygate("baseline", "prune")
    baseline = read_baseline(NAME)
    assert baseline is not None
    assert [(entry.path, entry.reason) for entry in baseline.entries] == [
        ("a.py", "accepted in gitleaks.json"),
        ("b.py", ""),
    ]
    assert isinstance(baseline.entries[0], Entry)
