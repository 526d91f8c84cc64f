"""Carry a design from one brand to another: tokens stay tokens, what the other brand lacks becomes a plain value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer import brand
from designer.content import replaced
from renderer.engine.properties import of_layer, of_object

Json = dict[str, Any]
HEAVY = 600
"""From this weight on a font plays the part of a heading."""


@dataclass(slots=True)
class Mapped:
    """The design in its new brand, and what was changed on the way, in sentences."""

    document: Json
    notes: list[str] = field(default_factory=list)


def without_brand(document: Mapping[str, Any], kit: brand.Kit) -> Json:
    """The design for this kit, its own frozen brand taken out; tokens that only that brand knew become values."""
    own = document.get("brand") or {}
    plain = {name: value for name, value in document.items() if name != "brand"}
    return _inlined(plain, _missing(own, kit)) if own else plain


def with_own_look(document: Mapping[str, Any]) -> Json:
    """The design as its own frozen brand shows it, in whatever workspace: every token of that brand a plain value."""
    own = document.get("brand") or {}
    tokens = {"colors": own.get("colors") or {}, "fonts": own.get("fonts") or {}}
    known = {*tokens["colors"], *tokens["fonts"]}
    layers = [_outspoken(layer, of_layer(str(layer["type"])), known) for layer in document.get("layers", [])]
    design = {name: value for name, value in document.items() if name != "brand"}
    result: Json = _inlined({**design, "layers": layers}, tokens)
    return result


def _outspoken(thing: Mapping[str, Any], table: Mapping[str, Any], known: set[str]) -> Json:
    """With what it takes from the brand without saying so, such as a text's colour, down to its borders and cases."""
    defaults = {name: row["default"] for name, row in table.items() if isinstance(row.get("default"), Mapping)}
    result = {**{name: value for name, value in defaults.items() if value.get("token") in known}, **thing}
    for name, row in table.items():
        inner, inside = result.get(name), of_object(row["of"]) if row.get("type") in ("object", "list") else {}
        if isinstance(inner, Mapping) and inside:
            result[name] = _outspoken(inner, inside, known)
        elif isinstance(inner, list) and inside:
            result[name] = [_outspoken(one, inside, known) for one in inner]
    return result


def mapped(
    document: Mapping[str, Any], source: brand.Kit, target: brand.Kit, *, foreign_fonts: frozenset[str] = frozenset()
) -> Mapped:
    """The design as the target brand would show it.

    Tokens both kits know follow the target; others keep the source's look. Logos go to the target's logo of the same
    name, else its first. Uploaded fonts do not travel (their licence does not): the target's text styles stand in.
    """
    result = Mapped({})
    design = _inlined({k: v for k, v in document.items() if k != "brand"}, _missing(brand.frozen(source, ()), target))
    if foreign_fonts:
        design = _with_other_fonts(design, foreign_fonts, target, result.notes)
    if source.logos and target.logos:
        by_name = {logo.name.casefold(): logo.digest for logo in target.logos}
        logos = {logo.digest: by_name.get(logo.name.casefold(), target.logos[0].digest) for logo in source.logos}
        exchanged = replaced(design, logos)
        if exchanged != design:
            result.notes.append("The logo was replaced by the other brand's.")
        design = exchanged
    result.document = design
    return result


def _missing(own: Mapping[str, Any], kit: brand.Kit) -> dict[str, dict[str, Any]]:
    """What the design's own brand knows and the kit does not: plain values by token."""
    colors = {color.token for color in kit.colors}
    styles = {style.token for style in kit.text_styles}
    return {
        "colors": {token: value for token, value in (own.get("colors") or {}).items() if token not in colors},
        "fonts": {token: font for token, font in (own.get("fonts") or {}).items() if token not in styles},
    }


def _inlined(value: Any, plain: Mapping[str, Mapping[str, Any]], name: str = "") -> Any:
    if isinstance(value, Mapping):
        if "token" in value and (found := _stands_for(value, plain, name)) is not None:
            return found
        return {key: _inlined(inner, plain, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_inlined(inner, plain, name) for inner in value]
    if name == "color" and isinstance(value, str):
        return plain["colors"].get(value, value)
    return value


def _stands_for(value: Mapping[str, Any], plain: Mapping[str, Mapping[str, Any]], name: str) -> Any:
    token = value["token"]
    if name == "font":
        return dict(plain["fonts"][token]) if token in plain["fonts"] else None
    if token not in plain["colors"]:
        return None
    color = plain["colors"][token]
    alpha = round(float(value.get("alpha", 1)) * (int(color[7:9], 16) if len(color) == 9 else 255))
    return {"type": "solid", "color": color[:7] + (f"{alpha:02X}" if alpha < 255 else "")}


def _with_other_fonts(design: Json, foreign: frozenset[str], target: brand.Kit, notes: list[str]) -> Json:
    styles = {style.token for style in target.text_styles}
    heading, body = ("heading" if "heading" in styles else "body"), "body"
    seen: set[str] = set()

    def walk(value: Any, name: str = "") -> Any:
        if isinstance(value, Mapping):
            family = value.get("family")
            if name == "font" and isinstance(family, str) and family.casefold() in foreign:
                seen.add(family)
                return {"token": heading if value.get("weight", 400) >= HEAVY else body}
            return {key: walk(inner, key) for key, inner in value.items()}
        return [walk(inner, name) for inner in value] if isinstance(value, list) else value

    result: Json = walk(design)
    notes += [
        f"The font “{family}” was replaced: uploaded fonts stay where they are licensed." for family in sorted(seen)
    ]
    return result
