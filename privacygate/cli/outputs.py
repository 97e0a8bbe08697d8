"""Where reports go: `--output FORMAT` to standard output, `--output FORMAT=FILE` to a file, any number of them."""

import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple, TextIO

from privacygate.errors import OutputError, UsageError
from privacygate.reports import FORMATS


class Wanted(NamedTuple):
    """One report that was asked for."""

    format: str
    path: str | None
    """None: standard output."""


def parse_outputs(words: Sequence[str]) -> list[Wanted]:
    """What `--output` asked for. Text on standard output unless another format wants it.

    Raises:
        UsageError: a format that does not exist, or two reports on standard output or in one file.
    """
    wanted = [_parse(word) for word in words]
    if not any(item.path is None for item in wanted):
        wanted.append(Wanted("text", None))
    places = [item.path and os.path.realpath(item.path) for item in wanted]
    if len(set(places)) < len(places):
        raise UsageError("two reports want the same place", remedy="Give all but one a file: `--output sarif=FILE`.")
    return wanted


def _parse(word: str) -> Wanted:
    format_, _, path = word.partition("=")
    if format_ not in FORMATS:
        from privacygate.suggestion import did_you_mean

        raise UsageError(
            f"there is no report format `{format_}`",
            remedy=f"Choose one of: {', '.join(FORMATS)}. {did_you_mean(format_, FORMATS)}".rstrip(),
        )
    return Wanted(format_, path or None)


class ReportFile:
    """A report that appears in its place when it is whole, and not before.

    Opening it shows, before a long scan, that it can be written.
    """

    def __init__(self, path: str) -> None:
        """Open the place for writing.

        Raises:
            OutputError: it cannot be written.
        """
        self.path = path
        self._temporary: str | None = None
        try:
            if _is_special(path):
                self._file: TextIO = open(path, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
            else:
                if os.path.isdir(path):
                    raise IsADirectoryError(21, "it is a folder")
                self._temporary = f"{path}.{os.getpid()}.part"
                self._file = open(self._temporary, "w", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115
        except OSError as error:
            raise OutputError(
                f"the report cannot be written ({error.strerror})",
                path=path,
                remedy="Name a file in a folder that exists and that you may write to.",
            ) from error

    def write(self, pieces: Iterable[str]) -> None:
        """Write the report and put it in its place.

        Raises:
            OutputError: the disk is full, say.
        """
        try:
            self._file.writelines(pieces)
            self._file.close()
            if self._temporary is not None:
                os.replace(self._temporary, self.path)
                self._temporary = None
        except OSError as error:
            raise OutputError(
                f"the report cannot be written ({error.strerror})",
                path=self.path,
                remedy="Make room, or name another place.",
            ) from error

    def discard(self) -> None:
        """Leave no trace, unless the report was written."""
        with suppress(OSError):  # what is left to write does not fit on a full disk now either
            self._file.close()
        if self._temporary is not None:
            with suppress(OSError):
                os.unlink(self._temporary)
            self._temporary = None


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def write_to_terminal(pieces: Iterable[str], stream: TextIO) -> None:
    """Write to standard output or error; a reader that has gone away is no error."""
    try:
        stream.writelines(_encodable(piece, stream) for piece in pieces)
        stream.flush()
    except BrokenPipeError:
        # Python would complain once more when it ends; see the note in the documentation of SIGPIPE.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _encodable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def use_colour(choice: str, stream: TextIO) -> bool:
    """Whether to colour: as told, else on a terminal that is not dumb, unless NO_COLOR is set (https://no-color.org)."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
