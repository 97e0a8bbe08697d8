"""Keys, tokens and passwords."""

from privacygate.detectors.secrets.detector import SecretsDetector

__all__ = ["SecretsDetector"]
