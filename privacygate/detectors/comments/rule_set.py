"""The signals of a run, compiled: from the cache when it fits, otherwise from the rule files."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from privacygate.cache_file import read_cache_file, write_cache_file
from privacygate.detectors.comments.finder import HYPERSCAN_VERSION, Finder, load_finder
from privacygate.detectors.comments.signal import Signal
from privacygate.errors import RuleFileError
from privacygate.model import Confidence, RuleHelp, RuleId
from privacygate.rule_places import RuleFileStat, list_rule_files
from privacygate.version import VERSION

if TYPE_CHECKING:
    from privacygate.detectors.comments.rule import ParsedFiles

_FORMAT = "2"
_KIND = "comments"


class RuleSet(NamedTuple):
    """What the detector works with."""

    finder: Finder
    signals: tuple[Signal, ...]
    helps: tuple[RuleHelp, ...]


def load_rule_set(places: Sequence[str], cache_folder: str | None, more: Sequence[Signal] = ()) -> RuleSet:
    """The rules in the folders and files of `places`, and the signals `more`, ready to run.

    Raises:
        RuleFileError: a rule file cannot be used.
    """
    files = list_rule_files(places)
    key = _key(files, more)
    kept = read_cache_file(cache_folder, _KIND, key) if cache_folder else None
    if kept is not None and len(kept) == 2 and (rule_set := _loaded(*kept)) is not None:
        return rule_set
    parsed = _parsed(files)
    rule_set = compile_rule_set(parsed._replace(signals=(*parsed.signals, *more)))
    if cache_folder:
        write_cache_file(cache_folder, _KIND, key, [rule_set.finder.dump(), _dumped(rule_set)])
    return rule_set


def compile_rule_set(parsed: ParsedFiles) -> RuleSet:
    """Compile rules that were read already.

    Raises:
        RuleFileError: Hyperscan cannot use them.
    """
    from privacygate.detectors.comments.finder import compile_finder

    finder = compile_finder(parsed.signals)
    if isinstance(finder, str):
        raise RuleFileError(
            f"Hyperscan cannot use these rules ({finder})", remedy="Shorten large repetitions in phrases and `words`."
        )
    return RuleSet(finder, parsed.signals, tuple(item.help for item in parsed.rules))


def _parsed(files: Sequence[RuleFileStat]) -> ParsedFiles:
    from privacygate.detectors.comments.rule import parse_files
    from privacygate.rule_files import read_rule_files

    return parse_files(read_rule_files(files))


def _key(files: Sequence[RuleFileStat], more: Sequence[Signal]) -> bytes:
    lines = [_FORMAT, VERSION, HYPERSCAN_VERSION, sys.version]
    lines += [f"{file.path}\0{file.size_bytes}\0{file.modified_ns}" for file in files]
    lines += [signal.pattern for signal in more]
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _dumped(rule_set: RuleSet) -> bytes:
    helps = [(*help_[:7], help_.confidence.value, help_.tags) for help_ in rule_set.helps]
    return marshal.dumps(([tuple(signal) for signal in rule_set.signals], helps))


def _loaded(database: bytes, data: bytes) -> RuleSet | None:
    rows, helps = marshal.loads(data)  # noqa: S302 - ours: see `cache_file`
    signals = tuple(Signal(*row) for row in rows)
    finder = load_finder(database, signals)
    return None if finder is None else RuleSet(finder, signals, tuple(_help(row) for row in helps))


def _help(row: tuple[Any, ...]) -> RuleHelp:
    kept = RuleHelp(*row)
    return kept._replace(id=RuleId(kept.id), confidence=Confidence(kept.confidence))
