"""Reads a configuration of gitleaks, with all that it extends; complains with file, line and remedy.

What gitleaks would stop at is an error here too. What it passes over, or what cannot be the same here, is a remark.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from privacygate.gitleaks.config import Allowlist, Config, ConfigFile, GitleaksRule
from privacygate.gitleaks.default_rules import BY_NAME, GENERIC, default_rules
from privacygate.gitleaks.rule_tables import Remarks, Targeted, read_global_allowlists, read_rule
from privacygate.gitleaks.toml_table import Document, Table
from privacygate.suggestion import did_you_mean

MAX_DEPTH = 2
"""gitleaks follows `[extend]` so many times."""

SUPPORTED = (8, 30)
"""The version whose meaning we have."""


def read_config(root: str, name: str, raw: bytes, own_path: str | None = None) -> Config:
    """Read the configuration `raw`.

    Args:
        root: the folder that `[extend] path` is relative to.
        name: of the file, for people.
        raw: what is in it.
        own_path: of the file, relative to the root.

    Raises:
        RuleFileError: it, or a file that it extends, cannot be used.
    """
    reading = _Reading(root)
    read = reading.read(name, raw, 0)
    return reading.finish(read)._replace(own_path=own_path)


class _Read(NamedTuple):
    """One file, merged with what it extends."""

    rules: dict[str, GitleaksRule]
    tables: dict[str, Table]
    allowlists: tuple[Allowlist, ...]
    targeted: tuple[Targeted, ...]
    defaults: frozenset[str]
    """The default rules of gitleaks that are in force."""


class _Reading:
    """Reads one configuration and what it extends."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._files: list[ConfigFile] = []
        self._remarks = Remarks()
        self._off: set[str] = set()

    def read(self, name: str, raw: bytes, depth: int) -> _Read:
        """Read one file; `depth` says how many others extend it."""
        document = Document(name, raw)
        place = len(self._files)
        self._files.append(ConfigFile(name, document.text, ""))
        root = document.root
        for key in ("title", "description"):
            root.text(key)
        self._check_version(root)
        tables = {id_: table for table in root.tables("rules") for id_ in (table.text("id"),)}
        rules = {id_: read_rule(id_, table, self._remarks) for id_, table in tables.items()}
        for id_, rule in rules.items():
            for required in rule.required:
                if required.rule not in rules:
                    raise tables[id_].error(
                        f"the rule `{id_}` requires `{required.rule}`, which is not in this file",
                        "gitleaks wants both in one file. " + did_you_mean(required.rule, rules),
                    )
        allowlists, targeted = read_global_allowlists(root, self._remarks)
        read = _Read(rules, tables, allowlists, targeted, frozenset())
        extend = root.table("extend")
        if extend is not None:
            self._files[place] = self._files[place]._replace(extends=extend.text("path"))
            read = self._extended(read, extend, depth)
        root.finish()
        self._remarks.take(document.unknown)
        return read

    def finish(self, read: _Read) -> Config:
        """Check the whole, and tell our rules from those that stand for gitleaks' own."""
        rules = dict(read.rules)
        of_built_in: dict[str, tuple[Allowlist, ...]] = {}
        for table, targets, allowlist in read.targeted:
            for target in targets:
                if target in rules:
                    rules[target] = rules[target]._replace(allowlists=(*rules[target].allowlists, allowlist))
                elif target in read.defaults:
                    self._attach(of_built_in, target, (allowlist,), table)
                else:
                    raise table.error(
                        f"`targetRules` names `{target}`, and there is no such rule",
                        did_you_mean(target, (*rules, *read.defaults), "Name a rule of this file, or leave it out."),
                        "targetRules",
                    )
        for id_, rule in tuple(rules.items()):
            table = read.tables[id_]
            if rule.pattern is None and rule.path is None:
                if id_ not in read.defaults:
                    self._complain_about_empty(id_, table)
                self._adjust(of_built_in, rule, table)
                del rules[id_]
            elif rule.pattern is not None and rule.group > rule.pattern.groups:
                raise table.error(
                    f"`secretGroup` is {rule.group}, and the regex has {rule.pattern.groups} groups",
                    "Count the opening parentheses, those with `(?:` aside.",
                    "secretGroup",
                )
        return Config(
            rules=rules,
            allowlists=read.allowlists,
            of_built_in=of_built_in,
            off=frozenset(self._off),
            files=tuple(self._files),
            remarks=self._remarks.all(),
        )

    def _complain_about_empty(self, id_: str, table: Table) -> None:
        if not id_.strip():
            raise table.error("this rule has no `id`", 'Write `id = "acme-token"`.')
        raise table.error(
            f"the rule `{id_}` has neither `regex` nor `path`, so it finds nothing",
            "Give it one of them; to change a default rule of gitleaks, set `useDefault = true` in `[extend]`. "
            + did_you_mean(id_, default_rules()),
        )

    def _adjust(self, of_built_in: dict[str, tuple[Allowlist, ...]], rule: GitleaksRule, table: Table) -> None:
        """What a rule without a pattern of its own says about a default rule."""
        if rule.allowlists:
            self._attach(of_built_in, rule.id, rule.allowlists, table)
        idle = [key for key in ("entropy", "secretGroup", "keywords") if key in table]
        if idle:
            named = ", ".join(f"`{key}`" for key in idle)
            self._remarks.add(
                table,
                "gitleaks-default-rule",
                f"{named} of the default rule `{rule.id}` {'does' if len(idle) == 1 else 'do'} nothing here, "
                "where a built-in rule stands for it",
            )

    def _attach(
        self, of_built_in: dict[str, tuple[Allowlist, ...]], default: str, lists: tuple[Allowlist, ...], table: Table
    ) -> None:
        ours = default_rules()[default]
        for id_ in (*ours, BY_NAME) if default == GENERIC else ours:
            of_built_in[id_] = (*of_built_in.get(id_, ()), *lists)
        if not ours:
            self._remarks.add(table, "gitleaks-default-rule", f"no built-in rule stands for `{default}` of gitleaks")

    def _extended(self, read: _Read, extend: Table, depth: int) -> _Read:
        path, defaults, url = extend.text("path"), extend.flag("useDefault"), extend.text("url")
        disabled = extend.texts("disabledRules")
        extend.finish()
        if url:
            self._remarks.add(
                extend, "gitleaks-extend", "`url` does nothing: neither gitleaks nor privacygate fetches it"
            )
        if path and defaults:
            raise extend.error("`path` and `useDefault` do not go together", "Keep one of them.", "path")
        if (path or defaults) and depth >= MAX_DEPTH:
            message = f"this `[extend]` is not followed: gitleaks goes {MAX_DEPTH} files deep"
            self._remarks.add(extend, "gitleaks-extend", message)
            return read
        if defaults:
            return self._with_defaults(read, extend, disabled)
        if not path:
            return read
        base = self.read(path, self._load(path, extend), depth + 1)
        for table, targets, _ in base.targeted:
            self._remarks.add(
                table,
                "gitleaks-extend",
                f"`targetRules` ({', '.join(targets)}) does nothing in a file that another one extends, as in gitleaks",
            )
        unknown = [id_ for id_ in disabled if id_ not in base.rules and id_ not in base.defaults]
        if unknown:
            self._remarks.add(
                extend, "gitleaks-extend", f"`disabledRules` names what {path} does not have: {_listed(unknown)}"
            )
        kept = {id_: rule for id_, rule in base.rules.items() if id_ not in disabled}
        self._switch_off(id_ for id_ in disabled if id_ in base.defaults)
        return _Read(
            {**kept, **{id_: _merged(kept.get(id_), rule) for id_, rule in read.rules.items()}},
            {**base.tables, **read.tables},
            read.allowlists + base.allowlists,
            read.targeted,
            base.defaults.difference(disabled),
        )

    def _with_defaults(self, read: _Read, extend: Table, disabled: tuple[str, ...]) -> _Read:
        known = default_rules()
        unknown = [id_ for id_ in disabled if id_ not in known]
        if unknown:
            self._remarks.add(
                extend,
                "gitleaks-default-rule",
                f"`disabledRules` names what gitleaks 8.30 does not have: {_listed(unknown)}",
            )
        alone = [id_ for id_ in disabled if id_ in known and not known[id_]]
        if alone:
            self._remarks.add(
                extend,
                "gitleaks-default-rule",
                f"`disabledRules` names what no built-in rule stands for: {_listed(alone)}",
            )
        self._switch_off(id_ for id_ in disabled if id_ in known)
        return read._replace(defaults=frozenset(known).difference(disabled))

    def _switch_off(self, disabled: Iterable[str]) -> None:
        for id_ in disabled:
            self._off.update(default_rules()[id_])

    def _load(self, path: str, extend: Table) -> bytes:
        try:
            with open(os.path.join(self._root, path), "rb") as file:
                return file.read()
        except OSError as error:
            raise extend.error(
                f"`{path}` cannot be read ({error.strerror})",
                "The path is relative to the folder where gitleaks is run: the root of the repository.",
                "path",
            ) from error

    def _check_version(self, root: Table) -> None:
        wanted = root.text("minVersion")
        if not wanted:
            return
        version = re.match(r"v?(\d+)(?:\.(\d+))?(?:\.\d+)?(?:[-+.].*)?$", wanted)
        if version is None:
            raise root.error(f"`minVersion` cannot be `{wanted}`", 'Write `minVersion = "8.25.0"`.', "minVersion")
        if (int(version[1]), int(version[2] or 0)) > SUPPORTED:
            supported = ".".join(map(str, SUPPORTED))
            self._remarks.add(
                root,
                "gitleaks-version",
                f"this asks for gitleaks {wanted}; it is read as {supported} does",
                "minVersion",
            )


def _merged(base: GitleaksRule | None, rule: GitleaksRule) -> GitleaksRule:
    """A rule of a file over the one with the same id that it extends."""
    if base is None:
        return rule
    return base._replace(
        description=rule.description or base.description,
        entropy=rule.entropy or base.entropy,
        group=rule.group or base.group,
        pattern=rule.pattern if rule.pattern is not None else base.pattern,
        path=rule.path if rule.path is not None else base.path,
        tags=base.tags + rule.tags,
        keywords=base.keywords + rule.keywords,
        allowlists=base.allowlists + rule.allowlists,
        source=rule.source,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
