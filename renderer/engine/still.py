"""Which layers of a document look the same for every recipient: known from the document alone."""

from __future__ import annotations

from renderer.engine.document import BadgeLayer, Document, ImageLayer, Layer, TextLayer
from renderer.engine.merge import tags_of
from renderer.engine.plan import LayerPlan, compiled


def still_layers(document: Document, size_id: str) -> frozenset[str]:
    """Ids of the layers that no value can change, move, show or hide.

    A layer that follows another is as still as that one; one that is never visible is still, too.
    """
    board = compiled(document).boards[size_id]
    layers = {plan.layer.id: plan.layer for plan in board}
    still = {plan.layer.id for plan in board if _is_still(plan)}
    while followers := {one for one in still if _follows_moving(layers[one], still)}:
        still -= followers
    return frozenset(still)


def _is_still(plan: LayerPlan) -> bool:
    if plan.show_if is not None or plan.visibility or plan.sets:
        return False
    match plan.layer:
        case BadgeLayer():
            return False
        case ImageLayer() as layer:
            return layer.source.kind == "asset" or not layer.source.field
        case TextLayer() as layer if any(mark.hide_if_empty for mark in layer.marks):
            return False
    return not any(tags_of(parts) for parts in plan.texts)


def _follows_moving(layer: Layer, still: set[str]) -> bool:
    return layer.anchor is not None and layer.anchor.to not in still
