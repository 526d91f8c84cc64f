"""Resolved document to finished picture: layout, then paint and encode what a plate does not have yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from renderer.engine.assets import Assets
from renderer.engine.card import neutral_card
from renderer.engine.checks import check
from renderer.engine.encode import encode
from renderer.engine.layout import layout
from renderer.engine.output import Encoded, OutputSpec
from renderer.engine.plates import MakePlate, Plate
from renderer.engine.resolved import FallbackUsed, Issue, Resolved
from renderer.engine.scene import Scene


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished picture and what there is to say about it. `scene` is None for the neutral card."""

    encoded: Encoded
    scene: Scene | None
    alt: str
    fallbacks: tuple[FallbackUsed, ...]
    look: Callable[[], tuple[Issue, ...]]

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What a person should know, looked for now: readers of mail do not wait for it."""
        return self.look()


def draw(resolved: Resolved, assets: Assets, output: OutputSpec, plate_of: MakePlate = Plate.of) -> Rendered:
    """The picture of a resolved document; where a field asked for it, the neutral card instead.

    `plate_of` may keep what it makes: everything that no value changes is then painted and encoded only once.
    """
    if resolved.refused is not None:
        return refuse(resolved, output)
    plate = plate_of(resolved, assets, output)
    scene = layout(resolved, assets, plate.drafts)
    encoded = plate.printed(scene, assets)

    def look() -> tuple[Issue, ...]:
        return (*resolved.issues, *scene.issues, *check(scene, resolved, assets))

    return Rendered(encoded, scene, resolved.alt, resolved.fallbacks, look)


def refuse(resolved: Resolved, output: OutputSpec) -> Rendered:
    """The neutral card of the document's size and brand, with nothing of the recipient in it."""
    brand = resolved.document.brand.colors
    card = neutral_card(resolved.size.w, resolved.size.h, output.scale, brand.get("primary"), brand.get("background"))
    return Rendered(encode(card, output), None, "", resolved.fallbacks, lambda: resolved.issues)
