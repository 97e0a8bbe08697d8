from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from privacygate import process
from privacygate.process import Program, run


@pytest.fixture(params=["posix_spawn", "subprocess"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways to start a program; the second one is that of Windows."""
    if request.param == "subprocess":
        monkeypatch.delattr(os, "posix_spawnp", raising=False)
    yield request.param


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def open_files() -> set[str]:
    gc.collect()
    return set(os.listdir("/proc/self/fd"))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_gives_code_output_and_errors() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    assert run(python(code)) == (3, b"out\n", "err\n")


def test_input_of_any_size_arrives_whole() -> None:
    data = bytes(range(256)) * 10_000
    assert run(["cat"], input=data).output == data


def test_without_input_there_is_an_empty_one() -> None:
    assert run(["cat"]) == (0, b"", "")


def test_a_signal_is_a_negative_code() -> None:
    assert run(["sh", "-c", "kill -9 $$"]).code == -9


def test_environment_is_the_one_given() -> None:
    environment = {"PATH": os.environ["PATH"], "ONLY": "this"}
    assert run(["env"], environment=environment).output.splitlines() == [
        *(f"{name}={value}".encode() for name, value in environment.items())
    ]


def test_unknown_program() -> None:
    before = open_files()
    with pytest.raises(FileNotFoundError):
        run(["privacygate-has-no-such-program"])
    assert open_files() == before


def test_complaints_never_make_it_wait() -> None:
    code = "import sys; sys.stderr.write('x' * 1_000_000); print('done')"
    finished = run(python(code))
    assert finished.output == b"done\n"
    assert finished.errors == "x" * len(finished.errors)
    assert len(finished.errors) == 1 << 16


def test_feeding_and_reading_by_turns() -> None:
    program = Program(["cat"], feed=True)
    program.write(b"one\n")
    assert program.output.readline() == b"one\n"
    program.write(b"two\n")
    assert program.read_some() == b"two\n"
    program.close_input()
    assert program.read_some() == b""
    assert program.finish() == 0
    program.stop()


def test_feeding_what_does_not_listen() -> None:
    program = Program(["true"], feed=True)
    assert program._child is not None
    assert program._child.wait() == 0
    with pytest.raises(BrokenPipeError):
        program.write(b"x")
    assert program.finish() == 0
    with pytest.raises(BrokenPipeError):
        program.write(b"x")
    program.stop()


def test_it_notices_that_nobody_reads() -> None:
    """Python ignores SIGPIPE; a child that does as well goes on for ever."""
    program = Program(["yes"])
    assert program.read_some()
    program.output.close()
    assert program.finish() == -13


def test_stop_ends_it_and_lets_go_of_everything(tmp_path: Path) -> None:
    before = open_files()
    program = Program(["sh", "-c", f"echo $$ > {tmp_path}/pid; echo ready; exec sleep 60"], feed=True)
    program.output.readline()
    program.stop()
    program.stop()
    assert not is_alive(int((tmp_path / "pid").read_text()))
    assert open_files() == before


def test_what_does_not_end_when_asked_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_PATIENCE_S", 0.05)
    program = Program(["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.01; done"])
    program.output.readline()
    started = time.monotonic()
    program.stop()
    assert program.finish() == -9
    assert time.monotonic() - started < 10


def test_it_ends_when_nobody_holds_it_any_more(tmp_path: Path) -> None:
    before = open_files()
    program = Program(["sh", "-c", f"echo $$ > {tmp_path}/pid; echo ready; exec sleep 60"])
    program.output.readline()
    del program
    gc.collect()
    assert not is_alive(int((tmp_path / "pid").read_text()))
    assert open_files() == before


def test_a_fork_does_not_end_it() -> None:
    program = Program(["cat"], feed=True)
    child = os.fork()
    if child == 0:
        program.stop()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    program.write(b"one\n")
    assert program.read_some() == b"one\n"
    program.stop()


def test_interrupting_us_ends_it(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "slow"
    program.write_text(
        f"#!/bin/sh\necho $$ > {tmp_path}/pid.new; mv {tmp_path}/pid.new {tmp_path}/pid\nexec sleep 60\n"
    )
    program.chmod(0o755)
    code = f"from privacygate.process import run; run([{str(program)!r}])"
    ours = subprocess.Popen(
        python(code), env={**os.environ, "PYTHONPATH": os.getcwd()}, stderr=subprocess.PIPE, start_new_session=True
    )
    while not (tmp_path / "pid").exists():
        time.sleep(0.005)
    ours.send_signal(signal.SIGINT)
    assert b"KeyboardInterrupt" in ours.communicate()[1]
    assert not is_alive(int((tmp_path / "pid").read_text()))


def test_works_without_standard_streams(tmp_path: Path, way: str) -> None:
    code = f"""
import os
for number in 0, 1, 2:
    os.close(number)
{"del os.posix_spawnp" if way == "subprocess" else ""}
from privacygate.process import run
finished = run(["sh", "-c", "cat; echo err >&2"], input=b"in")
open({str(tmp_path / "result")!r}, "w").write(repr(tuple(finished)))
"""
    assert run(python(code), environment={**os.environ, "PYTHONPATH": os.getcwd()}).code == 0
    assert (tmp_path / "result").read_text() == repr((0, b"in", "err\n"))


def test_without_memfd_an_unlinked_file_takes_the_complaints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert run(["sh", "-c", "cat; echo err >&2"], input=b"in") == (0, b"in", "err\n")
    assert not list(tmp_path.iterdir())


def test_without_room_for_complaints_it_runs_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "missing"))
    assert run(["sh", "-c", "echo out; echo err >&2"]) == (0, b"out\n", "")


def test_repr_names_the_program_only() -> None:
    program = Program(["cat", "argument"])
    assert repr(program) == "Program(cat)"
    program.stop()


class TestFolder:
    def test_it_runs_there_and_we_stay_here(self, tmp_path: Path) -> None:
        here = os.getcwd()
        done = run(python("import os; print(os.getcwd())"), folder=str(tmp_path))
        assert done.output.decode().strip() == os.path.realpath(tmp_path)
        assert os.getcwd() == here

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        here = os.getcwd()
        with pytest.raises(FileNotFoundError):
            run(python(""), folder=str(tmp_path / "gone"))
        assert os.getcwd() == here


class TestTimeout:
    def test_in_time(self) -> None:
        assert run(python("print(1)"), timeout_s=60).output == b"1\n"

    def test_too_late(self) -> None:
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            run(python("import time; print(1, flush=True); time.sleep(60)"), timeout_s=0.5)
        assert time.monotonic() - started < 30
