"""JSON from others: read as it is, or refused without going deep."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines import plain_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_what_was_written_is_read(data):
    assert plain_json.loads(json.dumps(data)) == data
    assert plain_json.loads(json.dumps(data).encode()) == data


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 5_000, "[" * 101 + "]" * 101, b"\xff", "", "{"])
def test_what_is_none_or_goes_deep_is_refused(text):
    with pytest.raises(ValueError):
        plain_json.loads(text)


def test_many_brackets_that_are_not_deep_are_no_matter():
    assert plain_json.loads(json.dumps([[n] for n in range(5_000)]))[-1] == [4_999]
