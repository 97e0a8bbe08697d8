"""What every detector is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence

from privacygate.change import Before, FileChange
from privacygate.match import Match, Note
from privacygate.model import Conclusion, NoteOnFile, Notification, RuleHelp, RuleId


class Detector(ABC):
    """Looks for one kind of thing in a change.

    Files are handed over one by one, because a change may be larger than memory.
    """

    needs_before: bool = False
    """Whether it compares with what was there before. Then it looks at changes only, and not at whole files."""

    @abstractmethod
    def detect(self, file: FileChange) -> Iterator[Match | Note | Notification]:
        """Yield a match for every place in `file` where a rule applies, whether the line is new or not.

        The gate keeps the new ones; the others say whether a suppression is still needed, and get masked
        wherever their line is shown. Yields a notification for a file this detector could not look at, and a note
        on what `conclude` has to know of the file.
        Deterministic: the same change and rules give the same matches in the same order.

        Raises:
            DetectorError: the detector cannot work at all, so nothing may be concluded.
        """

    def conclude(
        self, notes: Sequence[NoteOnFile], before: Callable[[], Before] | None
    ) -> Iterator[Conclusion | Notification]:
        """Yield what there is to say about the change as a whole, once all of it was seen.

        `notes` are those of this detector, sorted by path; `before` gives what was there before the change. Whole files
        may have been looked at in other processes, on copies of this detector, so that what it knows beyond `notes`
        does not count; those of a change with something before it are looked at in this process.
        """
        del notes, before
        return iter(())

    @property
    @abstractmethod
    def rule_count(self) -> int:
        """How many rules are active; cheap."""

    @abstractmethod
    def known_rules(self) -> Collection[RuleId]:
        """The ids of all rules, active or switched off; may read files."""

    @abstractmethod
    def rules(self) -> dict[RuleId, RuleHelp]:
        """Every active rule; may read files."""

    def settle(self, file: FileChange, matches: Sequence[Match]) -> Sequence[Match]:
        """What is left of the matches that all detectors have in `file`, once every one has looked; here: all.

        For a detector that knows of others' matches that they are none, or the same as one of its own.
        """
        return matches
