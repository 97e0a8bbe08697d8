"""What somebody probably meant when a word is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that is spelled most like `word`, or None when none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), 1)), None)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The question "Did you mean ...?" with the nearest of `known`; `otherwise` when none is near."""
    near = nearest(word, known)
    return f"Did you mean `{near}`?" if near else otherwise
