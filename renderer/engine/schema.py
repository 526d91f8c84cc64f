"""JSON to Document: the one place where raw JSON exists. Every mistake is reported with the path to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from renderer.engine import document as d
from renderer.engine.consistency import check
from renderer.engine.problems import DocumentError, Problem
from renderer.engine.properties import LAYER_TYPES, PROPERTIES, of_layer
from renderer.engine.reading import below, short
from renderer.engine.reading_objects import Reader
from renderer.engine.reading_styles import color
from renderer.engine.rules import read_rules
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
"""How far a text may shrink when its layer does not say."""
DEFAULT_EMPTY = {"required": "refuse", "fallback": "text", "ignore": "blank"}
MAX_TOKENS = 100
BRAND_FACES = {"of": "brand_face", "max": 200}
APART = ("schema", "brand", "layers", "overrides")
"""Properties of a document that need the others, or come before them."""


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


def parse_text(data: str | bytes) -> d.Document:
    """The document of a JSON file. Raises DocumentError, also when it is no JSON at all."""
    try:
        return parse(json.loads(data, parse_constant=_no_constant))
    except RecursionError:
        raise DocumentError((Problem("", "is nested too deeply"),)) from None
    except UnicodeDecodeError:
        raise DocumentError((Problem("", "is not UTF-8 text"),)) from None
    except ValueError as problem:
        raise DocumentError((Problem("", f"is not valid JSON: {problem}"),)) from None


def parse_layer(payload: object, brand: d.Brand = PLAIN_BRAND, where: str = "layer") -> d.Layer:
    """One layer alone, for the editor's previews."""
    reader = Reader(brand)
    layer = _layer(reader, payload, where)
    if reader.problems or layer is None:
        raise DocumentError(tuple(reader.problems))
    return layer


def _parse(payload: object, strict: bool) -> Parsed:
    payload = upgrade(payload)
    reader = Reader(PLAIN_BRAND, strict)
    raw = reader.mapping(payload, "")
    if raw is None:
        raise DocumentError(tuple(reader.problems))
    reader.value(raw, "schema", PROPERTIES["document"]["schema"], "")
    reader.brand = _brand(reader, raw.get("brand"))
    table = {name: row for name, row in PROPERTIES["document"].items() if name not in APART}
    values = reader.row({name: value for name, value in raw.items() if name not in APART}, table, "")
    layers = _artboards(reader, raw, tuple(filter(None, values["sizes"] or ())))
    values["rules"] = read_rules(reader, values["rules"], next(iter(layers.values()), ()))
    check(reader, values, layers)
    if reader.problems:
        raise DocumentError(tuple(reader.problems))
    values["fields"] = tuple(map(_complete_field, values["fields"]))
    values["missing_words"] = frozenset(map(_missing_word, values["missing_words"]))
    return Parsed(d.Document(**values, brand=reader.brand, layers=layers), tuple(reader.warnings))


def _brand(reader: Reader, payload: object) -> d.Brand:
    """The brand's tokens over the plain ones."""
    if payload is None:
        return PLAIN_BRAND
    raw = reader.mapping(payload, "brand")
    if raw is None:
        return PLAIN_BRAND
    reader.known(raw, ("colors", "fonts", "min_size", "faces"), "brand")
    colors, fonts = (_tokens(reader, raw, name) for name in ("colors", "fonts"))
    return d.Brand(
        colors={name: reader.read_color(value, {}, f"brand.colors.{short(name)}") for name, value in colors.items()},
        fonts={name: reader.read_font(value, {}, f"brand.fonts.{short(name)}") for name, value in fonts.items()},
        min_size=reader.read_number(
            raw.get("min_size", PLAIN_BRAND.min_size), {"min": 4, "max": 100}, "brand.min_size"
        ),
        faces=tuple(filter(None, reader.read_list(raw.get("faces", []), BRAND_FACES, "brand.faces"))),
    )


def _tokens(reader: Reader, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    given = reader.mapping(raw.get(name, {}), f"brand.{name}") or {}
    if len(given) > MAX_TOKENS:
        reader.wrong(f"brand.{name}", f"must have at most {MAX_TOKENS} entries")
        given = {}
    return {**PROPERTIES["brand"][name], **given}


def _artboards(reader: Reader, payload: Mapping[str, Any], sizes: tuple[d.Size, ...]) -> dict[str, tuple[d.Layer, ...]]:
    """Layers for every size: the base ones, and for each other size with its overrides laid over them."""
    raw = reader.items(payload.get("layers", []), "layers", 0, PROPERTIES["document"]["layers"]["max"])
    base = tuple(_layer(reader, layer, f"layers[{i}]") for i, layer in enumerate(raw))
    overrides = reader.mapping(payload.get("overrides", {}), "overrides") or {}
    known = {size.id for size in sizes}
    for size_id in overrides:
        if size_id not in known:
            reader.wrong(f"overrides.{short(size_id)}", "there is no size of that id")
    boards = {}
    for size in sizes:
        changes = overrides.get(size.id)
        where = f"overrides.{size.id}"
        boards[size.id] = base if changes is None else _overridden(reader, raw, base, changes, where)
    return {size_id: tuple(filter(None, board)) for size_id, board in boards.items()}


def _overridden(
    reader: Reader, raw: list[Any], base: tuple[d.Layer | None, ...], changes: object, where: str
) -> tuple[d.Layer | None, ...]:
    by_layer = reader.mapping(changes, where) or {}
    ids = {layer.id for layer in base if layer}
    for layer_id in by_layer:
        if layer_id not in ids:
            reader.wrong(below(where, short(layer_id)), "there is no layer of that id")
    return tuple(
        _layer(
            reader, {**payload, **_changes(reader, by_layer[layer.id], f"{where}.{layer.id}")}, f"{where}.{layer.id}"
        )
        if layer and layer.id in by_layer
        else layer
        for payload, layer in zip(raw, base, strict=True)
    )


def _changes(reader: Reader, raw: object, where: str) -> Mapping[str, Any]:
    if isinstance(raw, Mapping) and not {"id", "type"} & raw.keys():
        return raw
    reader.wrong(where, "expected an object of properties, without id and type")
    return {}


def _layer(reader: Reader, payload: object, where: str) -> d.Layer | None:
    raw = reader.mapping(payload, where)
    if raw is None:
        return None
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in LAYER_TYPES:
        reader.wrong(f"{where}.type", f"must be one of {', '.join(LAYER_TYPES)}")
        return None
    before = len(reader.problems)
    values = reader.row(raw, of_layer(kind), where)
    if len(reader.problems) > before:
        return None
    del values["type"]
    values["name"] = values["name"] or f"{kind.capitalize()} {values['id']}"
    if kind == "text":
        smallest = max(SHRINK_SHARE * values["size"], reader.brand.min_size)
        values["min_size"] = min(values["min_size"] or smallest, values["size"])
    return LAYERS[kind](**values)  # type: ignore[no-any-return]


def _complete_field(field: d.MergeField) -> d.MergeField:
    label = field.label or field.key.replace("_", " ").capitalize()
    return replace(field, label=label, empty=field.empty or DEFAULT_EMPTY[field.mode])


def _missing_word(word: str) -> str:
    # Two letters count as written only: “NA” means nothing, “Na” is a name.
    word = word.strip()
    return word if len(word) <= 2 else word.casefold()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
