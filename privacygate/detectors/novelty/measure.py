"""How much a piece of code decides, computes and does: what makes it logic rather than data or declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from privacygate.detectors.novelty.lexicon import Lexicon
from privacygate.detectors.novelty.statements import Statement

_CONDITION = re.compile(rb"&&|\|\||\?(?![.?:])")
_ARITHMETIC = re.compile(rb"(?<=[I0)\]])(?:\+\+|--|[+*/%^-](?!>)=?|<<|>>)(?=[I0(;)=]|$)")
_CALL = re.compile(rb"[I)\]>]!?\(")
_ASSIGNMENT = re.compile(rb"(?<![=!<>])=(?![=>])")
_PASSED_ON = re.compile(rb"(?:.\.)?I=I|.?I|(?:.\.)?I\(?\)?", re.DOTALL)
"""`this.I=I`, `return I`, `I()`: what accessors and constructors are made of."""


class Measure(NamedTuple):
    """Counts over some statements."""

    statements: int = 0
    decisions: int = 0
    """Branches, loops, cases, handlers and the operators that join conditions."""
    arithmetic: int = 0
    calls: int = 0
    assignments: int = 0
    plain: int = 0
    """Statements that only pass a value on, or are nothing but literals."""
    literals: int = 0
    tokens: int = 0

    def __add__(self, other: object) -> Measure:
        """Sum up."""
        assert isinstance(other, Measure)
        return Measure(*(mine + its for mine, its in zip(self, other, strict=True)))


def measure(statements: Iterable[Statement], lexicon: Lexicon) -> Measure:
    """What `statements` are made of."""
    total = [0] * len(Measure._fields)
    for statement in statements:
        for index, value in enumerate(_measure(statement.tokens, lexicon)):
            total[index] += value
    return Measure(*total)


def _measure(tokens: bytes, lexicon: Lexicon) -> tuple[int, ...]:
    decisions = sum(map(tokens.count, _single(lexicon.decisions))) + len(_CONDITION.findall(tokens))
    return (
        1,
        decisions,
        len(_ARITHMETIC.findall(tokens)),
        len(_CALL.findall(tokens)),
        len(_ASSIGNMENT.findall(tokens)),
        bool(_PASSED_ON.fullmatch(tokens)),
        tokens.count(b'"') + tokens.count(b"0"),
        len(tokens),
    )


def _single(codes: bytes) -> list[bytes]:
    return [bytes((code,)) for code in codes]
