"""Checks of the document itself, whatever the record: alternative text, fields, and the brand's constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from designer import brand
from designer.lint.findings import Finding, Fix
from renderer.engine.document import BadgeLayer, Document, TextLayer
from renderer.engine.styles import Color, Solid
from renderer.engine.usage import uses

FILE_NAME = re.compile(r"^[\w.-]+\.(?:png|jpe?g|webp|avif|gif)$", re.I)
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lint knows beside the document. `licences`: by uploaded font family, until when it may be used."""

    kit: brand.Kit
    licences: Mapping[str, date | None]
    today: date


def check_whole(document: Document, around: Surroundings | None) -> Iterator[Finding]:
    """Everything that concerns all records alike."""
    yield from _alt(document)
    yield from _fields(document)
    if around is not None:
        yield from _constraints(document, around.kit.constraints)
        yield from _licences(document, around)


def _alt(document: Document) -> Iterator[Finding]:
    alt = document.alt.strip()
    if alt and not FILE_NAME.match(alt) and alt.casefold() != document.name.casefold():
        return
    why = "says only what the file is called" if alt else "is empty"
    texts = [layer.text.strip() for layer in document.layers[document.size().id] if isinstance(layer, TextLayer)]
    words = " ".join(" ".join(texts).split())[:300]
    fixes = (
        (Fix("Use the picture’s own words", ({"op": "set", "id": "@doc", "set": {"alt": words}},)),) if words else ()
    )
    yield Finding(
        "alt_missing", "block", f"The alternative text {why}: people who see no images would learn nothing", fixes=fixes
    )


def _fields(document: Document) -> Iterator[Finding]:
    usage = uses(document)
    for issue in usage.issues:
        yield Finding(issue.code, issue.level, issue.text, layer=issue.layer, field=issue.field)
    for key in usage.unused:
        yield Finding("field_unused", "info", f"Nothing uses the field “{key}”, so it changes nothing", field=key)


def _constraints(document: Document, limits: brand.Constraints) -> Iterator[Finding]:
    allowed = {family.casefold() for family in limits.fonts}
    known = set(document.brand.colors.values())
    for layer in document.layers[document.size().id]:
        if isinstance(layer, (TextLayer, BadgeLayer)):
            if allowed and layer.font.family.casefold() not in allowed:
                yield _off(
                    layer.id,
                    "font_off_brand",
                    f"{layer.name} uses {layer.font.family}, which is not a font of the brand",
                )
            if layer.size > limits.max_size:
                yield _off(
                    layer.id,
                    "above_maximum",
                    f"{layer.name} is set in {layer.size:g} px; the brand allows {limits.max_size:g}",
                )
        if isinstance(layer, TextLayer) and limits.max_lines and (layer.max_lines or 99) > limits.max_lines:
            most = limits.max_lines
            fix = Fix(f"Set max lines {most}", ({"op": "set", "id": layer.id, "set": {"max_lines": most}},))
            yield Finding(
                "too_many_lines",
                "warn",
                f"{layer.name} may grow beyond the brand’s {most} lines",
                layer=layer.id,
                fixes=(fix,),
            )
        if not limits.custom_colors and (color := _foreign_color(layer, known)):
            yield _off(
                layer.id, "color_off_brand", f"{layer.name} uses {_hex(color)}, which is not a colour of the brand"
            )


def _off(layer: str, code: str, text: str) -> Finding:
    return Finding(code, "warn", text, layer=layer)


def _foreign_color(layer: Any, known: set[Color]) -> Color | None:
    paint = getattr(layer, "paint", None)
    colors = [paint.color] if isinstance(paint, Solid) else [stop.color for stop in getattr(paint, "stops", ())]
    rgb = {color[:3] for color in known}
    return next((color for color in colors if color[:3] not in rgb and color[3]), None)


def _hex(color: Color) -> str:
    return "#" + "".join(f"{channel:02X}" for channel in color[:3])


def _licences(document: Document, around: Surroundings) -> Iterator[Finding]:
    used = {face.family for face in document.brand.faces}
    for family in sorted(used & around.licences.keys()):
        until = around.licences[family]
        if until is None:
            yield Finding("licence_without_date", "warn", f"Nobody noted until when the font {family} is licensed")
        elif until < around.today:
            yield Finding("licence_ended", "warn", f"The licence of the font {family} ended on {until:%d %B %Y}")
        elif until < around.today + SOON:
            yield Finding("licence_ends_soon", "warn", f"The licence of the font {family} ends on {until:%d %B %Y}")
