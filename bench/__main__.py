"""Prints the table of speed and memory, every row against its bar.

    python3 dev.py bench                      everything, on a tree made of installed Python sources
    python3 dev.py bench --tree DIR staged    one row, on a tree of your own

The machines are noisy: runs of all tools alternate, and medians are compared.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import detection, hostile, speed, trees

ROWS = ("staged", "cold", "tree", "overhead", "memory", "hostile", "detection")


def main() -> int:
    """Run the rows that were asked for."""
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of: {', '.join(ROWS)}; default: all but detection")
    parser.add_argument("--tree", type=Path, help="a folder with source, at least 75 MB for comparable figures")
    parser.add_argument("--runs", type=int, default=7, help="how often each tool runs; default: 7")
    parser.add_argument("--cases", type=Path, help="folder with cases.py, for the row `detection`")
    arguments = parser.parse_args()
    rows = arguments.rows or ROWS[:-1]
    unknown = set(rows) - set(ROWS)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    with TemporaryDirectory(prefix="privacygate-bench-") as folder:
        place = Path(folder)
        tree = arguments.tree.resolve() if arguments.tree else None
        if tree is None and set(rows) & {"staged", "cold", "tree", "overhead", "memory"}:
            tree = trees.installed_sources(place / "tree")
        for row in rows:
            if row == "detection":
                if not arguments.cases:
                    parser.error("the row `detection` needs --cases")
                detection.table(arguments.cases, place)
            elif row == "hostile":
                hostile.table(place / "hostile")
            else:
                assert tree is not None
                getattr(speed, row)(tree, place, arguments.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
