from __future__ import annotations

import pytest

from privacygate.model import (
    Allowance,
    Confidence,
    Fingerprint,
    Level,
    Region,
    Result,
    RuleId,
    Suppression,
    SuppressionKind,
)
from privacygate.policy.suppressions import NAMELESS, RULES, UNUSED, remarks_on, suppress

KEY = bytes(16)
KNOWN = [RuleId("stripe-key"), RuleId("assigned-password")]


def result(
    line: int = 5, rule: str = "stripe-key", *, last: int | None = None, path: str = "a.py", name: str = "f"
) -> Result:
    return Result(
        rule=RuleId(rule),
        message="x",
        level=Level.ERROR,
        confidence=Confidence.HIGH,
        path=path,
        region=Region(line, 1, last or line, 9),
        snippet="k = ********",
        fingerprint=Fingerprint(name),
    )


def allowance(
    *rules: str,
    line: int = 5,
    covers: tuple[int, ...] | None = None,
    path: str = "a.py",
    nameless: bool = False,
    is_new: bool = True,
    why: str = "because",
) -> Allowance:
    return Allowance(path, line, covers or (line,), tuple(map(RuleId, rules)), nameless, why, is_new)


def remarks(*allowances: Allowance, used: tuple[int, ...] = ()) -> list[Result]:
    return remarks_on(allowances, used, lambda: KEY, KNOWN)


def suppressions_of(
    found: Result, *allowances: Allowance, baseline: tuple[str, ...] = (), reason: str = ""
) -> tuple[Suppression, ...]:
    (marked,), _ = suppress([found], allowances, {Fingerprint(name): reason for name in baseline})
    return marked.suppressions


class TestSuppress:
    @pytest.mark.parametrize(
        "other",
        [
            allowance("stripe-key", line=4),
            allowance("stripe-key", line=6),
            allowance("stripe-key", line=4, covers=(3, 4)),
            allowance("assigned-password"),
            allowance("stripe-keys"),
            allowance("stripe"),
            allowance("stripe-key", path="b.py"),
            allowance("stripe-key", path="A.py"),
            allowance(nameless=True),
            allowance("stripe-key", line=5, covers=(6,)),
        ],
    )
    def test_what_speaks_of_something_else_suppresses_nothing(self, other: Allowance) -> None:
        marked, used = suppress([result()], [other], {})
        assert marked == [result()]
        assert used == set()

    @pytest.mark.parametrize(
        "fitting",
        [
            allowance("stripe-key"),
            allowance("assigned-password", "stripe-key"),
            allowance(),  # gitleaks:allow names no rule and need not
            allowance("stripe-key", line=4, covers=(4, 5)),
            allowance("stripe-key", line=4, covers=(5,)),
            allowance("stripe-key", is_new=False),
        ],
    )
    def test_what_speaks_of_it_suppresses_it(self, fitting: Allowance) -> None:
        marked, used = suppress([result()], [fitting], {})
        assert marked == [result()._replace(suppressions=(Suppression(SuppressionKind.IN_SOURCE, "because"),))]
        assert used == {0}

    def test_one_comment_may_allow_several_results(self) -> None:
        results = [result(), result(rule="assigned-password")]
        marked, used = suppress(results, [allowance("stripe-key", "assigned-password")], {})
        assert all(item.suppressions for item in marked)
        assert used == {0}

    def test_several_comments_may_allow_one_result_and_all_are_used(self) -> None:
        above, beside = (
            allowance("stripe-key", line=4, covers=(4, 5), why="above"),
            allowance("stripe-key", why="beside"),
        )
        marked, used = suppress([result()], [above, beside], {})
        assert [item.justification for item in marked[0].suppressions] == ["above", "beside"]
        assert used == {0, 1}

    @pytest.mark.parametrize("line", [5, 9])
    def test_a_result_of_several_lines_is_allowed_at_its_first_and_its_last(self, line: int) -> None:
        assert suppressions_of(result(5, last=9), allowance("stripe-key", line=line))

    @pytest.mark.parametrize("line", [4, 6, 8, 10])
    def test_but_not_in_between_or_outside(self, line: int) -> None:
        assert not suppressions_of(result(5, last=9), allowance("stripe-key", line=line))

    def test_a_comment_that_covers_both_ends_is_one_suppression(self) -> None:
        assert len(suppressions_of(result(5, last=6), allowance("stripe-key", covers=(5, 6)))) == 1

    def test_the_baseline_suppresses_what_it_names(self) -> None:
        assert suppressions_of(result(), baseline=("f",)) == (Suppression(SuppressionKind.EXTERNAL, "in the baseline"),)
        assert suppressions_of(result(), baseline=("g",)) == ()

    def test_the_baseline_may_say_why(self) -> None:
        (suppression,) = suppressions_of(result(), baseline=("f",), reason="accepted in .secrets.baseline")
        assert suppression == Suppression(SuppressionKind.EXTERNAL, "in the baseline: accepted in .secrets.baseline")

    def test_both_are_said(self) -> None:
        kinds = [item.kind for item in suppressions_of(result(), allowance("stripe-key"), baseline=("f",))]
        assert kinds == [SuppressionKind.IN_SOURCE, SuppressionKind.EXTERNAL]

    def test_order_and_number_stay(self) -> None:
        results = [result(9), result(1), result(5)]
        marked, _ = suppress(results, [allowance("stripe-key", line=1)], {})
        assert [item._replace(suppressions=()) for item in marked] == results


