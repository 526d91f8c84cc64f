"""Anchors: layers that follow the ink of others, along chains, around hidden ones, never in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from renderer.engine.document import Layer
from renderer.engine.drafting import Draft
from renderer.engine.scene import Box
from renderer.engine.styles import Anchor
from renderer.engine.turning import turned_box

Point = tuple[float, float]


@dataclass(slots=True)
class Follower:
    """Finds each layer's corner on the canvas. `layers` are all of the size's layers, `drafts` those that show.

    `circles` collects the ids of layers whose anchors lead back to themselves; they stay where they were designed.
    """

    layers: Mapping[str, Layer]
    drafts: Mapping[str, Draft]
    circles: list[str] = field(default_factory=list)
    _corners: dict[str, Point] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)

    def corner(self, layer_id: str) -> Point:
        """Where the layer's own box begins."""
        if layer_id in self._corners:
            return self._corners[layer_id]
        layer = self._layer(layer_id)
        if layer.anchor is None or layer.anchor.to not in self.layers:
            return layer.x, layer.y
        if layer_id in self._under_way:
            self.circles += [one for one in self._under_way if one not in self.circles]
            return layer.x, layer.y
        self._under_way.append(layer_id)
        corner = self._followed(layer, layer.anchor)
        self._under_way.pop()
        self._corners[layer_id] = (layer.x, layer.y) if layer_id in self.circles else corner
        return self._corners[layer_id]

    def _layer(self, layer_id: str) -> Layer:
        """As the values changed it, where it shows."""
        draft = self.drafts.get(layer_id)
        return draft.layer if draft else self.layers[layer_id]

    def _followed(self, layer: Layer, anchor: Anchor) -> Point:
        box = self._own_box(layer)
        ink = self._ink(anchor.to)
        if ink is not None:
            return _beside(ink, box, anchor, anchor.gap)
        target = self._layer(anchor.to)
        x, y = self.corner(anchor.to)
        stand_in = Box(x, y, target.w, target.h)
        if anchor.if_hidden == "keep":
            return _beside(stand_in, box, anchor, anchor.gap)
        if target.anchor is not None and target.anchor.to in self.layers:
            return self._in_place_of(target, target.anchor, layer)
        return _in_place(stand_in, box, layer, anchor)

    def _in_place_of(self, target: Layer, its_anchor: Anchor, layer: Layer) -> Point:
        """The follower of a hidden layer follows what that one would have followed."""
        if target.id in self._under_way:
            return layer.x, layer.y
        self._under_way.append(target.id)
        corner = self._followed(layer, its_anchor)
        self._under_way.pop()
        return corner

    def _own_box(self, layer: Layer) -> Box:
        draft = self.drafts.get(layer.id)
        return draft.box if draft else Box(0, 0, layer.w, layer.h)

    def _ink(self, layer_id: str) -> Box | None:
        draft = self.drafts.get(layer_id)
        return ink_on_canvas(draft, self.corner(layer_id)) if draft else None


def ink_on_canvas(draft: Draft, corner: Point) -> Box | None:
    """The visible pixels of a layer that begins at `corner`, turned about the middle of its box."""
    if draft.ink is None or draft.layer.opacity <= 0:
        return None
    middle = draft.box.x + draft.box.w / 2, draft.box.y + draft.box.h / 2
    return turned_box(draft.ink, draft.layer.rot, *middle).moved(*corner)


def _beside(ink: Box, box: Box, anchor: Anchor, gap: float) -> Point:
    """The corner that puts `box` (relative to that corner) next to the ink."""
    match anchor.edge:
        case "right":
            x, y = ink.right + gap, _aligned(ink.y, ink.h, box.h, anchor.align)
        case "left":
            x, y = ink.x - gap - box.w, _aligned(ink.y, ink.h, box.h, anchor.align)
        case "top":
            x, y = _aligned(ink.x, ink.w, box.w, anchor.align), ink.y - gap - box.h
        case _:
            x, y = _aligned(ink.x, ink.w, box.w, anchor.align), ink.bottom + gap
    return x - box.x, y - box.y


def _aligned(start: float, room: float, size: float, align: str) -> float:
    return start + (room - size) * {"start": 0.0, "center": 0.5}.get(align, 1.0)


def _in_place(gone: Box, box: Box, layer: Layer, anchor: Anchor) -> Point:
    """Where the hidden layer would have begun, seen from the edge that is followed; the other axis stays."""
    match anchor.edge:
        case "right":
            return gone.x - box.x, layer.y
        case "left":
            return gone.right - box.w - box.x, layer.y
        case "top":
            return layer.x, gone.bottom - box.h - box.y
        case _:
            return layer.x, gone.y - box.y
