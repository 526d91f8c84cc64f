"""The picture as numbers: what `layout` returns and `paint` draws. All lengths are px at 1x, y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from renderer.engine.document import BadgeLook, Layer, Paint
from renderer.engine.fonts import Face
from renderer.engine.resolved import Issue


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    w: float
    h: float


class Glyph(NamedTuple):
    """One glyph; x, y is its origin relative to the layer's box, `cluster` an offset into the words' text."""

    id: int
    x: float
    y: float
    advance: float
    cluster: int


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face, size and style on one line. `paint` is None where the layer's own paint applies."""

    face: Face
    size: float
    glyphs: tuple[Glyph, ...]
    x: float
    width: float
    paint: Paint | None = None
    underline: bool = False
    strike: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`start` to `end` are offsets into the words' text; x, top and baseline are relative to the layer's box."""

    start: int
    end: int
    x: float
    top: float
    baseline: float
    width: float
    height: float
    rtl: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Fitted text. `rung` tells which of the layer's words was used; `text` is what is drawn, ellipsis included.

    `missing` holds the characters that no font can draw. `box` is the text's box after hugging, relative to the layer.
    """

    text: str
    rung: int
    size: float
    lines: tuple[Line, ...]
    box: Box
    ink: Box | None
    overflow: bool
    ellipsis: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer with its final box. `block` is the text of text layers and badges, `picture` the image to show,

    `modules` the QR code's rows. `ink` is the box of visible pixels on the canvas, or None when nothing shows.
    """

    layer: Layer
    box: Box
    ink: Box | None
    block: TextBlock | None = None
    picture: str | None = None
    look: BadgeLook | None = None
    modules: tuple[tuple[bool, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    width: int
    height: int
    background: Paint | None
    placed: tuple[Placed, ...]
    issues: tuple[Issue, ...] = ()
