"""Every change to a document as data: apply it, and find where two people's changes collide.

The browser's twin is `static/designer/editor/model/ops.js`; both must do the same to the same document.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renderer.engine.properties import LAYER_TYPES, PROPERTIES, of_layer
from workspaces.problems import Problem

Json = dict[str, Any]
DOC, SIZE = "@doc", "@size:"
MAX_OPS = 2000
FARTHEST = 2**31
KINDS = ("set", "marks", "add", "del", "move", "override")


class BadEdit(Problem):
    """An operation is not one of ours, or lacks what it needs; a mistake of the program that sent it."""

    code = "bad_edit"


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same property, changed by two people. Values are JSON; `prop` is "@being" when one deleted the layer."""

    id: str
    prop: str
    base: Any
    mine: Any
    theirs: Any


def checked(raw: object) -> list[Json]:
    """The operations of a request's body. Raises BadEdit."""
    if not isinstance(raw, list) or len(raw) > MAX_OPS:
        raise BadEdit(f"Send a list of at most {MAX_OPS} operations.")
    for i, op in enumerate(raw):
        if not isinstance(op, dict) or op.get("op") not in KINDS or not _complete(op):
            raise BadEdit(f"Operation {i + 1} is not one that can be applied.")
    return raw


def _complete(op: Mapping[str, Any]) -> bool:
    match op["op"]:
        case "add":
            layer = op.get("layer")
            return _is_place(op.get("at")) and isinstance(layer, dict) and isinstance(layer.get("id"), str)
        case "set" | "override":
            names = op.get("set")
            sized = op["op"] == "set" or isinstance(op.get("size"), str)
            return (
                sized
                and isinstance(op.get("id"), str)
                and isinstance(names, dict)
                and not {"id", "type"} & names.keys()
            )
        case "marks":
            return isinstance(op.get("id"), str) and isinstance(op.get("marks"), list)
        case "move":
            return isinstance(op.get("id"), str) and _is_place(op.get("at"))
    return isinstance(op.get("id"), str)


def _is_place(at: object) -> bool:
    return isinstance(at, int) and abs(at) < FARTHEST


def apply(document: Mapping[str, Any], ops: Iterable[Mapping[str, Any]]) -> Json:
    """A new document with the operations applied in order; one that finds no target any more does nothing."""
    result: Json = copy.deepcopy(dict(document))
    result.setdefault("layers", [])
    for op in ops:
        STEPS[op["op"]](result, copy.deepcopy(dict(op)))
    return result


def _set(document: Json, op: Json) -> None:
    if op["id"] == DOC:
        return _settle(document, op["set"], PROPERTIES["document"])
    if op["id"].startswith(SIZE):
        found = [size for size in document.get("sizes", []) if size.get("id") == op["id"].removeprefix(SIZE)]
        return _settle(found[0], op["set"], PROPERTIES["objects"]["size"]) if found else None
    index = index_of(document, op["id"])
    if index >= 0:
        layer = document["layers"][index]
        _settle(layer, op["set"], _table(layer))
    return None


def _settle(target: Json, values: Mapping[str, Any], table: Mapping[str, Any]) -> None:
    """Null means "as if it were never said", except where null is a value of its own."""
    for name, value in values.items():
        if value is None and not table.get(name, {}).get("null"):
            target.pop(name, None)
        else:
            target[name] = value


def _table(layer: Mapping[str, Any]) -> Mapping[str, Any]:
    return of_layer(layer["type"]) if layer.get("type") in LAYER_TYPES else {}


def _marks(document: Json, op: Json) -> None:
    _set(document, {"id": op["id"], "set": {"marks": op["marks"]}})


def _add(document: Json, op: Json) -> None:
    if index_of(document, op["layer"]["id"]) < 0:
        document["layers"].insert(max(op["at"], 0), op["layer"])


def _delete(document: Json, op: Json) -> None:
    document["layers"] = [layer for layer in document["layers"] if layer.get("id") != op["id"]]
    for changes in document.get("overrides", {}).values():
        changes.pop(op["id"], None)


def _move(document: Json, op: Json) -> None:
    index = index_of(document, op["id"])
    if index >= 0:
        layer = document["layers"].pop(index)
        document["layers"].insert(min(max(op["at"], 0), len(document["layers"])), layer)


