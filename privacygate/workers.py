"""Does the same kind of work in several processes at once.

Processes, because threads of Python wait for each other; forked ones, because they start in a millisecond with
everything loaded. Where there is no fork (Windows) there is one worker, ourselves.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

MOST = 8
"""More workers than this only wait for the disk and fill memory."""


def worker_count() -> int:
    """How many workers are worth having on this machine."""
    if not hasattr(os, "fork"):
        return 1
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, MOST)


def run_in_workers(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """Do every job, the last one in this process and each of the others in a fork of it, and give what they give.

    What a job gives, or raises, comes back by pickle. When one of them fails, or we are interrupted, the others are
    ended.

    Raises:
        Whatever a job raises; the first one counts.
        ChildProcessError: a worker ended without an answer.
    """
    children: list[tuple[int, int]] = []
    try:
        for job in jobs[:-1]:
            children.append(_fork(job, [reader for _, reader in children]))
        own = jobs[-1]()
        answers: list[T] = []
        while children:
            with open(children[0][1], "rb", closefd=False) as stream:
                data = stream.read()
            answers.append(_answer(*children.pop(0), data))  # popped: it must not be ended once more below
    finally:
        for process, reader in children:
            os.close(reader)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    return [*answers, own]


def _fork(job: Callable[[], T], readers_of_others: Sequence[int]) -> tuple[int, int]:
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    code = 1
    try:
        for other in (reader, *readers_of_others):
            os.close(other)
        code = _work(job, writer)
    finally:
        os._exit(code)  # nothing of the parent is to be flushed, closed or cleaned up twice


def _work(job: Callable[[], object], writer: int) -> int:
    import pickle

    try:
        answer = (True, job())
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        answer = (False, error)
    with open(writer, "wb") as stream:
        pickle.dump(answer, stream, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


def _answer(process: int, reader: int, data: bytes) -> T:  # type: ignore[type-var]
    import pickle

    os.close(reader)
    _, status = os.waitpid(process, 0)
    if os.waitstatus_to_exitcode(status) != 0 or not data:
        raise ChildProcessError(f"a worker ended with status {os.waitstatus_to_exitcode(status)}")
    succeeded, answer = pickle.loads(data)  # noqa: S301 - it comes from our own fork
    if not succeeded:
        raise answer
    return answer  # type: ignore[no-any-return]
