"""Characters that nobody sees: they turn text around, or carry some of their own."""

from privacygate.detectors.hidden_text.detector import HiddenTextDetector

__all__ = ["HiddenTextDetector"]
