"""Reads and checks the files in `rules/`, and those that teams add; `rule_places.py` finds them.

What a rule may say is up to its detector. This room knows YAML, lines and how to complain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from privacygate.errors import RuleFileError
from privacygate.rule_places import RuleFileStat

MAX_FILE_SIZE_BYTES = 1 << 20


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

    def number(self, key: str, default: float) -> float:
        """The number under `key`."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f"`{key}` must be a number", f"Write `{key}: 3`.", key)
        return float(value)

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
            raise self.error(
                f"`{key}` cannot be `{value}`", f"Choose one of: {', '.join(choices)}." + _nearest(value, choices), key
            )
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
        if value is False:
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
                    f"Known are: {', '.join(sorted(set(self._asked)))}." + _nearest(key, self._asked),
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
    try:
        node = yaml.compose(data, Loader=loader)
        if not isinstance(node, yaml.MappingNode):
            raise RuleFileError(
                "a rule file is a mapping", path=path, line=1, remedy="Start it with `family:`; see docs/rules.md."
            )
        section = _value_of(path, node, loader(""))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise RuleFileError(
            f"this is not YAML: {getattr(error, 'problem', None) or 'it cannot be parsed'}",
            path=path,
            line=mark.line + 1 if mark else None,
            remedy="Check quotes and indentation around that line.",
        ) from error
    assert isinstance(section, Section)
    return section


def _value_of(path: str, node: Any, constructor: Any) -> Any:
    import yaml

    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value_of(path, item, constructor) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return constructor.construct_object(node)
    values: dict[str, tuple[int, Any]] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in values:
            raise RuleFileError(
                f"`{key}` stands here twice",
                path=path,
                line=key_node.start_mark.line + 1,
                remedy="Keep one of the two.",
            )
        values[key] = (key_node.start_mark.line + 1, _value_of(path, value_node, constructor))
    return Section(path, line, values)


def read_rule_files(files: Sequence[RuleFileStat]) -> Iterator[Section]:
    """Read every file of `files`, in order. Raises as `read_rule_file` does."""
    for file in files:
        yield read_rule_file(file.path)


def _nearest(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known, 1)
    return f" Did you mean `{near[0]}`?" if near else ""
