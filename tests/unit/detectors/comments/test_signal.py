from __future__ import annotations

import pytest

from privacygate.detectors.comments.signal import compile_re2


def test_it_reads_utf8_and_counts_bytes() -> None:
    found = compile_re2("größe", True).search("die GRÖßE".encode())
    assert found.span() == (4, 11)


@pytest.mark.parametrize("pattern", ["(?=a)", "(", r"(a)\1", "a{2000}"])
def test_what_is_not_linear_or_not_whole_is_no_pattern(pattern: str) -> None:
    assert isinstance(compile_re2(pattern, False), str)
