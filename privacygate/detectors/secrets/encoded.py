"""Secrets in text that was encoded: in Base64 or hexadecimal, or with escapes, one inside the other.

Hyperscan says where something of the kind may be, in the pass that it makes for the rules. What decodes to text is
read by the same rules, and reported where the encoded text stands. Decoded text is never longer than what it was made
from, so that no nesting can blow up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from privacygate.detectors.secrets.engine import ENCODED
from privacygate.model import Confidence

if TYPE_CHECKING:
    from privacygate.detectors.secrets.confirm import Confirmed

DEPTH = 5
"""So many encodings inside one another are taken off."""

RUN, PERCENT, BACKSLASH, REFERENCE = range(4)

FINDERS = (
    # Nearly every encoded text has a digit among its first characters; names in code that are as long have none.
    (RUN, r"[0-9][0-9A-Za-z]{19,}(?:[^0-9A-Za-z]|\z)"),
    (PERCENT, r"(?:%[2-7][0-9A-Fa-f]){4}|%(?:20|22|2[Ff]|3[Aa]|3D|40|7[Bb])"),
    (BACKSLASH, r"(?:\\x[2-7][0-9A-Fa-f]){4}"),
    (BACKSLASH, r"\\u(?:00[2-7][0-9A-Fa-f]|\{0{0,4}[2-7][0-9A-Fa-f]\})"),
    (BACKSLASH, r"(?:\\[01][0-7]{2}){6}"),
    (REFERENCE, r"(?:&#(?:x[2-7][0-9A-Fa-f]|[3-9][0-9]|1[0-2][0-9]);){2}"),
)
"""Kinds of encodings, and what Hyperscan looks for: cheap, and rare in text that holds none."""


class Encoded(NamedTuple):
    """An encoded text, and what it says."""

    start: int
    end: int
    """Byte offsets of the encoded text, the end exclusive."""
    text: bytes
    encoding: str
    """For people."""
    place_of: Callable[[int, int], tuple[int, int] | None] | None = None
    """Where some bytes of `text` come from, if encoding has to do with them; None when all of it is encoded."""

    def __repr__(self) -> str:
        return f"Encoded({self.encoding}, bytes {self.start} to {self.end})"

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the bytes from `start` to `end` of `text` come from; None when they stand there as they are."""
        return self.place_of(start, end) if self.place_of else (self.start, self.end)


Reader = Callable[[bytes], tuple[Sequence["Confirmed"], Sequence[tuple[int, int]]]]
"""Gives the secrets that the rules find in a text, and the hits of `FINDERS` in it."""


def decoded_secrets(
    text: bytes,
    hits: Sequence[tuple[int, int]],
    windows: Sequence[tuple[int, int]],
    read: Reader,
    depth: int = DEPTH,
) -> Iterator[Confirmed]:
    """Yield the secrets in the encoded parts of `text`, at the places of those parts.

    Args:
        text: what was looked at.
        hits: those of `FINDERS`, in ascending order.
        windows: byte spans outside of which nothing needs to be found.
        read: looks for secrets in what was decoded.
        depth: how many encodings may lie inside one another.
    """
    for item in encoded_in(text, hits, windows):
        found, inner_hits = read(item.text)
        inner: list[Confirmed] = list(found)
        if inner_hits and depth > 1:
            inner += decoded_secrets(item.text, inner_hits, [(0, len(item.text))], read, depth - 1)
        for secret in inner:
            place = item.place(secret.start, secret.end)
            if place is not None and secret.confidence is not Confidence.LOW:
                value = secret.value or item.text[secret.secret_start : secret.secret_end]
                yield secret._replace(
                    start=place[0],
                    end=place[1],
                    secret_start=place[0],
                    secret_end=place[1],
                    value=value,
                    encoding=item.encoding,
                )


def encoded_in(text: bytes, hits: Sequence[tuple[int, int]], windows: Sequence[tuple[int, int]]) -> Iterator[Encoded]:
    """Yield the encoded texts in `text` that reach into one of `windows`."""
    behind_runs = bisect_left(hits, (ENCODED + 1,))
    if behind_runs:
        from privacygate.detectors.secrets.encoded_run import runs_in

        yield from runs_in(text, [end for _, end in hits[:behind_runs]], windows)
    if behind_runs < len(hits):
        from privacygate.detectors.secrets.escapes import escaped_in

        for kind in sorted({FINDERS[index - ENCODED][0] for index, _ in hits[behind_runs:]}):
            yield from escaped_in(text, kind, windows)
