"""Reads and checks the files in `rules/`, and those that teams add; `rule_places.py` finds them.

What a rule may say is up to its detector. This room knows YAML, lines and how to complain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from privacygate.errors import RuleFileError
from privacygate.rule_places import RuleFileStat
from privacygate.suggestion import did_you_mean

MAX_FILE_SIZE_BYTES = 1 << 20
MAX_DEPTH = 12
"""More mappings and lists inside one another than any rule needs."""


class Section:
    """One mapping of a rule file, read key by key so that every complaint names the file and the line.

    Call `finish` at the end: a key that nobody asked for is an error.
    """

    def __init__(self, path: str, line: int, values: dict[str, tuple[int, Any]]) -> None:
        self.path = path
        self.line = line
        self._values = values
        self._asked: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def line_of(self, key: str) -> int:
        """The line of `key`, or of the section when it is not there."""
        return self._values.get(key, (self.line, None))[0]

    def error(self, message: str, remedy: str, key: str = "") -> RuleFileError:
        """An error at `key`, or at the start of the section."""
        return RuleFileError(message, path=self.path, line=self.line_of(key), remedy=remedy)

    def text(self, key: str, default: str | None = None) -> str:
        """The text under `key`, without white space around it."""
        value = self._get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(f"`{key}` must be a text", f"Write `{key}: ...`; quote it when in doubt.", key)
        return value.strip()

    def raw_text(self, key: str) -> str:
        """The text under `key`, as it stands."""
        value = self._get(key, None)
        if not isinstance(value, str):
            raise self.error(f"`{key}` must be a text", "Put it in quotes.", key)
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """The list of texts under `key`."""
        value = self._get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self.error(f"`{key}` must be a list of texts", f"Write `{key}: [one, two]`.", key)
        return tuple(value)

    def number(self, key: str, default: float, least: float, most: float) -> float:
        """The number under `key`, from `least` to `most`."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            message = f"`{key}` must be a number from {least:g} to {most:g}"
            raise self.error(message, f"Write `{key}: 3`.", key)
        return float(value)

    def whole_number(self, key: str, default: int, least: int, most: int) -> int:
        """The whole number under `key`, from `least` to `most`."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            message = f"`{key}` must be a whole number from {least} to {most}"
            raise self.error(message, f"Write `{key}: 3`.", key)
        return value

    def two_numbers(self, key: str) -> tuple[int, int] | None:
        """The two whole numbers under `key`, if they are there."""
        value = self._get(key, False)
        if value is False and key not in self:
            return None
        if isinstance(value, list) and len(value) == 2 and all(type(item) is int for item in value):
            return value[0], value[1]
        raise self.error(f"`{key}` must be two numbers", f"Write `{key}: [8, 40]`.", key)

    def flag(self, key: str, default: bool) -> bool:
        """The yes or no under `key`."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"`{key}` must be true or false", f"Write `{key}: true`.", key)
        return value

    def one_of(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """The text under `key`, which must be one of `choices`."""
        value = self.text(key, default)
        if value not in choices:
            remedy = f"Choose one of: {', '.join(choices)}. {did_you_mean(value, choices)}".rstrip()
            raise self.error(f"`{key}` cannot be `{value}`", remedy, key)
        return value

    def sections(self, key: str) -> list[Section]:
        """The list of mappings under `key`; empty when it is not there."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Section) for item in value):
            raise self.error(f"`{key}` must be a list of mappings", "See docs/rules.md for the shape.", key)
        return value

    def section(self, key: str) -> Section | None:
        """The mapping under `key`, if there is one."""
        value = self._get(key, False)
        if value is False and key not in self:
            return None
        if not isinstance(value, Section):
            raise self.error(f"`{key}` must be a mapping", "See docs/rules.md for the shape.", key)
        return value

    def finish(self) -> None:
        """Complain about a key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.error(
                    f"`{key}` is not a key that is known here",
                    f"Known are: {', '.join(sorted(set(self._asked)))}. {did_you_mean(key, self._asked)}".rstrip(),
                    key,
                )

    def _get(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        if key in self._values:
            return self._values[key][1]
        if default is None:
            raise self.error(f"`{key}` is missing", f"Add `{key}: ...`; docs/rules.md says what it is for.")
        return default


def read_rule_file(path: str) -> Section:
    """Read one rule file.

    Raises:
        RuleFileError: it cannot be read, is not YAML, repeats a key, or is not a mapping.
    """
    import yaml

    try:
        with open(path, "rb") as file:
            data = file.read(MAX_FILE_SIZE_BYTES + 1)
    except OSError as error:
        raise RuleFileError(
            f"the rule file cannot be read ({error.strerror})", path=path, remedy="Check its permissions."
        ) from error
    if len(data) > MAX_FILE_SIZE_BYTES:
        raise RuleFileError("the rule file is larger than 1 MiB", path=path, remedy="Split it by provider.")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(path, loader(""))
    try:
        for event in yaml.parse(data, Loader=loader):
            builder.take(event)
    except yaml.YAMLError as error:
        if "nesting depth" in str(getattr(error, "problem", "")):  # from PyYAML 6.0.4 on it has a limit of its own
            raise _too_deep(path, _line_of(error, data)) from error
        raise RuleFileError(
            f"this is not YAML: {getattr(error, 'problem', None) or 'it holds a character that cannot be'}",
            path=path,
            line=_line_of(error, data),
            remedy="Check quotes and indentation around that line.",
        ) from error
    if not isinstance(builder.root, Section):
        raise RuleFileError(
            "a rule file is a mapping",
            path=path,
            line=1,
            remedy="Start it with `family:`; docs/rules.md has the shape.",
        )
    return builder.root


def check_unique(placed: Iterable[tuple[str, str]]) -> None:
    """Complain when an id stands twice among `placed`: ids of rules, each with the path and line where it stands.

    Raises:
        RuleFileError: so it is.
    """
    seen: dict[str, str] = {}
    for id_, source in placed:
        if id_ in seen:
            path, _, line = source.rpartition(":")
            raise RuleFileError(
                f"the rule `{id_}` exists already in {seen[id_]}",
                path=path,
                line=int(line),
                remedy="Give it another id; to change a built-in rule, switch it off and add your own.",
            )
        seen[id_] = source


def _too_deep(path: str, line: int | None) -> RuleFileError:
    return RuleFileError("this is nested too deeply", path=path, line=line, remedy="See docs/rules.md for the shape.")


class _Open(NamedTuple):
    """A mapping or a list that has not come to its end."""

    line: int
    items: list[Any]
    """Of a list its values. Of a mapping its keys, each with its line, and its values, by turns."""
    is_mapping: bool
    keys: set[str]


class _Builder:
    """Makes sections out of what the YAML parser says, event by event.

    NOTE: `yaml.compose` would be shorter, but its C part follows deep nesting until the stack overflows and
    the process dies, and aliases make a file of a few lines as large as one wants.
    """

    def __init__(self, path: str, loader: Any) -> None:
        self.root: Any = None
        self._path = path
        self._loader = loader
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take in the next event.

        Raises:
            RuleFileError: it has no place in a rule file.
        """
        import yaml

        line = event.start_mark.line + 1
        if getattr(event, "anchor", None) is not None:
            raise self._error(line, "anchors (`&`) and aliases (`*`) are not known here", "Write it out.")
        if isinstance(event, yaml.ScalarEvent):
            self._put(line, event.value if self._is_key_next() else self._value_of(event, line))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(line, isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._error(line, "a second document starts here", "Put it in a file of its own.")

    def _is_key_next(self) -> bool:
        return bool(self._open) and self._open[-1].is_mapping and len(self._open[-1].items) % 2 == 0

    def _begin(self, line: int, is_mapping: bool) -> None:
        if self._is_key_next():
            raise self._error(line, "a key must be a text", "Put it in quotes.")
        if len(self._open) == MAX_DEPTH:
            raise _too_deep(self._path, line)
        self._open.append(_Open(line, [], is_mapping, set()))

    def _end(self) -> None:
        ended = self._open.pop()
        if not ended.is_mapping:
            self._put(ended.line, ended.items)
            return
        keys, values = ended.items[::2], ended.items[1::2]
        section = {key: (line, value) for (key, line), value in zip(keys, values, strict=True)}
        self._put(ended.line, Section(self._path, ended.line, section))

    def _put(self, line: int, value: Any) -> None:
        if not self._open:
            self.root = value
        elif not self._is_key_next():
            self._open[-1].items.append(value)
        else:
            if value in self._open[-1].keys:
                raise self._error(line, f"`{value}` stands here twice", "Keep one of the two.")
            self._open[-1].keys.add(value)
            self._open[-1].items.append((value, line))

    def _value_of(self, event: Any, line: int) -> Any:
        from yaml import ScalarNode, YAMLError

        tag = event.tag
        if tag in (None, "!"):
            tag = self._loader.resolve(ScalarNode, event.value, event.implicit)
        if tag == _TAG + "str":
            return event.value
        if tag in _PLAIN_TAGS:
            try:
                return self._loader.construct_object(ScalarNode(tag, event.value))
            except (YAMLError, ValueError, LookupError):
                pass
        raise self._error(line, "this is no text, number, `true` or `false`", "Put it in quotes.")

    def _error(self, line: int, message: str, remedy: str) -> RuleFileError:
        return RuleFileError(message, path=self._path, line=line, remedy=remedy)


_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(_TAG + kind for kind in ("int", "float", "bool", "null"))


def _line_of(error: Any, data: bytes) -> int | None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(error, "position", None)
    return None if position is None else data.count(b"\n", 0, position) + 1


def read_rule_files(files: Sequence[RuleFileStat]) -> Iterator[Section]:
    """Read every file of `files`, in order. Raises as `read_rule_file` does."""
    for file in files:
        yield read_rule_file(file.path)
