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

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def grown(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def shares(self, other: Box) -> Box | None:
        """What both cover, or None."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, right - x, bottom - y) if right > x and bottom > y else None


class Glyph(NamedTuple):
    """One glyph; x, y is its origin relative to the layer's box, `cluster` an offset into the words' text."""

    id: int
    x: float
    y: float
    advance: float
    cluster: int


class GlyphRow(NamedTuple):
    """Glyphs by columns of equal length, each as in `Glyph`: a picture has a hundred of them."""

    ids: tuple[int, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    advances: tuple[float, ...]
    clusters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face, size and style on one line. `paint` is None where the layer's own paint applies.

    `rules` are the lines under and through it: top relative to the layer's box, and thickness.
    """

    face: Face
    size: float
    row: GlyphRow
    x: float
    width: float
    paint: Paint | None = None
    underline: bool = False
    strike: bool = False
    rules: tuple[tuple[float, float], ...] = ()

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        return tuple(map(Glyph._make, zip(*self.row, strict=True)))


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

    `missing` holds the characters that no font can draw, `substituted` the font families that are not installed.
    `box` is the text's box after hugging, relative to the layer.
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
    substituted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer with its final box on the canvas: after hugging, following and rounding to modules, before turning.

    `ink` is the box of visible pixels on the canvas (turned, without shadows), or None when nothing shows. `origin` is
    the corner of the layer's own box, from which blocks and sprites count. `block` is the text of text layers and
    badges, `picture` the reference of the image to show, `modules` the QR code's rows.
    """

    layer: Layer
    box: Box
    ink: Box | None
    origin: tuple[float, float]
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
