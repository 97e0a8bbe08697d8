from __future__ import annotations

import pytest

from privacygate.gitleaks.config import Allowlist, Found
from privacygate.gitleaks.expression import compile_go

FOUND = Found(b"secret42", b"key=secret42", b"\nmy key=secret42;")


class TestAllowlist:
    @pytest.mark.parametrize(
        ("target", "pattern", "allowed"),
        [
            ("secret", "^secret", True),
            ("secret", "key", False),
            ("match", "^key", True),
            ("line", ";$", True),
            ("line", "^my", False),  # the line break comes first, as in gitleaks
        ],
    )
    def test_what_its_expressions_look_at(self, target: str, pattern: str, allowed: bool) -> None:
        assert Allowlist(target=target, expressions=compile_go(pattern)).allows(FOUND, b"a.py") is allowed

    def test_stop_words_in_any_letter_case(self) -> None:
        assert Allowlist(stop_words=("cret",)).allows(FOUND._replace(secret=b"SECRET"), b"")

    def test_a_path_allows_the_file(self) -> None:
        assert Allowlist(paths=compile_go("^docs/")).allows_file(b"docs/a.md")
        assert not Allowlist(paths=compile_go("^docs/")).allows(FOUND, b"docs/a.md")

    def test_with_and_all_must_hold(self) -> None:
        both = Allowlist(True, paths=compile_go("docs"), stop_words=("secret",))
        assert not both.allows_file(b"docs/a.md")
        assert both.allows(FOUND, b"docs/a.md")
        assert not both.allows(FOUND, b"a.md")
        assert Allowlist(True, paths=compile_go("docs")).allows_file(b"docs/a.md")

    def test_with_and_a_commit_allows_nothing_here(self) -> None:
        assert not Allowlist(True, commits=frozenset("a"), stop_words=("secret",)).allows(FOUND, b"")
        assert not Allowlist(True, commits=frozenset("a"), paths=compile_go("a")).allows_file(b"a")

    def test_an_empty_secret_is_never_allowed(self) -> None:
        assert not Allowlist(expressions=compile_go("x*")).allows(FOUND._replace(secret=b""), b"")


def test_what_is_found_is_not_shown() -> None:
    assert "secret" not in repr(FOUND)
