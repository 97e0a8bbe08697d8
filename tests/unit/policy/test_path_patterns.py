"""git is the judge: every pattern is put to `git check-ignore` as well."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import GitRepository

from privacygate.policy.path_patterns import PathPatterns

Judge = Callable[[Sequence[str], Sequence[str]], set[str]]


@pytest.fixture(scope="module")
def git_ignores(make_repository: Callable[..., GitRepository]) -> Judge:
    """Which of some paths git takes as ignored when these are the patterns."""
    repository = make_repository()

    def judge(patterns: Sequence[str], paths: Sequence[str]) -> set[str]:
        lines = [b"\\" + line if (line := os.fsencode(pattern)).startswith(b"#") else line for pattern in patterns]
        exclude = repository.path / ".git" / "info" / "exclude"
        exclude.parent.mkdir(exist_ok=True)
        exclude.write_bytes(b"\n".join(lines) + b"\n")
        asked = b"\0".join(map(os.fsencode, paths)) + b"\0"
        words = ["git", "-C", repository.root, "check-ignore", "--no-index", "--stdin", "-z", "-v", "-n"]
        finished = subprocess.run(words, input=asked, capture_output=True, check=False)
        assert finished.returncode in (0, 1), finished.stderr
        answer = os.fsdecode(finished.stdout)
        fields = answer.split("\0")
        records = zip(*[iter(fields[:-1])] * 4, strict=True)
        return {path for _, _, pattern, path in records if pattern and not pattern.startswith("!")}

    return judge


PATHS = [
    *("a", "b", "ab", "abc", "a.py", ".a", ".a.py", "A", "aa", "a b", "a ", " a", "é", "ö.py", "日本/語"),
    *(
        "a/b",
        "a/b/c",
        "a/b/c/d",
        "a/c",
        "b/a",
        "b/a/c",
        "b/b/a",
        "ab/c",
        "ab/x/c",
        "abx/c",
        "x/a.py",
        "x/y/a.py",
    ),
    *("vendor/x", "vendor/ours/x", "src/vendor/x", "src/vendor.py", "docs/generated/x/y", "docs/index.md"),
    *(
        "a*",
        "a?",
        "[a]",
        "a[b",
        "a]b",
        "!a",
        "#a",
        "\\a",
        "a\\",
        "a-b",
        "-",
        "a/!b",
        "a/#b",
        "a\tb",
        "a\nb",
        "a\rb",
    ),
    *(
        "node_modules/x/node_modules/y",
        "x/node_modules/y",
        "foo.min.js",
        "js/foo.min.js",
        "0",
        "9/x",
        "x9",
        "_",
    ),
    "\udcff",
    "x/\udce9y",
]

TABLE = [
    [""],
    ["a"],
    ["/a"],
    ["a/"],
    ["/a/"],
    ["a/b"],
    ["/a/b"],
    ["a/b/"],
    ["a//"],
    ["//a"],
    ["a//b"],
    ["*"],
    ["/*"],
    ["*/"],
    ["*/*"],
    ["**"],
    ["**/"],
    ["/**"],
    ["/**/"],
    ["**/*"],
    ["a/*"],
    ["a/**"],
    ["a/**/"],
    ["**/a"],
    ["**/a/"],
    ["**/a/**"],
    ["a/**/c"],
    ["a/**/**/c"],
    ["a/*/c"],
    ["a**"],
    ["a**/c"],
    ["ab**/c"],
    ["a/b**/c"],
    ["**a"],
    ["**.py"],
    ["***"],
    ["a/***/c"],
    ["*.py"],
    ["/*.py"],
    ["x/*.py"],
    ["*.min.js"],
    ["*a*"],
    ["a?"],
    ["a?b"],
    ["?"],
    ["??"],
    ["x?y"],
    ["[ab]"],
    ["[!a]"],
    ["[^a]"],
    ["[a-c]"],
    ["[c-a]"],
    ["[]a]"],
    ["[]"],
    ["[!]a]"],
    ["[!]"],
    ["[a"],
    ["a["],
    ["a[b"],
    ["\\[a]"],
    ["[\\]]"],
    ["a[]]b"],
    ["a[-]b"],
    ["a[a-]b"],
    ["a[!-]b"],
    ["[a-]"],
    ["[--0]"],
    ["a[/]b"],
    ["a[!b]b"],
    ["a/[b]"],
    ["a/[!c]"],
    ["[[:alpha:]]"],
    ["[[:digit:]]*"],
    ["[[:upper:][:digit:]]"],
    ["[![:alnum:]]"],
    ["[[:nothing:]]"],
    ["[[:alpha:]"],
    ["[[:alpha]"],
    ["[[:]"],
    ["[[:]]"],
    ["a[[:space:]]b"],
    ["[[:punct:]]"],
    ["x[[:xdigit:]]"],
    ["a\\*"],
    ["a\\?"],
    ["\\a"],
    ["\\\\a"],
    ["a\\"],
    ["a\\\\"],
    ["\\!a"],
    ["#a"],
    ["a/#b"],
    ["a "],
    ["a\\ "],
    ["a\\  "],
    [" a"],
    ["a b"],
    ["é"],
    ["?.py"],
    ["??.py"],
    ["[é]"],
    ["日本/"],
    ["\udcff"],
    ["x/?y"],
    ["a\rb"],
    ["a\tb"],
    ["vendor/"],
    ["vendor/", "!vendor/ours/"],
    ["vendor/*", "!vendor/ours/"],
    ["vendor/**", "!vendor/ours/**"],
    ["vendor/**", "!vendor/ours/", "!vendor/ours/**"],
    ["/vendor/"],
    ["node_modules"],
    ["docs/generated/**"],
    ["*", "!*.py"],
    ["*", "!*/", "!*.py"],
    ["/*", "!/x/"],
    ["/*", "!/x", "x/*", "!x/y"],
    ["a", "!a"],
    ["!a", "a"],
    ["a", "!a", "a"],
    ["!a"],
    ["!!a"],
    ["!"],
    ["/"],
    ["a", "!a/b"],
    ["a/*", "!a/b"],
    ["a/b/*", "!a/b/c/", "a/b/c/d"],
    ["A"],
    ["*.PY"],
]


@pytest.mark.parametrize("patterns", TABLE, ids=repr)
def test_git_agrees(git_ignores: Judge, patterns: list[str]) -> None:
    ours = PathPatterns(patterns)
    assert {path for path in PATHS if ours.match(path)} == git_ignores(patterns, PATHS)


PIECES = (
    r"a b ab c x y * * ** ** *** ? / / / **/ /** \/ [ab] [!a] [^b] [a-c] [c-a] []a] [a-\c] [\]] [ ] \* \a \\"
    " é [[:alpha:]] [[:upper:]-z] [[: ! - . #"
)
pieces = st.sampled_from([*PIECES.split(), " "])
patterns_ = st.lists(
    st.tuples(st.sampled_from(["", "", "", "!"]), st.lists(pieces, min_size=1, max_size=6).map("".join)).map("".join),
    min_size=1,
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(patterns=patterns_)
def test_git_agrees_on_whatever_comes(git_ignores: Judge, patterns: list[str]) -> None:
    ours = PathPatterns(patterns)
    assert {path for path in PATHS if ours.match(path)} == git_ignores(patterns, PATHS)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 40, "a" * 200 + "b"),
        ("**/a/" * 40 + "c", "a/" * 300 + "b"),
        ("x/" + "*a*/" * 40 + "c", "x/" + ("a" * 50 + "/") * 200 + "b"),
        ("?*" * 60 + "b", "a" * 300),
        ("**/*a*a*a*a*/**/b" * 5, "/".join(["aaaaaaaaaaaaaaaa"] * 100)),
    ],
)
def test_no_pattern_takes_for_ever(pattern: str, path: str) -> None:
    started = time.perf_counter()
    assert not PathPatterns([pattern]).match(path)
    assert time.perf_counter() - started < 10


def test_many_files_of_a_folder_ask_for_the_folder_once() -> None:
    patterns = PathPatterns(["*.js", "build/", "!x"])
    started = time.perf_counter()
    assert sum(patterns.match(f"a/b/c/d/e/f/g/h/{number}.js") for number in range(20_000)) == 20_000
    assert time.perf_counter() - started < 10


def test_no_pattern_means_nothing() -> None:
    assert not PathPatterns([]).match("a")
