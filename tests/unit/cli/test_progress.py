from __future__ import annotations

import io

import pytest

from privacygate.cli import progress as module
from privacygate.cli.progress import EVERY_S, FIRST_AFTER_S, Progress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "monotonic", clock)
    return clock


def test_work_of_a_moment_shows_nothing(clock: Clock) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    clock.now += FIRST_AFTER_S / 2
    progress.show(16, 10_000_000)
    progress.finish()
    assert stream.getvalue() == ""


def test_longer_work_shows_how_far_it_is_and_wipes_it_in_the_end(clock: Clock) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    clock.now += 2
    progress.show(1600, 12_300_000)
    assert stream.getvalue() == "\r\x1b[Kprivacygate: 1,600 files, 12 MB in 2.0 s"
    progress.finish()
    progress.finish()
    assert stream.getvalue().endswith(" s\r\x1b[K")
    assert stream.getvalue().count("\x1b[K") == 2


def test_it_is_said_now_and_then(clock: Clock) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    clock.now += 2
    for number in range(0, 1600, 16):
        progress.show(number, 2_000_000)
        clock.now += EVERY_S / 10
    assert 5 <= stream.getvalue().count("files") <= 11


def test_many_small_files_do_not_look_at_the_clock_each_time(clock: Clock) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    clock.now += 2
    progress.show(1601, 1000)
    assert stream.getvalue() == ""
    progress.show(1616, 1000)
    assert "1,616 files" in stream.getvalue()


def test_it_never_shows_a_path() -> None:
    assert "path" not in Progress.show.__code__.co_varnames
