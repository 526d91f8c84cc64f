"""What a document must agree on with itself: unique names, things that exist, formats that work, no circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import re2
from babel.numbers import is_currency

from renderer.engine.document import Layer, MergeField
from renderer.engine.formats import wrong_format
from renderer.engine.locales import is_locale
from renderer.engine.merge import MergeTagError, compile_text, tags_of
from renderer.engine.reading import PlainReader, short
from renderer.engine.values import pattern_of


def check(reader: PlainReader, values: Mapping[str, Any], layers: Mapping[str, tuple[Layer, ...]]) -> None:
    """Note every disagreement with the reader. `values` are the document's properties, None where one was wrong."""
    fields = [(i, field) for i, field in enumerate(values["fields"] or ()) if field]
    _check_unique(reader, "sizes", (size.id for size in values["sizes"] or () if size))
    _check_unique(reader, "layers", (layer.id for layer in next(iter(layers.values()), ())))
    _check_unique(reader, "groups", (group.id for group in values["groups"] or () if group))
    _check_unique(
        reader, "fields", (name for _, field in fields for name in dict.fromkeys((field.key, *field.aliases)))
    )
    for i, field in fields:
        _check_field(reader, field, str(values["lang"]), f"fields[{i}]")
    _check_circles(reader, fields)
    for size_id, board in layers.items():
        _check_anchors(reader, board, size_id)


def _check_unique(reader: PlainReader, where: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    told: set[str] = set()
    for name in names:
        if name in seen and name not in told:
            reader.wrong(where, f"“{short(name)}” is used twice")
            told.add(name)
        seen.add(name)


def _check_field(reader: PlainReader, field: MergeField, lang: str, where: str) -> None:
    if field.locale and not is_locale(field.locale):
        reader.wrong(f"{where}.locale", f"“{field.locale}” is not a locale we know; try “en” or “de-AT”")
    if field.currency and not is_currency(field.currency):
        reader.wrong(f"{where}.currency", f"“{field.currency}” is not a currency's code, such as EUR")
    if field.format and (problem := wrong_format(field.kind, field.format, field.locale or lang)):
        reader.wrong(f"{where}.format", problem)
    if field.pattern:
        try:
            pattern_of(field.pattern)
        except re2.error as problem:
            sense = problem.args[0].decode() if isinstance(problem.args[0], bytes) else str(problem)
            reader.wrong(f"{where}.pattern", f"is not a pattern we can use: {sense}")


def _check_circles(reader: PlainReader, fields: list[tuple[int, MergeField]]) -> None:
    """No field may fall back to itself, by however many others."""
    uses = {field.key: _fallback_keys(field) for _, field in fields}
    told: set[str] = set()
    for i, field in fields:
        circle = _circle(field.key, uses)
        if circle and not told & set(circle):
            told |= set(circle)
            steps = ", which falls back to ".join(f"“{key}”" for key in circle[1:])
            reader.wrong(f"fields[{i}].fallback", f"“{circle[0]}” falls back to {steps}: that is a circle")


def _circle(key: str, uses: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The shortest way from a field's fallback back to the field, both ends included; empty without one."""
    ways = [[key]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for following in uses.get(way[-1], ()):
            if following == key:
                return [*way, key]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _fallback_keys(field: MergeField) -> tuple[str, ...]:
    texts = (field.fallback, *(rule.use for rule in field.rules if rule))
    return tuple(dict.fromkeys(key for text in texts for key in _keys(text)))


def _keys(text: str) -> Iterator[str]:
    try:
        tags = tags_of(compile_text(text))
    except MergeTagError:
        # Told already, where the text was read.
        return
    for tag in tags:
        yield from tag.keys


def _check_anchors(reader: PlainReader, board: tuple[Layer, ...], size_id: str) -> None:
    """Layers follow layers that exist, and not each other in a circle."""
    follows = {layer.id: layer.anchor.to for layer in board if layer.anchor}
    ids = {layer.id for layer in board}
    for layer_id, leader in follows.items():
        where = f"{size_id}.{layer_id}.anchor.to"
        if leader not in ids - {layer_id}:
            reader.wrong(where, f"there is no other layer “{short(leader)}” to follow")
            continue
        circle = _circle(layer_id, {follower: (to,) for follower, to in follows.items()})
        if circle and layer_id == min(circle):
            reader.wrong(where, "the layers " + ", ".join(f"“{one}”" for one in circle[:-1]) + " follow each other")
