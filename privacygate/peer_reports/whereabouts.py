"""Where in a file the secrets of another tool's report stand today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from hashlib import sha1

from privacygate.change import FileChange
from privacygate.model import Region
from privacygate.peer_reports.entry import PeerEntry
from privacygate.positions import Places

_EDGES = re.compile(rb"(?<=[0-9A-Za-z\x80-\xff])(?![0-9A-Za-z\x80-\xff])|(?<![0-9A-Za-z\x80-\xff])")
"""Where a secret may begin or end: everywhere but in the middle of a word."""

_PIECE = re.compile(rb"""BEGIN[A-Z ]* PRIVATE KEY(?: BLOCK)?|[^\s"'`]+""")
"""What stands between blanks and quotes; and the head of a private key, which detect-secrets hashes in its stead."""

_CLOSE_BYTES = 1000
"""A line up to this length may be read closely: any part of it may be the secret."""

_SHA1 = re.compile("[0-9a-f]{40}")

_SHORTEST = 5
"""NOTE: of a GitHub token detect-secrets 1.5 hashes `ghp` alone. So short a text tells nothing about a secret."""

_MOST_EDGES = 64
"""How many of them a secret may span: a long password with a sign between any two letters."""


def locate(file: FileChange, entries: Sequence[PeerEntry]) -> list[tuple[Region, ...] | None]:
    """For each of `entries`, which speak of `file`, where its secret stands now.

    Nowhere gives an empty tuple; None means that the report does not say what the secret is, or that what it says
    is there and too short to go by.
    """
    plain = _plain_texts(file, entries)
    return [_whereabouts(file, entry, plain) for entry in entries]


def _whereabouts(file: FileChange, entry: PeerEntry, plain: Mapping[str, bytes]) -> tuple[Region, ...] | None:
    if entry.secret is None:
        return None
    text = entry.secret.text or plain.get(entry.secret.sha1, b"")
    return tuple(_regions(file, text)) if len(text) >= _SHORTEST or not text else None


def _regions(file: FileChange, text: bytes) -> Iterator[Region]:
    """Where `text` stands, each place once, also where segments overlap."""
    if not text:
        return
    seen: set[Region] = set()
    for segment in file.segments:
        places = Places(segment)
        at = segment.text.find(text)
        while at >= 0:
            region = places.region(at, at + len(text))
            if region not in seen:
                seen.add(region)
                yield region
            at = segment.text.find(text, at + len(text))


def _plain_texts(file: FileChange, entries: Iterable[PeerEntry]) -> dict[str, bytes]:
    """By SHA-1, the secrets of which only that is known and that are in `file`.

    Most stand where they stood, so their own lines are read first and most closely; for the others, all lines.
    """
    lines_of: dict[str, set[int]] = {}
    for entry in entries:
        if entry.secret and _SHA1.fullmatch(entry.secret.sha1):
            lines_of.setdefault(entry.secret.sha1, set()).add(entry.line)
    own = {line for lines in lines_of.values() for line in lines}
    found: dict[str, bytes] = {}
    for closely in (True, False):
        missing = {bytes.fromhex(name) for name in lines_of.keys() - found.keys()}
        for segment in file.segments if missing else ():
            for number, line in enumerate(segment.text.split(b"\n"), segment.first_line):
                if not closely:
                    found.update(_preimages(_pieces(line), missing))
                elif number in own:
                    is_short = len(line) <= _CLOSE_BYTES
                    found.update(_preimages([line] if is_short else _pieces(line), missing))
    return found


def _pieces(line: bytes) -> Iterator[bytes]:
    """The parts of a line that a secret is within: most have neither blanks nor quotes in them."""
    return (piece[0] for piece in _PIECE.finditer(line))


def _preimages(pieces: Iterable[bytes], wanted: Set[bytes]) -> Iterator[tuple[str, bytes]]:
    """The parts of `pieces` whose SHA-1 is among `wanted`."""
    for piece in pieces:
        whole = sha1(piece, usedforsecurity=False).digest()
        if whole in wanted:  # however long it is
            yield whole.hex(), piece
        edges = [edge.start() for edge in _EDGES.finditer(piece)]
        for index, start in enumerate(edges):
            for end in edges[index + 1 : index + 1 + _MOST_EDGES]:
                digest = sha1(piece[start:end], usedforsecurity=False).digest()
                if digest in wanted:
                    yield digest.hex(), piece[start:end]
