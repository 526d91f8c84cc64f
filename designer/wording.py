"""What changed between two designs, in words that a marketer reads: “size 38 → 44 px”, grouped by layer."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.rules.words import condition, fallback_rules
from renderer.engine.properties import LAYER_TYPES, of_layer, of_object

Json = Mapping[str, Any]
CASES = {"none": "as written", "upper": "UPPERCASE", "lower": "lowercase", "title": "Title Case"}
NAMES = {
    "x": "position from left",
    "y": "position from top",
    "w": "width",
    "h": "height",
    "rot": "rotation",
    "paint": "colour",
    "size": "size",
    "min_size": "smallest size",
    "max_lines": "most lines",
    "line_height": "line height",
    "tracking": "letter spacing",
    "valign": "vertical alignment",
    "align": "alignment",
    "case": "letter case",
    "fit": "when too long",
    "show_if": "shown when",
    "shadows": "shadow",
    "empty": "when empty",
    "invalid": "when invalid",
    "fg": "code colour",
    "bg": "code background",
    "ec": "error correction",
    "quiet": "margin",
    "mode": "mode",
    "clean": "clean-up",
    "rules": "fallback rules",
    "max_length": "longest value",
    "missing_words": "words that mean “nothing”",
    "fallback_picture": "fallback picture",
    "alt": "alternative text",
    "min": "smallest",
    "kind": "type",
    "source": "picture",
    "output": "output",
    "background": "background",
    "lang": "language",
    "radius": "corners",
    "box": "text box",
}
PX = frozenset({"x", "y", "w", "h", "size", "min_size", "radius", "pad", "gap"})
QUIET = frozenset({"id", "schema", "samples", "guides", "grid", "collapsed", "locked", "hit", "type"})
"""What nobody but the designer ever sees, or what cannot change."""


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are words; colours come beside them as hex, to be shown as swatches."""

    property: str
    before: str = ""
    after: str = ""
    colors: tuple[str, str] | None = None

    @builtins.property  # the plain name is a field here
    def sentence(self) -> str:
        if not self.before and not self.after:
            return self.property
        return f"{self.property} {self.before or '–'} → {self.after or '–'}"


@dataclass(frozen=True, slots=True)
class Changed:
    """Everything that changed about one thing: a layer, a field, a size, a rule or the document."""

    kind: str
    name: str
    id: str = ""
    changes: tuple[Change, ...] = field(default_factory=tuple)


def differences(before: Json, after: Json) -> tuple[Changed, ...]:
    """What a reviewer should read, in the order: layers front to back, fields, rules, sizes, the design as a whole."""
    found = [
        *_things(
            "Layer", _by(before.get("layers"), "id"), _by(after.get("layers"), "id"), "name", _tokens(before, after)
        ),
        *_things(
            "Field", _by(before.get("fields"), "key"), _by(after.get("fields"), "key"), "label", _tokens(before, after)
        ),
        *_things("Size", _by(before.get("sizes"), "id"), _by(after.get("sizes"), "id"), "name", _tokens(before, after)),
        *_order(before, after),
        *_overrides(before, after),
        *_whole(before, after),
    ]
    return tuple(found)


Colors = tuple[Mapping[str, str], Mapping[str, str]]


def _tokens(before: Json, after: Json) -> Colors:
    return (before.get("brand") or {}).get("colors", {}), (after.get("brand") or {}).get("colors", {})


def _by(rows: Any, key: str) -> dict[str, Json]:
    return {str(row.get(key)): row for row in reversed(rows or []) if isinstance(row, Mapping)}


def _things(kind: str, olds: dict[str, Json], news: dict[str, Json], name: str, colors: Colors) -> Iterator[Changed]:
    for key, new in news.items():
        title = str(new.get(name) or new.get("name") or key)
        if key not in olds:
            yield Changed(kind, title, key, (Change("added"),))
        elif changes := tuple(_changes(olds[key], new, colors, _usual(kind, new))):
            yield Changed(kind, title, key, changes)
    for key, old in olds.items():
        if key not in news:
            yield Changed(kind, str(old.get(name) or old.get("name") or key), key, (Change("removed"),))


def _usual(kind: str, thing: Json) -> Json:
    """What a property that is not said stands for; a token or an object says nothing to people."""
    if kind == "Layer" and thing.get("type") in LAYER_TYPES:
        table = of_layer(str(thing["type"]))
    else:
        table = of_object("field") if kind == "Field" else {}
    return {name: row["default"] for name, row in table.items() if isinstance(row.get("default"), (str, int, float))}


def _changes(old: Json, new: Json, colors: Colors, usual: Json | None = None) -> Iterator[Change]:
    for name in [*new, *(name for name in old if name not in new)]:
        if name in QUIET or old.get(name) == new.get(name):
            continue
        label = NAMES.get(name, name.replace("_", " "))
        pair = (_color(old.get(name), colors[0]), _color(new.get(name), colors[1]))
        swatches = (pair[0], pair[1]) if pair[0] and pair[1] else None
        before, after = (thing.get(name, (usual or {}).get(name)) for thing in (old, new))
        yield Change(label, words(name, before), words(name, after), swatches)


