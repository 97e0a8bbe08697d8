"""change → matches; one folder per detector, all of the same shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privacygate.detectors.detector import Detector


def _secrets() -> Callable[..., Detector]:
    from privacygate.detectors.secrets import SecretsDetector

    return SecretsDetector


def _hidden_text() -> Callable[..., Detector]:
    from privacygate.detectors.hidden_text import HiddenTextDetector

    return HiddenTextDetector


def _comments() -> Callable[..., Detector]:
    from privacygate.detectors.comments import CommentsDetector

    return CommentsDetector


def _novelty() -> Callable[..., Detector]:
    from privacygate.detectors.novelty import NoveltyDetector

    return NoveltyDetector


DETECTORS: dict[str, Callable[[], Callable[..., Detector]]] = {
    "secrets": _secrets,
    "hidden_text": _hidden_text,
    "comments": _comments,
    "novelty": _novelty,
}
"""Every detector by its name, in the order in which they look; imported only where it is switched on."""
