from __future__ import annotations

from privacygate.detectors.secrets import SecretsDetector
from privacygate.gitleaks.default_rules import default_rules
from privacygate.gitleaks.ignore_file import ASSIGNED


def test_every_rule_of_ours_exists() -> None:
    known = set(SecretsDetector().known_rules())
    named = {id_ for ours in default_rules().values() for id_ in ours} | set(ASSIGNED)
    assert named - known == set()


def test_the_table_is_whole() -> None:
    table = default_rules()
    assert len(table) == 222
    assert table["github-pat"] == ("github-personal-access-token",)
    assert table["adafruit-api-key"] == ()
    assert "pgp-private-key" in table["private-key"]
