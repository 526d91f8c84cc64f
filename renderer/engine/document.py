"""The design itself as a value: canvas sizes, merge fields, layers. Frozen; built by `schema.parse` and nowhere else.

Lengths are px at 1x of the chosen size, angles are degrees clockwise, ratios run from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renderer.engine.conditions import Condition
from renderer.engine.fields import FallbackRule, MergeField
from renderer.engine.styles import (
    Adjust,
    Anchor,
    BadgeCase,
    BadgeLook,
    Color,
    Crop,
    FontSpec,
    ImageSource,
    Linear,
    Mark,
    Mask,
    Paint,
    Pin,
    Radial,
    Shadow,
    Solid,
    Stop,
    Stroke,
    TextBox,
)

__all__ = [
    "Adjust",
    "Anchor",
    "BadgeCase",
    "BadgeLayer",
    "BadgeLook",
    "Brand",
    "Color",
    "Crop",
    "Document",
    "FallbackRule",
    "FontSpec",
    "Group",
    "Guide",
    "ImageLayer",
    "ImageSource",
    "Layer",
    "LayerBase",
    "LayerRule",
    "Linear",
    "Mark",
    "Mask",
    "MergeField",
    "OutputDefaults",
    "Paint",
    "Pin",
    "QrLayer",
    "Radial",
    "Safe",
    "Shadow",
    "ShapeLayer",
    "Size",
    "Solid",
    "Stop",
    "Stroke",
    "TextBox",
    "TextLayer",
    "Zone",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerBase:
    """What every layer has: where it is, how it joins what lies below, and what holds it."""

    id: str
    name: str
    x: float = 0
    y: float = 0
    w: float = 200
    h: float = 60
    rot: float = 0
    opacity: float = 1
    blend: str = "normal"
    visible: bool = True
    locked: bool = False
    protect: tuple[str, ...] = ()
    group: str | None = None
    pin: Pin = Pin()
    anchor: Anchor | None = None
    show_if: Condition | None = None
    shadows: tuple[Shadow, ...] = ()
    hit: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayer(LayerBase):
    """`shorter` is the shortening ladder: texts to try, in order, when `text` does not fit at full size."""

    text: str
    shorter: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    font: FontSpec
    size: float
    fit: str
    min_size: float
    max_lines: int | None
    wrap: str
    hug: str
    align: str
    valign: str
    line_height: float
    tracking: float
    case: str
    paint: Paint
    stroke: Stroke | None
    box: TextBox | None
    dir: str
    features: Mapping[str, bool]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLayer(LayerBase):
    source: ImageSource
    fit: str
    focal: tuple[float, float]
    crop: Crop | None
    zoom: float
    mask: Mask
    flip: str
    adjust: Adjust
    stroke: Stroke | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeLayer(LayerBase):
    shape: str
    paint: Paint | None
    stroke: Stroke | None
    radius: tuple[float, float, float, float]
    points: int
    inner: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QrLayer(LayerBase):
    """`quiet` is the margin in modules; `empty` says what happens when no text is left to encode."""

    text: str
    ec: str
    quiet: int
    fg: Paint
    bg: Paint | None
    module: str
    logo: str | None
    empty: str
    fallback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeLayer(LayerBase):
    """A pill whose look depends on a field; `default` is None when the badge hides without a match."""

    field: str
    cases: tuple[BadgeCase, ...]
    default: BadgeLook | None
    font: FontSpec
    size: float
    pad: tuple[float, float, float, float]
    radius: float
    icon_pos: str
    hug: str


Layer = TextLayer | ImageLayer | ShapeLayer | QrLayer | BadgeLayer


@dataclass(frozen=True, slots=True)
class LayerRule:
    """When the condition holds: show, hide, or set one property of one layer. First match per target wins."""

    when: Condition
    do: str
    layer: str
    property: str | None = None
    value: object = None


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    name: str
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    id: str
    name: str
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class Zone:
    name: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Safe:
    margin: float = 0
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    axis: str
    at: float


@dataclass(frozen=True, slots=True)
class OutputDefaults:
    """What an address gets that does not say otherwise; `max_kb` is a warning level, not a cut."""

    format: str = "png"
    density: int = 2
    quality: int = 85
    max_kb: int = 400
    dither: bool = False


@dataclass(frozen=True, slots=True)
class BrandFace:
    """One uploaded font: `digest` names its bytes among the assets."""

    family: str
    digest: str
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Brand:
    """The brand kit's tokens as frozen into the document: what a token stood for when it was published."""

    colors: Mapping[str, Color]
    fonts: Mapping[str, FontSpec]
    min_size: float = 9
    faces: tuple[BrandFace, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`layers` maps each size's id to its layers, back to front, overrides applied."""

    id: str
    name: str
    lang: str
    sizes: tuple[Size, ...]
    background: Paint | None
    output: OutputDefaults
    safe: Safe
    guides: tuple[Guide, ...]
    grid: float | None
    alt: str
    fields: tuple[MergeField, ...]
    missing_words: frozenset[str]
    rules: tuple[LayerRule, ...]
    groups: tuple[Group, ...]
    link: str
    fallback_picture: str | None
    brand: Brand
    layers: Mapping[str, tuple[Layer, ...]]

    def size(self, size_id: str | None = None) -> Size:
        """The size of that id, or the first, which is the base."""
        return next((size for size in self.sizes if size.id == size_id), self.sizes[0])
