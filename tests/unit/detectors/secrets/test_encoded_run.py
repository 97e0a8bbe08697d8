from __future__ import annotations

import base64
import hashlib
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets.encoded_run import decode_run, runs_in

TEXT = b"The quick brown fox: 12 dogs, 34 cats?>~ and a comma.\n"
RANDOM = random.Random(3)  # noqa: S311


class TestWhatIsNotText:
    @pytest.mark.parametrize(
        "run",
        [
            hashlib.sha256(b"x").hexdigest().encode(),
            hashlib.md5(b"x", usedforsecurity=False).hexdigest().encode(),
            base64.b64encode(hashlib.sha512(b"x").digest()),
            b"AbstractHttp2ConnectionHandlerBuilderFactory",
            b"0123456789" * 8,
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
            b"/usr/local/lib/python3/dist/packages/module/file",
            b"",
        ],
    )
    def test_it_is_nothing(self, run: bytes) -> None:
        assert decode_run(run) is None

    def test_random_bytes_are_nothing(self) -> None:
        for size in range(18, 400):
            assert decode_run(base64.b64encode(RANDOM.randbytes(size))) is None
            assert decode_run(RANDOM.randbytes(size).hex().encode()) is None


class TestDecoding:
    @given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=18))
    def test_base64_of_every_kind(self, text: str) -> None:
        raw = text.encode()
        for run in (base64.b64encode(raw), base64.b64encode(raw).rstrip(b"="), base64.urlsafe_b64encode(raw)):
            assert decode_run(run) == (raw, "Base64") or text.startswith('{"version":3')

    @given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=18))
    def test_hexadecimal_of_both_cases(self, text: str) -> None:
        run = text.encode().hex().encode()
        assert decode_run(run) == (text.encode(), "hexadecimal") or text.startswith('{"version":3')
        assert decode_run(b"0x" + run.upper()) == (text.encode(), "hexadecimal") or text.startswith('{"version":3')

    def test_lines_are_joined(self) -> None:
        wrapped = base64.encodebytes(TEXT * 4)
        for joint in (b"\n", b"\r\n    ", b"\\n", b'"\n  "', b'" \\\n "'):
            assert decode_run(wrapped.strip().replace(b"\n", joint)) == (TEXT * 4, "Base64")

    def test_something_stuck_to_the_front(self) -> None:
        for front in (b"a/", b"ab/", b"abc/", b"key_x-"):
            read = decode_run(front + base64.b64encode(TEXT))
            assert read is not None
            assert read[0].endswith(TEXT)


def spans(text: bytes, *ends: int, windows: tuple[tuple[int, int], ...] = ((0, 1 << 30),)) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in runs_in(text, ends, windows)]


class TestPlaces:
    RUN = base64.b64encode(TEXT)

    def test_all_of_the_run(self) -> None:
        text = b'key = "' + self.RUN + b'";'
        assert spans(text, text.index(b'";') + 1) == [(7, 7 + len(self.RUN))]
        assert spans(self.RUN.rstrip(b"="), len(self.RUN.rstrip(b"="))) == [(0, len(self.RUN.rstrip(b"=")))]

    def test_pieces_of_one_run_are_one(self) -> None:
        text = b"x " + self.RUN + b"\n"
        assert spans(text, 30, 40, len(text) - 2, len(text)) == [(2, 2 + len(self.RUN))]

    def test_all_lines_of_a_wrapped_one(self) -> None:
        wrapped = base64.encodebytes(TEXT * 4).strip()
        text = b"data: |\n  " + wrapped.replace(b"\n", b"\n  ") + b"\nnext: 1\n"
        end = text.index(b"\nnext")
        assert spans(text, text.index(b"\n", 12) + 1) == [(10, end)]
        assert spans(text, text.index(b"\n", 12) + 1, windows=((end - 20, end),)) == [(10, end)]

    def test_the_first_line_alone_when_the_next_does_not_belong_to_it(self) -> None:
        text = b"x " + self.RUN + b"\n" + b"y" * 100
        assert spans(text, 3 + len(self.RUN)) == [(2, 2 + len(self.RUN))]

    def test_only_what_reaches_into_a_window(self) -> None:
        text = b"x " + self.RUN + b"\n" + b"y, " * 30
        end = 2 + len(self.RUN)
        assert spans(text, end + 1, windows=((end, end + 50),)) == []
        assert spans(text, end + 1, windows=((0, 2),)) == []
        assert spans(text, end + 1, windows=((end - 1, end + 50),)) == [(2, end)]

    def test_a_hostile_one_takes_a_moment(self) -> None:
        text = (b"0" + b"a" * 25 + b"+") * 80_000
        started = time.perf_counter()
        assert spans(text, *range(27, len(text), 27)) == []
        assert time.perf_counter() - started < 5
