"""What a patch says about one file before its hunks: its names, and what happened to it as a whole."""

from __future__ import annotations

from privacygate.git.quoting import unquote

_NOTHING = b"/dev/null"

_OLD_PREFIXES = (b"a/", b"c/", b"i/", b"o/", b"w/", b"1/", b"2/")
_NEW_PREFIXES = (b"b/", b"i/", b"w/", b"c/", b"o/", b"1/", b"2/")
"""Source: git-config(1), `diff.mnemonicPrefix`. `git diff -R` exchanges some of them."""

_EMPTY_BLOBS = (b"e69de29", b"473a0f4")
"""How the id of an empty file begins, in SHA-1 and in SHA-256."""

_BINARY = (b"GIT binary patch", b"Binary files ", b"Cannot display: file marked as a binary type")


class FileHeader:
    """Grows line by line. `line_number` is where it begins."""

    def __init__(self, line_number: int) -> None:
        self.line_number = line_number
        self.path: bytes | None = None
        self.old_path: bytes | None = None
        """Where a renamed or copied file came from."""
        self.new_id = b""
        """Of the new version, as long as the patch has it; empty when it has none."""
        self.is_new = False
        self.is_deleted = False
        self.is_binary = False
        self.is_submodule = False
        self.is_combined = False
        self.has_names = False
        """Whether the lines --- and +++ were there."""
        self.has_hunks = False
        self._content_differs = False
        self._has_prefixes: bool | None = None
        """None: nobody said."""

    @property
    def is_complete(self) -> bool:
        """Whether names or content that follow are those of another file."""
        return self.has_names or self.has_hunks or self.is_binary

    @property
    def lacks_hunks(self) -> bool:
        """Whether its content changed and the patch does not show how."""
        if self.has_hunks or self.is_binary or self.is_deleted or not self._content_differs:
            return False
        if self.is_combined:  # what is as in one of the parents is left out
            return False
        return not (self.is_new and self.new_id.startswith(_EMPTY_BLOBS))

    def read_git_names(self, names: bytes) -> None:
        """Take in what follows `diff --git `. Names that differ may not be told apart here; others follow."""
        old, new = _two_names(names)
        if old is None or new is None:
            marks = [b" " + prefix for prefix in _NEW_PREFIXES if prefix != names[:2]]
            self._has_prefixes = names[:2] in _OLD_PREFIXES and any(mark in names for mark in marks)
            return
        self._has_prefixes = (old != new and _same_but_for_prefix(old, new)) or (
            old[:2] in _OLD_PREFIXES and old[:2] != new[:2]
        )
        self.path = self._without_prefix(new)

    def read_combined_name(self, name: bytes) -> None:
        """Take in what follows `diff --cc `: one name, and never a prefix."""
        self.is_combined = True
        self.path = _name(name)

    def read_names(self, old_line: bytes, new_line: bytes) -> None:
        """Take in the lines --- and +++."""
        old, new = _name(old_line[4:]), _name(new_line[4:])
        self.has_names = True
        if self._has_prefixes is None:
            self._has_prefixes = _look_prefixed(old, new)
        self.is_new = self.is_new or old == _NOTHING
        self.is_deleted = self.is_deleted or new == _NOTHING
        if self.old_path is None and not self.is_combined:  # those of a rename are exact
            self.path = self._without_prefix(old if new == _NOTHING else new)

    def read_extended(self, line: bytes) -> None:
        """Take in one of the other lines. Source: git-diff(1), "Generating patch text with -p"."""
        line = line.rstrip(b"\r\n")
        word, _, rest = line.partition(b" ")
        if line.startswith((b"rename from ", b"copy from ")):
            self.old_path = _name(rest.partition(b" ")[2])
        elif line.startswith((b"rename to ", b"copy to ")):
            self.path = _name(rest.partition(b" ")[2])
        elif line.startswith(b"new file mode "):
            self.is_new = True
            self.is_submodule = rest.endswith(b" 160000")
        elif line.startswith(b"deleted file mode "):
            self.is_deleted = True
        elif word == b"index" and b".." in rest:
            ids, _, mode = rest.partition(b" ")
            old_ids, _, self.new_id = ids.partition(b"..")
            self._content_differs = any(old_id != self.new_id for old_id in old_ids.split(b","))
            self.is_submodule = self.is_submodule or mode == b"160000"
        elif line.startswith(_BINARY):
            self.is_binary = True

    def _without_prefix(self, name: bytes) -> bytes:
        return name.partition(b"/")[2] if self._has_prefixes else name.removeprefix(b"./")


def binary_name(line: bytes) -> bytes:
    """The new name in `Binary files old and new differ`."""
    names = line.removeprefix(b"Binary files ").rstrip(b"\r\n").removesuffix(b" differ")
    old, _, new = names.partition(b" and ")
    name = old if new == _NOTHING else new
    return name.partition(b"/")[2] if _look_prefixed(old, new) else name


def _look_prefixed(old: bytes, new: bytes) -> bool:
    if old == _NOTHING:
        return new[:2] == b"b/"
    if new == _NOTHING:
        return old[:2] == b"a/"
    return old[:2] in _OLD_PREFIXES and new[:2] in _NEW_PREFIXES and old[:2] != new[:2]


def _name(words: bytes) -> bytes:
    """The name in what follows `--- ` or `+++ `: a time stamp or a revision may come after it."""
    words = words.rstrip(b"\r\n")
    if words.startswith(b'"'):
        return unquote(words)[0]
    return words.partition(b"\t")[0]


def _two_names(words: bytes) -> tuple[bytes | None, bytes | None]:
    """The two names after `diff --git `; None when they differ and blanks hide where the first ends."""
    words = words.rstrip(b"\r\n")
    if words.startswith(b'"'):
        old, rest = unquote(words)
        return old, _name(rest[1:])
    if words.endswith(b'"'):
        old, _, new = words.partition(b' "')
        return old, unquote(b'"' + new)[0]
    middle = len(words) // 2
    old, new = words[:middle], words[middle + 1 :]
    if words[middle : middle + 1] == b" " and (old == new or old.partition(b"/")[2] == new.partition(b"/")[2]):
        return old, new
    return None, None


def _same_but_for_prefix(old: bytes, new: bytes) -> bool:
    name = old.partition(b"/")[2]
    return name != b"" and name == new.partition(b"/")[2]
