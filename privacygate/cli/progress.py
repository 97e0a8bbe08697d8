"""A progress line for work that takes longer than a moment, when a terminal looks on."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

FIRST_AFTER_S = 0.5
EVERY_S = 0.1


class Progress:
    """One line on `stream` that is written over, and gone at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = monotonic() + FIRST_AFTER_S
        self._started = monotonic()
        self._shown = False

    def show(self, files: int, size_bytes: int) -> None:
        """Say how far the work is, unless it was said a moment ago."""
        if files & 15 and size_bytes < 1 << 20:  # the clock costs more than a small file
            return
        now = monotonic()
        if now < self._next:
            return
        self._next = now + EVERY_S
        self._shown = True
        seconds = now - self._started
        self._stream.write(f"\r\x1b[Kprivacygate: {files:,} files, {size_bytes / 1e6:,.0f} MB in {seconds:.1f} s")
        self._stream.flush()

    def finish(self) -> None:
        """Wipe the line."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
