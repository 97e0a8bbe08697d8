"""The rules of a run, compiled: from the cache when it fits, otherwise from the rule files."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from privacygate.detectors.secrets.engine import Engine
from privacygate.detectors.secrets.rule_cache import read_cache, write_cache
from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_places import RuleFileStat, builtin_folder, list_rule_files
from privacygate.workers import run_in_workers, worker_count

if TYPE_CHECKING:
    from privacygate.detectors.secrets.rule import ParsedRule
    from privacygate.detectors.secrets.secret_rule import SecretRule


WORTH_SPLITTING_FILES = 24


class RuleSet:
    """Compiled rules. What one of them says is read when somebody asks."""

    def __init__(self, engine: Engine, rules: bytes, helps: Callable[[], bytes]) -> None:
        """Begin with what `_dumped` gave for the rules of `engine`."""
        self.engine = engine
        self._rules: list[bytes]
        self._long: frozenset[int]
        self._rules, self._long = marshal.loads(rules)  # noqa: S302 - ours: see `rule_cache`
        self._helps = helps

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self._rules)

    def rule(self, index: int) -> SecretRule:
        """The rule that the engine knows by `index`."""
        from privacygate.detectors.secrets.secret_rule import SecretRule

        return SecretRule(*marshal.loads(self._rules[index]))  # noqa: S302

    def is_long(self, index: int) -> bool:
        """Whether matches of the rule that the engine knows by `index` may reach over many lines."""
        return index in self._long

    def help(self) -> dict[RuleId, RuleHelp]:
        """What every rule says to the person it stops."""
        rows = [RuleHelp(*row) for row in marshal.loads(self._helps())]  # noqa: S302
        return {row.id: row._replace(confidence=Confidence(row.confidence)) for row in rows}


def load_rule_set(places: Sequence[str], cache_folder: str | None) -> RuleSet:
    """The rules in the folders and files of `places`, ready to run.

    Raises:
        RuleFileError: a rule file cannot be used.
    """
    files = list_rule_files(places)
    if cache_folder:
        cached = read_cache(cache_folder, files)
        if cached is not None:
            return RuleSet(cached.engine, cached.rules, lambda: cached.helps() or _dumped(_parsed(files))[1])
    parsed = _parsed(files)
    dumped = _dumped(parsed)
    rule_set = compile_rule_set(parsed, dumped)
    if cache_folder:
        write_cache(cache_folder, files, rule_set.engine.dump(), *dumped)
    return rule_set


def compile_rule_set(parsed: Sequence[ParsedRule], dumped: tuple[bytes, bytes] | None = None) -> RuleSet:
    """Compile rules that were read already; `dumped` is what `_dumped` gave for them, where that is known."""
    from privacygate.detectors.secrets.compiler import compile_engine

    rules, helps = dumped or _dumped(parsed)
    return RuleSet(compile_engine([item.rule for item in parsed]), rules, lambda: helps)


def _parsed(files: Sequence[RuleFileStat]) -> list[ParsedRule]:
    """The rules of `files`, in order. Reading them is a third of the first start: several processes do it."""
    from privacygate.detectors.secrets.rule import check_ids, parse_rules
    from privacygate.rule_files import read_rule_files

    def read(part: Sequence[RuleFileStat]) -> list[ParsedRule]:
        return parse_rules(read_rule_files(part), builtin_folder("secrets"))

    if len(files) < WORTH_SPLITTING_FILES or worker_count() == 1:
        return read(files)
    size = -(-len(files) // worker_count())
    parts = [files[at : at + size] for at in range(0, len(files), size)]
    rules = [rule for part in run_in_workers([partial(read, part) for part in parts]) for rule in part]
    check_ids(rules)
    return rules


def _dumped(parsed: Sequence[ParsedRule]) -> tuple[bytes, bytes]:
    from privacygate.detectors.secrets.pattern import reaches_over_lines

    helps = [(*item.help[:7], item.help.confidence.value, item.help.tags) for item in parsed]
    rules = [marshal.dumps(tuple(item.rule)) for item in parsed]
    long = frozenset(index for index, item in enumerate(parsed) if reaches_over_lines(item.rule.pattern))
    return marshal.dumps((rules, long)), marshal.dumps(helps)
