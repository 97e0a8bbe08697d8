"""The report for people.

Results by file, each with its line; then, once for each rule, why it matters and what to do; then what could
not be looked at; and last, always, one line that says what was looked at and what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from privacygate.model import Level, Notification, Outcome, Related, Result, RuleHelp, RuleId, Run, SuppressionKind
from privacygate.reports import PLAIN, Look
from privacygate.reports.escaping import visible, visible_path
from privacygate.reports.summary import (
    blocking_results,
    counted,
    external_reason,
    looked_at,
    outcome,
    suppressed_by,
)

_BOLD, _DIM, _RED, _GREEN, _YELLOW, _CYAN = "1", "2", "31", "32", "33", "36"
_LEVEL_COLOUR = {Level.ERROR: "1;31", Level.WARNING: _YELLOW, Level.NOTE: _CYAN}
_BLOCKS = "✗"
_MOST_RELATED = 8


def render(run: Run, look: Look = PLAIN) -> Iterator[str]:
    """Yield the report in pieces that end with a line break. A clean run is one line."""
    paint = Paint(look.colour)
    blocking = blocking_results(run)
    visible_results = [index for index, result in enumerate(run.results) if look.verbose or not result.suppressions]
    shown = _most_serious(run.results, visible_results, blocking, look.cap)
    columns = _Columns([run.results[index] for index in shown])
    for path, group in groupby(shown, key=lambda index: run.results[index].path):
        yield paint(visible_path(path), _BOLD) + "\n"
        for index in group:
            yield from _lines(run.results[index], index in blocking, columns, paint)
        yield "\n"
    if len(shown) < len(visible_results):
        hidden = len(visible_results) - len(shown)
        yield paint(f"… and {hidden:,} more; --output json=FILE for all", _DIM) + "\n\n"
    yield from _explanations(run, shown, look, paint)
    yield from _notifications(run.notifications, look.cap, paint)
    if blocking:
        yield from _how_to_allow(run.results[min(blocking)].rule, paint)
    yield last_line(run, look.colour) + "\n"


def last_line(run: Run, colour: bool = False) -> str:
    """What was looked at and what came of it, without a line break."""
    return looked_at(run) + " " + Paint(colour)(outcome(run), _outcome_colour(run))


class Paint:
    """Puts ANSI colours around text that is already safe to show, or leaves it alone."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, text: str, colour: str) -> str:
        """Give `text` in `colour`, a list of ANSI codes; "" is no colour."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self._on and colour and text else text


def _outcome_colour(run: Run) -> str:
    if run.verdict.outcome is not Outcome.PASSED:
        return _BOLD + ";" + _RED
    calm = run.coverage.files and not run.notifications and all(result.suppressions for result in run.results)
    return _GREEN if calm else ""


def _most_serious(
    results: Sequence[Result], candidates: list[int], blocking: frozenset[int], cap: int | None
) -> list[int]:
    """At most `cap` of `candidates`, those that block first, then by level, all in their old order."""
    if cap is None or len(candidates) <= cap:
        return candidates

    def place(index: int) -> tuple[bool, bool, int]:
        result = results[index]
        return index not in blocking, bool(result.suppressions), -result.level.severity

    return sorted(sorted(candidates, key=place)[:cap])


class _Columns:
    """How wide the columns are, so that all results of a report line up."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.place = max((len(_place(result)) for result in results), default=0)
        self.level = max((len(result.level.value) for result in results), default=0)
        self.rule = max((len(visible(result.rule)) for result in results), default=0)


def _lines(result: Result, blocks: bool, columns: _Columns, paint: Paint) -> Iterator[str]:
    """One result: its place, level, rule and message; the line it is on; why it does not count."""
    mark = paint(_BLOCKS, _RED) if blocks else " "
    place = _place(result).ljust(columns.place)
    level = paint(result.level.value, _DIM if result.suppressions else _LEVEL_COLOUR[result.level])
    level += " " * (columns.level - len(result.level.value))
    rule = visible(result.rule)
    rule = paint(rule, _BOLD) + " " * (columns.rule - len(rule))
    yield f"{mark} {place}  {level}  {rule}  {visible(result.message)}".rstrip() + "\n"
    indent = " " * (columns.place + 4)
    snippet = visible(result.snippet.strip().replace("\t", " "))
    if snippet:
        yield indent + paint(snippet, _DIM) + "\n"
        if result.marks:
            yield indent + paint(_underline(result), _YELLOW) + "\n"
    for each in result.further[:_MOST_RELATED]:
        place = f"{visible_path(each.path)}:{each.region.start_line}"
        yield indent + f"{place}  {visible(each.message)}" + "\n"
    elsewhere = [each for each in result.related if not _is_shown(each, result)]
    for each in elsewhere[:_MOST_RELATED]:
        place = "" if each.path == result.path else visible_path(each.path) + ":"
        yield indent + paint(f"{place}{each.region.start_line}  {visible(each.message)}", _DIM) + "\n"
    if len(elsewhere) > _MOST_RELATED:
        yield indent + paint(f"… and {len(elsewhere) - _MOST_RELATED} more places", _DIM) + "\n"
    if result.suppressions:
        yield indent + paint(_why_suppressed(result), _DIM) + "\n"


