"""Reads patches: what git, GNU diff, Subversion and their friends write, in mails and out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privacygate.errors import PatchError
from privacygate.git.file_header import FileHeader, binary_name
from privacygate.git.hunk import Hunk
from privacygate.git.line_reader import PIECE_BYTES, LineReader

_COMBINED = (b"diff --cc ", b"diff --combined ")

_OUTSIDE_FILES = (b"From ", b"commit ", b"diff ")
"""How a mail, an entry of `git log -p` and a command that was written down begin."""


class UnifiedDiff:
    """A patch that comes in chunks. `name` is what it is called in errors."""

    def __init__(self, chunks: Iterable[bytes], name: str) -> None:
        self._lines = LineReader(chunks)
        self._name = name
        self._header: FileHeader | None = None

    def parts(self) -> Iterator[tuple[FileHeader, Hunk | None]]:
        """The hunks of each file in turn, and None after the last one of each file.

        The text of a hunk has to be gone through before the next part is asked for.

        Raises:
            PatchError: it is no patch, or not a whole one.
        """
        is_blank, has_files, is_after_hunk = True, False, False
        while line := self._read():
            if not line.strip():
                continue
            is_blank = False
            if line.startswith((b"@@", b"## -")) and (part := self._hunk(line)) is not None:
                yield part
                part[0].has_hunks = is_after_hunk = True
                continue
            try:
                begun = self._begin_file(line)
            except ValueError:
                raise self._error("A name is not quoted as it should be.") from None
            if begun is not self._header:
                yield from self._finish_file()
                self._header = begun
                has_files = has_files or begun is not None
            elif is_after_hunk:
                self._refuse_surplus(line)
            is_after_hunk = False
        yield from self._finish_file()
        if not is_blank and not has_files:
            self._lines.number = 1
            raise self._error("There is no diff in it.", "Give a patch as `git diff` or `diff -u` writes it.")

    def _read(self) -> bytes:
        line = piece = self._lines.read()
        while len(piece) == PIECE_BYTES and not piece.endswith(b"\n"):
            piece = self._lines.read_piece()
        return line

    def _hunk(self, line: bytes) -> tuple[FileHeader, Hunk] | None:
        header = self._header
        hunk = Hunk.begin(self._lines, self._name, line)
        if hunk is None:
            if header is None:
                return None
            raise self._error("The header of a hunk is not understood.")
        if header is None or header.path is None:
            raise self._error("A hunk comes before the name of its file.")
        return header, hunk

    def _begin_file(self, line: bytes) -> FileHeader | None:
        """The header that `line` belongs to: a new one where it begins a file, None where it ends one.

        Raises:
            ValueError: a name is not properly quoted.
        """
        header = self._header
        if line.startswith(b"diff --git "):
            header = FileHeader(self._lines.number)
            header.read_git_names(line[len(b"diff --git ") :])
        elif line.startswith(_COMBINED):
            header = FileHeader(self._lines.number)
            header.read_combined_name(line.split(b" ", 2)[2])
        elif line.startswith(_OUTSIDE_FILES):
            header = None
        elif line.startswith(b"--- "):
            header = self._read_names(line)
        elif line.startswith(b"Index: "):
            header = self._read_index(line)
        elif line.startswith(b"Binary files ") and (header is None or header.is_complete):
            header = FileHeader(self._lines.number)
            header.path, header.is_binary = binary_name(line), True
        elif header is not None and not header.has_hunks:
            header.read_extended(line)
        return header

    def _read_names(self, old_line: bytes) -> FileHeader | None:
        """Take in the lines --- (in a combined diff there may be one for each parent) and +++."""
        header, number = self._header, self._lines.number
        line = self._read()
        while header is not None and header.is_combined and line.startswith(b"--- "):
            line = self._read()
        if not line.startswith(b"+++ "):
            self._lines.unread(line)
            return header
        if header is None or header.is_complete:
            header = FileHeader(number)
        header.read_names(old_line, line)
        return header

    def _read_index(self, line: bytes) -> FileHeader | None:
        """Take in Subversion's line above the others."""
        number = self._lines.number
        rule = self._read()
        self._lines.unread(rule)
        if not rule.startswith(b"===="):
            return self._header
        header = FileHeader(number)
        header.path = line[len(b"Index: ") :].rstrip(b"\r\n")
        return header

    def _finish_file(self) -> Iterator[tuple[FileHeader, None]]:
        header = self._header
        if header is None:
            return
        if header.lacks_hunks:
            self._lines.number = header.line_number
            raise self._error("A file changed, and its hunks are missing.")
        if header.path is None:
            self._lines.number = header.line_number
            raise self._error("The name of a file is not understood.")
        yield header, None

    def _refuse_surplus(self, line: bytes) -> None:
        """Refuse a line that goes on after the end of a hunk; `-- ` opens the signature of a mail."""
        if line[:1] in (b"+", b"-", b" ") and line.rstrip() != b"--":
            raise self._error("A hunk has more lines than its header says.")

    def _error(self, message: str, remedy: str = "Make the patch anew.") -> PatchError:
        return PatchError(message, remedy=remedy, path=self._name, line=self._lines.number)
