"""The keys that only one detector has, and how each is read; `enabled`, `rules` and `off` they all have.

What is read here becomes a keyword argument of the detector, under the same name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from privacygate.policy.settings_table import Table

OWN_KEYS: dict[str, dict[str, Callable[[Table, str], Any]]] = {
    "comments": {
        "threshold": lambda table, key: table.number(key, 0.8, 0.1, 10),
        "per_file": lambda table, key: table.whole_number(key, 6, 0, 10_000),
        "per_change": lambda table, key: table.whole_number(key, 20, 0, 100_000),
        "documents": lambda table, key: table.flag(key, False),
        "mask_words": lambda table, key: table.flag(key, False),
        "glossary": lambda table, key: table.texts(key),
        "glossary_file": lambda table, key: os.path.join(table.folder, table.text(key, ".privacygate-glossary")),
    },
}
"""By the name of the detector."""
