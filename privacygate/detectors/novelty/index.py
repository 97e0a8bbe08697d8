"""Fingerprints of old code, kept between runs: one SQLite file per repository, a row for each content.

Rows are keyed by content, so that a new base adds only what is new, and branches share the rest. Runs may come
together: a reader waits for a writer, and two that write the same row write the same thing. Whatever is wrong with the
file, it is put away and made anew; where it cannot be written, nothing is kept.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable
from contextlib import closing, suppress
from typing import NamedTuple, TypeVar
from zlib import compress, decompress

from privacygate.detectors.novelty.chains import Old

FORMAT = 1
"""Goes up when statements, their hashes or the rows change; older files are made anew."""

FILE_NAME = "novelty.sqlite"

_APPLICATION_ID = 0x70676E76
_PATIENCE_S = 5.0
_SCHEMA = """
    CREATE TABLE contents (
        family TEXT NOT NULL,
        id TEXT NOT NULL,
        fingerprints BLOB NOT NULL,
        PRIMARY KEY (family, id)
    ) WITHOUT ROWID
"""

T = TypeVar("T")


class Status(NamedTuple):
    """What an index has."""

    path: str
    size_bytes: int
    contents: tuple[tuple[str, int], ...]
    """For each family of languages, how many contents."""


class Index:
    """The index in the folder `home`; without one nothing is kept."""

    def __init__(self, home: str | None) -> None:
        self.path = None if home is None else os.path.join(home, FILE_NAME)

    def read(self, family: str) -> dict[str, bytes]:
        """Everything known of `family`, packed, by id."""
        if self.path is None or not os.path.exists(self.path):
            return {}
        query = "SELECT id, fingerprints FROM contents WHERE family = ?"
        return self._do(lambda connection: dict(connection.execute(query, (family,)))) or {}

    def add(self, family: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keep the packed fingerprints `rows`, by id."""
        if self.path is None:
            return
        values = [(family, id_, packed) for id_, packed in rows]
        command = "INSERT OR IGNORE INTO contents VALUES (?, ?, ?)"
        with suppress(OSError):
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            self._do(lambda connection: connection.executemany(command, values))

    def prune(self, family: str, wanted: Collection[str]) -> int:
        """Forget all of `family` whose id is not among `wanted`; gives how many that were."""
        surplus = [(family, id_) for id_ in self.read(family) if id_ not in wanted]
        if not surplus:
            return 0
        command = "DELETE FROM contents WHERE family = ? AND id = ?"
        self._do(lambda connection: connection.executemany(command, surplus))
        self._do(lambda connection: connection.execute("VACUUM"), isolated=False)
        return len(surplus)

    def status(self) -> Status | None:
        """What is kept; None when there is nothing."""
        if self.path is None or not os.path.exists(self.path):
            return None
        query = "SELECT family, count(*) FROM contents GROUP BY family ORDER BY family"
        contents = self._do(lambda connection: tuple(connection.execute(query))) or ()
        return Status(self.path, os.path.getsize(self.path), contents)

    def _do(self, work: Callable[[sqlite3.Connection], T], isolated: bool = True) -> T | None:
        """Do `work` in one transaction; None when it is not possible now."""
        assert self.path is not None
        for _ in range(2):
            try:
                with closing(sqlite3.connect(self.path, timeout=_PATIENCE_S)) as connection:
                    if not isolated:
                        connection.isolation_level = None
                    with connection:
                        _prepare(connection)
                        return work(connection)
            except sqlite3.OperationalError:  # locked for long, read-only, no space
                return None
            except sqlite3.DatabaseError:  # not a database, damaged, or of another format
                with suppress(OSError):
                    os.unlink(self.path)
        return None


def _prepare(connection: sqlite3.Connection) -> None:
    """See that the file is ours and of this format.

    Raises:
        sqlite3.DatabaseError: it is not.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if (application, version) == (_APPLICATION_ID, FORMAT):
        return
    if application or version or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("another format")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def pack(fingerprints: tuple[list[int], list[int]]) -> bytes:
    """`statements.fingerprints`, small: 6 bytes for each statement, then compressed."""
    shapes, names = fingerprints
    return compress(array("I", shapes).tobytes() + array("H", names).tobytes(), 6)


def unpack(packed: bytes) -> Old:
    """The opposite of `pack`."""
    raw = decompress(packed)
    count = len(raw) // 6
    shapes, names = array("I"), array("H")
    shapes.frombytes(raw[: 4 * count])
    names.frombytes(raw[4 * count :])
    return Old(shapes, names)
