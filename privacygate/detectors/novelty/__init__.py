"""Large blocks of new logic."""

from privacygate.detectors.novelty.detector import NoveltyDetector

__all__ = ["NoveltyDetector"]
