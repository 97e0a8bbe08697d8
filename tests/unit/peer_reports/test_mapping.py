from __future__ import annotations

from privacygate.model import (
    Confidence,
    Fingerprint,
    Level,
    Region,
    Result,
    RuleId,
    Suppression,
    SuppressionKind,
)
from privacygate.peer_reports.entry import PeerEntry, PeerSecret
from privacygate.peer_reports.mapping import Fate, Mapped, map_entries

ENTRY = PeerEntry("a.py", 2, 2, "aws", None)
HERE = Region(2, 5, 2, 10)


def result(region: Region = HERE, *suppressions: Suppression) -> Result:
    return Result(
        RuleId("stripe-key"), "", Level.ERROR, Confidence.HIGH, "a.py", region, "", Fingerprint("f"), None, suppressions
    )


def map_entry(entry: PeerEntry, regions: tuple[Region, ...] | None, results: list[Result]) -> Mapped:
    (mapped,) = map_entries([entry], [regions], results)
    return mapped


class TestWithTheSecret:
    def test_a_result_that_holds_some_of_it_is_accepted(self) -> None:
        found = result(Region(2, 1, 2, 6))
        assert map_entry(ENTRY, (HERE,), [found]) == Mapped(ENTRY, Fate.ACCEPTED, (found,))

    def test_another_secret_on_the_line_is_not(self) -> None:
        assert map_entry(ENTRY, (HERE,), [result(Region(2, 10, 2, 20))]).fate is Fate.UNNEEDED

    def test_it_may_have_moved(self) -> None:
        moved = Region(9, 1, 9, 5)
        assert map_entry(ENTRY, (moved,), [result(moved)]).fate is Fate.ACCEPTED

    def test_no_result_needs_nothing(self) -> None:
        mapped = map_entry(ENTRY, (HERE,), [])
        assert (mapped.fate, mapped.why) == (
            Fate.UNNEEDED,
            "it is there, and no rule of ours says anything about it",
        )

    def test_what_is_allowed_already(self) -> None:
        allowed = result(HERE, Suppression(SuppressionKind.IN_SOURCE, ""))
        assert map_entry(ENTRY, (HERE,), [allowed]).fate is Fate.KNOWN

    def test_a_secret_that_is_gone(self) -> None:
        mapped = map_entry(ENTRY, (), [result(Region(7, 1, 7, 5))])
        assert (mapped.fate, mapped.why) == (Fate.UNMAPPED, "the secret is not in the file any more")

    def test_a_secret_that_was_changed_is_new(self) -> None:
        mapped = map_entry(ENTRY, (), [result()])
        assert mapped.fate is Fate.UNMAPPED
        assert mapped.why.endswith("what stands there now counts as new: stripe-key")


class TestWithTheLineAlone:
    def test_what_is_on_the_line(self) -> None:
        spread = result(Region(1, 1, 3, 1))
        assert map_entry(ENTRY, None, [spread]).results == (spread,)

    def test_nothing_on_the_line(self) -> None:
        mapped = map_entry(ENTRY, None, [result(Region(3, 1, 3, 5))])
        assert mapped.fate is Fate.UNMAPPED
        assert mapped.why.startswith("there is no result on this line")

    def test_nothing_on_the_line_of_a_secret_that_is_too_short_to_go_by(self) -> None:
        assert map_entry(ENTRY._replace(secret=PeerSecret(text=b"foo")), None, []).fate is Fate.UNNEEDED

    def test_neither_secret_nor_line(self) -> None:
        assert map_entry(ENTRY._replace(line=0, last_line=0), None, [result()]).fate is Fate.UNMAPPED

    def test_another_entry_of_the_line_knows_better(self) -> None:
        """Of a GitHub token, detect-secrets has two entries, and one of them holds the hash of `ghp` alone."""
        fates = [mapped.fate for mapped in map_entries([ENTRY, ENTRY], [(), None], [result()])]
        assert fates == [Fate.UNMAPPED, Fate.UNMAPPED]
