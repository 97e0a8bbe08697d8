"""Looks at what a change brings, file by file: matches become results here, and text goes no further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from privacygate.change import FileChange, Segment
from privacygate.detectors.detector import Detector
from privacygate.match import Match, Note
from privacygate.model import Allowance, NoteOnFile, Notification, Result, RuleId, Skipped
from privacygate.syntax.allow_marks import may_allow

if TYPE_CHECKING:
    from privacygate.redaction import Redactor
    from privacygate.syntax.allow_comments import AllowComment


class Seen:
    """What has been seen, without any text. Travels between processes."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.is_new: list[bool] = []
        """For each result, whether it stands on a new line; others only show that an allowance is needed."""
        self.allowances: list[Allowance] = []
        self.notes: list[tuple[int, NoteOnFile]] = []
        """What detectors remembered of files, each with the index of its detector."""
        self.notifications: list[Notification] = []
        self.skipped: Counter[str] = Counter()
        self.files = 0
        self.lines = 0
        self.size_bytes = 0

    def add(self, other: Seen) -> None:
        """Take in what was seen of other files of the same change."""
        self.results += other.results
        self.is_new += other.is_new
        self.allowances += other.allowances
        self.notes += other.notes
        self.notifications += other.notifications
        self.skipped.update(other.skipped)
        self.files += other.files
        self.lines += other.lines
        self.size_bytes += other.size_bytes


class Inspection:
    """Looks at one entry after the other."""

    def __init__(self, detectors: Sequence[Detector], key: Callable[[], bytes], line_hashes: bool) -> None:
        """Begin to look with `detectors`; `key` and `line_hashes` as in `redaction.Redactor`."""
        self._detectors = detectors
        self._key = key
        self._line_hashes = line_hashes
        self.seen = Seen()

    def look_at(self, entry: FileChange | Skipped | Notification) -> None:
        """Look at one entry of a change."""
        if isinstance(entry, FileChange):
            self._look_at_file(entry)
        elif isinstance(entry, Skipped):
            self.seen.skipped[entry.reason] += 1
        else:
            self.seen.notifications.append(entry)

    def _look_at_file(self, file: FileChange) -> None:
        redactor: Redactor | None = None  # most files have nothing for it to do
        allowances: dict[object, Allowance] = {}
        last_line = 0
        for piece in (file,) if isinstance(file.segments, tuple) else _pieces(file):
            matches: list[Match] = []
            notes: list[tuple[int, Note]] = []
            for index, detector in enumerate(self._detectors):
                for item in detector.detect(piece):
                    if isinstance(item, Match):
                        matches.append(item)
                    elif isinstance(item, Note):
                        notes.append((index, item))
                    else:
                        self.seen.notifications.append(item)
            if matches:
                for detector in self._detectors:
                    matches = list(detector.settle(piece, matches))
            comments = _allow_comments(piece)
            if matches or comments or any(note.quotes for _, note in notes):  # the redactor takes 3 ms to import
                redactor = redactor or _redactor(file, self._key, self._line_hashes)
                redactor.add(piece, matches)
                for comment in comments:
                    allowance = _allowance(comment, file, redactor)
                    # A comment that stands where segments overlap is met twice.
                    allowances.setdefault((allowance.covers, allowance.rules), allowance)
            self.seen.notes += [(index, _without_text(note, redactor)) for index, note in notes]
            for segment in piece.segments:
                self.seen.size_bytes += len(segment.text)
                last_line = _last_line(segment)
        for result in redactor.results() if redactor else ():
            self.seen.results.append(result)
            self.seen.is_new.append(file.is_new(result.region.start_line, result.region.end_line))
        self.seen.allowances += allowances.values()
        self.seen.files += 1
        self.seen.lines += last_line if file.added is None else file.added.total


def _without_text(note: Note, redactor: Redactor | None) -> NoteOnFile:
    quotes = () if redactor is None else tuple(redactor.mask(*quote) for quote in note.quotes)
    return NoteOnFile(note.path, note.facts, quotes)


def _redactor(file: FileChange, key: Callable[[], bytes], line_hashes: bool) -> Redactor:
    from privacygate.redaction import Redactor

    return Redactor(file.path, key, line_hashes)


def _allow_comments(file: FileChange) -> Sequence[AllowComment]:
    for segment in file.segments:
        if may_allow(segment.text):
            break
    else:
        return ()
    from privacygate.syntax.allow_comments import allow_comments

    return tuple(allow_comments(file))


def _last_line(segment: Segment) -> int:
    text = segment.text
    return segment.first_line - 1 + text.count(b"\n") + (text != b"" and not text.endswith(b"\n"))


def _pieces(file: FileChange) -> Iterator[FileChange]:
    """Each segment of a file that is too large to hold and is read as one goes through it."""
    for segment in file.segments:
        yield file._replace(segments=(segment,), whole=False)


def _allowance(comment: AllowComment, file: FileChange, redactor: Redactor) -> Allowance:
    covers = tuple(range(comment.line + (not comment.this_line), comment.line + 1 + comment.next_line))
    return Allowance(
        path=file.path,
        line=comment.line,
        covers=covers,
        rules=tuple(RuleId(rule) for rule in comment.rules),
        names_no_rule=comment.names_no_rule,
        justification=redactor.mask(comment.segment, comment.reason_start, comment.reason_end),
        is_new=file.is_new(comment.line, covers[-1]),
    )
