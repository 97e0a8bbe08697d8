from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.fingerprint import LineHashes, fingerprint, folded, primary_location_line_hash

KEY = bytes(range(32))
LINE = 'api_key = "********"'


# fingerprint: what must not happen


def test_neither_text_nor_value_can_be_read_from_it() -> None:
    name = fingerprint(KEY, "rule", "path", LINE, b"value", 0)
    assert len(name) == 32
    assert set(name) <= set("0123456789abcdef")


@pytest.mark.parametrize("key", [b"", b"short", bytes(15), bytes(65)])
def test_a_key_that_keeps_no_secret_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="16 to 64 bytes"):
        fingerprint(key, "rule", "path", LINE, b"value", 0)


def test_parts_cannot_flow_into_one_another() -> None:
    names = {
        fingerprint(KEY, "ab", "c", "d", b"e", 0),
        fingerprint(KEY, "a", "bc", "d", b"e", 0),
        fingerprint(KEY, "a", "b", "cd", b"e", 0),
        fingerprint(KEY, "a", "b", "c", b"de", 0),
        fingerprint(KEY, "", "abcd", "", b"e", 0),
        fingerprint(KEY, "abcd", "", "", b"e", 0),
    }
    assert len(names) == 6


@given(st.lists(st.tuples(st.text(st.characters()), st.text(st.characters()), st.binary()), unique=True))
def test_different_results_have_different_names(parts: list[tuple[str, str, bytes]]) -> None:
    names = {fingerprint(KEY, rule, path, LINE, value, 0) for rule, path, value in parts}
    assert len(names) == len(parts)


# fingerprint: what it is


def test_it_stays_the_same_for_ever() -> None:
    # Every baseline in the world holds these: a change here breaks them all.
    assert fingerprint(KEY, "stripe-live-key", "src/a.py", LINE, b"v", 0) == "e6faa8d7aa266290e884a9802576e6c0"
    assert (
        fingerprint(KEY[:16], "r", "p\udcff\ud800", "größe = ********", b"\xff", 41)
        == "8dd8ed9cbfc1df1638c8589adb3d0ea1"
    )


@pytest.mark.parametrize(
    "line",
    [f"\t{LINE}", f"    {LINE}\r\n", f"{LINE}  ", 'api_key  =\t"********"', "\x0c" + LINE],
)
def test_indentation_spacing_and_line_ends_do_not_matter(line: str) -> None:
    assert fingerprint(KEY, "r", "p", line, b"v", 0) == fingerprint(KEY, "r", "p", LINE, b"v", 0)


@pytest.mark.parametrize(
    "other",
    [
        fingerprint(KEY[::-1], "r", "p", LINE, b"v", 0),
        fingerprint(KEY, "r2", "p", LINE, b"v", 0),
        fingerprint(KEY, "r", "P", LINE, b"v", 0),
        fingerprint(KEY, "r", "p", "b" + LINE, b"v", 0),
        fingerprint(KEY, "r", "p", LINE.replace(" ", ""), b"v", 0),
        fingerprint(KEY, "r", "p", LINE, b"V", 0),
        fingerprint(KEY, "r", "p", LINE, b"v", 1),
    ],
    ids=["key", "rule", "path", "line", "spaces", "value", "ordinal"],
)
def test_everything_else_matters(other: str) -> None:
    assert other != fingerprint(KEY, "r", "p", LINE, b"v", 0)


def test_only_ascii_white_space_is_folded() -> None:
    assert folded("  a\t b\u00a0\u2003c\r\n") == "a b\u00a0\u2003c".encode()


