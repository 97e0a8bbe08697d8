"""Plants a value in every flagged example of every rule and looks for it in all that the command leaves behind.

It must find nothing: not in a report, on a terminal, in a baseline, a cache, a key, an error or a crash.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import hyperscan
import pytest

from privacygate.change import FileChange
from privacygate.cli import checking
from privacygate.cli.main import main
from privacygate.detectors.secrets import SecretsDetector
from privacygate.detectors.secrets.confirm import Confirmer
from privacygate.detectors.secrets.examples import fill
from privacygate.detectors.secrets.rule import parse_rules
from privacygate.match import Match
from privacygate.reports import Look
from privacygate.rule_files import read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files

ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "hex": lambda raw: raw.hex().encode(),
    "percent": lambda raw: quote(raw, safe="").encode(),
}

VALUES = 2
"""So many values for each example. With another one beside it a value is known to be drawn."""

ENCODED_EACH = 4
"""Of so many rules one is tried in every encoding."""

PIECE = 28
"""Characters of an encoded text that say enough."""

SHORTEST_LINE = 20
"""Of a secret of several lines each line counts that is at least so long."""


class Planted(NamedTuple):
    """A text with secrets in it."""

    rule: str
    path: str
    text: str
    secrets: tuple[str, ...]
    pieces: tuple[str, ...] = ()
    """Of a long secret."""


def planted() -> Iterator[Planted]:
    for place, item in enumerate(parse_rules(read_rule_files(list_rule_files([builtin_folder("secrets")])))):
        confirmer = Confirmer(item.rule)
        for number, example in enumerate(item.flagged):
            # The seeds that `privacygate rules test` uses: now and then a value happens to say `fake`.
            texts = [fill(example.text, f"{item.rule.id}/{example.name}/{seed}") for seed in range(VALUES)]
            found = [secrets_in(confirmer, text, example.path) for text in texts]
            # What stands in the example as it is (`guest`, say) may well stand elsewhere.
            drawn = [secrets - found[1 - at] for at, secrets in enumerate(found)]
            for at, text in enumerate(texts):
                assert found[at], f"{item.rule.id}: {example.name}"
                # The path of the example comes last, for rules that speak of some files only.
                yield Planted(item.rule.id, f"{item.rule.id}/{number}/{at}/{example.path}", text, tuple(drawn[at]))
            # What is decoded does not count when a rule is of low confidence.
            if place % ENCODED_EACH == 0 and number == 0 and texts[0].isascii() and item.rule.confidence != "low":
                yield from encoded(item.rule.id, f"{item.rule.id}/{number}/encoded", texts, drawn[0])


def encoded(rule: str, folder: str, texts: Sequence[str], secrets: set[str]) -> Iterator[Planted]:
    """The first of `texts` in other forms; neither these nor what is decoded may show, also where it is repeated."""
    for form, encode in ENCODINGS.items():
        run, other = (encode(text.encode()).decode() for text in texts)
        twice = f'{form}: "{run}"  # {run}'
        # Of escapes, only those of the secret are hidden.
        pieces = [run[at:][:PIECE] for at in range(0, len(run) - PIECE, PIECE) if form != "percent"]
        drawn = tuple(piece for piece in pieces if piece not in other)
        yield Planted(rule, f"{folder}/{form}.yaml", twice, tuple(secrets), drawn)


def secrets_in(confirmer: Confirmer, text: str, path: str) -> set[str]:
    raw = text.encode()
    return {raw[found.secret_start : found.secret_end].decode() for found in confirmer.confirm(raw, path)}


class Field:
    """A folder full of secrets, and everything around it where something could be written."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        self.home = folder / "home"
        self.out = folder / "out"
        for place in (self.tree, self.home, self.out):
            place.mkdir()
        self.planted = list(planted())
        for item in self.planted:
            path = self.tree / item.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(item.text + "\n", "utf-8", newline="")
        self.searcher = Searcher({secret for item in self.planted for secret in (*item.secrets, *item.pieces)})

    def traces(self) -> Iterator[tuple[str, bytes]]:
        """Every file that was written, but for the planted ones."""
        for folder in (self.home, self.out):
            for path in folder.rglob("*"):
                if path.is_file():
                    yield str(path), path.read_bytes()
        for path in self.tree.iterdir():
            if path.is_file():
                yield str(path), path.read_bytes()


