"""Looks for comments that tell outsiders something about the organisation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from privacygate.change import FileChange, Segment
from privacygate.detectors.comments.concentration import (
    CHANGE_RULE,
    REMARKS,
    Hints,
    conclude,
    remark_on_file,
)
from privacygate.detectors.comments.finder import MOST_PLACES
from privacygate.detectors.comments.glossary import (
    GLOSSARY_RULE,
    HELP,
    Glossary,
    HashedTerms,
    glossary_of,
    read_glossary,
    signals_of,
)
from privacygate.detectors.comments.rule_set import RuleSet, load_rule_set
from privacygate.detectors.detector import Detector
from privacygate.match import Mark, Match, Note
from privacygate.model import Conclusion, Confidence, Level, NoteOnFile, Notification, RuleHelp, RuleId
from privacygate.rule_places import builtin_folder

if TYPE_CHECKING:
    from privacygate.change import Before
    from privacygate.detectors.comments.scorer import Score, Scorer
    from privacygate.syntax.comments import Comment, Comments
    from privacygate.syntax.prose import Prose

BINARY_PROBE_BYTES = 8000
"""A NUL byte among so many first bytes makes a file binary, as git has it."""

_AROUND_BYTES = 300
"""How far around a place its words are read before the file is parsed for it."""

_ROUGHLY = 0.3
"""By so much a comment may weigh more than what is around one of its places."""

_AROUND_LINES = 60
"""A place further from every added line belongs to no comment that is new."""

_HASHED = -1
"""Stands for the index of a signal where a hashed term was found."""

_SURE = 0.8
"""So much above the threshold, a result is a warning and not a note."""


class CommentsDetector(Detector):
    """Finds comments and docstrings by what their words tell, and files that tell a little in many places."""

    def __init__(  # noqa: PLR0913 - the keys of its table
        self,
        extra_rules: Sequence[str] = (),
        off: Collection[str] = (),
        cache_folder: str | None = None,
        *,
        threshold: float = 0.8,
        per_file: int = 6,
        per_change: int = 20,
        documents: bool = False,
        mask_words: bool = False,
        glossary: Sequence[str] = (),
        glossary_file: str = ".privacygate-glossary",
    ) -> None:
        """Load the built-in rules and those in the places `extra_rules`, without the ids in `off`.

        Args:
            extra_rules: as above.
            off: as above.
            cache_folder: where compiled rules are kept.
            threshold: the weight from which a comment is a result.
            per_file: how many comments of a file with less than that add up to a result on the file; 0: none do.
            per_change: the same for a whole change.
            documents: whether paragraphs of Markdown and text files are read like comments.
            mask_words: whether reports mask the words that tell.
            glossary: the organisation's own words, which are results wherever they stand.
            glossary_file: a file with more of them; it need not exist.
        """
        own = _glossary(glossary, glossary_file)
        self._hashed = HashedTerms(own) if own.hashes and GLOSSARY_RULE not in off else None
        places = [builtin_folder("comments"), *extra_rules]
        self._rule_set: RuleSet = load_rule_set(places, cache_folder, signals_of(own))
        self._off = frozenset(off)
        self._threshold = threshold
        self._per_file, self._per_change = per_file, per_change
        self._documents = documents
        self._mask_words = mask_words
        self._made: Scorer | None = None

    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        """See `Detector.detect`."""
        hints = Hints()
        for segment in file.segments:
            places = self._rule_set.finder.places(segment.text)
            if len(places) >= MOST_PLACES:
                message = f"it has more than {MOST_PLACES:,} telling words, and comments after those were not looked at"
                yield Notification("too-many-telling-words", message, Level.NOTE, file.path)
            if self._hashed is not None:
                places = sorted([*places, *((end, _HASHED) for _, end in self._hashed.places(segment.text))])
            if places and b"\0" not in segment.text[:BINARY_PROBE_BYTES]:
                yield from self._look_at(file, segment, places, hints)
        if hints.count:
            remark = remark_on_file(file, hints, self._per_file, self._off)
            if remark is not None:
                yield remark
            yield Note(file.path, hints.facts())

    def conclude(self, notes: Sequence[NoteOnFile], before: Callable[[], Before] | None = None) -> Iterator[Conclusion]:
        """See `Detector.conclude`."""
        if CHANGE_RULE not in self._off:
            yield from conclude(notes, self._per_file, self._per_change)

    @property
    def rule_count(self) -> int:
        """See `Detector.rule_count`."""
        return len(self._rule_set.helps) + len(_MORE) - len(self._off)

    def known_rules(self) -> Collection[RuleId]:
        """See `Detector.known_rules`."""
        return [*(help_.id for help_ in (*self._rule_set.helps, *_MORE))]

    def rules(self) -> dict[RuleId, RuleHelp]:
        """See `Detector.rules`."""
        return {help_.id: help_ for help_ in (*self._rule_set.helps, *_MORE) if help_.id not in self._off}

    @property
    def _scorer(self) -> Scorer:
        if self._made is None:
            from privacygate.detectors.comments.scorer import Scorer  # with RE2 8 ms, which most commits save

            self._made = Scorer(self._rule_set.signals, self._rule_set.finder, self._off)
        return self._made

    def _look_at(
        self, file: FileChange, segment: Segment, places: list[tuple[int, int]], hints: Hints
    ) -> Iterator[Match | Notification]:
        from privacygate.syntax.documents import is_document

        as_document = self._documents and is_document(file.path)
        telling = list(self._telling(file, segment, places, as_document))
        if not telling:
            return
        lines = _Lines(segment)
        if not self._are_worth_parsing(telling):
            for offset, rough in telling:
                hints.add(rough.rule, lines.line_of(offset))
            return
        comments = _comments(file.path, segment.text, as_document)
        yield from _what_was_not_read(file.path, comments)
        hints.comments += sum(lines.is_new(file, comment.start, comment.end) for comment in comments.found)
        for comment in _around([offset for offset, _ in telling], comments.found):
            match = self._weigh(file, segment, comment, hints, lines)
            if match is not None:
                yield match

    def _are_worth_parsing(self, telling: list[tuple[int, Score]]) -> bool:
        """Whether one of the places may be a result, or all of them together; else their number is enough."""
        if 0 < self._per_file <= len(telling):
            return True
        return any(rough.total >= self._threshold - _ROUGHLY for _, rough in telling)

    def _weigh(self, file: FileChange, segment: Segment, comment: Comment, hints: Hints, lines: _Lines) -> Match | None:
        from privacygate.detectors.comments.scorer import Hit, with_hits
        from privacygate.syntax.prose import prose_of

        prose = prose_of(segment.text, comment.start, comment.end)
        score = self._scorer.score(prose.text)
        if self._hashed is not None:
            score = with_hits(score, [Hit(self._hashed.signal, *place) for place in self._hashed.places(prose.text)])
        if not score.rule or score.total <= 0:
            return None
        if score.total >= self._threshold:
            return self._match(file.path, segment, prose, score)
        if lines.is_new(file, comment.start, comment.end):
            hints.add(score.rule, lines.line_of(comment.start))
        return None

    def _match(self, path: str, segment: Segment, prose: Prose, score: Score) -> Match:
        from privacygate.detectors.comments.scorer import explanation

        marks = tuple(_marks(prose, score))
        sure = score.total >= self._threshold + _SURE
        return Match(
            rule=RuleId(score.rule),
            path=path,
            segment=segment,
            start=marks[0].start,
            end=marks[-1].end,
            secret_start=marks[0].start,
            secret_end=marks[0].start,
            confidence=Confidence.MEDIUM if sure else Confidence.LOW,
            message=f"This comment tells of {explanation(score.hits)}",
            value=b"|".join(b" ".join(segment.text[mark.start : mark.end].lower().split()) for mark in marks),
            marks=marks,
            hide_marks=self._mask_words,
        )

    def _telling(
        self, file: FileChange, segment: Segment, places: list[tuple[int, int]], as_document: bool
    ) -> Iterator[tuple[int, Score]]:
        """Where the words that were found may stand in a new comment, and a rough weight of what is around them.

        All of this is to save parsing the file.
        """
        from privacygate.detectors.comments.scorer import OWN_WORD
        from privacygate.syntax.comments import CommentGuess, marks_of
        from privacygate.syntax.languages import language_of
        from privacygate.syntax.prose import prose_of

        text, lines = segment.text, _Lines(segment)
        guess = CommentGuess(text, marks_of(file.path, language_of(file.path, text)))
        read_to, around, rough = -1, b"", None
        for end, index in places:
            if index != _HASHED and not self._scorer.speaks(index):
                continue
            if file.added is not None and not lines.are_new_around(file, end):
                continue
            if not as_document and not guess.may_hold(end - 1):
                continue
            if index == _HASHED:
                yield end - 1, OWN_WORD
                continue
            if end + _AROUND_BYTES // 3 > read_to:
                read_to, rough = end + _AROUND_BYTES, None
                around = prose_of(text, *_line_around(text, end)).text and _words_around(text, end)
            if around and self._scorer.hit(index, around):
                rough = rough or self._scorer.score(around)
                if rough.rule and rough.total > 0:
                    yield end - 1, rough


def _line_around(text: bytes, offset: int) -> tuple[int, int]:
    """Where the line starts and ends that the byte before `offset` is in, no further than words are read."""
    start = text.rfind(b"\n", max(0, offset - _AROUND_BYTES), offset - 1) + 1 or max(0, offset - _AROUND_BYTES)
    end = text.find(b"\n", offset - 1, offset + _AROUND_BYTES)
    return start, end if end >= 0 else min(len(text), offset + _AROUND_BYTES)


def _words_around(text: bytes, offset: int) -> bytes:
    """The words around `offset`, code among them: good enough to tell whether parsing is worth it."""
    from privacygate.syntax.prose import prose_of

    start = text.rfind(b"\n", 0, max(0, offset - _AROUND_BYTES)) + 1
    return prose_of(text, max(start, offset - 2 * _AROUND_BYTES), offset + _AROUND_BYTES, with_code=True).text


def _around(offsets: list[int], comments: list[Comment]) -> Iterator[Comment]:
    """The comments that hold one of `offsets`, in order."""
    starts = [comment.start for comment in comments]
    for index in sorted({bisect_right(starts, offset) - 1 for offset in offsets} - {-1}):
        if any(comments[index].start <= offset < comments[index].end for offset in offsets):
            yield comments[index]


_MORE = (*REMARKS, HELP)
"""Rules that are in no rule file."""


def _glossary(terms: Sequence[str], path: str) -> Glossary:
    written, listed = read_glossary(path), glossary_of(terms)
    return Glossary(written.terms + listed.terms, written.hashes + listed.hashes, written.key or listed.key)


class _Lines:
    """Line numbers of byte offsets in a segment, quick when asked in ascending order."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._at, self._line = 0, segment.first_line

    def line_of(self, offset: int) -> int:
        """The line of the byte at `offset`, from 1."""
        text = self._segment.text
        if offset >= self._at:
            self._line += text.count(b"\n", self._at, offset)
        else:
            self._line -= text.count(b"\n", offset, self._at)
        self._at = offset
        return self._line

    def is_new(self, file: FileChange, start: int, end: int) -> bool:
        """Whether a line between two offsets is new."""
        return file.added is None or file.is_new(self.line_of(start), self.line_of(end))

    def are_new_around(self, file: FileChange, offset: int) -> bool:
        """Whether a line is new not far from `offset`."""
        line = self.line_of(offset)
        return file.is_new(line - _AROUND_LINES, line + _AROUND_LINES)


def _comments(path: str, text: bytes, as_document: bool) -> Comments:
    if as_document:
        from privacygate.syntax.documents import paragraphs_in

        return paragraphs_in(text)
    from privacygate.syntax.comments import comments_in

    return comments_in(path, text)


def _what_was_not_read(path: str, comments: Comments) -> Iterator[Notification]:
    from privacygate.syntax.grammars import Unparsed

    if comments.unparsed not in (None, Unparsed.NO_GRAMMAR):
        message = f"comments were found by their marks and not by the syntax: {comments.unparsed.value}"
        yield Notification("comments-not-parsed", message, Level.NOTE, path)
    if comments.cut:
        message = "a comment of more than 64 KiB was read only to there"
        yield Notification("comment-too-long", message, Level.NOTE, path)


def _marks(prose: Prose, score: Score) -> Iterator[Mark]:
    """The words that tell, in order; of several that overlap the first."""
    told = [hit for hit in score.hits if hit.signal.tells and hit.signal.weight > 0]
    end = -1
    for hit in sorted(told, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            yield Mark(prose.offset(hit.start), prose.offset(hit.end - 1) + 1, f"tells of {hit.signal.tells}")
            end = hit.end
