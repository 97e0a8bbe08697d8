"""Counts the table `privacygate/public_words.txt`: `python3 -m bench.public_words [FOLDER …]`.

How common a word is in public code: the share of files that have it, of the sources of Python itself, of what is
installed beside it, of system headers, and of further folders with public packages. Only counts of words are kept.
"""

from __future__ import annotations

import sys
import sysconfig
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2
from pathlib import Path

from privacygate.vocabulary import sub_words

TARGET = Path(__file__).parents[1] / "privacygate" / "public_words.txt"
SUFFIXES = {
    ".py",
    ".pyi",
    ".c",
    ".h",
    ".hpp",
    ".js",
    ".ts",
    ".md",
    ".rst",
    ".txt",
    ".toml",
    ".yaml",
    ".yml",
    ".go",
    ".rb",
}
LARGEST_BYTES = 300_000
KEPT_WORDS = 16_000
SHORTEST, LONGEST = 3, 16


def main() -> None:
    """Count, and write the table."""
    folders = [Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_path("purelib")), Path("/usr/include")]
    files: Counter[bytes] = Counter()
    total = 0
    for path in _sources([*folders, *map(Path, sys.argv[1:])]):
        words = {word for word, _, _ in sub_words(path.read_bytes()[:LARGEST_BYTES])}
        files.update(word for word in words if word.isalpha() and SHORTEST <= len(word) <= LONGEST)
        total += 1
    by_rarity: defaultdict[int, list[str]] = defaultdict(list)
    for word, count in files.most_common(KEPT_WORDS):
        by_rarity[round(log2(total / count))].append(word.decode())
    lines = [f"{rarity} {' '.join(sorted(words))}" for rarity, words in sorted(by_rarity.items())]
    TARGET.write_text("\n".join(lines) + "\n")
    print(f"{total} files, {sum(map(len, by_rarity.values()))} words")


def _sources(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path


if __name__ == "__main__":
    main()
