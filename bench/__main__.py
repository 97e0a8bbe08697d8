"""Prints the table of speed and memory, every row against its bar.

    python3 dev.py bench                      everything, on a tree made of installed Python sources
    python3 dev.py bench --tree DIR staged    one row, on a tree of your own
    python3 dev.py bench noise --repositories DIR ...
                                              how often the last commits of real repositories would be disturbed
    python3 dev.py bench side --repositories DIR ...
                                              what only one of privacygate, gitleaks and kingfisher finds in them
    python3 dev.py bench agreement --tree DIR --gitleaks-config FILE
                                              whether we read a configuration of gitleaks as it does

The machines are noisy: runs of all tools alternate, and medians are compared.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import agreement, comments, detection, hostile, noise, novelty, side, speed, trees

ROWS = (
    "staged",
    "cold",
    "tree",
    "overhead",
    "memory",
    "hostile",
    "comments",
    "novelty",
    "detection",
    "noise",
    "side",
    "agreement",
)
BY_DEFAULT = ROWS[:-4]
NEEDS = {
    "detection": ("cases",),
    "noise": ("repositories",),
    "side": ("repositories",),
    "agreement": ("tree", "gitleaks_config"),
}
"""Words that a row cannot do without."""


def main() -> int:
    """Run the rows that were asked for."""
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of: {', '.join(ROWS)}; default: all but the last four")
    parser.add_argument("--tree", type=Path, help="a folder with source, at least 75 MB for comparable figures")
    parser.add_argument("--runs", type=int, default=7, help="how often each tool runs; default: 7")
    parser.add_argument(
        "--cases", type=Path, help="folder with labelled cases, for `detection` (cases.py) or `comments` (score.py)"
    )
    parser.add_argument("--gitleaks-config", type=Path, metavar="FILE", help="for the row `agreement`")
    group = parser.add_argument_group("for the rows `noise` and `side`")
    group.add_argument("--repositories", nargs="+", type=Path, metavar="DIR", help="git repositories, bare or not")
    group.add_argument("--commits", type=int, default=300, help="how many of each are replayed; default: 300")
    group.add_argument("--detector", default="secrets", help="whose results count; default: secrets")
    group.add_argument("--results", type=Path, metavar="FILE", help="where every result is written, a line each")
    group.add_argument("--verify", type=int, default=0, metavar="N", help="compare N commits with `scan --staged`")
    group.add_argument(
        "--history", type=int, default=0, metavar="N", help="for `side`: the last N commits, not the tree"
    )
    arguments = parser.parse_args()
    rows = arguments.rows or BY_DEFAULT
    unknown = set(rows) - set(ROWS)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    for row in rows:
        for word in NEEDS.get(row, ()):
            if not getattr(arguments, word):
                parser.error(f"the row `{row}` needs --{word.replace('_', '-')}")
    with TemporaryDirectory(prefix="privacygate-bench-") as folder:
        place = Path(folder)
        tree = arguments.tree.resolve() if arguments.tree else None
        if tree is None and set(rows) & {"staged", "cold", "tree", "overhead", "memory", "comments", "novelty"}:
            tree = trees.installed_sources(place / "tree")
        for row in rows:
            _run(row, arguments, place, tree)
    return 0


def _run(row: str, arguments: argparse.Namespace, place: Path, tree: Path | None) -> None:
    if row == "detection":
        detection.table(arguments.cases, place)
    elif row == "comments":
        if arguments.cases and (arguments.cases / comments.CASES).exists():
            comments.detection(arguments.cases, place)
        assert tree is not None
        comments.speed(tree, place, arguments.runs)
    elif row == "noise":
        noise.table(
            noise.Wanted(
                arguments.repositories,
                arguments.commits,
                arguments.detector,
                arguments.results,
                arguments.verify,
            )
        )
    elif row == "side":
        side.table(side.Scope(arguments.repositories, arguments.history, arguments.results))
    elif row == "agreement":
        agreement.table(arguments.tree.resolve(), arguments.gitleaks_config.resolve())
    elif row == "hostile":
        hostile.table(place / "hostile")
    else:
        assert tree is not None
        getattr(novelty if row == "novelty" else speed, row)(tree, place, arguments.runs)


if __name__ == "__main__":
    sys.exit(main())
