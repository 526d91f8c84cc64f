"""How things look: paints, strokes, shadows, fonts, masks. Frozen parts of a document.

Lengths are px at 1x, angles are degrees clockwise, ratios run from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from renderer.engine.conditions import Condition

Color = tuple[int, int, int, int]
"""Red, green, blue, alpha; each 0 to 255."""


@dataclass(frozen=True, slots=True)
class Stop:
    at: float
    color: Color


@dataclass(frozen=True, slots=True)
class Solid:
    color: Color


@dataclass(frozen=True, slots=True)
class Linear:
    """A gradient along a line; 0 degrees runs left to right, 90 top to bottom."""

    angle: float
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Radial:
    """A gradient around (cx, cy), as fractions of the box; r is a fraction of half its longer side."""

    cx: float
    cy: float
    r: float
    stops: tuple[Stop, ...]


Paint = Solid | Linear | Radial


@dataclass(frozen=True, slots=True)
class Stroke:
    w: float
    paint: Paint
    pos: str = "center"
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shadow:
    """`blur` is twice the sigma of the Gaussian, as in CSS."""

    dx: float
    dy: float
    blur: float
    spread: float
    color: Color


@dataclass(frozen=True, slots=True)
class FontSpec:
    family: str
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    h: str = "left"
    v: str = "top"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Follow the ink of another layer."""

    to: str
    edge: str = "bottom"
    gap: float = 0
    align: str = "start"
    if_hidden: str = "collapse"


@dataclass(frozen=True, slots=True)
class Mark:
    """A styled range of a text layer, in offsets of its source text (Unicode code points)."""

    start: int
    end: int
    font: FontSpec | None = None
    paint: Paint | None = None
    underline: bool = False
    strike: bool = False
    scale: float = 1
    hide_if_empty: str | None = None


@dataclass(frozen=True, slots=True)
class TextBox:
    paint: Paint
    radius: float = 0
    pad: tuple[float, float, float, float] = (0, 0, 0, 0)
    per: str = "box"


@dataclass(frozen=True, slots=True)
class ImageSource:
    """Where an image layer's pixels come from: an asset, or a field holding an address."""

    kind: str
    asset: str | None = None
    field: str | None = None
    fallback: str | None = None
    missing: str = "fallback"


@dataclass(frozen=True, slots=True)
class Crop:
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Mask:
    shape: str = "rect"
    radius: tuple[float, float, float, float] = (0, 0, 0, 0)
    points: int = 6
    asset: str | None = None


@dataclass(frozen=True, slots=True)
class Adjust:
    brightness: float = 0
    contrast: float = 0
    saturation: float = 0
    blur: float = 0
    grayscale: float = 0
    tint: Paint | None = None


@dataclass(frozen=True, slots=True)
class BadgeLook:
    text: str
    paint: Paint
    text_paint: Paint
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class BadgeCase:
    when: Condition
    look: BadgeLook