class Searcher:
    """Looks for thousands of values at once."""

    def __init__(self, values: set[str]) -> None:
        lines = {line for value in values for line in re.split(r"\n|\\n", value) if len(line) >= SHORTEST_LINE}
        self.values = sorted(values | lines)
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[b"".join(b"\\x%02x" % byte for byte in value.encode()) for value in self.values],
            ids=list(range(len(self.values))),
            flags=[int(hyperscan.HS_FLAG_SINGLEMATCH)] * len(self.values),
        )

    def look_in(self, text: bytes) -> list[str]:
        """The values that stand somewhere in `text`, as it is or in a string of JSON."""
        found: list[int] = []
        for part in (text, *decoded(text)):
            self._database.scan(part, match_event_handler=lambda index, *_: found.append(index))
        return [self.values[index] for index in found]


def decoded(text: bytes) -> Iterator[bytes]:
    """The strings of a JSON text, as they are meant; joined by something that no secret holds."""
    if text[:1] not in (b"{", b"["):
        return
    strings: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            strings.append(value)
        elif isinstance(value, dict):
            for key, inner in value.items():
                strings.append(key)
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(json.loads(text))
    yield "\0".join(strings).encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    return Field(tmp_path_factory.mktemp("field"))


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(field: Field, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Gives a command where the secrets are; what it says and what it leaves behind must hold none of them."""
    for name in [*os.environ]:
        if name.startswith("PRIVACYGATE_"):
            monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(field.home))
    monkeypatch.chdir(field.tree)

    def render(format_: str, seen: Any, arguments: Any, colour: bool) -> Iterator[str]:
        from privacygate.reports import FORMATS

        return FORMATS[format_](seen, Look(colour=colour, verbose=arguments.verbose, cap=None))  # all of them

    monkeypatch.setattr(checking, "_render", render)

    def command(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = main(words)
        said = capfd.readouterr()
        traces = [("standard output", said.out.encode()), ("standard error", said.err.encode()), *field.traces()]
        for place, text in traces:
            assert field.searcher.look_in(text) == [], f"in {place}"
        return code, said.out + said.err

    return command


def test_the_search_finds_what_is_there(field: Field) -> None:
    for item in field.planted[:: max(1, len(field.planted) // 50)]:
        there = set(item.secrets if "/encoded/" not in item.path else item.pieces)
        assert there <= set(field.searcher.look_in(b"x" + item.text.encode() + b"y"))
        assert there <= set(field.searcher.look_in(json.dumps([{"a": item.text}]).encode()))


@pytest.mark.parametrize("format_", ["text", "json", "sarif"])
def test_no_report_shows_one(field: Field, run: Run, format_: str) -> None:
    others = [name for name in ("text", "json", "sarif") if name != format_]
    files = [word for name in others for word in ("--output", f"{name}={field.out / f'{format_}-{name}'}")]
    code, said = run("scan", "--output", format_, *files, "--report", "low", "--verbose", "--color", "always")
    assert code == 0
    rules = {item.rule for item in field.planted}
    silent = {rule for rule in rules if rule not in said}
    assert len(silent) < len(rules) / 50, f"rules that say nothing cannot leak either: {sorted(silent)}"
    for name in others:
        assert (field.out / f"{format_}-{name}").stat().st_size > 100_000


def test_no_baseline_holds_one_and_accepted_ones_do_not_show(field: Field, run: Run) -> None:
    baseline = str(field.out / "baseline")
    assert run("baseline", "create", "--baseline", baseline)[0] == 0
    assert run("baseline", "show", "--baseline", baseline)[0] == 0
    code, said = run("scan", "--baseline", baseline, "--report", "low", "--verbose", "--output", "json")
    assert code == 0
    assert '"external"' in said


def test_what_blocks_does_not_show(run: Run) -> None:
    code, said = run("scan", "--block", "low", "--report", "low", "--quiet")
    assert code == 1
    assert "********" in said


def test_no_staged_change_shows_one(field: Field, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for words in (["init", "--quiet"], ["add", "--force", "--all"]):
        subprocess.run(["git", *words], cwd=field.tree, check=True)
    try:
        code, said = run("scan", "--staged", "--report", "low", "--output", "json")
        assert code == 1
        assert "********" in said
    finally:
        subprocess.run(["rm", "-rf", str(field.tree / ".git")], check=True)


def test_no_allowed_one_shows_with_its_reason(field: Field, run: Run) -> None:
    """The reason of a comment is shown; somebody may write the secret there."""
    lines = []
    for item in field.planted[:: max(1, len(field.planted) // 200)]:
        secret = min(item.secrets, key=len, default="")
        if secret and "\n" not in item.text:
            lines.append(f"{item.text}  # privacygate: allow {item.rule} -- not {secret} again\n")
    path = field.out / "allowed.py"
    path.write_text("".join(lines), "utf-8")
    try:
        planted_there = path.read_bytes()
        assert field.searcher.look_in(planted_there)
        path.rename(field.tree / "folder.py")
        (field.tree / "allowed").mkdir()
        (field.tree / "folder.py").rename(field.tree / "allowed" / "allowed.py")
        code, said = run("scan", "allowed", "--report", "low", "--verbose", "--output", "json")
        assert code == 0
        assert '"inSource"' in said
    finally:
        subprocess.run(["rm", "-rf", str(field.tree / "allowed")], check=True)


class Crash(Exception):
    """One that quotes what it should not."""


def everything(changed: FileChange) -> str:
    return " ".join(segment.text.decode("utf-8", "replace") for segment in changed.segments)


@pytest.mark.parametrize("kind", [Crash, KeyError, ValueError, UnicodeError, RuntimeError, OSError])
def test_no_crash_of_a_detector_shows_one(run: Run, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    def crash(self: SecretsDetector, changed: FileChange) -> Iterator[Match]:
        yield from ()
        raise kind(everything(changed))

    monkeypatch.setattr(SecretsDetector, "detect", crash)
    code, said = run("scan")
    assert code == 3
    assert f"internal error: {kind.__name__}" in said
    assert "nothing may be concluded" in said


def test_no_crash_in_another_process_shows_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Late files are looked at by forked workers, which send their errors home."""
    original = SecretsDetector.detect
    first: list[int] = []

    def crash(self: SecretsDetector, changed: FileChange) -> Iterator[Any]:
        first.append(1)
        if len(first) > 900:
            raise Crash(everything(changed))
        return original(self, changed)

    monkeypatch.setattr(SecretsDetector, "detect", crash)
    code, said = run("scan")
    assert code == 3
    assert "nothing may be concluded" in said


@pytest.mark.parametrize(
    "place", ["privacygate.redaction.fingerprint", "privacygate.redaction.text_of", "privacygate.redaction._window"]
)
def test_no_crash_on_the_way_to_a_result_shows_one(run: Run, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def crash(*values: object) -> Any:
        raise Crash(*map(str, values), *values)

    monkeypatch.setattr(place, crash)
    code, said = run("scan")
    assert code == 3
    assert "nothing may be concluded" in said


def test_an_interruption_shows_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: SecretsDetector, changed: FileChange) -> Iterator[Match]:
        yield from ()
        raise KeyboardInterrupt(everything(changed))

    monkeypatch.setattr(SecretsDetector, "detect", interrupted)
    code, said = run("scan")
    assert code == 130
    assert said.strip() == "privacygate: interrupted"
