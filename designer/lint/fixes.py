"""One-click fixes for what the engine finds in a layout: small moves and limits, as operations of the editor."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from designer.lint.findings import Fix
from designer.previews import Drawn
from renderer.engine.document import BadgeLayer, ImageLayer, QrLayer, TextLayer
from renderer.engine.resolved import Issue
from renderer.engine.scene import Box, Placed, Scene

GAP = 8
"""Px kept between two layers that are moved apart."""
RUN_INTO: Mapping[str, tuple[type, ...]] = {
    "text_on_qr": (QrLayer,),
    "text_on_text": (TextLayer, BadgeLayer),
    "text_on_logo": (ImageLayer,),
}


def fixes_for(issue: Issue, drawn: Drawn) -> tuple[Fix, ...]:
    """What would mend this issue; empty when only a person can judge."""
    offered = _offered(issue, drawn)
    size = drawn.resolved.size.id
    if size == drawn.resolved.document.sizes[0].id:
        return offered
    return tuple(Fix(fix.label, tuple(_in_size(op, size) for op in fix.ops)) for fix in offered)


def _in_size(op: Mapping[str, Any], size: str) -> dict[str, Any]:
    """What was found in another size than the first is mended there alone."""
    return {"op": "override", "size": size, "id": op["id"], "set": op["set"]}


def _offered(issue: Issue, drawn: Drawn) -> tuple[Fix, ...]:
    scene = drawn.scene
    placed = next((one for one in scene.placed if one.layer.id == issue.layer), None) if scene else None
    if scene is None or placed is None:
        return ()
    match issue.code:
        case "text_on_qr" | "text_on_text" | "text_on_logo":
            return tuple(_apart(placed, issue, scene))
        case "overflow":
            return tuple(_room(placed))
        case "outside_safe_zone":
            return tuple(_inside(placed, scene, drawn.resolved.document.safe.margin))
        case "below_minimum":
            minimum = drawn.resolved.document.brand.min_size
            return (_set(placed, f"Do not shrink below {minimum:g} px", min_size=minimum),)
    return ()


def _set(placed: Placed, label: str, **properties: object) -> Fix:
    return Fix(label, ({"op": "set", "id": placed.layer.id, "set": properties},))


def _apart(text: Placed, issue: Issue, scene: Scene) -> Iterator[Fix]:
    other = _other(text, issue, scene)
    layer = text.layer
    if other is None or other.ink is None:
        return
    if isinstance(layer, TextLayer):
        height = math.floor(other.ink.y - layer.y - GAP)
        if layer.size * layer.line_height <= height < layer.h:
            yield _set(text, f"Reduce box height to {height}", h=height)
        if text.block and len(text.block.lines) > 1 and layer.max_lines != 1:
            yield _set(text, "Set max lines 1", max_lines=1)
    yield from _moves(other, text, scene)


def _other(text: Placed, issue: Issue, scene: Scene) -> Placed | None:
    """The layer that the text runs into, of the kind the issue speaks of; cards and photographs lie there as well."""
    shared = Box(*(issue.box or (0, 0, 0, 0)))
    kinds = RUN_INTO[issue.code]
    able = [one for one in scene.placed if one is not text and isinstance(one.layer, kinds) and one.ink]
    return max(able, key=lambda one: _common(one, shared), default=None)


def _common(placed: Placed, shared: Box) -> tuple[float, float]:
    """How much of the shared box a layer's ink holds; of equals, the smaller one is meant."""
    ink = placed.ink or placed.box
    common = ink.shares(shared)
    return (round(common.w * common.h) if common else 0, -ink.w * ink.h)


def _moves(other: Placed, text: Placed, scene: Scene) -> Iterator[Fix]:
    assert other.ink is not None
    ink = text.ink or text.box
    layer = other.layer
    if layer.anchor is not None:
        return  # it stands where the layer it follows leaves room, whatever its own place is
    right, down = math.ceil(ink.right + GAP - other.ink.x), math.ceil(ink.bottom + GAP - other.ink.y)
    if right > 0 and other.ink.right + right <= scene.width - GAP:
        yield _set(other, f"Move {layer.name} {right} px right", x=layer.x + right)
    if down > 0 and other.ink.bottom + down <= scene.height - GAP:
        yield _set(other, f"Move {layer.name} {down} px down", y=layer.y + down)


def _room(placed: Placed) -> Iterator[Fix]:
    layer = placed.layer
    if not isinstance(layer, TextLayer):
        return
    if layer.fit in ("none", "shrink", "ellipsis"):
        yield _set(placed, "Let the text shrink, then end with …", fit="shrink_ellipsis")
    if placed.block and placed.block.lines:
        lines = placed.block.lines
        height = math.ceil(lines[-1].top + lines[-1].height - min(lines[0].top, 0))
        if height > layer.h:
            yield _set(placed, f"Raise box height to {height}", h=height)


def _inside(placed: Placed, scene: Scene, margin: float) -> Iterator[Fix]:
    ink, layer = placed.ink, placed.layer
    if ink is None or ink.w > scene.width - 2 * margin or ink.h > scene.height - 2 * margin:
        return
    dx = max(margin - ink.x, 0) or min(scene.width - margin - ink.right, 0)
    dy = max(margin - ink.y, 0) or min(scene.height - margin - ink.bottom, 0)
    if dx or dy:
        x, y = layer.x + _away(dx), layer.y + _away(dy)
        yield _set(placed, "Move inside the safe margin", x=x, y=y)


def _away(value: float) -> int:
    """Rounded away from zero, so that the move is never a pixel short."""
    return math.ceil(value) if value > 0 else math.floor(value)
