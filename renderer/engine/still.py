"""Which layers of a document look the same for every recipient: known from the document alone."""

from __future__ import annotations

from renderer.engine.document import Document, Layer
from renderer.engine.plan import compiled


def still_layers(document: Document, size_id: str) -> frozenset[str]:
    """Ids of the layers that no value can change, move, show or hide.

    A layer that follows another is as still as that one; one that is never visible is still, too.
    """
    board = compiled(document).boards[size_id]
    layers = {plan.layer.id: plan.layer for plan in board}
    still = {plan.layer.id for plan in board if plan.is_still}
    while followers := {one for one in still if _follows_moving(layers[one], still)}:
        still -= followers
    return frozenset(still)


def _follows_moving(layer: Layer, still: set[str]) -> bool:
    return layer.anchor is not None and layer.anchor.to not in still
