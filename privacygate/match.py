"""A hit with its text still attached. It becomes a `Result` in `redaction.py` and nowhere else."""

from typing import NamedTuple

from privacygate.change import Segment
from privacygate.model import Confidence, Level, RuleId


class Mark(NamedTuple):
    """Words that tell something, without being secret."""

    start: int
    """Byte offset in the text of the segment."""
    end: int
    """Byte offset after the last byte."""
    tells: str
    """For people: "names a customer". It never quotes the words."""


class Match(NamedTuple):
    """A place where a rule applies.

    `repr` is overridden so that no log, error or debugger line shows the text.
    """

    rule: RuleId
    path: str
    segment: Segment
    start: int
    """Byte offset in `segment.text`, from 0, where the region starts that people are shown."""
    end: int
    """Byte offset after the last byte of the region."""
    secret_start: int
    """Byte offset where the text starts that nobody may see; often the same as `start`."""
    secret_end: int
    """Byte offset after its last byte."""
    confidence: Confidence
    message: str
    """One sentence that names the kind of thing and never quotes it."""
    value: bytes
    """What makes two matches the same for a fingerprint: the secret itself, decoded where it was encoded."""
    level: Level | None = None
    """How much it matters, where that is not what its confidence says."""
    marks: tuple[Mark, ...] = ()
    """The words that tell, where nothing is secret and people must see what to change; sorted, disjoint.

    Then `secret_start` and `secret_end` are the same, and `value` is not masked anywhere.
    """
    hide_marks: bool = False
    """Whether policy wants those words masked all the same."""

    def __repr__(self) -> str:
        return f"Match({self.rule} in {self.path}, bytes {self.start} to {self.end})"


class Note(NamedTuple):
    """What a detector remembers of one file until all files were seen; see `Detector.conclude`."""

    path: str
    facts: object
    """Can be pickled, and has no text of the change."""
    quotes: tuple[tuple[Segment, int, int], ...] = ()
    """Places in the file whose text is wanted at the end; it comes back with every secret masked."""

    def __repr__(self) -> str:
        return f"Note(on {self.path})"
