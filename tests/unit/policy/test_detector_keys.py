from __future__ import annotations

from privacygate.policy.detector_keys import OWN_KEYS


def test_none_takes_a_name_that_all_detectors_have() -> None:
    for keys in OWN_KEYS.values():
        assert not keys.keys() & {"enabled", "rules", "off"}
