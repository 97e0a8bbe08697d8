from __future__ import annotations

import pytest
from detecting import PatternDetector

from privacygate.detectors import DETECTORS
from privacygate.detectors.detector import Detector


def test_what_answers_not_everything_is_no_detector() -> None:
    class Half(Detector):
        @property
        def rule_count(self) -> int:
            return 0

    with pytest.raises(TypeError, match="detect"):
        Half()  # type: ignore[abstract]


def test_every_registered_one_is_a_detector() -> None:
    for load in DETECTORS.values():
        detector = load()
        assert isinstance(detector, type)
        assert issubclass(detector, Detector)


def test_one_that_remembers_nothing_concludes_nothing() -> None:
    assert list(PatternDetector().conclude([], None)) == []
