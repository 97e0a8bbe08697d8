"""The real gitleaks as one more detector: it looks at files by the batch, before they are looked at one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from privacygate.change import Change, FileChange, Segment
from privacygate.detectors.detector import Detector
from privacygate.errors import DetectorError
from privacygate.gitleaks.config import Config
from privacygate.gitleaks.default_rules import default_rules
from privacygate.gitleaks.detector import covering, first_new, overlap
from privacygate.gitleaks.laid_out import lay_out, private_folder, write_config
from privacygate.gitleaks.program import GitleaksProgram, Reported
from privacygate.match import Match, Note
from privacygate.model import Confidence, Notification, RuleHelp, RuleId, Skipped

BATCH_BYTES = 64 << 20
BATCH_FILES = 20_000
"""Starting gitleaks takes about a second, so it gets much at once."""

OTHER = RuleId("gitleaks-finding")
"""The rule of what a rule finds that we have not heard of."""

Entry = FileChange | Skipped | Notification


class GitleaksEngine(Detector):
    """Reports what the program finds. `reading` must have shown it the change."""

    def __init__(
        self,
        program: GitleaksProgram,
        config: Config | None = None,
        confidence: Confidence = Confidence.HIGH,
        taken: Callable[[], Collection[RuleId]] = tuple,
        off: Collection[RuleId] = (),
    ) -> None:
        """Begin.

        Args:
            program: the program.
            config: the team's configuration; None: its own.
            confidence: of what the rules of the configuration find.
            taken: gives the built-in rules for secrets: they explain themselves, and may have found the same.
            off: rules whose findings are passed over.
        """
        self.program = program
        self._config = config
        self._team_rules = frozenset(config.rules if config is not None else ())
        self._confidence = confidence
        self._taken = taken
        self._reported: dict[int, list[Reported]] = {}
        self._own: set[int] = set()
        self._known = frozenset((*default_rules(), *self._team_rules))
        self._off = frozenset(off)

    def reading(self, change: Change) -> Change:
        """`change`, whose files the program sees before they are handed on. It cannot be gone through twice."""
        return change._replace(entries=self._entries(change.entries), again=None)

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        """See `Detector.detect`."""
        self._own.clear()
        for segment in file.segments:
            for reported in self._reported.pop(id(segment), ()):
                match = self._match(reported, file, segment)
                if match is not None and match.rule not in self._off:
                    self._own.add(id(match))
                    yield match

    @property
    def rule_count(self) -> int:
        """See `Detector.rule_count`: it does not say how many it has."""
        return 0

    def known_rules(self) -> Collection[RuleId]:
        """See `Detector.known_rules`."""
        return [*(RuleId(id_) for id_ in self._known), OTHER]

    def rules(self) -> dict[RuleId, RuleHelp]:
        """See `Detector.rules`."""
        ids = [*sorted(RuleId(id_) for id_ in self._known.difference(self._taken(), self._off)), OTHER]
        return {id_: _help(id_, self._confidence_of(id_)) for id_ in ids}

    def settle(self, file: FileChange, matches: Sequence[Match]) -> Sequence[Match]:
        """See `Detector.settle`: where another detector has found the same, its match stands and names gitleaks."""
        if not self._own:
            return matches
        kept = [match for match in matches if id(match) not in self._own]
        secrets = {*self._taken(), *self._team_rules}
        others = [index for index, match in enumerate(kept) if match.rule in secrets]
        for match in matches:
            if id(match) not in self._own:
                continue
            twins = [index for index in others if overlap(match, kept[index])]
            for index in twins:
                message = kept[index].message
                also = message if "gitleaks: " in message else f"{message} (also found by gitleaks: {match.rule})"
                kept[index] = covering(kept[index], match)._replace(message=also)
            if not twins:
                kept.append(match)
        return kept

    def _entries(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        batch: list[Entry] = []
        size_bytes = 0
        for entry in entries:
            if isinstance(entry, FileChange):
                entry = entry._replace(segments=tuple(entry.segments))  # noqa: PLW2901
                size_bytes += sum(len(segment.text) for segment in entry.segments)
            batch.append(entry)
            if size_bytes >= BATCH_BYTES or len(batch) >= BATCH_FILES:
                yield from self._looked_at(batch)
                batch, size_bytes = [], 0
        yield from self._looked_at(batch)

    def _looked_at(self, batch: Sequence[Entry]) -> Sequence[Entry]:
        files = [entry for entry in batch if isinstance(entry, FileChange)]
        if files:
            try:
                self._look_at(files)
            except OSError as error:
                raise DetectorError(
                    f"files for gitleaks cannot be written ({error.strerror})", remedy="Make room where TMPDIR leads."
                ) from None
        return batch

    def _look_at(self, files: Sequence[FileChange]) -> None:
        with private_folder() as folder:
            below = os.path.join(folder, "files")
            os.mkdir(below, 0o700)
            laid = lay_out(files, below)
            config = write_config(self._config, folder)
            for reported in self.program.look_at(below, config, (segment.text for segment in laid.values())):
                segment = laid.get(reported.path)
                if segment is None:
                    raise DetectorError("gitleaks reports a file that it was not given")
                self._reported.setdefault(id(segment), []).append(reported)

    def _match(self, reported: Reported, file: FileChange, segment: Segment) -> Match | None:
        rule = RuleId(reported.rule) if reported.rule in self._known else OTHER
        said = reported.description or reported.rule
        by = "found by gitleaks" if rule != OTHER else f"found by gitleaks: {reported.rule}"
        span = _span(reported, file, segment)
        if span is None:
            return None
        secret = reported.secret if reported.start_line else b""
        return Match(rule, file.path, segment, *span, self._confidence_of(rule), f"{said.rstrip('.')} ({by})", secret)

    def _confidence_of(self, rule: str) -> Confidence:
        return self._confidence if rule in self._team_rules else Confidence.MEDIUM


def _span(reported: Reported, file: FileChange, segment: Segment) -> tuple[int, int, int, int] | None:
    """Match and secret in the text; where they stand encoded, the whole line for both."""
    text = segment.text
    if not reported.start_line:
        start = first_new(file, segment)
        return None if start is None else (start, start, start, start)
    line = 0
    for _ in range(reported.start_line - 1):
        line = text.find(b"\n", line) + 1
    start = text.find(reported.match, line) if reported.match else -1
    line_end = text.find(b"\n", line)
    line_end = len(text) if line_end < 0 else line_end
    if start < 0 or start > line_end:
        return line, line_end, line, line_end
    end = start + len(reported.match)
    at = reported.match.find(reported.secret) if reported.secret else -1
    return (start, end, start + at, start + at + len(reported.secret)) if at >= 0 else (start, end, start, end)


def _help(rule: RuleId, confidence: Confidence) -> RuleHelp:
    name = "Finding of gitleaks" if rule == OTHER else f"gitleaks: {rule}"
    return RuleHelp(
        id=rule,
        detector="gitleaks",
        name=name,
        summary="gitleaks has found a secret here.",
        why="A key in the open can be used by everybody who sees the file or its history.",
        remedy="If it is a secret, revoke it first. Then take it out, and read it from a secret store.",
        references=("https://github.com/gitleaks/gitleaks",),
        confidence=confidence,
        tags=("gitleaks",),
    )
