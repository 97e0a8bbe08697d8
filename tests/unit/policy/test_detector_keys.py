from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from privacygate.errors import SettingsError
from privacygate.policy.detector_keys import OWN_KEYS
from privacygate.policy.settings_file import parse_settings


def test_none_takes_a_name_that_all_detectors_have() -> None:
    for keys in OWN_KEYS.values():
        assert not keys.keys() & {"enabled", "rules", "off"}


class TestNovelty:
    def options(self, folder: Path, text: str) -> dict[str, Any]:
        (folder / "privacygate.toml").write_text("[novelty]\n" + text)
        return parse_settings(str(folder / "privacygate.toml")).detectors["novelty"].options

    def test_limits_patterns_and_folders(self, tmp_path: Path) -> None:
        (tmp_path / "lib").mkdir()
        options = self.options(tmp_path, 'block = 30\nchange = 90\nconfidential = ["core/"]\nknown = ["lib"]\n')
        assert (options["block"], options["change"]) == (30, 90)
        assert options["confidential"]("core/a.py")
        assert not options["confidential"]("other/a.py")
        assert options["known"] == (("lib", str(tmp_path / "lib")),)

    @pytest.mark.parametrize("text", ["block = 0\n", 'block = "many"\n', "public = true\n", 'known = ["missing"]\n'])
    def test_what_cannot_be_is_complained_about(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(SettingsError) as caught:
            self.options(tmp_path, text)
        assert caught.value.line == 2
