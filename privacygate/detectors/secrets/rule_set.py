"""The rules of a run, compiled: from the cache when it fits, otherwise from the rule files.

A cache file holds the compiled database and what the rules say, and belongs to exactly one list of rule files
(paths, sizes, times) and one version of each engine. It holds nothing of any change. Whatever is wrong with it, it is
passed over and written anew; when it cannot be written, the rules are compiled every time.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from privacygate.detectors.secrets.engine import HYPERSCAN_VERSION, Engine, load_engine
from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_places import RuleFileStat, builtin_folder, list_rule_files
from privacygate.version import VERSION

if TYPE_CHECKING:
    from privacygate.detectors.secrets.rule import ParsedRule, SecretRule

MAGIC = b"privacygate secrets 6\n"


class RuleSet:
    """Compiled rules. What one of them says is read when somebody asks."""

    def __init__(self, engine: Engine, said: bytes) -> None:
        """`said` has two lines of JSON for each rule, its `SecretRule` and its `RuleHelp`, in the engine's order."""
        self.engine = engine
        self.said = said
        self._lines = said.split(b"\n")

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self._lines) // 2

    def rule(self, index: int) -> SecretRule:
        """The rule that the engine knows by `index`."""
        import json

        from privacygate.detectors.secrets.rule import SecretRule

        row = json.loads(self._lines[2 * index])
        return SecretRule(*(tuple(value) if isinstance(value, list) else value for value in row))

    def help(self) -> dict[RuleId, RuleHelp]:
        """What every rule says to the person it stops."""
        import json

        helps: dict[RuleId, RuleHelp] = {}
        for line in self._lines[1::2]:
            id_, detector, name, summary, why, remedy, references, confidence, tags = json.loads(line)
            helps[RuleId(id_)] = RuleHelp(
                RuleId(id_),
                detector,
                name,
                summary,
                why,
                remedy,
                tuple(references),
                Confidence(confidence),
                tuple(tags),
            )
        return helps


def load_rule_set(places: Sequence[str], cache_folder: str | None) -> RuleSet:
    """The rules in the folders and files of `places`, ready to run.

    Raises:
        RuleFileError: a rule file cannot be used.
    """
    files = list_rule_files(places)
    key = _key(files)
    path = os.path.join(cache_folder, f"secrets-{crc32(key):08x}.db") if cache_folder else None
    if path:
        cached = _read_cache(path, key)
        if cached is not None:
            return cached
    from privacygate.detectors.secrets.rule import parse_rules
    from privacygate.rule_files import read_rule_files

    rule_set = compile_rule_set(parse_rules(read_rule_files(files), builtin_folder("secrets")))
    if path:
        _write_cache(path, key, rule_set)
    return rule_set


def compile_rule_set(parsed: Sequence[ParsedRule]) -> RuleSet:
    """Compile rules that were read already."""
    import json

    from privacygate.detectors.secrets.compiler import compile_engine

    rows: list[object] = []
    for item in parsed:
        rows += [item.rule, item.help._replace(confidence=item.help.confidence.value)]  # type: ignore[arg-type]
    said = "\n".join(json.dumps(row, separators=(",", ":")) for row in rows).encode()
    return RuleSet(compile_engine([item.rule for item in parsed]), said)


def _key(files: Sequence[RuleFileStat]) -> bytes:
    lines = [VERSION, HYPERSCAN_VERSION]
    lines += [f"{file.path}\0{file.size_bytes}\0{file.modified_ns}" for file in files]
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _read_cache(path: str, key: bytes) -> RuleSet | None:
    data = _read_own_file(path)
    head = MAGIC + len(key).to_bytes(4, "big") + key
    if not data.startswith(head) or len(data) < len(head) + 8:
        return None
    at = len(head)
    database_size = int.from_bytes(data[at : at + 4], "big")
    checksum = int.from_bytes(data[at + 4 : at + 8], "big")
    body = data[at + 8 :]
    if len(body) <= database_size or crc32(body) != checksum:
        return None
    engine = load_engine(body[:database_size])
    return RuleSet(engine, body[database_size:]) if engine else None


def _read_own_file(path: str) -> bytes:
    """What is in a file that nobody else could have written; nothing when there is no such file."""
    flags = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        descriptor = os.open(path, os.O_RDONLY | flags)
        try:
            status = os.fstat(descriptor)
            foreign = hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022)
            if foreign or not stat.S_ISREG(status.st_mode):
                return b""
            with open(descriptor, "rb", closefd=False) as file:
                return file.read()
        finally:
            os.close(descriptor)
    except OSError:
        return b""


def _write_cache(path: str, key: bytes, rule_set: RuleSet) -> None:
    database = rule_set.engine.dump()
    body = database + rule_set.said
    numbers = (len(database), crc32(body))
    data = MAGIC + len(key).to_bytes(4, "big") + key + b"".join(n.to_bytes(4, "big") for n in numbers) + body
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
        _forget_old(path)
    except OSError:
        return  # a cache that cannot be written costs time, not correctness


KEPT_CACHE_FILES = 6


def _forget_old(path: str) -> None:
    """Delete all but the newest few cache files, so that upgrades do not pile up."""
    folder = os.path.dirname(path)
    with os.scandir(folder) as entries:
        files = [
            (entry.stat().st_mtime, entry.path) for entry in entries if entry.name.startswith("secrets-")
        ]
    for _, old in sorted(files, reverse=True)[KEPT_CACHE_FILES:]:
        os.unlink(old)
