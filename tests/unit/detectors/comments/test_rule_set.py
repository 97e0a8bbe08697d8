from __future__ import annotations

from pathlib import Path

import pytest

from privacygate.detectors.comments import rule_set
from privacygate.detectors.comments.rule_set import compile_rule_set, load_rule_set
from privacygate.errors import RuleFileError

from .comment_rules import RULE, parsed, written


def test_from_the_files_and_from_the_cache_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, cache = written(tmp_path), str(tmp_path / "cache")
    first = load_rule_set([place], cache)
    monkeypatch.setattr(rule_set, "_parsed", lambda _files: pytest.fail("the files were read again"))
    again = load_rule_set([place], cache)
    assert again.signals == first.signals
    assert again.helps == first.helps
    assert again.finder.places(b"a secret apple") == first.finder.places(b"a secret apple") != []


def test_changed_files_are_read_again(tmp_path: Path) -> None:
    place, cache = written(tmp_path), str(tmp_path / "cache")
    load_rule_set([place], cache)
    written(tmp_path, RULE.replace("secret {fruit}", "hidden and secret {fruit}"))
    assert load_rule_set([place], cache).finder.places(b"a secret apple") == [(14, 3)]


def test_without_a_cache(tmp_path: Path) -> None:
    assert load_rule_set([written(tmp_path)], None).helps[0].id == "fruit-secret"


def test_what_hyperscan_cannot_use_is_said(tmp_path: Path) -> None:
    files = parsed(tmp_path)
    bad = files._replace(signals=(files.signals[2]._replace(find="(?=a)b"),))
    with pytest.raises(RuleFileError, match="Hyperscan cannot use these rules"):
        compile_rule_set(bad)