class TestRemarks:
    def test_what_is_used_is_not_spoken_about(self) -> None:
        assert remarks(allowance("stripe-key"), used=(0,)) == []

    def test_what_the_change_does_not_touch_is_not_spoken_about(self) -> None:
        assert remarks(allowance("stripe-key", is_new=False)) == []

    def test_what_nobody_needs(self) -> None:
        (remark,) = remarks(allowance("stripe-key"))
        assert remark.rule == UNUSED.id
        assert remark.message == "This comment allows something that is not there"
        assert (remark.path, remark.region) == ("a.py", Region(5, 1, 5, 1))
        assert (remark.level, remark.confidence) == (Level.NOTE, Confidence.LOW)
        assert (remark.snippet, remark.suppressions) == ("", ())

    def test_what_names_nothing(self) -> None:
        (remark,) = remarks(allowance(nameless=True))
        assert remark.rule == NAMELESS.id
        assert remark.message == "This comment names no rule, so it allows nothing"

    def test_a_comment_of_another_tool_need_not_name_a_rule(self) -> None:
        assert [remark.rule for remark in remarks(allowance())] == [UNUSED.id]

    def test_a_rule_that_does_not_exist_suggests_the_nearest(self) -> None:
        (remark,) = remarks(allowance("stripe-kye"))
        assert remark.message == "This comment names a rule that does not exist; did you mean `stripe-key`?"

    def test_what_is_nothing_like_a_rule_is_not_quoted_because_it_could_be_anything(self) -> None:
        (remark,) = remarks(allowance("5f4dcc3b5aa765d61d8327deb882cf99"))
        assert remark.message == "This comment names a rule that does not exist"
        assert "5f4dcc3b" not in repr(remark)

    def test_a_rule_that_exists_does_not_excuse_one_that_does_not(self) -> None:
        (remark,) = remarks(allowance("stripe-key", "assigned-passwort"))
        assert remark.message.endswith("did you mean `assigned-password`?")

    def test_each_has_a_name_of_its_own(self) -> None:
        many = [
            allowance("stripe-key"),
            allowance("stripe-key", line=6),
            allowance("assigned-password", line=7),
            allowance(nameless=True),
        ]
        found = remarks(*many, allowance("stripe-key", path="b.py"))
        assert len({remark.fingerprint for remark in found}) == 5

    def test_a_name_does_not_depend_on_other_comments_above(self) -> None:
        (alone,) = remarks(allowance("stripe-key"))
        both = remarks(allowance("assigned-password", line=1), allowance("stripe-key"))
        assert alone.fingerprint == both[1].fingerprint

    def test_a_name_does_not_depend_on_what_is_new(self) -> None:
        first, second = remarks(allowance("stripe-key"), allowance("stripe-key", line=9))
        (again,) = remarks(allowance("stripe-key", is_new=False), allowance("stripe-key", line=9))
        assert again.fingerprint == second.fingerprint
        assert first.fingerprint != second.fingerprint

    def test_no_remark_asks_for_no_key(self) -> None:
        def no_key() -> bytes:
            raise AssertionError

        assert remarks_on([allowance("stripe-key")], {0}, no_key, KNOWN) == []

    def test_a_hundred_thousand_take_a_moment(self) -> None:
        assert len(remarks(*(allowance("stripe-key", line=line) for line in range(1, 20_000)))) == 19_999


@pytest.mark.parametrize("rule", RULES.values())
def test_what_policy_says_of_itself(rule: object) -> None:
    assert rule in (UNUSED, NAMELESS)
    assert rule.confidence is Confidence.LOW
    assert rule.detector == "policy"
    assert all((rule.name, rule.summary, rule.why, rule.remedy))