def _underline(result: Result) -> str:
    """Carets below the words of the snippet that tell."""
    line, snippet = "", result.snippet.replace("\t", " ")
    for start, end in result.marks:
        before, words = visible(snippet[:start]), visible(snippet[start:end])
        line = line.ljust(len(before)) + "^" * len(words)
    return line


def _is_shown(related: Related, result: Result) -> bool:
    """Whether a related place stands in the snippet, where it is underlined."""
    on_line = related.region.start_line == result.region.start_line
    return bool(result.marks) and on_line and related.path == result.path


def _place(result: Result) -> str:
    return f"{result.region.start_line}:{result.region.start_column}"


def _why_suppressed(result: Result) -> str:
    if suppressed_by(result) is not SuppressionKind.IN_SOURCE:
        return visible(external_reason(result))
    reasons = [each.justification for each in result.suppressions if each.kind is SuppressionKind.IN_SOURCE]
    return ": ".join(["allowed in source", *(visible(reason) for reason in reasons[:1] if reason)])


def _explanations(run: Run, shown: list[int], look: Look, paint: Paint) -> Iterator[str]:
    """Why and what to do, once for each rule of the live results, in the order they appear."""
    rules = dict.fromkeys(run.results[index].rule for index in shown if not run.results[index].suppressions)
    for rule in rules:
        if rule in run.rules:
            yield from _explanation(run.rules[rule], look.width, paint)


def _explanation(rule: RuleHelp, width: int, paint: Paint) -> Iterator[str]:
    yield paint(visible(rule.id), _BOLD) + ": " + visible(rule.name) + "\n"
    parts = (("why", _wrapped(rule.why, width - 7)), ("do", _wrapped(rule.remedy, width - 7)))
    for label, lines in (*parts, ("see", [visible(url) for url in rule.references[:1]])):
        for number, line in enumerate(lines):
            yield "  " + (paint(label.ljust(3), _DIM) if number == 0 else "   ") + "  " + line + "\n"
    yield "\n"


def _wrapped(text: str, width: int) -> list[str]:
    """The words of `text`, made visible, in lines of at most `width`; line breaks of its own are kept."""
    lines: list[str] = []
    for paragraph in text.strip().splitlines():
        line = ""
        for word in map(visible, paragraph.split()):
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        if line:
            lines.append(line)
    return lines


def _notifications(notifications: Sequence[Notification], cap: int | None, paint: Paint) -> Iterator[str]:
    """A line for each, the most serious first, as compilers write them; then an empty line.

    Example: `warning: data/dump.sql: larger than 50 MB [file-too-large]`.
    """
    shown = sorted(notifications, key=lambda notification: -notification.level.severity)[:cap]
    for notification in shown:
        level = paint(notification.level.value, _LEVEL_COLOUR[notification.level])
        place = ""
        if notification.path is not None:
            line = f":{notification.line}" if notification.line else ""
            place = paint(visible_path(notification.path) + line, _BOLD) + ": "
        note = paint(f"[{visible(notification.id)}]", _DIM)
        yield f"{level}: {place}{visible(notification.message)} {note}\n"
    if len(shown) < len(notifications):
        more = counted(len(notifications) - len(shown), "notifications")
        yield paint(f"… and {more} more; --output json=FILE for all", _DIM) + "\n"
    if notifications:
        yield "\n"


def _how_to_allow(rule: RuleId, paint: Paint) -> Iterator[str]:
    yield "A false alarm? Say so in a comment on that line, or on the line above:\n"
    yield "  " + paint(f"# privacygate: allow {visible(rule)} -- why it is harmless", _CYAN) + "\n\n"
