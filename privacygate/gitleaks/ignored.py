"""Marks the results that a team ignores: by fingerprint in `.gitleaksignore`, or because their commit is allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from privacygate.git.line_origins import LineOrigin
from privacygate.gitleaks.config import Config
from privacygate.gitleaks.default_rules import BY_NAME, goes_by_name
from privacygate.gitleaks.ignore_file import Fingerprint, rules_meant
from privacygate.model import Result, Suppression, SuppressionKind
from privacygate.policy.suppressions import UNUSED

Origins = Callable[[str, Sequence[int]], Mapping[int, LineOrigin]]
"""Tells where lines of a file come from; those not committed yet are missing."""

IN_FILE = "in .gitleaksignore"
BY_COMMIT = "in a commit that .gitleaks.toml allows"
BY_FILE = "in a file that .gitleaks.toml allows"


class Ignored:
    """What does not count."""

    def __init__(self, fingerprints: Iterable[Fingerprint], config: Config, origins: Origins | None) -> None:
        """Begin with what both files say; without `origins`, nobody knows the commit of a line."""
        self._here: set[tuple[str, str, int]] = set()
        self._there: set[tuple[str, str, str, int]] = set()
        for fingerprint in fingerprints:
            for rule in rules_meant(fingerprint):
                if fingerprint.commit:
                    self._there.add((fingerprint.commit, fingerprint.path, rule, fingerprint.line))
                else:
                    self._here.add((fingerprint.path, rule, fingerprint.line))
        self._of_commits = {rule for _, _, rule, _ in self._there}
        self._config = config
        self._origins = origins

    def mark(self, results: Sequence[Result]) -> list[Result]:
        """The same results, those ignored with one more suppression."""
        marked = [self._by_place(result) for result in results]
        if self._origins is None:
            return marked
        asked: defaultdict[str, list[int]] = defaultdict(list)
        for index, result in enumerate(marked):
            if not result.suppressions and (
                self._of_commits.intersection(_names(result)) or self._allowed_commits(result)
            ):
                asked[result.path].append(index)
        for path, indexes in asked.items():
            origins = self._origins(path, sorted({marked[index].region.start_line for index in indexes}))
            for index in indexes:
                origin = origins.get(marked[index].region.start_line)
                if origin is not None:
                    marked[index] = self._by_origin(marked[index], origin)
        return marked

    def _by_place(self, result: Result) -> Result:
        if {
            (result.path, rule, line) for rule in _names(result) for line in (0, result.region.start_line)
        } & self._here:
            return _marked(result, IN_FILE)
        # What an allowlist passes over was not reported, so an allow comment there only seems to be idle.
        raw_path = result.path.encode("utf-8", "surrogateescape")
        if result.rule == UNUSED.id and any(each.allows_file(raw_path) for each in self._config.allowlists):
            return _marked(result, BY_FILE)
        return result

    def _by_origin(self, result: Result, origin: LineOrigin) -> Result:
        places = {(origin.commit, origin.path, rule, line) for rule in _names(result) for line in (0, origin.line)}
        if places & self._there:
            return _marked(result, IN_FILE)
        return _marked(result, BY_COMMIT) if origin.commit in self._allowed_commits(result) else result

    def _allowed_commits(self, result: Result) -> frozenset[str]:
        lists = list(self._config.allowlists)
        for name in _names(result):
            own = self._config.rules.get(name)
            lists += own.allowlists if own is not None else self._config.of_built_in.get(name, ())
        return frozenset(commit for each in lists if not each.all_must_hold for commit in each.commits)


def _names(result: Result) -> tuple[str, ...]:
    """What an entry may call the rule of `result`."""
    return (result.rule, BY_NAME) if goes_by_name(result.rule) else (result.rule,)


def _marked(result: Result, justification: str) -> Result:
    suppression = Suppression(SuppressionKind.EXTERNAL, justification)
    return result._replace(suppressions=(*result.suppressions, suppression))
