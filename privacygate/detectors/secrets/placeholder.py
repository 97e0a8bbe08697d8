"""Values that stand where a secret would stand.

Nothing here looks at names or at the rest of the line: the value alone says that nobody can use it.
"""

from __future__ import annotations

import re
from itertools import pairwise

SURE_SIGNS = (
    rb"placeholder|redacted|example[-_.]|[-_.]example|not[-_ ]?real|insert[-_ ]"
    rb"|xxxxxx|#{4}|random[-_ ]?string|(?:goes|string)[-_ ]?here|\*\*\*\*|\.\.\.\.|------|______"
)
TELLING_WORDS = (
    rb"sample|dummy|change[-_ ]?me|change[-_ ]?this|change[-_]?it\b|your[-_ ]|replace|removed|masked|hidden"
    rb"|fake|lorem|todo|fixme"
)
"""They tell where a word starts; inside a longer word they are chance."""

_TELLING = re.compile(
    rb"(?i:" + SURE_SIGNS + rb"|example|foo[-_]?bar|xxxx|\.\.\.|\*\*\*|-----|_____"
    rb"|0123456|1234567|abcdef[gh]|zyxw|qwerty|deadbeef|cafebabe|test[-_]?(?:key|token|secret|password))"
    rb"|(?<![A-Za-z])(?i:" + TELLING_WORDS + rb")|(?<=[a-z])(?=[A-Z])(?i:" + TELLING_WORDS + rb")"
)
_TELLING_IN_LONG = re.compile(SURE_SIGNS, re.IGNORECASE)
LONG_VALUE_BYTES = 80
"""In a random value so long or longer, short words turn up by chance."""

_TEMPLATE = re.compile(
    rb"\$\{|\$\(|\{\{|%\(|%[sdv]\b|<[A-Za-z][^<>]*>|^\{[^{}]*\}$|^\[[^\[\]]*\]$|^<.*>$|^\$[A-Za-z_]\w*$|^%\w+%$"
    rb"|^@[A-Za-z_.]+@$|^#\{.*\}$|^\$\$|^__\w+__$|#\{"
)
_RUN = re.compile(rb"(.)\1{5}", re.DOTALL)

LONGEST_PERIOD = 12
"""A value that says the same few characters again and again is typed, not drawn."""

SEQUENCE_LENGTH = 8
"""So many neighbours in a row (`abcdefgh`, `87654321`) are typed, not drawn."""


def is_template(value: bytes) -> bool:
    """Whether something else is put in its place later: `${TOKEN}`, `{{ token }}`, `<token>`, `%s`."""
    return _TEMPLATE.search(value) is not None


def is_placeholder(value: bytes) -> bool:
    """Whether the value tells by itself that it is not a real secret."""
    return (
        (_TELLING if len(value) < LONG_VALUE_BYTES else _TELLING_IN_LONG).search(value) is not None
        or is_template(value)
        or _RUN.search(value) is not None
        or is_periodic(value)
        or longest_sequence(value) >= SEQUENCE_LENGTH
    )


def is_periodic(value: bytes) -> bool:
    """Whether the value is one short text, twice or more often: `abcabcabc`, `12ab12ab1`."""
    longest = min(LONGEST_PERIOD, len(value) // 2)
    return len(value) >= 8 and any(value[period:] == value[:-period] for period in range(1, longest + 1))


def longest_sequence(value: bytes) -> int:
    """The longest run of characters that each are one above, or each one below, the one before."""
    longest = run = 1 if value else 0
    step = 0
    for before, after in pairwise(value):
        if after - before == step and step in (1, -1):
            run += 1
        else:
            step = after - before
            run = 2 if step in (1, -1) else 1
        longest = max(longest, run)
    return longest
