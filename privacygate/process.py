"""Runs another program beside us: its output as a stream, its complaints kept, its end certain.

On POSIX the program is started with `os.posix_spawn`: `import subprocess` costs a cold process 7 ms (3 ms
where half of what it needs is there already), and every commit would pay that. A spawn itself costs 0.9 ms
either way. Windows has no `os.posix_spawn` and pays.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping, Sequence
from io import BufferedReader, FileIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import subprocess

PIPE_BYTES = 1 << 16
"""What a pipe holds on Linux: a read gives no more, and a write of less into an empty pipe never waits."""

_ERRORS_KEPT_BYTES = 1 << 16

_PATIENCE_S = 2.0
"""How long a program may take to end after it was asked to, before it is killed."""


class Finished(NamedTuple):
    """What a program left behind."""

    code: int
    """Its exit code; minus the signal number when a signal ended it."""
    output: bytes
    errors: str
    """The beginning of its standard error."""


class Program:
    """A program that runs beside us. It is stopped when this object goes away.

    Its standard error goes to an unlinked file, so that a program which complains a lot never waits for us.
    """

    output: BufferedReader
    """Its standard output."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        input: bytes = b"",
        feed: bool = False,
        folder: str | None = None,
    ) -> None:
        """Start `words[0]`, looked up in PATH, with the rest as its arguments.

        Args:
            words: the program and its arguments.
            environment: None means ours.
            input: its whole standard input, of any size.
            feed: its standard input comes by `write` instead.
            folder: where it runs; None means where we are.

        Raises:
            FileNotFoundError: there is no such program.
        """
        self._words = words
        self._owner = os.getpid()
        self._feed_fd = self._errors_fd = -1
        self._errors_fd = _errors_file()
        if feed:
            stdin, self._feed_fd = _pipe()
        else:
            stdin = _input_file(input)
        output, stdout = _pipe()
        self.output = BufferedReader(FileIO(output), PIPE_BYTES)
        self._child: _Spawned | subprocess.Popen[bytes] | None = None
        try:
            self._child = _start(words, environment or os.environ, (stdin, stdout, self._errors_fd), folder)
        finally:
            os.close(stdin)
            os.close(stdout)

    def read_some(self) -> bytes:
        """The next piece of its output, as soon as there is one; empty at the end."""
        return self.output.read1(PIPE_BYTES)

    def write(self, data: bytes) -> None:
        """Feed `data` to its standard input.

        Raises:
            BrokenPipeError: it does not listen any more.
        """
        if self._feed_fd < 0:
            raise BrokenPipeError
        view = memoryview(data)
        while view:
            view = view[os.write(self._feed_fd, view) :]

    def close_input(self) -> None:
        """Say that no more input will come."""
        if self._feed_fd >= 0:
            fd, self._feed_fd = self._feed_fd, -1
            os.close(fd)

    def finish(self) -> int:
        """Wait for its end. Returns its exit code; minus the signal number when a signal ended it."""
        self.close_input()
        return self._child.wait() if self._child is not None else -1

    def errors(self) -> str:
        """The beginning of what it wrote to standard error so far; empty after `stop`."""
        if self._errors_fd < 0:
            return ""
        os.lseek(self._errors_fd, 0, os.SEEK_SET)
        return os.read(self._errors_fd, _ERRORS_KEPT_BYTES).decode("utf-8", "replace")

    def kill(self) -> None:
        """Make it end at once; may come from another thread, and does not wait."""
        if self._child is not None:
            self._child.kill()

    def stop(self) -> None:
        """End it if it still runs, and let go of everything. Can be called more than once.

        In a fork of the process that started it, it is not ended: it belongs to the other one.
        """
        self.close_input()
        self.output.close()
        if self._child is not None and os.getpid() == self._owner and self._child.poll() is None:
            _end(self._child)
        if self._errors_fd >= 0:
            fd, self._errors_fd = self._errors_fd, -1
            os.close(fd)

    def __del__(self) -> None:
        if hasattr(self, "_child"):
            self.stop()

    def __repr__(self) -> str:
        return f"Program({self._words[0]})"


