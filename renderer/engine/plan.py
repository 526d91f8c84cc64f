"""A document made ready for any number of recipients: tags compiled, conditions in plain values, rules by layer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from renderer.engine.conditions import All, Condition, Test
from renderer.engine.conditions import Any as AnyOf
from renderer.engine.document import BadgeLayer, Document, ImageLayer, Layer, QrLayer, TextLayer
from renderer.engine.fields import MergeField
from renderer.engine.merge import Parts, compile_text, sentences, tags_of
from renderer.engine.record import FieldPlan
from renderer.engine.resolved import Filled
from renderer.engine.styles import BadgeLook, FontSpec
from renderer.engine.values import FieldReader, plain

MOST_PLANS = 64
_COMPARING = frozenset({"is", "is_not", "gt", "lt", "before", "after", "in"})


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """`texts`: the text and its shorter ones; of a QR code the text and its fallback; of a badge one for each look.

    `visibility` pairs conditions with show or not, `sets` with a property and its value: rules of the document.
    `is_still`: no value can change, show or hide it.
    """

    layer: Layer
    texts: tuple[Parts, ...] = ()
    looks: tuple[tuple[Condition | None, BadgeLook], ...] = ()
    show_if: Condition | None = None
    visibility: tuple[tuple[Condition, bool], ...] = ()
    sets: tuple[tuple[Condition, str, Any], ...] = ()
    is_still: bool = False

    def becoming(self, changes: Mapping[str, Any], readers: Mapping[str, FieldReader]) -> LayerPlan:
        """The plan of the layer with some properties changed."""
        changes = dict(changes)
        if "text" in changes and isinstance(self.layer, TextLayer):
            # Marks and shorter texts belong to the words they were made for.
            changes = {"marks": (), "shorter": (), **changes}
        layer = replace(self.layer, **changes)
        if isinstance(layer, TextLayer) and layer.min_size > layer.size:
            layer = replace(layer, min_size=layer.size)
        return replace(self, layer=layer, texts=_texts(layer), looks=_ready_looks(layer, readers))


@dataclass(frozen=True, slots=True)
class Plan:
    """`boards` maps each size's id to its layers, back to front; `alt` has the sentences of the alternative text.

    `specs` are the fonts of its texts, once each.
    `filled` remembers still layers, which are the same for everybody, by the ids of their plans; None for hidden ones.
    """

    document: Document
    readers: Mapping[str, FieldReader]
    fields: Mapping[str, FieldPlan]
    alt: tuple[Parts, ...]
    boards: Mapping[str, tuple[LayerPlan, ...]]
    specs: tuple[FontSpec, ...] = ()
    filled: dict[int, Filled | None] = field(default_factory=dict)


_plans: OrderedDict[int, Plan] = OrderedDict()
_lock = threading.Lock()


def compiled(document: Document) -> Plan:
    """The document's plan, made once for each document object and kept while it is among the latest."""
    with _lock:
        plan = _plans.get(id(document))
        if plan is not None:
            _plans.move_to_end(id(document))
            return plan
    plan = compile_document(document)
    with _lock:
        # The plan holds the document, so its id cannot be given to another while it is here.
        _plans[id(document)] = plan
        while len(_plans) > MOST_PLANS:
            _plans.popitem(last=False)
    return plan


def compile_document(document: Document) -> Plan:
    """Compile every text and condition. Documents from `schema.parse` cannot fail here."""
    readers = {field.key: _reader(field, document) for field in document.fields}
    fields = {field.key: _field(field, readers) for field in document.fields}
    rules = _Rules.of(document, readers)
    boards = {
        size_id: tuple(_layer(layer, rules, readers) for layer in board) for size_id, board in document.layers.items()
    }
    alt = tuple(map(compile_text, sentences(document.alt)))
    return Plan(document, readers, fields, alt, boards, tuple(dict.fromkeys(_specs(document))))


def _specs(document: Document) -> Iterator[FontSpec]:
    for board in document.layers.values():
        for layer in board:
            if isinstance(layer, (TextLayer, BadgeLayer)):
                yield layer.font
            if isinstance(layer, TextLayer):
                yield from (mark.font for mark in layer.marks if mark.font)


