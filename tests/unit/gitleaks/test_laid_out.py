from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from privacygate.change import FileChange, Segment
from privacygate.gitleaks.laid_out import lay_out, private_folder, write_config

from .configs import config, file


class TestPrivateFolder:
    def test_nobody_else_may_look_and_nothing_stays(self) -> None:
        with private_folder() as folder:
            assert os.stat(folder).st_mode & 0o077 == 0
            lay_out([file("text", "a/b.py")], folder)
            assert os.stat(os.path.join(folder, "a", "b.py")).st_mode & 0o077 == 0
        assert not os.path.exists(folder)

    def test_nothing_stays_when_we_are_asked_to_end(self) -> None:
        kept = ""
        with pytest.raises(KeyboardInterrupt), private_folder() as folder:
            kept = folder
            os.kill(os.getpid(), signal.SIGTERM)
        assert kept and not os.path.exists(kept)


class TestLayOut:
    def test_files_lie_under_their_paths(self, tmp_path: Path) -> None:
        laid = lay_out([file("one", "a.py"), file("two", "b/c.py")], str(tmp_path))
        assert sorted(laid) == ["a.py", "b/c.py"]
        assert (tmp_path / "b" / "c.py").read_bytes() == b"two"

    @pytest.mark.parametrize(
        "path", ["/etc/x", "../x", "a/../../x", "a//b", "nul\0", "back\\slash", "long" * 100, "\udcff.py", "."]
    )
    def test_no_path_leads_out(self, path: str, tmp_path: Path) -> None:
        (at,) = lay_out([file("text", path)], str(tmp_path))
        assert (tmp_path / at).read_bytes() == b"text"
        assert sum(each.is_file() for each in tmp_path.rglob("*")) == 1

    def test_paths_that_are_in_the_way_of_each_other(self, tmp_path: Path) -> None:
        laid = lay_out([file("1", "a"), file("2", "a/b"), file("3", "a")], str(tmp_path))
        assert [(tmp_path / at).read_bytes() for at in laid] == [b"1", b"2", b"3"]

    def test_every_segment_is_a_file(self, tmp_path: Path) -> None:
        laid = lay_out([FileChange("a.py", (Segment(b"1"), Segment(b"2", 9)), None)], str(tmp_path))
        assert [segment.first_line for segment in laid.values()] == [1, 9]

    def test_what_gitleaks_takes_for_its_own_is_left_out(self, tmp_path: Path) -> None:
        assert lay_out([file("x", ".gitleaks.toml"), file("x", ".gitleaksignore"), file("", "e")], str(tmp_path)) == {}


class TestWriteConfig:
    def test_without_one_it_is_that_of_gitleaks(self, tmp_path: Path) -> None:
        assert "useDefault = true" in Path(write_config(None, str(tmp_path))).read_text()

    def test_each_file_finds_the_next(self, tmp_path: Path) -> None:
        (tmp_path / "base.toml").write_text("# base\n")
        read = config('[extend]\npath = "base.toml"\n', tmp_path)
        written = Path(write_config(read, str(tmp_path)))
        assert f"path = '''{tmp_path / 'gitleaks-1.toml'}'''" in written.read_text()
        assert (tmp_path / "gitleaks-1.toml").read_text() == "# base\n"
