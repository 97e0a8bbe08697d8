"""The keys that only one detector has, and how each is read; `enabled`, `rules` and `off` they all have.

What is read here becomes a keyword argument of the detector, under the same name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from privacygate.policy.settings_table import Table

OWN_KEYS: dict[str, dict[str, Callable[[Table, str], Any]]] = {}
"""By the name of the detector."""
