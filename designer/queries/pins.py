"""Where comments stand on a picture: a pin belongs to the layer it was put on, and follows when the layer moves."""

from __future__ import annotations

from collections.abc import Mapping

from designer.models import Comment
from renderer import gather, limits
from renderer.engine.document import Document
from renderer.engine.layout import layout
from renderer.engine.resolve import resolve
from renderer.engine.scene import Box, Scene
from renderer.materials.image_hosts import from_allowed_hosts

GROUND = 0.9
"""A layer that covers more of the picture than this is its ground: nobody means it by clicking on it."""


def boxes_of(document: Document, values: Mapping[str, str], size: str, hosts: tuple[str, ...] = ()) -> dict[str, Box]:
    """Every layer's box in this picture; layers that the record hides stand where the design has them."""
    scene = _scene(document, values, size, hosts)
    boxes = {layer.id: Box(layer.x, layer.y, layer.w, layer.h) for layer in document.layers[size]}
    return {**boxes, **{placed.layer.id: placed.box for placed in scene.placed}} if scene else boxes


def layer_under(
    document: Document, values: Mapping[str, str], size: str, at: tuple[float, float], hosts: tuple[str, ...] = ()
) -> tuple[str, tuple[float, float]] | None:
    """The topmost layer at a point (px at 1x), and the point as an offset from its corner; None upon the ground."""
    scene = _scene(document, values, size, hosts)
    for placed in reversed(scene.placed if scene else ()):
        box = placed.box
        is_ground = scene is not None and box.w * box.h > GROUND * scene.width * scene.height
        if not is_ground and box.x <= at[0] <= box.right and box.y <= at[1] <= box.bottom:
            return placed.layer.id, (round(at[0] - box.x, 2), round(at[1] - box.y, 2))
    return None


def pin_of(comment: Comment, boxes: Mapping[str, Box]) -> tuple[float, float] | None:
    """Where the comment's pin stands now; None for one without a pin, or whose layer is gone."""
    if comment.x is None or comment.y is None:
        return None
    if not comment.layer:
        return comment.x, comment.y
    box = boxes.get(comment.layer)
    return (box.x + min(comment.x, box.w), box.y + min(comment.y, box.h)) if box else None


def _scene(document: Document, values: Mapping[str, str], size: str, hosts: tuple[str, ...]) -> Scene | None:
    resolved = resolve(document, from_allowed_hosts(document, values, hosts), size, gather.fonts_of(document))
    return None if resolved.refused is not None else layout(resolved, gather.gather(resolved, limits.for_hosts(hosts)))
