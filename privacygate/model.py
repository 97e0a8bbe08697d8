"""The nouns everyone shares, in SARIF's words. Nothing here can hold text of a change that was not redacted.

Values are named tuples rather than dataclasses: twenty of them cost 2.5 ms to import, twenty frozen
dataclasses 14 ms, and every commit pays that.
"""

from enum import Enum
from typing import Any, NamedTuple, NewType

RuleId = NewType("RuleId", str)
"""Kebab-case, permanent, unique among all detectors."""

Fingerprint = NewType("Fingerprint", str)
"""Names one result for ever: 32 lower-case hexadecimal digits. See `fingerprint.py`."""


class Level(Enum):
    """How much a result matters. Source: SARIF 2.1.0 §3.27.10."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def lower(self) -> "Level":
        """The level below; a note stays one."""
        return {"error": Level.WARNING, "warning": Level.NOTE, "note": Level.NOTE}[self.value]

    @property
    def severity(self) -> int:
        """3 for error, 2 for warning, 1 for note."""
        return {"error": 3, "warning": 2, "note": 1}[self.value]


class Confidence(Enum):
    """How sure a rule is that what it found is what it looks for."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def level(self) -> Level:
        """The level a result of this confidence has unless policy says otherwise."""
        return {"high": Level.ERROR, "medium": Level.WARNING, "low": Level.NOTE}[self.value]

    @property
    def rank(self) -> float:
        """Priority from 0 to 100. Source: SARIF 2.1.0 §3.27.25."""
        return {"high": 95.0, "medium": 60.0, "low": 20.0}[self.value]


class Boundary(Enum):
    """Where the gate stands for this run."""

    COMMIT = "commit"
    PUSH = "push"
    MERGE = "merge"
    MANUAL = "manual"


class Region(NamedTuple):
    """A span of text in the new version of a file.

    Lines and columns start at 1. A column counts Unicode code points. `end_column` is the
    column after the last character. Source: SARIF 2.1.0 §3.30.
    """

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class RuleHelp(NamedTuple):
    """What a rule has to say to the person it stops. Source of the fields: its rule file."""

    id: RuleId
    detector: str
    name: str
    """Short title, for example "GitHub personal access token"."""
    summary: str
    """One sentence: what was found."""
    why: str
    """Why it matters, in a sentence or three."""
    remedy: str
    """What to do now, the most urgent first."""
    references: tuple[str, ...]
    """URLs."""
    confidence: Confidence
    tags: tuple[str, ...] = ()


class SuppressionKind(Enum):
    """Where a suppression stands. Source: SARIF 2.1.0 §3.35.2."""

    IN_SOURCE = "inSource"
    EXTERNAL = "external"


class Suppression(NamedTuple):
    """Why a result does not count."""

    kind: SuppressionKind
    justification: str
    """The reason given, redacted; empty when none was given."""


class Allowance(NamedTuple):
    """What a comment in the text allows, for example `privacygate: allow RULE -- reason`."""

    path: str
    line: int
    """Where the comment stands, from 1."""
    covers: tuple[int, ...]
    """The lines it speaks of: its own, the next, or both."""
    rules: tuple[RuleId, ...]
    """Empty means every rule, unless `names_no_rule`."""
    names_no_rule: bool
    """Whether it should have named a rule and did not; then it allows nothing."""
    justification: str
    """The reason given, redacted; empty when none was given."""
    is_new: bool
    """Whether the change adds the comment or a line it speaks of."""


class Related(NamedTuple):
    """Another place that has to do with a result. Source: SARIF 2.1.0 §3.27.22."""

    path: str
    region: Region
    message: str


class Result(NamedTuple):
    """A place where the change does something that a rule speaks about. Source: SARIF 2.1.0 §3.27."""

    rule: RuleId
    message: str
    level: Level
    confidence: Confidence
    path: str
    """Relative to the root that was scanned, `/` between the parts; bytes that are not UTF-8 as surrogate escapes."""
    region: Region
    snippet: str
    """The first line of the region, every secret in it masked, at most a few hundred characters."""
    fingerprint: Fingerprint
    line_hash: str | None = None
    """`primaryLocationLineHash` as github/codeql-action computes it; None when the file was not seen whole."""
    suppressions: tuple[Suppression, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    """The words of `snippet` that tell: code points from 0, the end exclusive; for rules that mask nothing."""
    related: tuple[Related, ...] = ()
    properties: tuple[tuple[str, str | int | float], ...] = ()
    """What else programs may want to know, by names in camel case."""
    further: tuple[Related, ...] = ()
    """All the places that the result is about, where it is about more than one; the first is its own."""

    @property
    def rank(self) -> float:
        """Priority from 0 to 100: that of its confidence, less where its level is lower.

        Source: SARIF 2.1.0 §3.27.25.
        """
        return self.confidence.rank - 15.0 * (self.level.severity < self.confidence.level.severity)


class NoteOnFile(NamedTuple):
    """What a detector remembered of one file, without any text that was not redacted; see `Detector.conclude`."""

    path: str
    facts: Any
    """As the detector gave them."""
    quotes: tuple[str, ...]
    """The text of the places that it asked for, every secret in it masked."""


class Conclusion(NamedTuple):
    """What a detector says about a change as a whole. It becomes a `Result` on a new line."""

    rule: RuleId
    path: str
    """The file that stands for the change."""
    region: Region
    message: str
    """For people. It may quote what came back in a `NoteOnFile`, and nothing else of the change."""
    confidence: Confidence
    name: str = ""
    """What makes two conclusions of one rule about one path different for a fingerprint."""
    related: tuple[Related, ...] = ()
    properties: tuple[tuple[str, str | int | float], ...] = ()
    further: tuple[Related, ...] = ()
    """As in `Result`."""


class Notification(NamedTuple):
    """A file, or a part of one, that could not be looked at. Source: SARIF 2.1.0 §3.58."""

    id: str
    """Kebab-case, for example `file-unreadable`."""
    message: str
    level: Level
    path: str | None = None
    line: int | None = None


class Skipped(NamedTuple):
    """Something that is not looked at on purpose."""

    path: str
    reason: str
    """In the plural, ready for a summary: "submodules", "binary files", "excluded files", "deleted files"."""


class Coverage(NamedTuple):
    """What was looked at."""

    files: int
    lines: int
    """Added lines; in whole files every line."""
    size_bytes: int
    rules: int
    skipped: tuple[tuple[str, int], ...]
    """Reason and count, sorted by reason."""
    seconds: float
    also_read: tuple[str, ...] = ()
    """What else had a say, for people: ".gitleaks.toml (3 rules)"."""


class Outcome(Enum):
    """What policy makes of a run."""

    PASSED = "passed"
    BLOCKED = "blocked"
    COULD_NOT_TELL = "could not tell"


class Verdict(NamedTuple):
    """The decision of policy, and why."""

    outcome: Outcome
    blocking: tuple[Fingerprint, ...]
    reason: str


class Run(NamedTuple):
    """One check from start to end: all that a report may know. Source: SARIF 2.1.0 §3.14."""

    description: str
    """What was scanned, for people: "staged changes"."""
    boundary: Boundary
    root: str | None
    """The folder that paths are relative to."""
    results: tuple[Result, ...]
    """Sorted by path and region; suppressed ones included and marked."""
    notifications: tuple[Notification, ...]
    rules: dict[RuleId, RuleHelp]
    """The rules that the results speak of; with `--output sarif`, every active rule."""
    coverage: Coverage
    verdict: Verdict
