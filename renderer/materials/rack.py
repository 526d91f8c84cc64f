"""Plates at hand: what no value changes in a release is painted and encoded once per process and output."""

from __future__ import annotations

from functools import cache

from renderer import limits
from renderer.engine.assets import Assets
from renderer.engine.output import OutputSpec
from renderer.engine.plates import Plate
from renderer.engine.resolved import Resolved
from renderer.materials.memory import ByteBounded


@cache
def rack() -> ByteBounded[Plate]:
    """The plates of this process; those used last stay."""
    return ByteBounded(limits.from_settings().memory_for_plates, lambda plate: plate.nbytes)


def plate_of(resolved: Resolved, assets: Assets, output: OutputSpec) -> Plate:
    """The plate of this document, size and output; for `draw`. One that lacks a picture is not kept."""
    # A plate holds its document, so the document's id stays its own for as long as the plate is here.
    key = id(resolved.document), resolved.size.id, output, assets.fonts.fingerprint
    found = rack().get(key)
    if found is not None:
        return found
    made = Plate.of(resolved, assets, output)
    if made.is_whole:
        rack().put(key, made)
    return made
