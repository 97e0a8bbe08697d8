from __future__ import annotations

import pytest

from privacygate.detectors.secrets.encoded import BACKSLASH, PERCENT, REFERENCE, Encoded
from privacygate.detectors.secrets.escapes import MARGIN_BYTES, escaped_in


def read(text: bytes, kind: int, *windows: tuple[int, int]) -> Encoded | None:
    found = list(escaped_in(text, kind, windows or [(0, len(text))]))
    assert len(found) < 2
    return found[0] if found else None


class TestWhatIsNotDecoded:
    def test_nothing_escaped(self) -> None:
        assert read(b"100% of \\path &copy; 1", PERCENT) is None
        assert read(b"100% of \\path &copy; 1", BACKSLASH) is None
        assert read(b"100% of \\path &copy; 1", REFERENCE) is None

    def test_bytes_that_are_no_text(self) -> None:
        assert read(b"\\x00\\x01\\xff\\xfe" * 40, BACKSLASH) is None

    def test_what_is_outside_the_windows(self) -> None:
        assert read(b"a%41\n" + b"b" * 50 + b"%42", PERCENT, (5, 20)) is None


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (PERCENT, b"a%3db%2Fc", b"a=b/c"),
        (BACKSLASH, rb"\x70\x77\u003d\u{70}\163\"q\"", b'pw=ps"q"'),
        (BACKSLASH, rb"name \u00e4\u003d1", "name ä=1".encode()),
        (REFERENCE, b"&#112;&#x77;&#61;&quot;&amp;&lt;&#0061;", b'pw="&<='),
    ],
)
def test_decoding(kind: int, written: bytes, meant: bytes) -> None:
    found = read(written, kind)
    assert found is not None
    assert found.text == meant


class TestPlaces:
    def test_where_the_bytes_come_from(self) -> None:
        text = b"line\nx?q=a%3Db%40cc"
        found = read(text, PERCENT)
        assert found is not None
        assert found.text == b"x?q=a=b@cc"
        for start in range(4, 10):
            place = found.place(start, 10)
            assert place is not None
            assert text[place[0] :] == {4: b"a%3Db%40cc", 5: b"%3Db%40cc", 6: b"b%40cc", 7: b"%40cc"}.get(
                start, b"cc"[start - 8 :]
            )
        assert found.place(4, 6) == (9, 13)

    def test_what_is_far_from_every_escape_stands_there_as_it_is(self) -> None:
        found = read(b"a%3Db " + b"c" * 100 + b" token", PERCENT)
        assert found is not None
        assert found.place(len(found.text) - 5, len(found.text)) is None
        assert found.place(0, 1) == (0, 1)

    def test_passages_are_apart(self) -> None:
        text = b"a%3Db" + b" " * 3 * MARGIN_BYTES + b"c%3Dd"
        found = read(text, PERCENT)
        assert found is not None
        at = found.text.index(b"c=d")
        assert b"\0" in found.text[:at]
        assert found.place(at, at + 3) == (len(text) - 5, len(text))
