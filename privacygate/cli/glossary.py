"""`privacygate glossary`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from privacygate.errors import RuleFileError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from privacygate.own_words import Suggestion

DESCRIPTION = """\
Your own words: code names, customers, hosts. A comment with one of them is a result of the detector `comments`.
`suggest` reads this repository and proposes words that are frequent here and rare in public code; `hash` replaces the
words of the glossary file by keyed hashes, so that the file itself gives nothing away."""

FILE_NAME = ".privacygate-glossary"


def add_arguments(parser: ArgumentParser) -> None:
    """See `Command.add_arguments`."""
    parser.set_defaults(no_baseline=True, baseline=None)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = actions.add_parser("suggest", help="propose words, with the counts that speak for each")
    action.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; default: the working tree")
    action.add_argument("--most", type=int, default=30, metavar="N", help="at most so many words; default: 30")
    action.add_argument("--config", metavar="FILE", help="settings file")
    action = actions.add_parser("hash", help="replace the words of the glossary file by keyed hashes")
    action.add_argument("--config", metavar="FILE", help="settings file")


def execute(arguments: Namespace) -> int:
    """See `Command.execute`."""
    from privacygate.cli.checking import find_place
    from privacygate.git.repository import find_root

    place = find_place(find_root(os.getcwd()) or os.getcwd(), arguments)
    if arguments.action == "suggest":
        if arguments.most < 1:
            raise UsageError("--most needs a number above 0", remedy="Leave it out for 30.")
        return _suggest(arguments, place.root)
    options = place.settings.detectors["comments"].options
    return _hash(options.get("glossary_file") or os.path.join(place.root, FILE_NAME))


def _suggest(arguments: Namespace, root: str) -> int:
    from privacygate.git.history import commit_messages
    from privacygate.git.repository import find_root
    from privacygate.git.work_tree import tree_change
    from privacygate.own_words import KINDS, WordCounts

    counts = WordCounts()
    counts.add_all(tree_change(arguments.paths).entries)
    if find_root(root):
        counts.add_messages(commit_messages(root))
    found = counts.suggestions(arguments.most)
    width = max((len(item.term) for item in found), default=0)
    for item in found:
        print(f"{item.term:{width}}  {_reasons(item, KINDS)}")
    noun = "word" if len(found) == 1 else "words"
    print(f"privacygate: {counts.files:,} files; {len(found)} {noun} that are frequent here and rare in public code.")
    if found:
        print(f"Put those that outsiders should not read into {FILE_NAME}, one on each line.")
    return 0


def _reasons(item: Suggestion, kinds: tuple[str, ...]) -> str:
    if item.files == 0:
        return f"{item.total:,} times as a host"
    parts = [f"{count:,} in {kind}" for count, kind in zip(item.counts, kinds, strict=True) if count]
    files = "file" if item.files == 1 else "files"
    return f"{item.total:,} times in {item.files:,} {files}: {', '.join(parts)}; 2^{item.odds:g} times the public share"


def _hash(path: str) -> int:
    from privacygate.detectors.comments.glossary import KEY_LINE, hashed_entry, read_glossary

    glossary = read_glossary(path)
    if not os.path.exists(path):
        raise UsageError("there is no glossary file", path=path, remedy="Write one, a word on each line.")
    key = glossary.key or os.urandom(16)
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    kept = [line for line in lines if line.startswith(("#", "~")) or not line.strip()]
    if not os.environ.get("PRIVACYGATE_GLOSSARY_KEY") and not any(line.startswith(KEY_LINE) for line in kept):
        kept.insert(0, KEY_LINE + key.hex())
    kept += sorted(hashed_entry(term, key) for term in glossary.terms)
    _write(path, "\n".join(kept) + "\n")
    count = len(glossary.terms)
    print(f"privacygate: {count} {'word is' if count == 1 else 'words are'} hashes now; see {os.path.basename(path)}")
    if any(line.startswith(KEY_LINE) for line in kept):
        print(
            "The key lies beside them, which hides them from a glance and not from somebody who guesses; set"
            " PRIVACYGATE_GLOSSARY_KEY to keep it elsewhere.",
            file=sys.stderr,
        )
    return 0


def _write(path: str, text: str) -> None:
    """Write the file as a whole, or leave it as it was."""
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.new"
    try:
        with open(temporary, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(temporary, target)
    except OSError as error:
        raise RuleFileError(
            f"the glossary cannot be written ({error.strerror})", path=path, remedy="Check its folder."
        ) from error
