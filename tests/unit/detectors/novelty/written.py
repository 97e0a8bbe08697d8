"""Code for the tests of what is new: functions that decide and compute, each seed giving another one."""

from __future__ import annotations

import random

from privacygate.change import AddedLines, Before, FileChange, OldFile, Segment

_NAMES = "alpha beta gamma delta count total rate limit index width depth share ratio bound level".split()


def function(name: str, seed: int, lines: int = 20) -> str:
    """A Python function with about so many logical lines, all of them logic."""
    chance = random.Random(seed)  # noqa: S311
    text = [f"def {name}({', '.join(chance.sample(_NAMES, 3))}):"]
    while len(text) < lines - 1:
        one, two, three = chance.sample(_NAMES, 3)
        kind = chance.randrange(4)
        if kind == 0:
            text.append(f"    if {one} {chance.choice('<>')} {two} {chance.choice('+-*')} {chance.randrange(2, 99)}:")
            text.append(f"        {three} = {two}[{one}] {chance.choice('+-*/')} {chance.choice(_NAMES)}")
        elif kind == 1:
            text.append(f"    for {one} in {two}.{three}({', '.join(chance.sample(_NAMES, chance.randrange(1, 4)))}):")
            text.append(f"        {two} {chance.choice('+-*')}= {three} % {chance.randrange(2, 99)}")
        elif kind == 2:
            text.append(f"    {one} = {two}({', '.join(chance.sample(_NAMES, chance.randrange(1, 5)))}) - {three}")
        else:
            text.append(
                f"    {one} = [{two} for {two} in {three} if {two} {chance.choice('<>')} {chance.choice(_NAMES)}]"
            )
    text.append(f"    return {chance.choice(_NAMES)} {chance.choice('+-*')} {chance.choice(_NAMES)}")
    return "\n".join(text) + "\n"


def module(seed: int, functions: int, lines: int = 20) -> str:
    """Several such functions."""
    return "\n\n".join(function(f"step_{seed}_{number}", seed * 1000 + number, lines) for number in range(functions))


def added_file(path: str, text: str) -> FileChange:
    """A file that is new as a whole."""
    return FileChange(path, (Segment(text.encode()),), None)


def changed_file(path: str, text: str, *ranges: tuple[int, int]) -> FileChange:
    """A file with some new lines."""
    return FileChange(path, (Segment(text.encode()),), AddedLines(ranges))


class Files(Before):
    """What was there before, by path."""

    def __init__(
        self, files: dict[str, str], home: str | None = None, name: str = "", is_hurried: bool = False
    ) -> None:
        self._files = files
        self.home = home
        self.name = name
        self.is_hurried = is_hurried
        self.read: list[str] = []

    def files(self) -> list[OldFile]:
        return [OldFile(path, f"id of {hash(text)}") for path, text in sorted(self._files.items())]

    def texts(self, files):  # type: ignore[no-untyped-def]
        for file in files:
            self.read.append(file.path)
            yield file, self._files[file.path].encode()
