from __future__ import annotations

import pytest

from privacygate.detectors.novelty.lexicon import lexicon
from privacygate.detectors.novelty.measure import Measure, measure
from privacygate.detectors.novelty.statements import statements


def measured(text: str, family: str) -> Measure:
    words = lexicon(family)
    return measure(statements(text.encode(), words), words)


@pytest.mark.parametrize(
    ("family", "text", "decisions", "arithmetic", "calls"),
    [
        ("python", "if a and b:\n    c = d(e) + 1\n", 2, 1, 1),
        ("java", "for (int i = 0; i < n; i++) {\n  sum += a[i] * b;\n}\n", 1, 3, 0),
        ("javascript", "x = a ? b() : c?.d\n", 1, 0, 1),
        ("go", "if err != nil && ok {\n  return f(err)\n}\n", 2, 0, 1),
        ("c", "p->x = *q;\n", 0, 0, 0),
    ],
)
def test_what_code_is_made_of(family: str, text: str, decisions: int, arithmetic: int, calls: int) -> None:
    found = measured(text, family)
    assert (found.decisions, found.arithmetic, found.calls) == (decisions, arithmetic, calls)


def test_accessors_only_pass_values_on() -> None:
    found = measured("class A {\n  int getX() { return x; }\n  void setX(int y) { this.x = y; }\n}\n", "java")
    assert (found.decisions, found.arithmetic) == (0, 0)
    assert found.plain == 3  # the two bodies, and what stands before the first


def test_they_add_up() -> None:
    one = measured("if a:\n  b()\n", "python")
    assert (one + one).decisions == 2 * one.decisions
