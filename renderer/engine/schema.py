"""JSON to Document: the one place where raw JSON exists. Every mistake is reported with the path to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renderer.engine import document as d
from renderer.engine.problems import DocumentError, Problem
from renderer.engine.properties import LAYER_TYPES, PROPERTIES, of_layer
from renderer.engine.reading import Reader, color, font
from renderer.engine.upgrades import upgrade

LAYERS = {
    "text": d.TextLayer,
    "image": d.ImageLayer,
    "shape": d.ShapeLayer,
    "qr": d.QrLayer,
    "badge": d.BadgeLayer,
}
PLAIN_BRAND = d.Brand(
    colors={name: color(value) for name, value in PROPERTIES["brand"]["colors"].items()},
    fonts={name: d.FontSpec(**spec) for name, spec in PROPERTIES["brand"]["fonts"].items()},
    min_size=PROPERTIES["brand"]["min_size"],
)
SHRINK_SHARE = 0.6
DEFAULT_EMPTY = {"required": "refuse", "fallback": "text", "ignore": "blank"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document, and what was passed over while reading it."""

    document: d.Document
    warnings: tuple[Problem, ...] = ()


def parse(payload: object) -> d.Document:
    """The document of this JSON value. Raises DocumentError for any mistake, unknown properties included."""
    return _parse(payload, strict=True).document


def read(payload: object) -> Parsed:
    """As `parse`, but a property we do not know is kept out and reported as a warning."""
    return _parse(payload, strict=False)


def parse_layer(payload: object, brand: d.Brand = PLAIN_BRAND, where: str = "layer") -> d.Layer:
    """One layer alone, for the editor's previews."""
    reader = Reader(brand)
    layer = _layer(reader, payload, where)
    if reader.problems or layer is None:
        raise DocumentError(tuple(reader.problems))
    return layer


def _parse(payload: object, strict: bool) -> Parsed:
    payload = upgrade(payload)
    brand_reader = Reader(PLAIN_BRAND, strict)
    brand = _brand(brand_reader, payload)
    reader = Reader(brand, strict, problems=brand_reader.problems)
    table = {k: v for k, v in PROPERTIES["document"].items() if k not in ("brand", "layers", "overrides", "schema")}
    raw = payload if isinstance(payload, Mapping) else {}
    rest = {k: v for k, v in raw.items() if k not in ("brand", "layers", "overrides", "schema")}
    values = reader.row(rest if raw else payload, table, "")
    layers = _artboards(reader, raw, values["sizes"] or ())
    _check_references(reader, values, layers)
    if reader.problems:
        raise DocumentError(tuple(reader.problems))
    values["fields"] = tuple(map(_complete_field, values["fields"]))
    values["missing_words"] = frozenset(word.casefold() for word in values["missing_words"])
    return Parsed(d.Document(**values, brand=brand, layers=layers), tuple(reader.warnings))


def _brand(reader: Reader, payload: object) -> d.Brand:
    raw = payload.get("brand") if isinstance(payload, Mapping) else None
    if raw is None:
        return PLAIN_BRAND
    if not isinstance(raw, Mapping):
        reader.wrong("brand", "expected an object")
        return PLAIN_BRAND
    colors, fonts = raw.get("colors", {}), raw.get("fonts", {})
    for name, table in (("colors", colors), ("fonts", fonts)):
        if not isinstance(table, Mapping):
            reader.wrong(f"brand.{name}", "expected an object")
            return PLAIN_BRAND
    return d.Brand(
        colors={
            **PLAIN_BRAND.colors,
            **{name: reader.read_color(value, {}, f"brand.colors.{name}") for name, value in colors.items()},
        },
        fonts={**PLAIN_BRAND.fonts, **{name: font(reader, value, f"brand.fonts.{name}") for name, value in fonts.items()}},
        min_size=reader.read_number(raw.get("min_size", 9), {"min": 4, "max": 100}, "brand.min_size"),
    )


