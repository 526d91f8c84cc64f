"""The browser and the server do the same to the same document, and see the same collisions."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from designer import edits
from renderer.engine.properties import PROPERTIES
from tests.editor.conftest import Ask

DOC: dict[str, Any] = {
    "name": "Invite",
    "sizes": [{"id": "base", "name": "Email", "w": 600, "h": 300}, {"id": "og", "name": "Share", "w": 1200, "h": 630}],
    "layers": [
        {"id": "headline", "type": "text", "text": "Hi {{ first_name }}", "marks": [{"from": 0, "to": 2}]},
        {"id": "card", "type": "shape", "shadows": [{"dx": 1}], "group": "pair", "show_if": None},
        {"id": "ticket", "type": "qr", "text": "https://t.example", "group": "pair"},
    ],
    "overrides": {"og": {"card": {"x": 9, "w": 400}}},
}
BATCH = 6
COMPLETE = """(() => {
  const schema = createSchema(given.table);
  return given.docs.map((doc) => JSON.stringify(schema.completeDoc(doc)));
})()"""
APPLY = "given.runs.map((ops) => apply(given.doc, ops).doc)"
COLLIDE = "given.map(([mine, theirs]) => rebase(mine, theirs).conflicts)"

layer_ids = st.sampled_from(["headline", "card", "ticket", "gone"])
numbers = st.one_of(st.none(), st.integers(0, 400))
changes = st.fixed_dictionaries(
    {}, optional={"x": numbers, "opacity": st.sampled_from([None, 0.5]), "group": st.sampled_from([None, "pair"])}
).filter(bool)
sized = st.fixed_dictionaries({}, optional={"x": numbers, "h": numbers}).filter(bool)
op = st.one_of(
    st.builds(lambda one, values: {"op": "set", "id": one, "set": values}, layer_ids, changes),
    st.builds(lambda w: {"op": "set", "id": "@size:og", "set": {"w": w}}, st.integers(16, 900)),
    st.builds(lambda grid: {"op": "set", "id": "@doc", "set": {"grid": grid}}, numbers),
    st.builds(lambda one: {"op": "del", "id": one}, layer_ids),
    st.builds(lambda one, at: {"op": "move", "id": one, "at": at}, layer_ids, st.integers(-2, 6)),
    st.builds(
        lambda one, at: {"op": "add", "at": at, "layer": {"id": one, "type": "shape"}},
        st.sampled_from(["fresh", "card"]),
        st.integers(-2, 6),
    ),
    st.builds(
        lambda size, one, values: {"op": "override", "size": size, "id": one, "set": values},
        st.sampled_from(["og", "base"]),
        layer_ids,
        sized,
    ),
    st.builds(lambda one, to: {"op": "marks", "id": one, "marks": [{"from": 0, "to": to}]}, layer_ids, numbers),
)
runs = st.lists(st.lists(op, max_size=8), min_size=BATCH, max_size=BATCH)


def complete(ask: Ask, docs: list[dict[str, Any]]) -> list[str]:
    """Every default filled in: what a property left out and one set back to nothing mean is then the same."""
    return ask("schema", COMPLETE, {"table": PROPERTIES, "docs": [_spoken(doc) for doc in docs]})  # type: ignore[no-any-return]


def _spoken(doc: dict[str, Any]) -> dict[str, Any]:
    """Without overrides that say nothing, keys in one order."""
    own = {
        size: {one: dict(sorted(said.items())) for one, said in sorted(layers.items()) if said}
        for size, layers in sorted(doc["overrides"].items())
    }
    return {**doc, "overrides": {size: layers for size, layers in own.items() if layers}}


@settings(max_examples=15)
@given(runs=runs)
def test_browser_and_server_make_the_same_document_of_the_same_operations(ask: Ask, runs: list[list[dict]]) -> None:
    here = ask("ops", APPLY, {"doc": DOC, "runs": runs})
    there = [edits.apply(DOC, ops) for ops in runs]
    for ops, mine, theirs in zip(runs, complete(ask, here), complete(ask, there), strict=True):
        assert mine == theirs, ops


@settings(max_examples=15)
@given(pairs=st.lists(st.tuples(st.lists(op, max_size=5), st.lists(op, max_size=5)), min_size=BATCH, max_size=BATCH))
def test_browser_sees_every_collision_that_the_server_asks_about(
    ask: Ask, pairs: list[tuple[list[dict], list[dict]]]
) -> None:
    for (mine, theirs), held in zip(pairs, ask("ops", COLLIDE, pairs), strict=True):
        asked = {(one.id.rpartition("/")[2], one.prop) for one in edits.conflicts(DOC, mine, theirs)}
        assert asked == set() or held != [], (mine, theirs)


def test_what_the_browser_undoes_is_undone_on_the_server_too(ask: Ask) -> None:
    ops = [
        {"op": "set", "id": "card", "set": {"x": 40, "blend": "multiply"}},
        {"op": "override", "size": "og", "id": "card", "set": {"x": 3, "h": 80}},
        {"op": "del", "id": "card"},
        {"op": "move", "id": "ticket", "at": 0},
    ]
    step = ask("ops", "apply(given[0], given[1])", [DOC, ops])
    back = edits.apply(edits.apply(DOC, ops), edits.checked(step["inverse"]))
    assert complete(ask, [back]) == complete(ask, [DOC])
