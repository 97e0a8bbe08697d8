from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from privacygate.errors import GitError
from privacygate.workers import MOST, run_in_workers, worker_count

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is one worker")


def constantly(value: object) -> Callable[[], object]:
    return lambda: value


def failing(error: BaseException) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


@pytest.fixture(autouse=True)
def _leaves_nothing_behind() -> object:
    files = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    yield
    if files:
        assert len(os.listdir("/proc/self/fd")) == files
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_some_worker_there_is() -> None:
    assert 1 <= worker_count() <= MOST


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_answer_comes_back(count: int) -> None:
    answers = run_in_workers([constantly(number) for number in range(count)])
    assert sorted(map(str, answers)) == [str(number) for number in range(count)]


def test_a_large_answer_comes_back_whole() -> None:
    assert run_in_workers([constantly(b"x" * 5_000_000), constantly(b"y")]) == [b"x" * 5_000_000, b"y"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_error_of_a_worker_is_raised_as_it_is(place: int) -> None:
    jobs = [constantly(1)] * 3
    jobs[place] = failing(GitError("git has gone", remedy="Look.", path="a", line=3))
    with pytest.raises(GitError) as caught:
        run_in_workers(jobs)
    assert (str(caught.value), caught.value.remedy) == ("a:3: git has gone", "Look.")


def test_an_error_that_cannot_travel_is_an_error_all_the_same() -> None:
    class Local(Exception):
        pass

    with pytest.raises(ChildProcessError):
        run_in_workers([failing(Local()), constantly(1)])


def test_an_answer_that_cannot_travel_is_an_error() -> None:
    with pytest.raises(ChildProcessError):
        run_in_workers([constantly(lambda: 1), constantly(1)])


@pytest.mark.parametrize(
    "end", [lambda: os._exit(0), lambda: os._exit(7), lambda: os.kill(os.getpid(), signal.SIGKILL)]
)
def test_a_worker_that_vanishes_is_an_error(end: Callable[[], object]) -> None:
    with pytest.raises(ChildProcessError):
        run_in_workers([end, constantly(1)])


def test_when_one_fails_the_others_are_ended() -> None:
    started = time.perf_counter()
    with pytest.raises(ValueError, match="x"):
        run_in_workers([lambda: time.sleep(60), lambda: time.sleep(60), failing(ValueError("x"))])
    assert time.perf_counter() - started < 10


def test_when_we_are_interrupted_they_are_ended() -> None:
    with pytest.raises(KeyboardInterrupt):
        run_in_workers([lambda: time.sleep(60), failing(KeyboardInterrupt())])