def _override(document: Json, op: Json) -> None:
    """Lay the size's own values over the layer's; where none is left, none is kept, as in the editor."""
    overrides = document.setdefault("overrides", {})
    of_size = overrides.pop(op["size"], {})
    own = {name: value for name, value in (of_size.pop(op["id"], {}) | op["set"]).items() if value is not None}
    if own:
        of_size[op["id"]] = own
    if of_size:
        overrides[op["size"]] = of_size


STEPS: Mapping[str, Callable[[Json, Json], None]] = {
    "set": _set,
    "marks": _marks,
    "add": _add,
    "del": _delete,
    "move": _move,
    "override": _override,
}


def index_of(document: Mapping[str, Any], layer_id: str) -> int:
    """Where a layer stands, or -1."""
    layers = document.get("layers", [])
    return next((i for i, layer in enumerate(layers) if layer.get("id") == layer_id), -1)


def places(op: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The (target, property) pairs an operation writes to: what two people's operations are compared by."""
    match op["op"]:
        case "set":
            return {(op["id"], name) for name in op["set"]}
        case "override":
            return {(f"{op['size']}/{op['id']}", name) for name in op["set"]}
        case "marks":
            return {(op["id"], "marks")}
        case "move":
            return {(op["id"], "@order")}
        case "add":
            return {(op["layer"]["id"], "@being")}
    return {(op["id"], "@being")}


def conflicts(base: Mapping[str, Any], mine: Sequence[Json], theirs: Sequence[Json]) -> tuple[Conflict, ...]:
    """Where both touch the same property and mean different things; empty when `mine` may follow `theirs`."""
    wrote = {place for op in theirs for place in places(op)}
    touched = {target.rpartition("/")[2] for target, prop in wrote if prop != "@order"}
    after_mine, after_theirs = apply(base, mine), apply(base, theirs)
    gone = {op["id"] for op in theirs if op["op"] == "del" and index_of(after_theirs, op["id"]) < 0}
    found: dict[tuple[str, str], Conflict] = {}
    for target, prop in sorted({place for op in mine for place in places(op)}):
        layer_id = target.rpartition("/")[2]
        if layer_id in gone or (prop == "@being" and layer_id in touched):
            target, prop = layer_id, "@being"
        elif (target, prop) not in wrote:
            continue
        values = [_value(document, target, prop) for document in (base, after_mine, after_theirs)]
        if values[1] != values[2]:
            found[(target, prop)] = Conflict(target, prop, *values)
    return tuple(found.values())


def _value(document: Mapping[str, Any], target: str, prop: str) -> Any:
    if target == DOC:
        return document.get(prop)
    if target.startswith(SIZE):
        sizes = {size.get("id"): size for size in document.get("sizes", [])}
        return sizes.get(target.removeprefix(SIZE), {}).get(prop)
    size, _, layer_id = target.rpartition("/")
    if size:
        return document.get("overrides", {}).get(size, {}).get(layer_id, {}).get(prop)
    index = index_of(document, layer_id)
    if prop == "@order":
        return index
    if prop == "@being":
        return document["layers"][index] if index >= 0 else None
    return document["layers"][index].get(prop) if index >= 0 else None


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Json]:
    """Operations that turn one document into the other."""
    ops: list[Json] = []
    olds = {layer["id"]: layer for layer in before.get("layers", [])}
    news = {layer["id"]: layer for layer in after.get("layers", [])}
    ops += [{"op": "del", "id": layer_id} for layer_id in olds if layer_id not in news]
    for at, layer in enumerate(after.get("layers", [])):
        if layer["id"] not in olds or olds[layer["id"]].get("type") != layer.get("type"):
            ops += [{"op": "del", "id": layer["id"]}] if layer["id"] in olds else []
            ops.append({"op": "add", "at": at, "layer": layer})
        elif changed := _changed(olds[layer["id"]], layer):
            ops.append({"op": "set", "id": layer["id"], "set": changed})
    if [i for i in olds if i in news] != [i for i in news if i in olds]:
        ops += [{"op": "move", "id": layer["id"], "at": at} for at, layer in enumerate(after["layers"])]
    if changed := _changed(_without_layers(before), _without_layers(after)):
        ops.append({"op": "set", "id": DOC, "set": changed})
    return ops


def _without_layers(document: Mapping[str, Any]) -> Json:
    return {name: value for name, value in document.items() if name != "layers"}


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Json:
    gone = {name: None for name in old if name not in new}
    return {**{name: value for name, value in new.items() if name not in old or old[name] != value}, **gone}
