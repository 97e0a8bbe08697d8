from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from privacygate.detectors.secrets import rule_set as module
from privacygate.detectors.secrets.rule_set import RuleSet, load_rule_set
from privacygate.errors import RuleFileError
from privacygate.model import Confidence

from .rule_texts import RULE, written

SECRET = b"tok_9aF3kQ2mX8pL"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    written(folder)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def load(rules: Path, cache: Path | None) -> RuleSet:
    return load_rule_set([str(rules)], str(cache) if cache else None)


def works(rule_set: RuleSet) -> bool:
    assert rule_set.count == 1
    assert rule_set.rule(0).id == "test-token"
    (help_,) = rule_set.help().values()
    assert help_.name == "Test token"
    assert help_.confidence is Confidence.HIGH
    assert help_.references == ("https://example.org/tokens",)
    return rule_set.engine.candidates(SECRET) == [0] and rule_set.engine.candidates(b"none") == []


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


@pytest.fixture
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often rules are compiled."""
    counted: list[int] = []
    original = module.compile_rule_set

    def counting(*parsed: object) -> RuleSet:
        counted.append(1)
        return original(*parsed)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "compile_rule_set", counting)
    return counted


class TestKeeping:
    def test_without_a_folder_rules_are_compiled_every_time(self, rules: Path, compiled_once: list[int]) -> None:
        assert works(load(rules, None))
        assert works(load(rules, None))
        assert len(compiled_once) == 2

    def test_a_folder_that_is_missing_is_made(self, rules: Path, cache: Path, compiled_once: list[int]) -> None:
        deep = cache / "not" / "there"
        for _ in range(3):
            assert works(load(rules, deep))
        assert len(compiled_once) == 1
        assert len(kept(deep)) == 1

    @pytest.mark.skipif(os.name != "posix", reason="permissions are others there")
    def test_nobody_else_can_read_or_write_it(self, rules: Path, cache: Path) -> None:
        load(rules, cache)
        assert kept(cache)[0].stat().st_mode & 0o777 == 0o600
        assert cache.stat().st_mode & 0o777 == 0o700

    def test_what_is_kept_says_what_the_rules_say(self, rules: Path, cache: Path) -> None:
        first, second = load(rules, cache), load(rules, cache)
        assert first.rule(0) == second.rule(0)
        assert first.help() == second.help()

    def test_other_rules_are_compiled_anew(self, rules: Path, cache: Path, compiled_once: list[int]) -> None:
        load(rules, cache)
        written(rules, RULE.replace("Test token", "Other token"))
        assert [help_.name for help_ in load(rules, cache).help().values()] == ["Other token"]
        assert len(compiled_once) == 2

    def test_rules_of_the_same_size_written_later_are_others(self, rules: Path, cache: Path) -> None:
        load(rules, cache)
        written(rules, RULE.replace("Test token", "Best token"))
        assert [help_.name for help_ in load(rules, cache).help().values()] == ["Best token"]

    def test_another_file_beside_them_counts(self, rules: Path, cache: Path) -> None:
        load(rules, cache)
        written(rules, RULE.replace("id: test-token", "id: best-token"), "z.yaml")
        assert load(rules, cache).count == 2

    def test_only_the_newest_few_are_kept(self, rules: Path, cache: Path) -> None:
        from privacygate.detectors.secrets.rule_cache import KEPT_FILES

        for number in range(KEPT_FILES + 3):
            written(rules, RULE.replace("Test token", f"Token {number}"))
            load(rules, cache)
        assert len(kept(cache)) == KEPT_FILES
        assert "Token" in next(iter(load(rules, cache).help().values())).name

    def test_a_rule_file_that_is_broken_is_an_error_with_and_without(self, rules: Path, cache: Path) -> None:
        load(rules, cache)
        written(rules, "family: x\n")
        for folder in (cache, None):
            with pytest.raises(RuleFileError):
                load(rules, folder)


class TestPoison:
    @pytest.fixture
    def file(self, rules: Path, cache: Path) -> Path:
        load(rules, cache)
        (path,) = kept(cache)
        return path

    @pytest.mark.parametrize(
        "poisoned",
        [
            lambda data: b"",
            lambda data: b"\0" * len(data),
            lambda data: os.urandom(len(data)),
            lambda data: data[:10],
            lambda data: data[: data.index(b"tests.yaml") + 30],
            lambda data: data[: len(data) // 2],
            lambda data: data[:-1],
            lambda data: b"x" + data,
            lambda data: data.replace(b"privacygate", b"privacygatE", 1),
            lambda data: data.replace(b"tests.yaml", b"other.yaml", 1),
            lambda data: data[:-40] + bytes(40),
            lambda data: data[: len(data) // 2] + b"\xff" + data[len(data) // 2 + 1 :],
        ],
    )
    def test_what_is_wrong_is_passed_over_and_written_anew(
        self, rules: Path, cache: Path, file: Path, poisoned: object
    ) -> None:
        data = file.read_bytes()
        assert callable(poisoned)
        file.write_bytes(poisoned(data))
        assert works(load(rules, cache))
        works(load(rules, cache))

    def test_every_byte_may_be_wrong(self, rules: Path, cache: Path, file: Path) -> None:
        data = file.read_bytes()
        for at in [*range(400), *range(400, len(data), max(1, len(data) // 150)), len(data) - 1]:
            if at >= len(data):
                break
            file.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
            assert works(load(rules, cache)), at

    def test_another_version(
        self, rules: Path, cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch, compiled_once: list[int]
    ) -> None:
        from privacygate.detectors.secrets import rule_cache

        for name in ("VERSION", "HYPERSCAN_VERSION", "FORMAT"):
            with monkeypatch.context() as patched:
                patched.setattr(rule_cache, name, "other")
                assert works(load(rules, cache))
        assert len(compiled_once) == 3

    @pytest.mark.skipif(os.name != "posix", reason="permissions are others there")
    @pytest.mark.parametrize("mode", [0o602, 0o620, 0o666])
    def test_what_others_can_write_is_not_trusted(
        self, rules: Path, cache: Path, file: Path, mode: int, compiled_once: list[int]
    ) -> None:
        file.chmod(mode)
        assert works(load(rules, cache))
        assert len(compiled_once) == 1
        assert kept(cache)[0].stat().st_mode & 0o777 == 0o600

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
    def test_what_belongs_to_somebody_else_is_not_trusted(
        self, rules: Path, cache: Path, file: Path, compiled_once: list[int]
    ) -> None:
        os.chown(file, 65534, -1)
        assert works(load(rules, cache))
        assert len(compiled_once) == 1

    def test_a_link_is_not_followed(self, rules: Path, cache: Path, file: Path, compiled_once: list[int]) -> None:
        aside = file.with_name("aside")
        file.rename(aside)
        file.symlink_to(aside)
        assert works(load(rules, cache))
        assert len(compiled_once) == 1
        assert not file.is_symlink()

    def test_a_link_that_leads_nowhere(self, rules: Path, cache: Path, file: Path) -> None:
        file.unlink()
        file.symlink_to("nowhere")
        assert works(load(rules, cache))

    def test_a_folder_in_its_place(self, rules: Path, cache: Path, file: Path) -> None:
        file.unlink()
        file.mkdir()
        assert works(load(rules, cache))
        assert works(load(rules, cache))

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are none")
    def test_a_pipe_in_its_place_does_not_make_us_wait(self, rules: Path, cache: Path, file: Path) -> None:
        file.unlink()
        os.mkfifo(file, 0o600)
        assert works(load(rules, cache))

    def test_what_was_left_by_a_process_that_died(self, rules: Path, cache: Path, file: Path) -> None:
        file.rename(f"{file}.{os.getpid()}")
        assert works(load(rules, cache))

    def test_a_file_where_the_folder_should_be(self, rules: Path, tmp_path: Path) -> None:
        (tmp_path / "flat").write_text("x")
        assert works(load(rules, tmp_path / "flat"))
        assert works(load(rules, tmp_path / "flat" / "below"))
        assert (tmp_path / "flat").read_text() == "x"

    def test_a_folder_that_cannot_be_written(self, rules: Path, cache: Path, compiled_once: list[int]) -> None:
        cache.mkdir()
        (cache / "x").mkdir()
        unwritable = Path("/proc/self/task") if os.geteuid() == 0 and os.path.isdir("/proc/self") else cache / "x"
        if os.geteuid() != 0:
            unwritable.chmod(0o500)
        for _ in range(2):
            assert works(load(rules, unwritable))
        assert len(compiled_once) == 2

    def test_the_rest_of_it_may_be_gone_when_it_is_asked_for(self, rules: Path, cache: Path, file: Path) -> None:
        rule_set = load(rules, cache)
        data = file.read_bytes()
        for left in (None, b"", data[:-5], os.urandom(len(data))):
            if left is None:
                file.unlink()
            else:
                file.write_bytes(left)
            assert [help_.name for help_ in rule_set.help().values()] == ["Test token"]


def test_processes_that_write_at_once_all_get_rules_that_work(rules: Path, cache: Path) -> None:
    program = (
        "import sys\n"
        "from privacygate.detectors.secrets.rule_set import load_rule_set\n"
        "for _ in range(12):\n"
        f"    rules = load_rule_set([{str(rules)!r}], {str(cache)!r})\n"
        "    assert rules.engine.candidates(b'tok_9aF3kQ2mX8pL') == [0]\n"
        "    assert len(rules.help()) == 1\n"
        "    import os\n"
        f"    for name in os.listdir({str(cache)!r}):\n"
        "        if name.endswith('.db'):\n"
        "            try:\n"
        f"                os.unlink({str(cache)!r} + '/' + name)\n"
        "            except OSError:\n"
        "                pass\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    processes = [subprocess.Popen([sys.executable, "-c", program], env=environment) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert works(load(rules, cache))


def test_nothing_of_a_change_gets_into_the_cache(rules: Path, cache: Path) -> None:
    rule_set = load(rules, cache)
    rule_set.engine.hits(SECRET * 100)
    assert works(load(rules, cache))
    for path in kept(cache):
        assert SECRET not in path.read_bytes()
        assert SECRET[4:] not in path.read_bytes()
