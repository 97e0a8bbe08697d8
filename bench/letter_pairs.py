"""Counts the table of `privacygate/detectors/secrets/letter_pairs.py`: `python3 -m bench.letter_pairs`."""

from __future__ import annotations

import re
import sysconfig
from collections import Counter
from itertools import pairwise
from math import log2
from pathlib import Path
from string import ascii_lowercase


def main() -> None:
    """Print the 26 rows."""
    pairs: Counter[str] = Counter()
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted([*library.glob("*.py"), *library.glob("*/*.py")]):
        if "site-packages" in path.parts:
            continue
        words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]{3,}", path.read_text(errors="replace"))}
        pairs.update(pair for word in sorted(words) for pair in (a + b for a, b in pairwise(word)))
    first: Counter[str] = Counter()
    for pair, count in pairs.items():
        first[pair[0]] += count
    for a in ascii_lowercase:
        shares = [(pairs[a + b] + 0.5) / (first[a] + 13) for b in ascii_lowercase]
        print("".join(str(min(9, max(0, round(-log2(share))))) for share in shares))


if __name__ == "__main__":
    main()
