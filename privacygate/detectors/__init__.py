"""change → matches; one folder per detector, all of the same shape."""

from privacygate.detectors.secrets import SecretsDetector

DETECTORS = (SecretsDetector,)
"""Every detector, in the order in which they look."""