# primaryLocationLineHash: computed by src/fingerprints.ts of github/codeql-action itself (commit f3f1edbe),
# one hash for each line


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        pytest.param(b"", ["c129715d7a2bc9a3:1"], id="empty file"),
        pytest.param(b"alpha\nbeta", ["efe64c9c4640173f:1", "a140b2c6c2ea5daf:1"], id="no line feed at the end"),
        pytest.param(
            b"alpha\nbeta\n",
            ["8d34e7f117c895:1", "bb0c86a6de0dda35:1", "c129715d7a2bc9a3:1"],
            id="line feed at the end",
        ),
        pytest.param(
            b"alpha\rbeta\r\ngamma\r\r\n\n\rdelta",
            [
                "502772e5953c024e:1",
                "2eab9a3bb9460c76:1",
                "9b3d8bb45aa33b8:1",
                "828cdde9411665f7:1",
                "e63becb0691c2a49:1",
                "4e890f7931f18a23:1",
                "61af167e38c864a5:1",
            ],
            id="carriage returns and both together",
        ),
        pytest.param(
            b"a\r \nb\r\t\nc",
            [
                "c52f781a43dbc195:1",
                "73409ca04f7d2c2e:1",
                "b0367d257df6d03c:1",
                "1c206f60a702cfe8:1",
                "188ff2f224477a1e:1",
            ],
            id="a space between carriage return and line feed",
        ),
        pytest.param(
            b"  key\t= \t1\nkey=1\n\tkey = 1 ",
            ["c51dd2d50c244f3c:1", "6fa5f0fee9e00a07:1", "3753ff96bba6536a:1"],
            id="indentation and inner spaces",
        ),
        pytest.param(
            b"\n\n   \n\t\n",
            [
                "8d2f5848087196b:1",
                "4e5d562094661a0d:1",
                "5b5d4caf73a13177:1",
                "3c5bef55b72b93c9:1",
                "c129715d7a2bc9a3:1",
            ],
            id="blank lines",
        ),
        pytest.param(
            b"password = 1\n" * 10,
            [
                "8b1c03172ec34927:1",
                "8b1c03172ec448b6:1",
                "848c857028baa70b:1",
                "fb2c883102eca64c:1",
                "d185f20f627429c9:1",
                "b6ae0709d572ab92:1",
                "b5117db5abe35177:1",
                "57c2956b6eeee08:1",
                "444f76c966613d95:1",
                "348f0092b7856f2e:1",
                "c129715d7a2bc9a3:1",
            ],
            id="ten equal lines",
        ),
        pytest.param(
            b"x" * 99 + b"\n" + b"x" * 100 + b"\n" + b"x" * 101,
            ["52b56201ffb585b2:1", "52b56201ffb58620:1", "52b56201ffb58620:2"],
            id="a line of 99, 100 and 101 units",
        ),
        pytest.param(
            b"y" * 100 + b"1\n" + b"y" * 100 + b"2\n",
            ["cadd4b5b9d92c51c:1", "cadd4b5b9d92c51c:2", "c129715d7a2bc9a3:1"],
            id="equal beyond the window only",
        ),
        pytest.param(
            (b"z" * 60 + b"\n") * 3,
            ["cd8fed6282436668:1", "cd8fed6282436668:2", "74a9e8daef350261:1", "c129715d7a2bc9a3:1"],
            id="equal within the window of two lines",
        ),
        pytest.param(
            "größe = 1\n価格 = 2\ngröße = 1\n".encode(),
            ["c81fc932ebaa18f7:1", "8481f2d365ae6ea8:1", "cab8790993d5e52:1", "c129715d7a2bc9a3:1"],
            id="letters of two and three bytes",
        ),
        pytest.param(
            "🔑 = 1\n𐐀𐐀\n🔑 = 1\n".encode(),
            ["51411a5ebd41135f:1", "dae3e490b2a8267d:1", "84f47699aa550ed:1", "c129715d7a2bc9a3:1"],
            id="pairs of surrogates",
        ),
        pytest.param(
            ("a" * 99 + "🔑b\n" + "a" * 99 + "🔒b\n").encode(),
            ["871f6af4d0d5b558:1", "871f6af4d0d5b558:2", "c129715d7a2bc9a3:1"],
            id="a window that ends inside a pair",
        ),
        pytest.param(
            b"k\xff\xfe = 1\n\xe2\x82 \xac\n\xf0\x9f\n\xed\xa0\x80\n",
            [
                "7802971236d3c12c:1",
                "55f69a483f581f2b:1",
                "8d5cf74872c8108f:1",
                "66bb4c1842ee204c:1",
                "c129715d7a2bc9a3:1",
            ],
            id="not UTF-8",
        ),
        pytest.param(
            "\ufeffkey = 1\nkey = 1\n".encode(),
            ["50e06ae79f40a3a4:1", "e830550ae8b9bf8:1", "c129715d7a2bc9a3:1"],
            id="byte order mark",
        ),
        pytest.param(
            "\0\0\n\uffff\n\uffff".encode(),
            ["97b98811fd5f0555:1", "c8c0297bdb0170f7:1", "9cde746dd76b3dca:1"],
            id="NUL and U+FFFF",
        ),
        pytest.param(
            "a\x0bb\x0cc\x85d\u2028e\n\u00a0f".encode(),
            ["7db79ae514b1e81a:1", "b564ca0c77a54df1:1"],
            id="breaks that are none here",
        ),
    ],
)
def test_line_hashes_are_those_of_codeql_action(text: bytes, hashes: list[str]) -> None:
    expected = dict(enumerate(hashes, start=1))
    assert {line: primary_location_line_hash(text, line) for line in expected} == expected
    in_any_order = LineHashes(text)
    assert {line: in_any_order.of(line) for line in reversed(expected)} == expected


@pytest.mark.parametrize(("text", "line"), [(b"", 2), (b"a\nb", 3), (b"a\n", 3), (b"a", 0), (b"a", -1)])
def test_a_line_that_is_not_there(text: bytes, line: int) -> None:
    with pytest.raises(ValueError, match="line"):
        primary_location_line_hash(text, line)


def test_a_line_deep_in_a_large_file_is_found_soon() -> None:
    text = b"".join(b"    value_%d = compute(%d)  # and so on\n" % (n, n * n) for n in range(220_000))
    assert len(text) > 10_000_000
    start = time.perf_counter()
    assert primary_location_line_hash(text, 219_000).endswith(":1")
    assert time.perf_counter() - start < 3
