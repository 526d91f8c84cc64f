"""Whatever JSON comes, it is read or refused with sentences; nothing else is ever raised."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.problems import DocumentError
from renderer.engine.resolve import resolve
from renderer.engine.schema import parse
from tests.engine.everything import EVERYTHING

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused(payload):
    read_or_refuse(payload)


@given(st.data())
def test_any_change_to_a_document_is_read_or_refused(data):
    payload = copy.deepcopy(EVERYTHING)
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(payload, data)
    if document := read_or_refuse(payload):
        assert resolve(document, {"name": "Amira"}).size


def read_or_refuse(payload: object):
    try:
        return parse(payload)
    except DocumentError as refusal:
        texts = [str(problem) for problem in refusal.problems]
    assert texts
    assert all(texts)
    return None


def spoil(payload: object, data: st.DataObject) -> None:
    """Put any JSON in the place of something, anywhere in the document."""
    while True:
        keys = sorted(payload) if isinstance(payload, dict) else list(range(len(payload)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(payload[key], (dict, list)) or data.draw(st.booleans()):
            payload[key] = data.draw(JSON)
            return
        payload = payload[key]
