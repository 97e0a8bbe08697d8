"""Runs to render. The texts in them are what detectors and policy would say; nothing in them is a secret."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from privacygate.model import (
    Boundary,
    Confidence,
    Coverage,
    Fingerprint,
    Level,
    Notification,
    Outcome,
    Region,
    Result,
    RuleHelp,
    RuleId,
    Run,
    Suppression,
    SuppressionKind,
    Verdict,
)
from privacygate.version import VERSION

ROOT = "/home/somebody/private-folder"

STRIPE = RuleHelp(
    id=RuleId("stripe-live-key"),
    detector="secrets",
    name="Stripe live secret key",
    summary="A Stripe live secret key is written out.",
    why="Whoever has it can move money, refund payments and read every customer of the account, "
    "from anywhere, until it is rolled.",
    remedy="Roll the key in the Stripe dashboard now and read the new one from the environment. "
    "The old one stays in the history, so taking it out of the file is not enough.\n",
    references=("https://docs.stripe.com/keys", "https://docs.stripe.com/keys-best-practices"),
    confidence=Confidence.HIGH,
    tags=("payments",),
)
PASSWORD = RuleHelp(
    id=RuleId("assigned-password"),
    detector="secrets",
    name="Assigned password",
    summary="A password is written into the source.",
    why="It works for everyone who can read the file.",
    remedy="1. Change it.\n2. Read it from the environment or from a secret store.\n",
    references=(),
    confidence=Confidence.MEDIUM,
)

ALLOWED = Suppression(SuppressionKind.IN_SOURCE, "a key of the provider's own documentation")
KNOWN = Suppression(SuppressionKind.EXTERNAL, "")


def make_result(
    path: str = "src/billing.py",
    line: int = 12,
    column: int = 18,
    *,
    rule: RuleHelp = STRIPE,
    snippet: str = 'stripe.api_key = "********"',
    suppressions: tuple[Suppression, ...] = (),
    line_hash: str | None = None,
) -> Result:
    return Result(
        rule=rule.id,
        message=rule.summary,
        level=rule.confidence.level,
        confidence=rule.confidence,
        path=path,
        region=Region(line, column, line, column + 32),
        snippet=snippet,
        fingerprint=Fingerprint(f"{line:020x}{column:04x}{len(path):04x}{len(rule.id):04x}"),
        line_hash=line_hash,
        suppressions=suppressions,
    )


def make_run(
    results: Iterable[Result] = (),
    notifications: tuple[Notification, ...] = (),
    *,
    outcome: Outcome | None = None,
    reason: str = "",
    boundary: Boundary = Boundary.COMMIT,
    files: int = 10,
    lines: int = 213,
    skipped: tuple[tuple[str, int], ...] = (),
    seconds: float = 0.0512,
    rules: tuple[RuleHelp, ...] = (STRIPE, PASSWORD),
) -> Run:
    """A run in which, unless `outcome` says otherwise, live results of level error block."""
    results = tuple(results)
    errors = tuple(result.fingerprint for result in results if result.level is Level.ERROR and not result.suppressions)
    if outcome is None:
        outcome = Outcome.BLOCKED if errors else Outcome.PASSED
    return Run(
        description="staged changes",
        boundary=boundary,
        root=ROOT,
        results=results,
        notifications=notifications,
        rules={rule.id: rule for rule in rules},
        coverage=Coverage(files, lines, 9_000, 312, skipped, seconds),
        verdict=Verdict(outcome, errors if outcome is Outcome.BLOCKED else (), reason),
    )


TOO_LARGE = Notification(
    "file-too-large",
    "larger than 50 MB, so it was not looked at; raise max-file-size to look",
    Level.WARNING,
    "data/dump.sql",
)
UNUSED = Notification(
    "unused-suppression",
    "this comment allows nothing any more; take it out",
    Level.NOTE,
    "src/settings.py",
    3,
)


def typical_run() -> Run:
    """Of everything one: results that block or do not, suppressed ones, notifications, skipped things."""
    return make_run(
        [
            make_result(line_hash="8b1c03172ec34927:1"),
            make_result(line=140, column=5, rule=PASSWORD, snippet='password = "********"'),
            make_result("src/docs.py", 7, 1, suppressions=(ALLOWED,), snippet="# ********"),
            make_result("src/settings.py", 9, 3, rule=PASSWORD, snippet="pw: '********'", suppressions=(KNOWN,)),
            make_result("tests/conftest.py", 1031, 9, snippet="… headers={'X-Key': '********'}, timeout=3 …"),
        ],
        (UNUSED, TOO_LARGE),
        skipped=(("binary files", 1), ("submodules", 2)),
    )


HOSTILE_PATHS = (
    "a\nb.py",
    "clear\x1b[2J\x1b]0;owned\x07.py",
    "cr\rprivacygate: Nothing found.",
    "evil\u202etxt.exe",
    "latin-\udce9\udcff.txt",
    "lone-\ud800.txt",
    "percent%2e%0A::error::.py",
    'quote"and\\backslash\t.py',
    "space at the end ",
    "zero\u200bwidth\ufeff.py",
    "#fragment?query=[id].tsx",
    "c:/windows/drive.py",
    "größe/鍵/🔑.py",
    "HEAD",
)


def hostile_run() -> Run:
    """Every string from a change or a team's rule files holds something that must not get out raw."""
    nasty = "x\x1b[31m\r\n\u202e\u2028\x00\x7f\x9b\udc80<b>&"
    rule = RuleHelp(
        RuleId("team-rule"),
        "secrets",
        nasty,
        nasty,
        nasty,
        nasty,
        ("https://x\x1b[0m", nasty),
        Confidence.HIGH,
        (nasty,),
    )
    results = [
        make_result(path, line, rule=rule, snippet=f"\tkey\t= ******** {nasty}")._replace(message=nasty)
        for line, path in enumerate(HOSTILE_PATHS, start=1)
    ]
    results[0] = results[0]._replace(suppressions=(Suppression(SuppressionKind.IN_SOURCE, nasty),))
    notifications = tuple(
        Notification("file-unreadable", nasty, Level.WARNING, path, line)
        for line, path in enumerate(HOSTILE_PATHS, start=1)
    )
    return make_run(results, notifications, rules=(rule,), reason=nasty, skipped=((nasty, 2),))


def many_results(count: int) -> tuple[Result, ...]:
    """Results of two rules, ten to a file."""
    return tuple(
        make_result(
            f"src/module_{index // 10:05}/päckage.py",
            index + 1,
            rule=(PASSWORD, STRIPE)[index % 2],
            line_hash="1f:1",
        )
        for index in range(count)
    )


def check_snapshot(name: str, text: str) -> None:
    """Compare `text` with `snapshots/<name>`, or write it there when UPDATE_SNAPSHOTS is set.

    The version of privacygate, and the escape character of colours, are shown by placeholders.
    """
    path = Path(__file__).parent / "snapshots" / name
    text = text.replace("\x1b", "␛").replace(f'"{VERSION}"', '"<version>"')
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()
