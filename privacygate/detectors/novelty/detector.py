"""Looks for large blocks of logic that the repository did not hold before, and says so once for a change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from privacygate.change import Before, FileChange
from privacygate.detectors.detector import Detector
from privacygate.match import Match, Note
from privacygate.model import Conclusion, Level, NoteOnFile, Notification, RuleHelp, RuleId

if TYPE_CHECKING:
    from privacygate.detectors.novelty.sketch import Sketch

CONFIDENTIAL, PUBLIC = 2.0, 0.5
"""How much a line weighs under a path of this kind: where it counts twice, half the lines are large."""

MOST_PENDING_BYTES = 64 << 20
"""So much text of files with few new lines is held until it is known whether it matters."""

MOST_SKETCHED_BYTES = 8 << 20
"""So much code of one change is read, in some three seconds; the first import of a project has more."""

Matcher = Callable[[str], bool]


class NoveltyDetector(Detector):
    """Advises on new logic: code that decides and computes, and that was nowhere before.

    Nothing is read until a change is large enough to ask: a file with few added lines is only kept at hand.
    """

    needs_before = True

    def __init__(  # noqa: PLR0913 -- one for each key that can be set
        self,
        extra_rules: Sequence[str] = (),
        off: Collection[str] = (),
        cache_folder: str | None = None,
        *,
        block: int = 40,
        change: int = 200,
        confidential: Matcher | None = None,
        public: Matcher | None = None,
        code: Matcher | None = None,
        not_code: Matcher | None = None,
        known: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Speak of `block` logical lines in one place, or `change` in all; the rest as docs/settings.md has it.

        The folders `known` come with the names that people call them.
        """
        self._extra_rules = extra_rules
        self._off = frozenset(off)
        self._cache_folder = cache_folder
        self._limits = (block, change)
        self._confidential = confidential
        self._public = public
        self._code = code
        self._not_code = not_code
        self._known = known
        self._pending: list[FileChange] = []
        self._pending_lines = 0.0
        self._pending_bytes = 0
        self._sketched_bytes = 0

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        """See `Detector.detect`."""
        if self._off or not isinstance(file.segments, tuple):
            return
        weighted = _added_lines(file) * self.weight(file.path)
        if not weighted:
            return
        if weighted < self._limits[0] and self._pending_bytes < MOST_PENDING_BYTES:
            # Whether it is code is asked later: a small commit would pay a millisecond for the answer.
            self._pending.append(file)
            self._pending_lines += weighted
            self._pending_bytes += sum(len(segment.text) for segment in file.segments)
            yield Note(file.path, None)
        elif self._is_code(file.path):
            yield from self._noted(file)

    def conclude(
        self, notes: Sequence[NoteOnFile], before: Callable[[], Before] | None
    ) -> Iterator[Conclusion | Notification]:
        """See `Detector.conclude`."""
        pending, lines = self._pending, self._pending_lines
        self._pending, self._pending_lines, self._pending_bytes = [], 0.0, 0  # the next change begins anew
        sketched_bytes, self._sketched_bytes = self._sketched_bytes, 0
        if sketched_bytes > MOST_SKETCHED_BYTES:
            message = "The change has more code than is read for large new logic; not all of it was looked at"
            yield Notification("novelty-not-all-read", message, Level.NOTE)
        sketched = {note.path: (note.facts, note.quotes) for note in notes if note.facts is not None}
        if before is None or (lines < self._limits[1] and not sketched):
            return
        pending = [file for file in pending if self._is_code(file.path)]
        weighted = [_new_lines(facts) * self.weight(path) for path, (facts, _) in sketched.items()]
        total = sum(weighted) + sum(_added_lines(file) * self.weight(file.path) for file in pending)
        if max(weighted, default=0) < self._limits[0] and total < self._limits[1]:
            return
        from privacygate.detectors.novelty.conclusion import conclude

        for file in pending:
            for note in self._noted(file):
                sketched[file.path] = (note.facts, ())
        self._sketched_bytes = 0
        yield from conclude(sketched, before(), self._known_folders(), self._limits, self.weight)

    @property
    def rule_count(self) -> int:
        """See `Detector.rule_count`."""
        return 1 - bool(self._off)

    def known_rules(self) -> Collection[RuleId]:
        """See `Detector.known_rules`."""
        from privacygate.detectors.novelty.rule import NOVEL_LOGIC

        return (NOVEL_LOGIC,)

    def rules(self) -> dict[RuleId, RuleHelp]:
        """See `Detector.rules`."""
        from privacygate.detectors.novelty.rule import parse_rules
        from privacygate.rule_files import read_rule_files
        from privacygate.rule_places import builtin_folder, list_rule_files

        rules = parse_rules(read_rule_files(list_rule_files([builtin_folder("novelty"), *self._extra_rules])))
        return {id_: help_ for id_, help_ in rules.items() if id_ not in self._off}

    def weight(self, path: str) -> float:
        """How much a line of the file at `path` weighs. What is confidential and public is confidential."""
        if self._confidential is not None and self._confidential(path):
            return CONFIDENTIAL
        return PUBLIC if self._public is not None and self._public(path) else 1.0

    def _is_code(self, path: str) -> bool:
        """Whether the file at `path` is one that people write for use; its text has a say when it is read."""
        from privacygate.syntax.languages import language_of

        if language_of(path) is None or ":./" in path:  # a version that a push overwrites itself
            return False
        if self._not_code is not None and self._not_code(path):
            return False
        if self._code is not None and self._code(path):
            return True
        from privacygate.detectors.novelty.path_class import PathClass, class_of_path

        return class_of_path(path) is PathClass.CODE

    def _noted(self, file: FileChange) -> Iterator[Note]:
        if self._sketched_bytes > MOST_SKETCHED_BYTES:
            return
        from privacygate.detectors.novelty.sketch import sketch_file

        self._sketched_bytes += sum(len(segment.text) for segment in file.segments)
        is_sure = self._code is not None and self._code(file.path)
        found = sketch_file(file, is_sure)
        if found is not None:
            yield Note(file.path, *found)

    def _known_folders(self) -> list[Before]:
        from privacygate.code_folder import CodeFolder

        return [CodeFolder(folder, name, self._cache_folder) for name, folder in self._known]


def _added_lines(file: FileChange) -> int:
    if file.added is not None:
        return file.added.total
    return sum(segment.text.count(b"\n") for segment in file.segments)


def _new_lines(sketches: Sequence[Sketch]) -> int:
    return sum(len(statement.new_lines) for sketch in sketches for statement in sketch.statements)
