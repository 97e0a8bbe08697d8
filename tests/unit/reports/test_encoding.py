from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from privacygate.reports.encoding import encode, encode_list, encode_object

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
    max_leaves=10,
)


@given(JSON_VALUES)
def test_only_printable_ascii_and_nothing_that_readers_reject(value: object) -> None:
    text = encode(value)
    assert text.isascii()
    assert text.isprintable()
    json.dumps(json.loads(text), ensure_ascii=False).encode()


def test_what_has_no_lone_surrogate_comes_back() -> None:
    value = {"a\\ud": ["größe 🔑\x1b\x7f", 1, None, True]}
    assert json.loads(encode(value)) == value


def test_lone_surrogates_become_replacement_characters() -> None:
    assert json.loads(encode({"p\udcff": ("\ud800", "🔑")})) == {"p\ufffd": ["\ufffd", "🔑"]}


def test_lists_and_objects_have_a_line_for_each_element() -> None:
    assert "".join(encode_list([], "  ")) == "[]"
    assert "".join(encode_object([], "  ")) == "{}"
    assert "".join(encode_list([1, {}], "  ")) == "[\n    1,\n    {}\n  ]"
    assert "".join(encode_object([("a", 1), ("b", [])], "")) == '{\n  "a": 1,\n  "b": []\n}'
