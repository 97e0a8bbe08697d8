"""The old code to compare with: from the index as far as it knows it, the rest read now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from privacygate.change import Before, OldFile
from privacygate.detectors.novelty.chains import Old
from privacygate.detectors.novelty.index import Index, pack, unpack
from privacygate.detectors.novelty.lexicon import family_of, lexicon
from privacygate.detectors.novelty.sketch import LARGEST_BYTES
from privacygate.detectors.novelty.statements import fingerprints
from privacygate.syntax.languages import language_of
from privacygate.workers import run_in_workers, worker_count

MOST_IN_A_HURRY = 400
"""So many files that the index does not know are read while somebody waits for a commit: about half a second."""

MOST_SURPLUS = 5
"""An index that has so many times what is asked for is pruned by itself."""

WORTH_WORKERS = 200
"""Files from which on it is worth to start several processes."""

_BATCH = 2000
"""So many files are read before what was learnt of them is written down."""


class TooMuchToRead(Exception):
    """The index lacks more than can be read while somebody waits."""

    def __init__(self, files: int) -> None:
        super().__init__()
        self.files = files


class EarlierFile(NamedTuple):
    """A file of old code."""

    before: Before
    file: OldFile
    old: Old


def earlier_code(before: Before, families: Sequence[str]) -> dict[str, list[EarlierFile]]:
    """The files of `before` that are written in one of `families`, by family.

    Raises:
        TooMuchToRead: somebody waits, and it would take long.
        GateError: it cannot be read.
    """
    files = files_of(before, families)
    index = Index(before.home)
    known = {family: index.read(family) for family in families}
    missing = {family: _missing(its, known[family]) for family, its in files.items()}
    count = sum(map(len, missing.values()))
    if before.is_hurried and count > MOST_IN_A_HURRY:
        raise TooMuchToRead(count)
    for family, its in missing.items():
        for batch in learn(before, family, its):
            index.add(family, batch)
            known[family].update(batch)
        if its and len(known[family]) > MOST_SURPLUS * len(files[family]) + _BATCH:
            index.prune(family, {file.id for file in files[family]})
    return {
        family: [EarlierFile(before, file, unpack(known[family][file.id])) for file in its if file.id in known[family]]
        for family, its in files.items()
    }


def files_of(before: Before, families: Sequence[str]) -> dict[str, list[OldFile]]:
    """The files of `before` by family of languages."""
    files: dict[str, list[OldFile]] = {family: [] for family in families}
    for file in before.files():
        family = family_of(language_of(file.path))
        if family in files:
            files[family].append(file)
    return files


def _missing(files: Sequence[OldFile], known: dict[str, bytes]) -> list[OldFile]:
    return list({file.id: file for file in files if file.id not in known}.values())


def learn(before: Before, family: str, files: Sequence[OldFile]) -> Iterator[list[tuple[str, bytes]]]:
    """Read `files`, and give the packed fingerprints of each by id, in batches."""
    lexicon(family)  # before processes are forked
    workers = worker_count() if len(files) > WORTH_WORKERS else 1
    for start in range(0, len(files), _BATCH):
        batch = files[start : start + _BATCH]
        jobs = [partial(_learn, before, family, batch[number::workers]) for number in range(workers)]
        yield [row for rows in run_in_workers(jobs) for row in rows]


def _learn(before: Before, family: str, files: Sequence[OldFile]) -> list[tuple[str, bytes]]:
    words = lexicon(family)
    rows = []
    for file, text in before.texts(files):
        rows.append((file.id, pack(fingerprints(text if len(text) <= LARGEST_BYTES else b"", words))))
    return rows
