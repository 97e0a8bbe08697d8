"""Finds comments that tell outsiders something about the organisation."""

from privacygate.detectors.comments.detector import CommentsDetector

__all__ = ["CommentsDetector"]
