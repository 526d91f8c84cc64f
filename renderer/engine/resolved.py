"""A document with one recipient's values in place: no tag, rule or hidden layer is left. What `resolve` returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from renderer.engine.document import BadgeLook, Document, Layer, Mark, Paint, Size


class Segment(NamedTuple):
    """Which part of a layer's source text became which part of its words. Offsets are code points.

    `state` is text, value, fallback or empty; `field` is None for plain text.
    """

    source_start: int
    source_end: int
    start: int
    end: int
    field: str | None = None
    state: str = "text"


@dataclass(frozen=True, slots=True)
class Words:
    """Final text of a layer; `marks` carry offsets into `text`, never into the source."""

    text: str
    marks: tuple[Mark, ...] = ()
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A visible layer and what the values made of it.

    `words`: texts to try, best first (text layers), or the one text of a QR code or badge.
    `picture`: the asset or address to show (image layers). `look`: the case that applies (badges).
    `is_still`: this very object stands for the layer whatever the values are.
    """

    layer: Layer
    words: tuple[Words, ...] = ()
    picture: str | None = None
    look: BadgeLook | None = None
    is_still: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class FallbackUsed:
    """`why` is absent, blank, unresolved (a tag nobody filled in), word (such as “null”), invalid, undrawable
    (no font has its letters) or refused."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should know of; `level` is block, warn or info. `box` is x, y, w, h in px at 1x."""

    code: str
    level: str
    text: str
    layer: str | None = None
    field: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """`refused` names the field that asked for the neutral card instead of a picture, or is None."""

    document: Document
    size: Size
    background: Paint | None
    layers: tuple[Filled, ...]
    hidden: frozenset[str] = field(default_factory=frozenset)
    alt: str = ""
    fallbacks: tuple[FallbackUsed, ...] = ()
    issues: tuple[Issue, ...] = ()
    refused: str | None = None
