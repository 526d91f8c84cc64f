"""Document and values to a picture without questions: no tag, rule or hidden layer is left. Pure, one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from renderer.engine.conditions import holds
from renderer.engine.document import BadgeLayer, Document, ImageLayer, QrLayer, ShapeLayer, TextLayer
from renderer.engine.drawable import Reach
from renderer.engine.fonts import FontBook
from renderer.engine.merge import Parts, tags_of
from renderer.engine.plan import LayerPlan, Plan, compiled
from renderer.engine.record import Record
from renderer.engine.resolved import Filled, Issue, Resolved, Words
from renderer.engine.values import FieldReader, parse_address
from renderer.engine.wording import MustHide, fill, value_of


class Refused(Exception):  # noqa: N818
    """Not an error: a layer asks for the neutral card in place of the picture; `field` names why."""

    def __init__(self, field: str):
        self.field = field
        super().__init__(field)


def resolve(
    document: Document, values: Mapping[str, str], size: str | None = None, fonts: FontBook | None = None
) -> Resolved:
    """The document's size with one recipient's values in place.

    `values` are texts by field key or alias, as they came; cleaning, parsing and fallbacks happen here. Never fails:
    what is wrong with the values is told by `fallbacks`, `issues` and `refused`. `fonts` are those it will be drawn
    with: a value that none of them can draw counts as missing. Without them every value can be drawn.
    """
    plan = compiled(document)
    chosen = document.size(size)
    record = Record(plan.fields, values, Reach(fonts, plan.specs, document.lang) if fonts else None)
    board = _Board(plan, record)
    board.fill(plan.boards[chosen.id])
    alt = _alt(plan, record)
    return Resolved(
        document=document,
        size=chosen,
        background=document.background,
        layers=tuple(board.filled),
        hidden=frozenset(board.hidden),
        alt=alt,
        refused=record.refusing() or board.refused,
        fallbacks=record.fallbacks(),
        issues=tuple(_issues(plan, record, board)),
    )


def _alt(plan: Plan, record: Record) -> str:
    """The alternative text on one line. A field that hides its layer takes the sentence it stands in."""
    kept = []
    for sentence in plan.alt:
        try:
            kept.append(fill(sentence, record).text)
        except MustHide:
            continue
    if not kept:
        kept = [fill(sentence, record, may_hide=False).text for sentence in plan.alt]
    return " ".join(" ".join(kept).split())


@dataclass(slots=True)
class _Board:
    """Layers as they are filled, one after another."""

    plan: Plan
    record: Record
    filled: list[Filled] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    refused: str | None = None

    def fill(self, layers: tuple[LayerPlan, ...]) -> None:
        for layer in layers:
            try:
                filled = self._still(layer) if layer.is_still else self._fill(layer)
            except MustHide:
                filled = None
            except Refused as refusal:
                self.refused, filled = self.refused or refusal.field, None
            if filled:
                self.filled.append(filled)
            else:
                self.hidden.append(layer.layer.id)

    def _still(self, plan: LayerPlan) -> Filled | None:
        known, key = self.plan.filled, id(plan)
        if key not in known:
            filled = self._fill(plan)
            known[key] = filled and replace(filled, is_still=True)
        return known[key]

    def _fill(self, plan: LayerPlan) -> Filled | None:
        if not _shows(plan, self.record):
            return None
        plan = _changed(plan, self.record, self.plan.readers)
        match plan.layer:
            case TextLayer():
                return _text(plan, plan.layer, self.record)
            case ImageLayer():
                return _image(plan.layer, self.record)
            case QrLayer():
                return _qr(plan, plan.layer, self.record)
            case BadgeLayer():
                return _badge(plan, plan.layer, self.record)
            case ShapeLayer():
                return Filled(plan.layer)
            case _:
                assert_never(plan.layer)


def _shows(plan: LayerPlan, record: Record) -> bool:
    """Rules of the document decide first, then the layer's own condition.

    A layer that rules only ever show is hidden while none of them holds: else they would say nothing.
    """
    for condition, show in plan.visibility:
        if holds(condition, record.plain):
            return show
    if plan.visibility and all(show for _, show in plan.visibility):
        return False
    return plan.layer.visible and (plan.show_if is None or holds(plan.show_if, record.plain))


def _changed(plan: LayerPlan, record: Record, readers: Mapping[str, FieldReader]) -> LayerPlan:
    """The layer with what the rules set; the first rule that holds wins for each property."""
    if not plan.sets:
        return plan
    changes: dict[str, object] = {}
    for condition, name, value in plan.sets:
        if name not in changes and holds(condition, record.plain):
            changes[name] = value
    return plan.becoming(changes, readers) if changes else plan


def _text(plan: LayerPlan, layer: TextLayer, record: Record) -> Filled | None:
    first = fill(plan.texts[0], record, layer.marks)
    rungs = [first, *_shorter(plan, record)]
    words = [rung for i, rung in enumerate(rungs) if rung.text.strip() and rung.text not in {r.text for r in rungs[:i]}]
    if not words and layer.empty == "hide":
        return None
    return Filled(layer, words=tuple(words) or (first,))


def _shorter(plan: LayerPlan, record: Record) -> Iterator[Words]:
    """The shorter texts; one whose required field is missing has nothing to offer and is skipped."""
    for parts in plan.texts[1:]:
        if any(_lacks(parts, record)):
            continue
        try:
            yield fill(parts, record)
        except MustHide:
            continue


def _lacks(parts: Parts, record: Record) -> Iterator[bool]:
    for tag in tags_of(parts):
        value = value_of(tag, record)
        yield value.state == "empty" and (value.mode == "required" or value.empty == "refuse")


def _image(layer: ImageLayer, record: Record) -> Filled | None:
    source = layer.source
    if source.kind == "asset" or not source.field:
        return Filled(layer, picture=source.asset)
    picture = _picture(source.field, record)
    if picture is None and source.missing == "refuse":
        raise Refused(source.field)
    if picture is None and source.missing == "fallback":
        picture = source.fallback
    return Filled(layer, picture=picture) if picture else None


def _picture(key: str, record: Record) -> str | None:
    """The address a recipient gave, or the address or asset an author chose in its place."""
    value = record.value(key)
    if value.state == "empty":
        if value.empty == "hide_layer":
            raise MustHide(key)
        return None
    if value.state == "value":
        return parse_address(record.plain[key])
    # Recipients must not name assets: words of theirs inside a fallback can only make an address.
    return str(value.text) if record.is_authored(key) else parse_address(value.text)


def _qr(plan: LayerPlan, layer: QrLayer, record: Record) -> Filled | None:
    """A code with a hole where a value should be leads nowhere, so it counts as empty."""
    text, fallback = plan.texts
    values = [(tag.key, value_of(tag, record)) for tag in tags_of(text)]
    holes = [key for key, value in values if value.state == "empty" and value.mode != "ignore"]
    words = Words("") if holes else fill(text, record)
    if words.text.strip():
        return Filled(layer, words=(words,))
    if layer.empty == "refuse":
        raise Refused(holes[0] if holes else layer.id)
    words = fill(fallback, record) if layer.empty == "fallback" else words
    return Filled(layer, words=(words,)) if words.text.strip() else None


def _badge(plan: LayerPlan, layer: BadgeLayer, record: Record) -> Filled | None:
    for (when, look), parts in zip(plan.looks, plan.texts, strict=True):
        if when is not None and not holds(when, record.plain):
            continue
        words = fill(parts, record)
        # A pill without words is meant when its look has none, but not when its value is missing.
        if not words.text.strip() and (parts or not look.icon):
            return None
        return Filled(layer, words=(words,), look=look)
    return None


def _issues(plan: Plan, record: Record, board: _Board) -> Iterator[Issue]:
    for filled in board.filled:
        for words in filled.words:
            for segment in words.segments:
                if segment.field and segment.field not in plan.fields:
                    sense = f"“{segment.field}” is used here, but the template has no such field"
                    yield Issue("undeclared_field", "block", sense, filled.layer.id, segment.field)
    for key, reading in record.readings.items():
        label = plan.fields[key].field.label
        if reading.text is None and plan.fields[key].field.mode == "required":
            yield Issue("required_missing", "warn", f"{label} is required, but there is no usable value", field=key)
        if reading.was_cut:
            yield Issue("value_cut", "info", f"{label} was longer than its limit and was cut", field=key)
