"""A hit with its text still attached. It becomes a `Result` in `redaction.py` and nowhere else."""

from typing import NamedTuple

from privacygate.change import Segment
from privacygate.model import Confidence, RuleId


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

    def __repr__(self) -> str:
        return f"Match({self.rule} in {self.path}, bytes {self.start} to {self.end})"
