"""Texts of a change as files in a folder that nobody else may read, for as long as a program looks at them."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from privacygate.change import FileChange, Segment
from privacygate.gitleaks.config import Config, ConfigFile

OTHERS = "_privacygate_"
"""A folder for what cannot lie under its own path."""

LEFT_OUT = frozenset((".gitleaks.toml", ".gitleaksignore"))
"""gitleaks takes these, at the root, for its own."""


@contextmanager
def private_folder() -> Iterator[str]:
    """A new folder, gone afterwards, also when the process is asked to end."""
    folder = tempfile.mkdtemp(prefix="privacygate-")
    try:
        with _orderly_end():
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _orderly_end() -> Iterator[None]:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def lay_out(files: Sequence[FileChange], folder: str) -> dict[str, Segment]:
    """Write every segment of `files` into `folder`. Gives the segments by the path they lie at, below `folder`."""
    laid: dict[str, Segment] = {}
    for file in files:
        for number, segment in enumerate(file.segments):
            if not segment.text or file.path in LEFT_OUT:
                continue
            own = file.path if number == 0 and _is_plain(file.path) else ""
            at = own if own and _write(folder, own, segment.text) else ""
            if not at:
                name = os.path.basename(file.path) if _is_plain(file.path) else "text"
                at = f"{OTHERS}/{len(laid)}/{name}"
                if not _write(folder, at, segment.text):
                    at = f"{OTHERS}/{len(laid)}/text"
                    _write_surely(folder, at, segment.text)
            laid[at] = segment
    return laid


def write_config(config: Config | None, folder: str) -> str:
    """Write the files of a configuration, so that each finds the one it extends from anywhere. Gives the first.

    Without one it is that of gitleaks itself: then no file or variable elsewhere counts.
    """
    files = config.files if config is not None else (ConfigFile("", "[extend]\nuseDefault = true\n", ""),)
    paths = [os.path.join(folder, f"gitleaks-{number}.toml") for number in range(len(files))]
    for number, file in enumerate(files):
        text = file.text
        if file.extends and number + 1 < len(files):
            text = _led_to(text, file.extends, paths[number + 1])
        with open(paths[number], "w", encoding="utf-8", errors="surrogateescape", newline="\n") as written:
            written.write(text)
    return paths[0]


def _led_to(text: str, extends: str, path: str) -> str:
    start = text.lower().find("extend")
    for quotes in ("'''", '"""', '"', "'"):
        at = text.find(quotes + extends + quotes, max(start, 0))
        if at >= 0:
            return text[:at] + f"'''{path}'''" + text[at + len(extends) + 2 * len(quotes) :]
    return text


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return not any(part in ("", ".", "..") for part in parts) and "\0" not in path and "\\" not in path


def _write(folder: str, path: str, text: bytes) -> bool:
    """Write it unless something is in its place, or the path cannot be one here."""
    try:
        _write_surely(folder, path, text)
    except (OSError, ValueError):
        return False
    return True


def _write_surely(folder: str, path: str, text: bytes) -> None:
    place = os.path.join(folder, *path.split("/"))
    os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(descriptor, "wb") as file:
        file.write(text)
