"""Where in a file the secrets of another tool's report stand today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha1

from privacygate.change import FileChange, Segment
from privacygate.model import Region
from privacygate.peer_reports.entry import PeerEntry
from privacygate.positions import Places

_EDGES = re.compile(rb"(?<=[0-9A-Za-z\x80-\xff])(?![0-9A-Za-z\x80-\xff])|(?<![0-9A-Za-z\x80-\xff])")
"""Where a secret may begin or end: everywhere but in the middle of a word."""

_SHORTEST = 5
"""NOTE: of a GitHub token detect-secrets 1.5 hashes `ghp` alone. So short a text tells nothing about a secret."""

_MOST_EDGES = 64
"""How many of them a secret may span: a long password with a sign between any two letters."""


def locate(file: FileChange, entries: Sequence[PeerEntry]) -> list[tuple[Region, ...] | None]:
    """For each of `entries`, which speak of `file`, where its secret stands now.

    Nowhere gives an empty tuple; None means that the report does not say what the secret is.
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

    Most stand where they stood, so their own lines are read first; for the others, all lines.
    """
    wanted = {entry.secret.sha1: entry.line for entry in entries if entry.secret and not entry.secret.text}
    found: dict[str, bytes] = {}
    for lines in (frozenset(wanted.values()), None):
        missing = wanted.keys() - found.keys()
        if not missing:
            break
        for segment in file.segments:
            for line in _lines(segment, lines):
                found.update(_preimages(line, missing))
    return found


def _lines(segment: Segment, wanted: frozenset[int] | None) -> Iterator[bytes]:
    for number, line in enumerate(segment.text.split(b"\n"), segment.first_line):
        if wanted is None or number in wanted:
            yield line


def _preimages(line: bytes, hashes: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The parts of `line` whose SHA-1 is among `hashes`."""
    wanted = {bytes.fromhex(name) for name in hashes if re.fullmatch("[0-9a-f]{40}", name)}
    edges = [edge.start() for edge in _EDGES.finditer(line)]
    for index, start in enumerate(edges):
        for end in edges[index + 1 : index + 1 + _MOST_EDGES]:
            digest = sha1(line[start:end], usedforsecurity=False).digest()
            if digest in wanted:
                yield digest.hex(), line[start:end]
