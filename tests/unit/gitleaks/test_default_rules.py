from __future__ import annotations

from privacygate.detectors.secrets import SecretsDetector
from privacygate.gitleaks.default_rules import BY_NAME, default_rules, goes_by_name


def test_every_rule_of_ours_exists() -> None:
    known = set(SecretsDetector().known_rules())
    named = {id_ for ours in default_rules().values() for id_ in ours}
    assert named - known == set()


def test_the_table_is_whole() -> None:
    table = default_rules()
    assert len(table) == 222
    assert table["github-pat"] == ("github-personal-access-token",)
    assert table["pkcs12-file"] == ()
    assert "pgp-private-key" in table["private-key"]


def test_rules_that_go_by_a_name() -> None:
    known = set(SecretsDetector().known_rules())
    by_name = {rule for rule in known if goes_by_name(rule)}
    assert {"assigned-secret", "assigned-password", "service-credential", "ai-service-credential"} <= by_name
    assert "stripe-secret-key" not in by_name
    assert BY_NAME not in known
