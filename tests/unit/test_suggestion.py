from __future__ import annotations

from privacygate.suggestion import did_you_mean, nearest


def test_nothing_is_near() -> None:
    assert nearest("zzz", ["exclude"]) is None
    assert nearest("x", []) is None
    assert did_you_mean("zzz", ["exclude"]) == ""
    assert did_you_mean("zzz", ["exclude"], "Look it up.") == "Look it up."


def test_the_nearest_of_several() -> None:
    assert nearest("exclud", {"exclude": 1, "include": 2}) == "exclude"
    assert did_you_mean("exclud", ("include", "exclude"), "Look it up.") == "Did you mean `exclude`?"
