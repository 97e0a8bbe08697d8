from __future__ import annotations

import os
from pathlib import Path

import pytest

from privacygate.errors import UsageError
from privacygate.gitleaks.team import Place, find_config, load_config, load_ignored

from .configs import ACME


class TestFindConfig:
    def test_the_order_of_gitleaks(self, tmp_path: Path) -> None:
        root = str(tmp_path)
        variables = {"GITLEAKS_CONFIG": "b.toml", "GITLEAKS_CONFIG_TOML": ACME}
        assert find_config(root, None, {}) is None
        (tmp_path / ".gitleaks.toml").write_text(ACME)
        assert find_config(root, None, {}) == Place(os.path.join(root, ".gitleaks.toml"))
        assert find_config(root, None, {"GITLEAKS_CONFIG_TOML": ACME}) == Place("GITLEAKS_CONFIG_TOML", ACME)
        assert find_config(root, None, variables) == Place("b.toml")
        assert find_config(root, "a.toml", variables) == Place("a.toml")


class TestLoadConfig:
    def test_it_knows_its_own_path(self, tmp_path: Path) -> None:
        (tmp_path / "conf").mkdir()
        (tmp_path / "conf" / "g.toml").write_text(ACME)
        read = load_config(str(tmp_path), Place(str(tmp_path / "conf" / "g.toml")))
        assert read.own_path == read.files[0].name == "conf/g.toml"
        elsewhere = load_config(str(tmp_path / "other"), Place(str(tmp_path / "conf" / "g.toml")))
        assert elsewhere.own_path is None

    def test_a_variable_has_no_path(self) -> None:
        assert load_config("/nowhere", Place("GITLEAKS_CONFIG_TOML", ACME)).own_path is None

    def test_one_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="cannot be read"):
            load_config(str(tmp_path), Place(str(tmp_path / "x.toml")))


def test_ignored_results_are_read_where_they_are(tmp_path: Path) -> None:
    assert load_ignored(str(tmp_path), set) is None
    (tmp_path / ".gitleaksignore").write_text("a.py:jwt:1\n")
    read = load_ignored(str(tmp_path), set)
    assert read is not None and len(read.fingerprints) == 1
