"""The rules of a run, compiled: from the cache when it fits, otherwise from the rule files.

A cache file holds the compiled database and what the rules say, and belongs to exactly one list of rule files
(paths, sizes, times) and one version of each engine. It holds nothing of any change. Whatever is wrong with it, it is
passed over and written anew; when it cannot be written, the rules are compiled every time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from privacygate.detectors.secrets.engine import HYPERSCAN_VERSION, Engine, load_engine
from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_places import RuleFileStat, list_rule_files
from privacygate.version import VERSION

if TYPE_CHECKING:
    from privacygate.detectors.secrets.rule import ParsedRule, SecretRule

MAGIC = b"privacygate secrets 1\n"


class RuleSet:
    """Compiled rules. What they say is read when somebody asks."""

    def __init__(self, engine: Engine, count: int, said: bytes) -> None:
        self.engine = engine
        self.count = count
        self._said = said
        self._loaded: list[Any] | None = None

    def rule(self, index: int) -> SecretRule:
        """The rule that the engine knows by `index`."""
        from privacygate.detectors.secrets.rule import SecretRule

        return SecretRule(*(tuple(v) if isinstance(v, list) else v for v in self._load()[0][index]))

    def help(self) -> dict[RuleId, RuleHelp]:
        """What every rule says to the person it stops."""
        helps: dict[RuleId, RuleHelp] = {}
        for row in self._load()[1]:
            id_, detector, name, summary, why, remedy, references, confidence, tags = row
            helps[RuleId(id_)] = RuleHelp(
                RuleId(id_), detector, name, summary, why, remedy, tuple(references), Confidence(confidence), tuple(tags)
            )
        return helps

    def _load(self) -> list[Any]:
        if self._loaded is None:
            import json

            self._loaded = json.loads(self._said)
        return self._loaded


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

    rule_set = compile_rule_set(parse_rules(read_rule_files(files)))
    if path:
        _write_cache(path, key, rule_set)
    return rule_set


def compile_rule_set(parsed: Sequence[ParsedRule]) -> RuleSet:
    """Compile rules that were read already."""
    import json

    from privacygate.detectors.secrets.compiler import compile_engine

    helps = [[*item.help[:7], item.help.confidence.value, item.help.tags] for item in parsed]
    said = json.dumps([[item.rule for item in parsed], helps], separators=(",", ":")).encode()
    return RuleSet(compile_engine([item.rule for item in parsed]), len(parsed), said)


def _key(files: Sequence[RuleFileStat]) -> bytes:
    lines = [VERSION, HYPERSCAN_VERSION]
    lines += [f"{file.path}\0{file.size_bytes}\0{file.modified_ns}" for file in files]
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _read_cache(path: str, key: bytes) -> RuleSet | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
            return None  # somebody else could have written it
        data = file.read()
    head = MAGIC + len(key).to_bytes(4, "big") + key
    if not data.startswith(head) or len(data) < len(head) + 20:
        return None
    at = len(head)
    count, database_size, said_size, checksum, _ = (
        int.from_bytes(data[at + 4 * i : at + 4 * i + 4], "big") for i in range(5)
    )
    body = data[at + 20 :]
    if len(body) != database_size + said_size or crc32(body) != checksum:
        return None
    engine = load_engine(body[:database_size])
    return RuleSet(engine, count, body[database_size:]) if engine else None


def _write_cache(path: str, key: bytes, rule_set: RuleSet) -> None:
    database = rule_set.engine.dump()
    body = database + rule_set._said
    numbers = (rule_set.count, len(database), len(rule_set._said), crc32(body), 0)
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
        files = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.name.startswith("secrets-")]
    for _, old in sorted(files, reverse=True)[KEPT_CACHE_FILES:]:
        os.unlink(old)
