"""The keys that only one detector has, and how each is read; `enabled`, `rules` and `off` they all have.

What is read here becomes a keyword argument of the detector, under the same name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from privacygate.policy.settings_table import Table


def _lines(default: int) -> Callable[[Table, str], int]:
    return lambda table, key: table.whole_number(key, default, 1, 1_000_000)


def _patterns(table: Table, key: str) -> Callable[[str], bool] | None:
    """Whether a path is meant; None where none is."""
    patterns = table.texts(key)
    if not patterns:
        return None
    from privacygate.policy.path_patterns import PathPatterns

    return PathPatterns(patterns).match


def _folders(table: Table, key: str) -> tuple[tuple[str, str], ...]:
    """Folders with the names they are called by: as they are written, and absolute."""
    folders = []
    for name in table.texts(key):
        folder = os.path.join(table.folder, os.path.expanduser(name))
        if not os.path.isdir(folder):
            raise table.error(f"`{name}` is no folder", key, "Name a folder with code that is known.", name)
        folders.append((name, folder))
    return tuple(folders)


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
    "novelty": {
        "block": _lines(40),
        "change": _lines(200),
        "confidential": _patterns,
        "public": _patterns,
        "code": _patterns,
        "not_code": _patterns,
        "known": _folders,
    },
}
"""By the name of the detector."""