def run(
    words: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    input: bytes = b"",
    folder: str | None = None,
    timeout_s: float | None = None,
) -> Finished:
    """Run a program to its end. See `Program`.

    Raises:
        TimeoutError: it was not done after `timeout_s`, and was killed.
    """
    program = Program(words, environment=environment, input=input, folder=folder)
    watch = _Watch(program, timeout_s) if timeout_s else None
    try:
        output = program.output.read()
        code = program.finish()
        if watch is not None and watch.end():
            raise TimeoutError
        return Finished(code, output, program.errors())
    finally:
        if watch is not None:
            watch.end()
        program.stop()


class _Watch:
    """Kills a program when its time is over."""

    def __init__(self, program: Program, timeout_s: float) -> None:
        from threading import Timer

        self._program = program
        self._is_over = False
        self._timer = Timer(timeout_s, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def _kill(self) -> None:
        self._is_over = True
        self._program.kill()

    def end(self) -> bool:
        """Stop watching; tell whether it was killed."""
        self._timer.cancel()
        return self._is_over


class _Spawned:
    """A child started with `os.posix_spawn`, with the part of `subprocess.Popen` that we need."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._code: int | None = None

    def wait(self) -> int:
        """Wait for the end and give the exit code."""
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._code

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self._code is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def terminate(self) -> None:
        """Ask it to end."""
        os.kill(self._pid, signal.SIGTERM)

    def kill(self) -> None:
        """Make it end, if it has not: its number may belong to another program by then."""
        if self._code is None:
            os.kill(self._pid, signal.SIGKILL)


def _start(
    words: Sequence[str], environment: Mapping[str, str], streams: tuple[int, int, int], folder: str | None
) -> _Spawned | subprocess.Popen[bytes]:
    if not hasattr(os, "posix_spawnp"):
        import subprocess

        stdin, stdout, stderr = streams
        return subprocess.Popen(words, stdin=stdin, stdout=stdout, stderr=stderr, env=environment, cwd=folder)
    if folder is not None:
        return _start_elsewhere(words, environment, streams, folder)
    pid = os.posix_spawnp(
        words[0],
        list(words),
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, fd, number) for number, fd in enumerate(streams)],
        # Python ignores these two, and what is ignored stays ignored in a child: it would not notice that
        # nobody reads its output any more.
        setsigdef=[signal.SIGPIPE, signal.SIGXFSZ],
    )
    return _Spawned(pid)


def _start_elsewhere(
    words: Sequence[str], environment: Mapping[str, str], streams: tuple[int, int, int], folder: str
) -> _Spawned | subprocess.Popen[bytes]:
    """Start it in `folder`: a spawn has no word for that, so we go there and come back."""
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        return _start(words, environment, streams, None)
    finally:
        os.fchdir(here)
        os.close(here)


def _end(child: _Spawned | subprocess.Popen[bytes]) -> None:
    child.terminate()
    deadline = time.monotonic() + _PATIENCE_S
    while child.poll() is None:
        if time.monotonic() > deadline:
            child.kill()
            child.wait()
        time.sleep(0.0005)


def _pipe() -> tuple[int, int]:
    reader, writer = os.pipe()
    return _above_standard_streams(reader), _above_standard_streams(writer)


def _above_standard_streams(fd: int) -> int:
    """Move `fd` away from 0, 1 and 2, which are free when we were started without them, as by `<&-`."""
    if fd > 2:
        return fd
    import fcntl

    moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(fd)
    return moved


def _input_file(data: bytes) -> int:
    if not data:
        return _above_standard_streams(os.open(os.devnull, os.O_RDONLY))
    fd = _unlinked_file()
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def _errors_file() -> int:
    try:
        return _unlinked_file()
    except OSError:  # no room and no right to write anywhere: what it complains about is lost, no more
        return _above_standard_streams(os.open(os.devnull, os.O_RDWR))


def _unlinked_file() -> int:
    """An empty file without a name, open for reading and writing."""
    if hasattr(os, "memfd_create"):
        return _above_standard_streams(os.memfd_create("privacygate"))
    folder = os.environ.get("TMPDIR") or os.environ.get("TEMP") or "/tmp"  # noqa: S108
    path = os.path.join(folder, f"privacygate-{os.getpid()}-{os.urandom(8).hex()}")
    delete_on_close: int = getattr(os, "O_TEMPORARY", 0)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | delete_on_close, 0o600)
    if not delete_on_close:
        os.unlink(path)
    return _above_standard_streams(fd)
