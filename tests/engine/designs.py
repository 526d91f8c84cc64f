"""Any valid document, as a hypothesis strategy built from the table that the schema itself reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from renderer.engine.properties import LAYER_TYPES, PROPERTIES, of_layer, of_object

SMALL_NUMBERS = 300
"""Most lengths stay near the canvas, so that layers meet; now and then one is as large as the schema allows."""
FAMILIES = ("Inter", "Playfair Display", "Caveat", "Nowhere Sans")
WORDS = ("Hi {{ first_name }}", "A b", "", "مرحبا", "Zoë & Søn\nsecond", "a" * 80, "🎉 日本 नमस्ते", "{{ tier }}")
ASSETS = ("landscape", "portrait", "logo", "stencil", "lucide:star", "nowhere")
FIELDS = ("first_name", "tier", "photo")

colors = st.builds("#{:02X}{:02X}{:02X}{:02X}".format, *[st.sampled_from((0, 90, 200, 255))] * 4)
tokens = st.sampled_from(tuple(PROPERTIES["brand"]["colors"]))
stops = st.lists(
    st.fixed_dictionaries({"at": st.sampled_from((0, 0.3, 0.5, 1)), "color": colors}), min_size=2, max_size=6
)
paints = st.one_of(
    st.fixed_dictionaries({"type": st.just("solid"), "color": colors}),
    st.fixed_dictionaries({"token": tokens, "alpha": st.floats(0, 1)}),
    st.fixed_dictionaries({"type": st.just("linear"), "angle": st.sampled_from((0, 90, 33.5, 200)), "stops": stops}),
    st.fixed_dictionaries(
        {
            "type": st.just("radial"),
            "cx": st.floats(-4, 4),
            "cy": st.floats(-4, 4),
            "r": st.floats(0.01, 4),
            "stops": stops,
        }
    ),
)
fonts = st.fixed_dictionaries(
    {"family": st.sampled_from(FAMILIES), "weight": st.integers(100, 900), "italic": st.booleans()}
)
conditions = st.builds(
    lambda field, op: {"field": field, "op": op, "value": "VIP"},
    st.sampled_from(FIELDS),
    st.sampled_from(PROPERTIES["conditions"]["ops"]),
)


def number(row: Mapping[str, Any]) -> st.SearchStrategy[float]:
    low, high = row["min"], row["max"]
    near = st.floats(max(low, -SMALL_NUMBERS), min(high, SMALL_NUMBERS)).map(lambda value: round(value, 2))
    return st.one_of(near, near, near, st.sampled_from((low, high)))


def integer(row: Mapping[str, Any]) -> st.SearchStrategy[int]:
    return st.integers(row["min"], row["max"])


def listed(row: Mapping[str, Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(obj(row["of"]), min_size=row.get("min", 0), max_size=min(row["max"], 4))


def numbers(row: Mapping[str, Any]) -> st.SearchStrategy[list[float]]:
    low, high = (row["count"], row["count"]) if "count" in row else (0, row["max_count"])
    return st.lists(number(row), min_size=low, max_size=high)


def corners(row: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    return st.one_of(number(row), st.lists(number(row), min_size=4, max_size=4))


def obj(name: str) -> st.SearchStrategy[Any]:
    return properties(of_object(name))


BY_TYPE = {
    "number": number,
    "integer": integer,
    "bool": lambda row: st.booleans(),
    "enum": lambda row: st.sampled_from(row["values"]),
    "enums": lambda row: st.lists(st.sampled_from(row["values"]), max_size=2),
    "numbers": numbers,
    "corners": corners,
    "sides": corners,
    "list": listed,
    "object": lambda row: obj(row["of"]),
    "paint": lambda row: paints,
    "color": lambda row: colors,
    "font": lambda row: st.one_of(fonts, st.just({"token": "heading"})),
    "condition": lambda row: conditions,
    "features": lambda row: st.just({"liga": False, "tnum": True}),
}
BY_NAME: Mapping[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(WORDS),
    "shorter": st.lists(st.sampled_from(WORDS), max_size=2),
    "fallback": st.sampled_from(ASSETS),
    "asset": st.sampled_from(ASSETS),
    "logo": st.sampled_from(ASSETS),
    "icon": st.sampled_from(ASSETS),
    "field": st.sampled_from(FIELDS),
    "hide_if_empty": st.sampled_from(FIELDS),
    "from": st.integers(0, 6),
    "to": st.integers(0, 12),
}
SKIPPED = {"id", "type", "name", "anchor", "group", "pin", "protect"}


def properties(table: Mapping[str, Mapping[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the table's properties, each with any value it may have."""
    strategies = {name: of(name, row) for name, row in table.items() if name not in SKIPPED}
    needed = {name: strategy for name, strategy in strategies.items() if table[name].get("required")}
    return st.fixed_dictionaries(needed, optional={n: s for n, s in strategies.items() if n not in needed})


def of(name: str, row: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    found = (
        BY_NAME[name]
        if name in BY_NAME and row["type"] in ("string", "strings", "integer")
        else BY_TYPE[row["type"]](row)
    )
    return st.one_of(st.none(), found) if row.get("null") else found


def layer(kind: str, number: int) -> st.SearchStrategy[dict[str, Any]]:
    return properties(of_layer(kind)).map(lambda values: _sound({"id": f"layer{number}", "type": kind, **values}))


def _sound(values: dict[str, Any]) -> dict[str, Any]:
    """Where two properties depend on each other the table cannot say so."""
    if values["type"] == "text":
        values.pop("min_size", None)
        values["marks"] = [
            mark for mark in values.get("marks", []) if mark["from"] < mark["to"] <= len(values.get("text", ""))
        ]
    if values["type"] == "qr":
        values["text"] = values.get("text") or "x"
    return values


def layers(count: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    one = [st.sampled_from(LAYER_TYPES).flatmap(lambda kind, n=n: layer(kind, n)) for n in range(count)]
    chained = st.booleans().flatmap(lambda chain: st.tuples(st.just(chain), obj("anchor") if chain else st.none()))
    return st.tuples(st.tuples(*one), chained).map(lambda row: _following(list(row[0]), row[1][1]))


def _following(rows: list[dict[str, Any]], anchor: dict[str, Any] | None) -> list[dict[str, Any]]:
    if anchor is not None and len(rows) > 1:
        rows[-1]["anchor"] = {**anchor, "to": rows[0]["id"]}
    return rows


documents = st.builds(
    lambda rows, background, w, h: {
        "sizes": [{"id": "base", "w": w, "h": h}],
        "background": background,
        "layers": rows,
        "fields": [
            {"key": "first_name", "fallback": "friend"},
            {"key": "tier", "mode": "ignore"},
            {"key": "photo", "kind": "image", "mode": "ignore"},
        ],
    },
    st.integers(1, 3).flatmap(layers),
    st.one_of(st.none(), paints),
    st.integers(16, 160),
    st.integers(16, 120),
)
