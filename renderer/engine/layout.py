"""Resolved document and assets to a scene: every layer's final box and ink, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from renderer.engine.assets import Assets
from renderer.engine.drafting import Draft, draft
from renderer.engine.following import Follower, ink_on_canvas
from renderer.engine.resolved import Issue, Resolved
from renderer.engine.scene import Placed, Scene

NOTHING: Mapping[str, Draft] = MappingProxyType({})


def layout(resolved: Resolved, assets: Assets, known: Mapping[str, Draft] = NOTHING) -> Scene:
    """Fit, frame and place every layer, back to front. Never fails: what does not work out is told by `issues`.

    `known` has the drafts, by id, of layers that no value changes: they need not be made again.
    """
    document, size = resolved.document, resolved.size
    drafts = {
        filled.layer.id: known.get(filled.layer.id) or draft(filled, assets, document.lang)
        for filled in resolved.layers
    }
    follower = Follower({layer.id: layer for layer in document.layers[size.id]}, drafts)
    placed = tuple([one.placed or _placed(one, follower) for one in drafts.values()])
    issues = [issue for one in drafts.values() for issue in one.issues]
    issues += [_circle(drafts[layer_id]) for layer_id in follower.circles if layer_id in drafts]
    return Scene(size.w, size.h, resolved.background, placed, tuple(issues))


def _placed(one: Draft, follower: Follower) -> Placed:
    corner = follower.corner(one.layer.id)
    return Placed(
        layer=one.layer,
        box=one.box.moved(*corner),
        ink=ink_on_canvas(one, corner),
        origin=corner,
        block=one.block,
        picture=one.picture,
        look=one.look,
        modules=one.modules,
    )


def _circle(one: Draft) -> Issue:
    sense = f"{one.layer.name} follows a layer that follows it in turn, so it stays where it is"
    return Issue("anchor_cycle", "block", sense, one.layer.id)