def words(name: str, value: Any) -> str:
    """A property's value as people say it."""
    if value is None or value == "" or value == []:
        return ""
    if special := SPECIAL.get(name):
        return special(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:g} px" if name in PX else f"{value:g}°" if name == "rot" else f"{value:g}"
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list):
        return ", ".join(filter(None, (words("", one) for one in value)))
    return str(value)


def _mapping(value: Json) -> str:
    if "token" in value:
        return f"brand {value['token']}"
    if value.get("type") == "solid":
        return str(value.get("color", ""))
    if value.get("type") in ("linear", "radial"):
        return f"{value['type']} gradient"
    if "family" in value:
        italic = " italic" if value.get("italic") else ""
        return f"{value['family']} {value.get('weight', 400)}{italic}"
    return ", ".join(
        f"{NAMES.get(name, name).replace('_', ' ')} {text}"
        for name, inner in value.items()
        if (text := words(name, inner))
    )


def _source(value: Any) -> str:
    if value.get("kind") == "field":
        return f"from the field {value.get('field', '')}"
    return f"picture {str(value.get('asset') or '')[:8]}"


def _share(value: Any) -> str:
    return f"{round(float(value) * 100)} %"


def _shadows(value: Any) -> str:
    return f"{len(value)} shadow{'' if len(value) == 1 else 's'}"


EMPTY = {
    "text": "use the fallback",
    "hide_layer": "hide layers that use it",
    "hide_words": "hide the words around it",
    "blank": "leave blank",
    "refuse": "neutral card",
    "hide": "hide",
    "keep": "keep",
}
SPECIAL: Mapping[str, Callable[[Any], str]] = {
    "show_if": condition,
    "rules": fallback_rules,
    "source": _source,
    "opacity": _share,
    "shadows": _shadows,
    "case": lambda value: CASES.get(value, str(value)),
    "empty": lambda value: EMPTY.get(value, str(value)),
    "marks": lambda value: f"{len(value)} styled part{'' if len(value) == 1 else 's'}",
    "asset": lambda value: f"picture {str(value)[:8]}",
    "fallback_picture": lambda value: f"picture {str(value)[:8]}",
}


def _color(value: Any, tokens: Mapping[str, str]) -> str | None:
    """The hex colour that a plain paint or a token stands for."""
    if not isinstance(value, Mapping):
        return None
    if "token" in value:
        return tokens.get(str(value["token"]))
    return (
        str(value["color"])[:7]
        if value.get("type") == "solid" and str(value.get("color", "")).startswith("#")
        else None
    )


def _order(before: Json, after: Json) -> Iterator[Changed]:
    olds = [layer["id"] for layer in before.get("layers", [])]
    news = [layer["id"] for layer in after.get("layers", [])]
    if [one for one in olds if one in news] != [one for one in news if one in olds]:
        yield Changed("Design", "Layer order", "", (Change("layers lie in another order"),))


def _overrides(before: Json, after: Json) -> Iterator[Changed]:
    """Another size's own values, named as “Headline in Share”."""
    layers = _by(after.get("layers"), "id") | _by(before.get("layers"), "id")
    sizes = _by(after.get("sizes"), "id") | _by(before.get("sizes"), "id")
    old, new = before.get("overrides") or {}, after.get("overrides") or {}
    for size in sorted({*old, *new}):
        for layer in sorted({*old.get(size, {}), *new.get(size, {})}):
            changes = tuple(
                _changes(old.get(size, {}).get(layer, {}), new.get(size, {}).get(layer, {}), _tokens(before, after))
            )
            if changes:
                title = f"{layers.get(layer, {}).get('name', layer)} in {sizes.get(size, {}).get('name', size)}"
                yield Changed("Layer", title, layer, changes)


def _whole(before: Json, after: Json) -> Iterator[Changed]:
    apart = {"layers", "fields", "sizes", "overrides", "rules", "brand", "groups"}
    plain = [{name: value for name, value in one.items() if name not in apart} for one in (before, after)]
    if changes := tuple(_changes(plain[0], plain[1], _tokens(before, after))):
        yield Changed("Design", "The design", "", changes)
    if before.get("rules", []) != after.get("rules", []):
        change = Change("conditions", _rules(before), _rules(after))
        yield Changed("Rules", "Conditions", "", (change,))
    yield from _brand(before, after)


def _rules(document: Json) -> str:
    return "; ".join(
        f"if {condition(rule.get('when', {}))}: {rule.get('do')} {rule.get('layer')}"
        for rule in document.get("rules", [])
    )


def _brand(before: Json, after: Json) -> Iterator[Changed]:
    """Tokens of the brand that mean something else now, though nobody touched a layer."""
    old, new = before.get("brand") or {}, after.get("brand") or {}
    changes = []
    for token, value in new.get("colors", {}).items():
        was = old.get("colors", {}).get(token)
        if was is not None and was != value:
            changes.append(Change(f"colour {token}", was, value, (was[:7], value[:7])))
    for token, value in new.get("fonts", {}).items():
        was = old.get("fonts", {}).get(token)
        if was is not None and was != value:
            changes.append(Change(f"text style {token}", words("font", was), words("font", value)))
    if changes:
        yield Changed("Brand", "Brand kit", "", tuple(changes))
