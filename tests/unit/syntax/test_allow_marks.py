from __future__ import annotations

import pytest
from changes import file, segment
from hypothesis import given
from hypothesis import strategies as st

from privacygate.syntax.allow_comments import allow_comments
from privacygate.syntax.allow_marks import may_allow


@pytest.mark.parametrize("text", [b"", b"privacygate allow", b"gitleaks", b"pragma once", b"allow", b"\0" * 100])
def test_texts_without_a_word_of_one(text: bytes) -> None:
    assert not may_allow(text)


@given(
    st.lists(
        st.sampled_from(
            ["privacygate:", "gitleaks:allow", "pragma:", " allow", " allowlist", " secret", " x", "# ", "\n"]
        ),
        max_size=8,
    ).map("".join)
)
def test_no_comment_is_missed(text: str) -> None:
    if list(allow_comments(file(segment(text)))):
        assert may_allow(text.encode())
