from __future__ import annotations

from collections.abc import Mapping, Sequence

from privacygate.git.line_origins import LineOrigin
from privacygate.gitleaks.ignore_file import Fingerprint
from privacygate.gitleaks.ignored import BY_COMMIT, BY_FILE, IN_FILE, Ignored
from privacygate.model import Confidence, Level, Region, Result, RuleId
from privacygate.model import Fingerprint as Name

from .configs import ACME, config

C1, C2 = "1" * 40, "2" * 40


def result(rule: str = "acme", path: str = "a.py", line: int = 3) -> Result:
    region = Region(line, 1, line, 9)
    return Result(RuleId(rule), "m", Level.ERROR, Confidence.HIGH, path, region, "", Name("0" * 32))


def reasons(results: list[Result]) -> list[list[str]]:
    return [[each.justification for each in result.suppressions] for result in results]


def origins(path: str, lines: Sequence[int]) -> Mapping[int, LineOrigin]:
    return {line: LineOrigin(C1, "old.py", line + 10) for line in lines if path == "a.py"}


class TestFingerprints:
    def test_path_rule_and_line_must_fit(self) -> None:
        ignored = Ignored([Fingerprint("", "a.py", "acme", 3)], config(), None)
        marked = ignored.mark([result(), result(line=4), result(path="b.py"), result("other")])
        assert reasons(marked) == [[IN_FILE], [], [], []]

    def test_a_default_rule_speaks_of_ours(self) -> None:
        ignored = Ignored([Fingerprint("", "a.py", "jwt", 3)], config(), None)
        marked = ignored.mark([result("json-web-token"), result("stripe-secret-key"), result("ai-service-credential")])
        assert reasons(marked) == [[IN_FILE], [], [IN_FILE]]

    def test_an_allow_comment_in_a_file_that_is_passed_over_is_not_idle(self) -> None:
        ignored = Ignored((), config("[allowlist]\npaths = ['^docs/']\n"), None)
        marked = ignored.mark([result("unused-suppression", "docs/a.md"), result("unused-suppression", "a.md")])
        assert reasons(marked) == [[BY_FILE], []]

    def test_line_0_is_for_rules_about_paths(self) -> None:
        ignored = Ignored([Fingerprint("", "a.py", "acme", 0)], config(), None)
        assert reasons(ignored.mark([result(line=7)])) == [[IN_FILE]]

    def test_with_a_commit_it_follows_the_line(self) -> None:
        ignored = Ignored([Fingerprint(C1, "old.py", "acme", 13)], config(), origins)
        assert reasons(ignored.mark([result(), result(line=4), result(path="b.py")])) == [[IN_FILE], [], []]

    def test_nobody_knows_the_commit_of_what_is_staged(self) -> None:
        assert reasons(Ignored([Fingerprint(C1, "a.py", "acme", 3)], config(), None).mark([result()])) == [[]]


class TestCommits:
    def test_of_an_allowlist(self) -> None:
        ignored = Ignored((), config(ACME + f"[allowlist]\ncommits = ['{C1.upper()}']\n"), origins)
        assert reasons(ignored.mark([result(), result("any"), result(path="b.py")])) == [[BY_COMMIT], [BY_COMMIT], []]

    def test_of_one_rule(self) -> None:
        ignored = Ignored((), config(ACME + f"[[rules.allowlists]]\ncommits = ['{C1}']\n"), origins)
        assert reasons(ignored.mark([result(), result("any")])) == [[BY_COMMIT], []]

    def test_of_another_commit(self) -> None:
        ignored = Ignored((), config(ACME + f"[allowlist]\ncommits = ['{C2}']\n"), origins)
        assert reasons(ignored.mark([result()])) == [[]]
