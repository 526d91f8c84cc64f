"""The styles of a text: what the layer says, changed by its marks over ranges of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from renderer.engine.document import FontSpec, Mark, Paint

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """What changes the shapes and widths of letters. `scale` multiplies the layer's size."""

    font: FontSpec
    scale: float = 1


@dataclass(frozen=True, slots=True)
class Finish:
    """What changes only how letters are coloured. `paint` is None where the layer's own paint applies."""

    paint: Paint | None = None
    underline: bool = False
    strike: bool = False


class Span(NamedTuple, Generic[T]):
    start: int
    end: int
    style: T


def type_spans(length: int, marks: Sequence[Mark], font: FontSpec) -> tuple[Span[TypeStyle], ...]:
    """Spans of equal type that together cover the text; later marks win."""

    def style(active: list[Mark]) -> TypeStyle:
        chosen = font
        scale = 1.0
        for mark in active:
            chosen = mark.font or chosen
            scale = mark.scale if mark.scale != 1 else scale
        return TypeStyle(chosen, scale)

    return _spans(length, [mark for mark in marks if mark.font or mark.scale != 1], style)


def finish_spans(length: int, marks: Sequence[Mark]) -> tuple[Span[Finish], ...]:
    """Spans of equal finish that together cover the text; later marks win, lines add up."""

    def style(active: list[Mark]) -> Finish:
        paint = next((mark.paint for mark in reversed(active) if mark.paint), None)
        return Finish(paint, any(mark.underline for mark in active), any(mark.strike for mark in active))

    return _spans(length, [mark for mark in marks if mark.paint or mark.underline or mark.strike], style)


def _spans(length: int, marks: Sequence[Mark], style: Callable[[list[Mark]], T]) -> tuple[Span[T], ...]:
    if not marks or not length:
        return (Span(0, length, style([])),)
    inner = {offset for mark in marks for offset in (mark.start, mark.end) if 0 < offset < length}
    edges = [0, *sorted(inner), length]
    spans: list[Span[T]] = []
    for start, end in zip(edges, edges[1:], strict=False):
        found = style([mark for mark in marks if mark.start <= start and mark.end >= end])
        if spans and spans[-1].style == found:
            spans[-1] = Span(spans[-1].start, end, found)
        else:
            spans.append(Span(start, end, found))
    return tuple(spans)
