"""Reads the tables of one rule, and of one allowlist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from privacygate.gitleaks.config import Allowlist, GitleaksRule, Required
from privacygate.gitleaks.expression import alternatives, compile_go
from privacygate.gitleaks.toml_table import Table
from privacygate.model import Level, Notification


class Remarks:
    """What is read and does nothing."""

    def __init__(self) -> None:
        self._all: list[Notification] = []

    def add(self, table: Table, id_: str, message: str, key: str = "") -> None:
        """Remark on `key` of `table`, or on all of it."""
        error = table.error(message, "", key)
        self._all.append(Notification(id_, message, Level.NOTE, error.path, error.line))

    def take(self, remarks: Iterable[Notification]) -> None:
        """Add remarks that were made elsewhere."""
        self._all += remarks

    def all(self) -> tuple[Notification, ...]:
        """Every remark, in the order they were made."""
        return tuple(self._all)


class Targeted(NamedTuple):
    """An allowlist for some rules alone."""

    table: Table
    rules: tuple[str, ...]
    allowlist: Allowlist


def read_rule(id_: str, table: Table, remarks: Remarks) -> GitleaksRule:
    """The rule `id_` in `table`."""
    if any(ord(character) < 32 or ord(character) == 127 for character in id_):
        raise table.error("this `id` holds a control character", 'Write `id = "acme-token"`.', "id")
    rule = GitleaksRule(
        id=id_,
        description=table.text("description"),
        pattern=_pattern(table, "regex"),
        path=_pattern(table, "path"),
        group=table.whole("secretGroup") or 0,
        entropy=table.number("entropy"),
        keywords=tuple(word.lower() for word in table.texts("keywords")),
        tags=table.texts("tags"),
        allowlists=tuple(_allowlist(item, remarks) for item in _allowlist_tables(table, "rules.")),
        required=tuple(_required(item, id_) for item in table.tables("required")),
        is_reported=not table.flag("skipReport"),
        source=table.source,
    )
    table.finish()
    return rule


def _allowlist_tables(table: Table, prefix: str) -> list[Table]:
    single, several = table.table("allowlist"), list(table.tables("allowlists"))
    if single is not None and several:
        raise table.error(
            f"`[{prefix}allowlist]` and `[[{prefix}allowlists]]` do not go together",
            f"Write both as `[[{prefix}allowlists]]`.",
            "allowlist",
        )
    return several if single is None else [single]


def read_global_allowlists(root: Table, remarks: Remarks) -> tuple[tuple[Allowlist, ...], tuple[Targeted, ...]]:
    """The allowlists for all rules, and those for some."""
    everywhere: list[Allowlist] = []
    targeted: list[Targeted] = []
    for table in _allowlist_tables(root, ""):
        targets = table.texts("targetRules")
        allowlist = _allowlist(table, remarks)
        if targets:
            targeted.append(Targeted(table, targets, allowlist))
        else:
            everywhere.append(allowlist)
    return tuple(everywhere), tuple(targeted)


def _allowlist(table: Table, remarks: Remarks) -> Allowlist:
    table.text("description")
    condition = table.one_of("condition", ("and", "&&", "or", "||"), any_case=True)
    target = table.one_of("regexTarget", ("secret", "match", "line"))
    allowlist = Allowlist(
        all_must_hold=condition in ("and", "&&"),
        commits=frozenset(commit.strip().lower() for commit in table.texts("commits")),
        paths=_one_of_patterns(table, "paths"),
        expressions=_one_of_patterns(table, "regexes"),
        target=target or "secret",
        stop_words=tuple(sorted({word.lower() for word in table.texts("stopwords")} - {""})),
    )
    if not any(table.texts(key) for key in ("commits", "paths", "regexes", "stopwords")):
        raise table.error(
            "this allowlist is empty",
            "Give it at least one of `commits`, `paths`, `regexes` and `stopwords`.",
        )
    if allowlist.commits and allowlist.all_must_hold:
        remarks.add(
            table,
            "gitleaks-commits",
            "with the condition AND, `commits` cannot be checked: this allowlist allows nothing here",
        )
    table.finish()
    return allowlist


def _required(table: Table, rule: str) -> Required:
    required = Required(table.text("id"), table.whole("withinLines"), table.whole("withinColumns"))
    table.finish()
    if not required.rule:
        raise table.error(f"the rule `{rule}` requires a rule without `id`", 'Write `id = "other-rule"`.')
    return required


def _pattern(table: Table, key: str) -> Any:
    written = table.text(key)
    return _compiled(table, key, written) if written else None


def _one_of_patterns(table: Table, key: str) -> Any:
    written = table.texts(key)
    for pattern in written if len(written) > 1 else ():
        _compiled(table, key, pattern)
    return _compiled(table, key, alternatives(written)) if written else None


def _compiled(table: Table, key: str, written: str) -> Any:
    compiled = compile_go(written)
    if isinstance(compiled, str):
        raise table.error(
            # NOTE: what comes after the colon is the pattern, which may hold the very secret that it allows.
            f"RE2 cannot use this `{key}`: {compiled.partition(':')[0]}",
            "Regular expressions are those of Go: no look-around, no back-references, at most 1000 repetitions.",
            key,
        )
    return compiled
