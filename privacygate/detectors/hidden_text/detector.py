"""Looks for text that hides, or that hides other text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from privacygate.change import FileChange, Segment
from privacygate.detectors.detector import Detector
from privacygate.match import Match, Note
from privacygate.model import Notification, RuleHelp, RuleId
from privacygate.rule_places import builtin_folder, list_rule_files

if TYPE_CHECKING:
    from privacygate.detectors.hidden_text.hidden_run import HiddenRun
    from privacygate.detectors.hidden_text.rule import ParsedRule

BINARY_PROBE_BYTES = 8000
"""A NUL byte among so many first bytes makes a file binary, as git has it."""

_LEADS = (
    b"\xe2\x80", b"\xe2\x81", b"\xf3\xa0", b"\xef\xb8", b"\xef\xbb", b"\xc2\xad", b"\xcd\x8f", b"\xe1\x85", b"\xe3\x85",
    b"\xef\xbe", b"\xe1\xa0", b"\xe1\x9e",
)  # fmt: skip
"""First bytes, in UTF-8, of the characters that are looked for; most files have none of them."""

_ID = re.compile(rb"(?m)^[ \t-]*id[ \t]*:")


class HiddenTextDetector(Detector):
    """Finds bidirectional controls and invisible characters where no language and no emoji needs them."""

    def __init__(
        self, extra_rules: Sequence[str] = (), off: Collection[str] = (), cache_folder: str | None = None
    ) -> None:
        """Begin with the built-in rules and those in the places `extra_rules`, without the ids in `off`.

        Nothing is kept in `cache_folder`: rule files are read when there is something to say.
        """
        self._places = [builtin_folder("hidden_text"), *extra_rules]
        self._own_characters = bool(extra_rules)
        self._off = frozenset(off)

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        """See `Detector.detect`."""
        for segment in file.segments:
            text = segment.text
            if text.isascii() or b"\0" in text[:BINARY_PROBE_BYTES]:
                continue
            if any(lead in text for lead in _LEADS):
                yield from self._hidden(file.path, segment)
            if self._own_characters:
                yield from self._own(file.path, segment)

    @property
    def rule_count(self) -> int:
        """See `Detector.rule_count`."""
        return self._count - len(self._off)

    @cached_property
    def _count(self) -> int:
        """How many rules there are, without reading what they say: every run shows it."""
        count = 0
        for rule_file in list_rule_files(self._places):
            with open(rule_file.path, "rb") as file:
                count += len(_ID.findall(file.read()))
        return count

    def known_rules(self) -> Collection[RuleId]:
        """See `Detector.known_rules`."""
        return [item.help.id for item in self._parsed]

    def rules(self) -> dict[RuleId, RuleHelp]:
        """See `Detector.rules`."""
        return {item.help.id: item.help for item in self._parsed if item.help.id not in self._off}

    @cached_property
    def _parsed(self) -> list[ParsedRule]:
        from privacygate.detectors.hidden_text.rule import parse_rules
        from privacygate.rule_files import read_rule_files

        return parse_rules(read_rule_files(list_rule_files(self._places)))

    def _hidden(self, path: str, segment: Segment) -> Iterator[Match]:
        from privacygate.detectors.hidden_text.hidden_run import hidden_runs

        for run in hidden_runs(segment.text, path, segment.first_line == 1 and segment.first_column == 1):
            if run.rule not in self._off:
                yield self._match(path, segment, run)

    def _own(self, path: str, segment: Segment) -> Iterator[Match]:
        """What the rules of a team find: their characters, wherever they stand."""
        from privacygate.detectors.hidden_text.hidden_run import HiddenRun

        for item in self._parsed:
            if item.characters is None or item.help.id in self._off:
                continue
            for found in item.characters.finditer(segment.text):
                yield self._match(
                    path, segment, HiddenRun(found.start(), found.end(), item.help.id, item.help.confidence)
                )

    def _match(self, path: str, segment: Segment, run: HiddenRun) -> Match:
        from privacygate.detectors.hidden_text.characters import named

        (help_,) = (item.help for item in self._parsed if item.help.id == run.rule)
        value = segment.text[run.start : run.end]
        return Match(
            rule=RuleId(run.rule),
            path=path,
            segment=segment,
            start=run.start,
            end=run.end,
            secret_start=run.start,
            secret_end=run.start,  # nothing is secret
            confidence=run.confidence,
            message=f"{help_.name}: {named(value.decode('utf-8', 'replace'))}",
            value=value,
        )
