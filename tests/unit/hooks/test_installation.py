from __future__ import annotations

import os
from pathlib import Path

import pytest

from privacygate.errors import RepositoryError
from privacygate.hooks.installation import Outcome, install, uninstall
from privacygate.hooks.script import script

TEXT = script("pre-commit", None)
OTHER = script("pre-push", None)


def test_a_hook_comes_and_goes(tmp_path: Path) -> None:
    hook = tmp_path / "hooks" / "pre-commit"
    assert install(str(hook), TEXT) is Outcome.WRITTEN
    assert hook.read_bytes() == TEXT
    assert os.access(hook, os.X_OK)
    assert install(str(hook), TEXT) is Outcome.UNCHANGED
    assert install(str(hook), OTHER) is Outcome.UPDATED
    assert uninstall(str(hook)) is Outcome.REMOVED
    assert uninstall(str(hook)) is Outcome.ABSENT
    assert not list(hook.parent.iterdir())


def test_one_that_git_would_not_run_is_written_anew(tmp_path: Path) -> None:
    hook = tmp_path / "pre-commit"
    hook.write_bytes(TEXT)
    hook.chmod(0o644)
    assert install(str(hook), TEXT) is Outcome.UPDATED
    assert hook.stat().st_mode & 0o100


def test_others_are_left_alone(tmp_path: Path) -> None:
    hook = tmp_path / "pre-commit"
    hook.write_bytes(b"#!/bin/sh\n")
    assert install(str(hook), TEXT) is Outcome.FOREIGN
    assert uninstall(str(hook)) is Outcome.FOREIGN
    assert hook.read_bytes() == b"#!/bin/sh\n"


def test_changed_ones_are_left_alone(tmp_path: Path) -> None:
    hook = tmp_path / "pre-commit"
    hook.write_bytes(TEXT + b"\n")
    assert install(str(hook), TEXT) is Outcome.CHANGED_BY_HAND
    assert uninstall(str(hook)) is Outcome.CHANGED_BY_HAND
    assert hook.read_bytes() == TEXT + b"\n"


@pytest.mark.parametrize("target", [TEXT, None])
def test_a_symbolic_link_is_never_written_through(tmp_path: Path, target: bytes | None) -> None:
    hook, place = tmp_path / "pre-commit", tmp_path / "script"
    if target is not None:
        place.write_bytes(target)
    hook.symlink_to(place)
    assert install(str(hook), OTHER) is Outcome.FOREIGN
    assert uninstall(str(hook)) is Outcome.FOREIGN
    assert hook.is_symlink()
    assert place.exists() == (target is not None)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "pre-commit").mkdir()
    assert install(str(tmp_path / "pre-commit"), TEXT) is Outcome.FOREIGN


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "hooks").touch()
    with pytest.raises(RepositoryError, match="cannot be written") as caught:
        install(str(tmp_path / "hooks" / "pre-commit"), TEXT)
    assert caught.value.path == str(tmp_path / "hooks" / "pre-commit")
