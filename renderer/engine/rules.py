"""Rules of a document that set a property: what they set is read by the same table as the layer itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from renderer.engine.document import BadgeLayer, ImageLayer, Layer, LayerRule, QrLayer, ShapeLayer, TextLayer
from renderer.engine.properties import of_layer
from renderer.engine.reading import short
from renderer.engine.reading_objects import Reader

KINDS: dict[type[Layer], str] = {
    TextLayer: "text",
    ImageLayer: "image",
    ShapeLayer: "shape",
    QrLayer: "qr",
    BadgeLayer: "badge",
}
FIXED = frozenset("id type name visible locked protect group pin anchor show_if hit marks".split())  # noqa: SIM905
"""What a rule cannot set: names and places in the editor, and what rules that show or hide are for."""


def read_rules(reader: Reader, rules: Sequence[LayerRule | None], layers: Sequence[Layer]) -> tuple[LayerRule, ...]:
    """The rules with values of the type that their property has; mistakes are noted with the reader."""
    by_id = {layer.id: layer for layer in layers}
    return tuple(
        _rule(reader, rule, by_id.get(rule.layer), f"rules[{i}]") for i, rule in enumerate(rules or ()) if rule
    )


def _rule(reader: Reader, rule: LayerRule, layer: Layer | None, where: str) -> LayerRule:
    if layer is None:
        reader.wrong(f"{where}.layer", f"there is no layer “{short(rule.layer)}”")
        return rule
    if rule.do != "set":
        return replace(rule, property=None, value=None)
    if rule.property is None:
        reader.wrong(f"{where}.property", "is needed")
        return rule
    table = of_layer(KINDS[type(layer)])
    if rule.property not in table or rule.property in FIXED:
        reader.wrong(f"{where}.property", f"“{short(rule.property)}” of a {KINDS[type(layer)]} layer cannot be set")
        return rule
    row = table[rule.property]
    if rule.value is None and row.get("null"):
        return rule
    return replace(rule, value=reader.read(rule.value, row, f"{where}.value"))
