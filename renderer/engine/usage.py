"""Which parts of a document look at which fields; tags that have no field, and fields that nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from renderer.engine.conditions import Condition, fields_of
from renderer.engine.document import BadgeLayer, Document, ImageLayer, Layer, QrLayer, TextLayer
from renderer.engine.merge import compile_text, tags_of
from renderer.engine.resolved import Issue

ALT = "alt"
"""Stands for the alternative text among the places that use a field."""


@dataclass(frozen=True, slots=True)
class Usage:
    """`places`: by field key, the ids of the layers that use it, and ALT. A field that only others fall back to counts.

    `issues` has one entry for each place that uses a field the document does not declare.
    """

    places: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    issues: tuple[Issue, ...]


def uses(document: Document) -> Usage:
    """Where the document's fields are used, in any of its sizes."""
    places: dict[str, list[str]] = {field.key: [] for field in document.fields}
    for place, key in _pairs(document):
        known = places.setdefault(key, [])
        if place not in known:
            known.append(place)
    declared = {field.key for field in document.fields}
    helping = {key for field in document.fields for key in _fallback_keys(document, field.key)}
    return Usage(
        {key: tuple(where) for key, where in places.items()},
        tuple(field.key for field in document.fields if not places[field.key] and field.key not in helping),
        tuple(_undeclared(key, where) for key in places.keys() - declared for where in places[key]),
    )


def keys_in(*texts: str) -> Iterator[str]:
    """The fields that the tags of these texts look at."""
    for text in texts:
        for tag in tags_of(compile_text(text)):
            yield from tag.keys


def _undeclared(key: str, place: str) -> Issue:
    layer = None if place == ALT else place
    return Issue("undeclared_field", "block", f"“{key}” is used here, but the template has no such field", layer, key)


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    yield from ((ALT, key) for key in keys_in(document.alt))
    for board in document.layers.values():
        for layer in board:
            yield from ((layer.id, key) for key in _layer_keys(layer))
    for rule in document.rules:
        yield from ((rule.layer, key) for key in sorted(fields_of(rule.when)))
        if rule.property in ("text", "fallback") and isinstance(rule.value, str):
            yield from ((rule.layer, key) for key in keys_in(rule.value))


def _layer_keys(layer: Layer) -> Iterator[str]:
    yield from _condition_keys((layer.show_if,))
    match layer:
        case TextLayer():
            yield from keys_in(layer.text, *layer.shorter)
            yield from (mark.hide_if_empty for mark in layer.marks if mark.hide_if_empty)
        case ImageLayer() if layer.source.kind == "field" and layer.source.field:
            yield layer.source.field
        case QrLayer():
            yield from keys_in(layer.text, layer.fallback)
        case BadgeLayer():
            yield layer.field
            yield from _condition_keys(case.when for case in layer.cases)
            looks = [case.look for case in layer.cases] + ([layer.default] if layer.default else [])
            yield from keys_in(*(look.text for look in looks))


def _condition_keys(conditions: Iterable[Condition | None]) -> Iterator[str]:
    for condition in conditions:
        yield from sorted(fields_of(condition)) if condition else ()


def _fallback_keys(document: Document, key: str) -> Iterator[str]:
    for field in document.fields:
        if field.key == key:
            yield from keys_in(field.fallback, *(rule.use for rule in field.rules))
            yield from _condition_keys(rule.when for rule in field.rules)
