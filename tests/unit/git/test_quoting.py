from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from privacygate.git.quoting import unquote


@pytest.mark.parametrize(
    ("quoted", "name", "rest"),
    [
        (b'"plain"', b"plain", b""),
        (b'""', b"", b""),
        (b'"a b" "c"', b"a b", b' "c"'),
        (rb'"\a\b\f\n\r\t\v\\\"" x', b'\a\b\f\n\r\t\v\\"', b" x"),
        (rb'"\303\274\0001\377"', "ü".encode() + b"\x001\xff", b""),
    ],
)
def test_unquote(quoted: bytes, name: bytes, rest: bytes) -> None:
    assert unquote(quoted) == (name, rest)


@pytest.mark.parametrize("quoted", [b"", b"plain", b'"open', rb'"open\"', rb'"\x41"', b'"\\', rb'"\39"', rb'"\0'])
def test_what_is_not_quoted_properly(quoted: bytes) -> None:
    with pytest.raises(ValueError, match="quote"):
        unquote(quoted)


def test_as_git_quotes(tmp_path: Path) -> None:
    name = bytes({*range(1, 256)} - {ord("/")})
    (tmp_path / os.fsdecode(name)).touch()
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    said = subprocess.run(["git", "-C", tmp_path, "ls-files", "--others"], check=True, capture_output=True).stdout
    assert unquote(said.removesuffix(b"\n")) == (name, b"")
