from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.syntax.languages import LANGUAGES, language_of


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a.py", "python"),
        ("src/A.TSX", "tsx"),
        ("a.d.ts", "typescript"),
        ("x/Dockerfile", "dockerfile"),
        ("Dockerfile.production", "dockerfile"),
        ("api.dockerfile", "dockerfile"),
        ("Gemfile", "ruby"),
        ("main.tf", "hcl"),
        ("Program.cs", "c-sharp"),
        ("a.h", "cpp"),
        (".bashrc", "bash"),
        ("notes.txt", None),
        ("py", None),
        ("", None),
        ("a.py/b", None),
    ],
)
def test_by_name(path: str, language: str | None) -> None:
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("line", "language"),
    [
        (b"#!/bin/sh\n", "bash"),
        (b"#!/usr/bin/env python3\nx", "python"),
        (b"#!/usr/bin/env -S node --no-warnings\n", "javascript"),
        (b"#! /usr/bin/python3.11 -u", "python"),
        (b"#!/usr/bin/env\n", None),
        (b"#!\n", None),
        (b"#!/opt/\xff\n", None),
        (b"# python", None),
    ],
)
def test_by_first_line(line: bytes, language: str | None) -> None:
    assert language_of("bin/tool", line) == language


def test_the_name_goes_before_the_first_line() -> None:
    assert language_of("a.rb", b"#!/usr/bin/env python3\n") == "ruby"


@given(st.text(), st.binary())
def test_anything_gets_an_answer(path: str, text: bytes) -> None:
    assert language_of(path, text) in (*LANGUAGES, None)
    language_of(path, b"#!" + text)
