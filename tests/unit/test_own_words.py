from __future__ import annotations

from changes import file, segment

from privacygate.own_words import UNKNOWN_RARITY, WordCounts, read_public_words

CODE = "class KestrelClient:\n    # Kestrel needs this\n    def settle(self): return kestrel_rate\n"


def counted() -> WordCounts:
    counts = WordCounts()
    for name in ("a.py", "b.py", "c.py"):
        counts.add_file(file(segment(CODE), path=name))
    counts.add_file(
        file(segment("Kestrel is secret. See kestrel-db1.acme.corp and kestrel-db1.acme.corp.\n"), path="a.md")
    )
    counts.add_messages(b"Kestrel learns to settle")
    return counts


def test_words_that_are_frequent_here_and_rare_elsewhere_come_first() -> None:
    first = counted().suggestions(10)[0]
    assert (first.term, first.counts, first.files, first.total) == ("kestrel", (6, 3, 3, 1), 4, 13)
    assert first.odds > 10


def test_common_words_are_not_proposed() -> None:
    terms = {item.term for item in counted().suggestions(10)}
    assert not terms & {"client", "class", "self", "return", "needs", "this", "settle"}


def test_hosts_of_ones_own() -> None:
    hosts = [item for item in counted().suggestions(10) if item.files == 0]
    assert [(item.term, item.total) for item in hosts] == [("kestrel-db1.acme.corp", 2)]


def test_public_hosts_are_not() -> None:
    counts = WordCounts()
    counts.add_file(
        file(
            segment("# https://docs.example.com and https://docs.example.com, docs.kestrelxy.com docs.kestrelxy.com\n")
        )
    )
    assert counts.suggestions(10) == []


def test_binary_and_minified_files_are_passed_over() -> None:
    counts = WordCounts()
    counts.add_file(file(segment("kestrel \0" * 20)))
    counts.add_file(file(segment("kestrel(1);" * 20_000), path="a.js"))
    assert (counts.files, counts.suggestions(10)) == (0, [])


def test_at_most_so_many() -> None:
    assert len([item for item in counted().suggestions(1) if item.files]) == 1


def test_an_escape_is_not_a_part_of_a_word() -> None:
    counts = WordCounts()
    counts.add_file(file(segment('print("\\nreturn \\nreturn \\nreturn \\nreturn \\nreturn \\nreturn")\n')))
    assert counts.suggestions(10) == []


def test_the_table() -> None:
    rarity = read_public_words()
    assert len(rarity) >= 10_000
    assert rarity[b"return"] < rarity[b"zoom"] <= UNKNOWN_RARITY
    assert b"kestrel" not in rarity
