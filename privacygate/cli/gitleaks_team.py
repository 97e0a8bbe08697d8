"""What comes from gitleaks into a check: a team's files, and the program."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from privacygate.change import Change
from privacygate.detectors.detector import Detector
from privacygate.git.line_origins import LineOrigin, line_origins
from privacygate.gitleaks.config import Config
from privacygate.gitleaks.detector import GitleaksDetector
from privacygate.gitleaks.engine import GitleaksEngine
from privacygate.gitleaks.ignored import Ignored, Origins
from privacygate.gitleaks.program import find_program
from privacygate.gitleaks.team import find_config, load_config, load_ignored
from privacygate.model import Boundary, Confidence, Level, Notification, RuleId
from privacygate.reports.summary import counted


class Team(NamedTuple):
    """A team's configuration of gitleaks, and where its `.gitleaksignore` would be."""

    root: str
    config: Config | None
    confidence: Confidence
    """Of what rules of the configuration find."""
    reads_ignored: bool
    """Whether `.gitleaksignore` counts."""
    runs_program: bool
    """Whether the program itself looks too."""

    def detectors(self, secrets: Callable[[Collection[RuleId]], Detector], off: Collection[RuleId]) -> list[Detector]:
        """The detector that `secrets` makes without some rules, the program, and the rules of the configuration.

        The rules in `off` are off everywhere. Where the configuration disables a built-in rule, or has a rule of the
        same name, the built-in one is off.
        """
        config = self.config or Config()
        native_off = frozenset(off).difference(config.rules) | {RuleId(id_) for id_ in config.off}
        native = secrets(native_off)
        replaced = [rule for rule in native.known_rules() if rule in config.rules] if config.rules else []
        if replaced:
            native = secrets(native_off.union(replaced))
        detectors = [native]
        if self.runs_program:
            detectors.append(GitleaksEngine(find_program(), self.config, self.confidence, native.known_rules, off))
        if self.config is not None:
            others = [each.known_rules for each in detectors]
            detectors.append(GitleaksDetector(self.config, self.confidence, off, others))
        return detectors

    def shown(self, change: Change, detectors: Sequence[Detector]) -> Change:
        """`change`, for the program to see first where it looks too."""
        for detector in detectors:
            if isinstance(detector, GitleaksEngine):
                change = detector.reading(change)
        return change

    def words(self, change: Change, detectors: Sequence[Detector], boundary: Boundary) -> dict[str, Any]:
        """What `gate.Check` has to know besides the detectors."""
        config = self.config or Config()
        ignored = None
        if self.reads_ignored:
            ignored = load_ignored(self.root, lambda: {rule for each in detectors for rule in each.known_rules()})
        remarks = (*config.remarks, *(() if ignored is None else ignored.remarks), *self._switched_off())
        also_read = [f"gitleaks {each.program.version}" for each in detectors if isinstance(each, GitleaksEngine)]
        if self.config is not None:
            names = " and ".join(file.name for file in config.files)
            also_read.append(f"{names} ({counted(len(config.reported_rules), 'rules')})")
        if ignored is not None:
            also_read.append(f".gitleaksignore ({counted(len(ignored.fingerprints), 'entries')})")
        if remarks and boundary in (Boundary.COMMIT, Boundary.PUSH):  # not every time, at length
            also_read[-1] = also_read[-1][:-1] + f"; {counted(len(remarks), 'remarks')}: see `privacygate scan`)"
            remarks = ()
        fingerprints = () if ignored is None else ignored.fingerprints
        return {
            "mark": Ignored(fingerprints, config, self._origins(change)).mark,
            "remarks": remarks,
            "also_read": tuple(also_read),
        }

    def _switched_off(self) -> tuple[Notification, ...]:
        if self.config is None or not self.config.off:
            return ()
        names = ", ".join(f"`{id_}`" for id_ in sorted(self.config.off))
        message = f"`disabledRules` switches off {names}"
        return (Notification("gitleaks-default-rule", message, Level.NOTE, self.config.files[0].name),)

    def _origins(self, change: Change) -> Origins | None:
        revision = change.revision
        if revision is None or change.root is None:
            return None
        root = change.root

        def origins(path: str, lines: Sequence[int]) -> Mapping[int, LineOrigin]:
            return line_origins(root, path, lines, revision or None)

        return origins


def read_team(root: str, chosen: str | None, confidence: Confidence, *, reads_files: bool, runs_program: bool) -> Team:
    """Read the configuration; `chosen` is its path where one was named.

    Raises:
        RuleFileError, UsageError: it cannot be used.
    """
    place = find_config(root, chosen, os.environ) if reads_files else None
    config = None if place is None else load_config(root, place)
    return Team(root, config, confidence, reads_files, runs_program)