@dataclass(frozen=True, slots=True)
class _Rules:
    visibility: Mapping[str, tuple[tuple[Condition, bool], ...]]
    sets: Mapping[str, tuple[tuple[Condition, str, Any], ...]]

    @classmethod
    def of(cls, document: Document, readers: Mapping[str, FieldReader]) -> _Rules:
        visibility: dict[str, tuple[tuple[Condition, bool], ...]] = {}
        sets: dict[str, tuple[tuple[Condition, str, Any], ...]] = {}
        for rule in document.rules:
            when = in_plain_values(rule.when, readers)
            if rule.do == "set" and rule.property:
                sets[rule.layer] = (*sets.get(rule.layer, ()), (when, rule.property, rule.value))
            else:
                visibility[rule.layer] = (*visibility.get(rule.layer, ()), (when, rule.do == "show"))
        return cls(visibility, sets)


def in_plain_values(condition: Condition, readers: Mapping[str, FieldReader]) -> Condition:
    """The condition with what an author typed brought into the form that values are compared in."""
    match condition:
        case All(terms):
            return All(tuple(in_plain_values(term, readers) for term in terms))
        case AnyOf(terms):
            return AnyOf(tuple(in_plain_values(term, readers) for term in terms))
        case Test(key, op, wanted) if op in _COMPARING and key in readers:
            if isinstance(wanted, tuple):
                return Test(key, op, tuple(_wanted(text, readers[key]) for text in wanted))
            return Test(key, op, _wanted(wanted, readers[key]))
    return condition


def _wanted(text: str, reader: FieldReader) -> str:
    typed = reader.parsed(text)
    return text if typed is None else plain(typed)


def _reader(field: MergeField, document: Document) -> FieldReader:
    return FieldReader(field, field.locale or document.lang, document.missing_words)


def _field(field: MergeField, readers: Mapping[str, FieldReader]) -> FieldPlan:
    rules = tuple((in_plain_values(rule.when, readers), compile_text(rule.use)) for rule in field.rules)
    return FieldPlan(field, readers[field.key], rules, compile_text(field.fallback))


def _layer(layer: Layer, rules: _Rules, readers: Mapping[str, FieldReader]) -> LayerPlan:
    plan = LayerPlan(
        layer,
        _texts(layer),
        _ready_looks(layer, readers),
        in_plain_values(layer.show_if, readers) if layer.show_if else None,
        rules.visibility.get(layer.id, ()),
        rules.sets.get(layer.id, ()),
    )
    return replace(plan, is_still=_is_still(plan))


def _is_still(plan: LayerPlan) -> bool:
    if plan.show_if is not None or plan.visibility or plan.sets:
        return False
    match plan.layer:
        case BadgeLayer():
            return False
        case ImageLayer() as layer:
            return layer.source.kind == "asset" or not layer.source.field
        case TextLayer() as layer if any(mark.hide_if_empty for mark in layer.marks):
            return False
    return not any(tags_of(parts) for parts in plan.texts)


def _ready_looks(layer: Layer, readers: Mapping[str, FieldReader]) -> tuple[tuple[Condition | None, BadgeLook], ...]:
    return tuple((in_plain_values(when, readers) if when else None, look) for when, look in _looks(layer))


def _texts(layer: Layer) -> tuple[Parts, ...]:
    match layer:
        case TextLayer():
            return tuple(map(compile_text, (layer.text, *layer.shorter)))
        case QrLayer():
            return compile_text(layer.text), compile_text(layer.fallback)
        case BadgeLayer():
            return tuple(compile_text(look.text) for _, look in _looks(layer))
    return ()


def _looks(layer: Layer) -> tuple[tuple[Condition | None, BadgeLook], ...]:
    """A badge's looks in the order they are tried; the default has no condition."""
    if not isinstance(layer, BadgeLayer):
        return ()
    cases: list[tuple[Condition | None, BadgeLook]] = [(case.when, case.look) for case in layer.cases]
    return (*cases, (None, layer.default)) if layer.default else tuple(cases)
