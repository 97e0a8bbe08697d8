from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.errors import BaselineError
from privacygate.gitleaks.default_rules import BY_NAME
from privacygate.gitleaks.ignore_file import (
    Fingerprint,
    IgnoreFile,
    parse_ignore_file,
    read_ignore_file,
    rules_meant,
)
from privacygate.model import RuleId

COMMIT = "0123456789abcdef" * 2 + "01234567"


def parse(*lines: str) -> IgnoreFile:
    return parse_ignore_file(list(lines), {RuleId("acme")})


def test_with_a_commit_and_without() -> None:
    read = parse("# comment", "", " a/b.py:acme:3 ", f"{COMMIT.upper()}:c.py:jwt:0")
    assert read.fingerprints == {Fingerprint("", "a/b.py", "acme", 3), Fingerprint(COMMIT, "c.py", "jwt", 0)}
    assert read.remarks == ()


def test_awkward_paths() -> None:
    read = parse("a:b.py:acme:1", "win\\dows.py:acme:2")
    assert {each.path for each in read.fingerprints} == {"a:b.py", "win/dows.py"}


def test_what_means_nothing_is_said_once() -> None:
    read = parse("nonsense", "a.py:acme:x", "a.py:unheard-of:1", "b.py:unheard-of:2")
    assert [(remark.path, remark.line) for remark in read.remarks] == [(".gitleaksignore", 1), (".gitleaksignore", 3)]
    assert "lines 1, 2 are" in read.remarks[0].message and "`unheard-of`" in read.remarks[1].message


def test_a_default_rule_means_ours_and_the_family_of_names() -> None:
    assert rules_meant(Fingerprint("", "a", "jwt", 1)) == {"jwt", "json-web-token", BY_NAME}
    assert rules_meant(Fingerprint("", "a", "acme", 1)) == {"acme"}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="cannot be read"):
        read_ignore_file(str(tmp_path), ())
