"""Values as JSON text: ASCII only, so that no control or bidi character comes through raw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import JSONEncoder
from typing import Any

_ENCODER = JSONEncoder()


def encode(value: Any) -> str:
    """Write `value` on one line; a surrogate without its other half, which readers reject, becomes U+FFFD."""
    text = _ENCODER.encode(value)
    if "\\ud" in text:
        text = _ENCODER.encode(_mended(value))
    return text.replace("\x7f", "\\u007f")


def encode_list(elements: Iterable[Any], indent: str) -> Iterator[str]:
    """Yield a list, each element on a line of its own; `indent` is that of the line with the bracket."""
    return _lines("[", map(encode, elements), "]", indent)


def encode_object(members: Iterable[tuple[str, Any]], indent: str) -> Iterator[str]:
    """Yield an object, each member on a line of its own. See `encode_list`."""
    return _lines("{", (f"{encode(key)}: {encode(value)}" for key, value in members), "}", indent)


def _lines(opening: str, texts: Iterable[str], closing: str, indent: str) -> Iterator[str]:
    separator = opening
    for text in texts:
        yield f"{separator}\n{indent}  {text}"
        separator = ","
    yield opening + closing if separator == opening else f"\n{indent}{closing}"


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(element) for key, element in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(element) for element in value]
    return value