def _artboards(reader: Reader, payload: Mapping[str, Any], sizes: tuple[d.Size | None, ...]) -> dict[str, tuple[d.Layer, ...]]:
    """Layers for every size: the base ones, and for each other size with its overrides laid over them."""
    raw = reader.items(payload.get("layers", []), "layers", 0, PROPERTIES["document"]["layers"]["max"])
    base = tuple(_layer(reader, layer, f"layers[{i}]") for i, layer in enumerate(raw))
    overrides = payload.get("overrides", {})
    if not isinstance(overrides, Mapping):
        reader.wrong("overrides", "expected an object by size")
        overrides = {}
    known = {size.id for size in sizes if size}
    for size_id in overrides.keys() - known:
        reader.wrong(f"overrides.{size_id}", "there is no size of that id")
    boards = {}
    for size in filter(None, sizes):
        changes = overrides.get(size.id) or {}
        boards[size.id] = _overridden(reader, raw, base, changes, f"overrides.{size.id}") if changes else base
    return {size_id: tuple(filter(None, board)) for size_id, board in boards.items()}


def _overridden(
    reader: Reader, raw: list[Any], base: tuple[d.Layer | None, ...], changes: object, where: str
) -> tuple[d.Layer | None, ...]:
    if not isinstance(changes, Mapping):
        reader.wrong(where, "expected an object by layer")
        return base
    ids = {layer.id for layer in base if layer}
    for layer_id in changes.keys() - ids:
        reader.wrong(f"{where}.{layer_id}", "there is no layer of that id")
    return tuple(
        _layer(reader, {**payload, **_object(reader, changes[layer.id], f"{where}.{layer.id}")}, f"{where}.{layer.id}")
        if layer and layer.id in changes
        else layer
        for payload, layer in zip(raw, base, strict=True)
    )


def _object(reader: Reader, raw: object, where: str) -> Mapping[str, Any]:
    if isinstance(raw, Mapping) and not {"id", "type"} & raw.keys():
        return raw
    reader.wrong(where, "expected an object of properties, without id and type")
    return {}


def _layer(reader: Reader, payload: object, where: str) -> d.Layer | None:
    if not isinstance(payload, Mapping):
        reader.wrong(where, "expected an object")
        return None
    kind = payload.get("type")
    if kind not in LAYER_TYPES:
        reader.wrong(f"{where}.type", f"must be one of {', '.join(LAYER_TYPES)}")
        return None
    before = len(reader.problems)
    values = reader.row(payload, of_layer(kind), where)
    if len(reader.problems) > before:
        return None
    del values["type"]
    values["name"] = values["name"] or f"{kind.capitalize()} {values['id']}"
    if kind == "text":
        smallest = max(SHRINK_SHARE * values["size"], reader.brand.min_size)
        values["min_size"] = min(values["min_size"] or smallest, values["size"])
    return LAYERS[kind](**values)  # type: ignore[no-any-return]


def _complete_field(field: d.MergeField) -> d.MergeField:
    from dataclasses import replace

    label = field.label or field.key.replace("_", " ").capitalize()
    return replace(field, label=label, empty=field.empty or DEFAULT_EMPTY[field.mode])


def _check_references(reader: Reader, values: Mapping[str, Any], layers: Mapping[str, tuple[d.Layer, ...]]) -> None:
    """Ids must be unique, and what points at a layer must find it."""
    for name, ids in (
        ("sizes", [size.id for size in values["sizes"] or () if size]),
        ("fields", [field.key for field in values["fields"] or () if field]),
        ("layers", [layer.id for layer in next(iter(layers.values()), ())]),
    ):
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            reader.wrong(name, f"“{twice}” is used twice")
    ids = {layer.id for layer in next(iter(layers.values()), ())}
    for size_id, board in layers.items():
        for layer in board:
            if layer.anchor and layer.anchor.to not in ids - {layer.id}:
                reader.wrong(f"{size_id}.{layer.id}.anchor.to", f"there is no other layer “{layer.anchor.to}” to follow")
    for i, rule in enumerate(values["rules"] or ()):
        if rule and rule.layer not in ids:
            reader.wrong(f"rules[{i}].layer", f"there is no layer “{rule.layer}”")
