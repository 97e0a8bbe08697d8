from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from privacygate.cli.folders import cache_folder, key_file, user_key

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="folders are others there")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PRIVACYGATE_CACHE_DIR", "PRIVACYGATE_KEY", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    place = tmp_path / "somebody"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    return place


class TestFolders:
    def test_they_are_below_home(self, home: Path) -> None:
        assert cache_folder() == str(home / ".cache" / "privacygate")
        assert key_file() == str(home / ".local" / "state" / "privacygate" / "key")

    def test_they_may_be_moved(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", "/some/cache")
        monkeypatch.setenv("XDG_STATE_HOME", "/some/state")
        assert cache_folder() == "/some/cache/privacygate"
        assert key_file() == "/some/state/privacygate/key"
        monkeypatch.setenv("PRIVACYGATE_CACHE_DIR", "own")
        assert cache_folder() == "own"

    @pytest.mark.parametrize("value", ["", "relative/path"])
    def test_what_is_no_absolute_path_is_passed_over(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert cache_folder() == str(home / ".cache" / "privacygate")

    def test_without_a_home_there_is_none(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "nowhere")
        assert cache_folder() is None
        assert key_file() is None
        assert len(user_key()) == 16


class TestKey:
    def test_it_is_made_once_and_for_this_user_alone(self, home: Path) -> None:
        key = user_key()
        assert len(key) == 16
        assert user_key() == key
        path = Path(key_file() or "")
        assert path.read_bytes() == key
        assert path.stat().st_mode & 0o777 == 0o600
        assert os.listdir(path.parent) == ["key"]

    @pytest.mark.parametrize("text", ["x", "a text of any length " * 20, "größe", "\udcff"])
    def test_a_text_may_take_its_place(self, home: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        monkeypatch.setenv("PRIVACYGATE_KEY", text)
        key = user_key()
        assert 16 <= len(key) <= 64
        assert user_key() == key
        assert os.fsencode(text) not in key
        assert os.listdir(home) == []

    def test_other_texts_give_other_keys(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keys = set()
        for text in ("a", "b", "aa"):
            monkeypatch.setenv("PRIVACYGATE_KEY", text)
            keys.add(user_key())
        assert len(keys) == 3

    @pytest.mark.parametrize("damaged", [b"", b"short", b"x" * 17, b"x" * 1000])
    def test_one_that_is_damaged_is_made_anew(self, home: Path, damaged: bytes) -> None:
        path = Path(key_file() or "")
        path.parent.mkdir(parents=True)
        path.write_bytes(damaged)
        assert len(user_key()) == 16
        assert user_key() == path.read_bytes()

    def test_where_it_cannot_be_kept_it_lasts_for_the_call(self, home: Path) -> None:
        (home / ".local").write_text("a file where a folder should be")
        assert len(user_key()) == 16
        assert user_key() != user_key()

    def test_processes_that_make_it_at_once_agree_in_the_end(self, home: Path) -> None:
        program = "from privacygate.cli.folders import user_key; import sys; sys.stdout.write(user_key().hex())"
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        processes = [
            subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE) for _ in range(6)
        ]
        keys = {process.communicate()[0] for process in processes}
        assert user_key().hex().encode() in keys
        assert len(keys) == 1
