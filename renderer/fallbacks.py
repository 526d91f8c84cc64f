"""The picture that shows when nothing better can: the template's own, drawn ahead; if even that fails, a plain card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import structlog

from renderer import limits, variants
from renderer.engine.card import neutral_card
from renderer.engine.draw import draw
from renderer.engine.encode import encode
from renderer.engine.output import Encoded, OutputSpec
from renderer.engine.recent import Recent
from renderer.engine.resolve import resolve
from renderer.engine.resolved import Filled, Resolved
from renderer.engine.schema import parse_layer
from renderer.gather import fonts_of, gather
from renderer.materials.memory import ByteBounded
from renderer.materials.rack import plate_of
from renderer.materials.sandbox.limits import MEGABYTE
from renderer.models import FallbackPicture
from renderer.releases import Shown
from renderer.trails import trail

FORMATS = ("png", "jpg")
"""Drawn for every release beside its own format; other formats when they are first asked for."""
SCALES = (1, 2)
UNKNOWN_SIZE = (600, 200)
log = structlog.get_logger(__name__)
_resolved = Recent(512)


@cache
def memory() -> ByteBounded[bytes]:
    """Fallback pictures stay at hand, so that they need neither storage nor database when those fail."""
    return ByteBounded(64 * MEGABYTE, len)


def resolved_of(shown: Shown, size: str | None) -> Resolved:
    """What a recipient without values sees, or the picture that the template names for the purpose."""
    return _resolved.get((shown.content_hash, size), lambda: _resolve(shown, size))  # type: ignore[no-any-return]


def picture(shown: Shown, output: OutputSpec, at: datetime, *, may_draw: bool = True) -> bytes:
    """The fallback picture, wherever it can be had from; the plain card where there is no time to draw. Never fails."""
    try:
        name = name_of(shown, output, at)
        data = memory().get(name) or variants.find(shown.workspace, name, output.format)
        if data is None and not may_draw:
            return card(output, shown)
        if data is None:
            data = _draw(shown, output, at).data
        memory().put(name, data)
        return data
    except Exception as problem:
        log.error("fallback.failed", template=shown.template_key, why=type(problem).__name__, trail=trail(problem))
        return card(output, shown)


def prepare(shown: Shown, at: datetime) -> None:
    """Draw and store the fallback pictures of a new release, in the formats and scales that mails ask for."""
    rows = [_row(shown, output, _draw(shown, output, at), at) for output in outputs_of(shown)]
    FallbackPicture.objects.bulk_create(rows, ignore_conflicts=True)


def outputs_of(shown: Shown) -> Iterable[OutputSpec]:
    """Every size in the template's own format and density and in the usual ones."""
    chosen = shown.document.output
    formats = dict.fromkeys((extension_of(chosen.format), *FORMATS))
    scales = dict.fromkeys((chosen.density, *SCALES))
    return [
        OutputSpec(format, scale, chosen.quality, size.id)
        for size in shown.document.sizes
        for format in formats
        for scale in scales
    ]


def extension_of(format: str) -> str:
    """Documents say jpeg, addresses say jpg."""
    return "jpg" if format == "jpeg" else format


def card(output: OutputSpec, shown: Shown | None = None) -> bytes:
    """A plain card of the right size: nothing in it but the brand's colours. Needs no part that could be away."""
    brand: Any = shown.document.brand.colors if shown else {}
    size = shown.document.size(output.size) if shown else None
    width, height = (size.w, size.h) if size else UNKNOWN_SIZE
    return _card(width, height, output, brand.get("primary"), brand.get("background"))


@cache
def _card(width: int, height: int, output: OutputSpec, primary: Any, background: Any) -> bytes:
    return encode(neutral_card(width, height, output.scale, primary, background), output).data


def name_of(shown: Shown, output: OutputSpec, at: datetime) -> str:
    """The name it has among all pictures: it is an ordinary one, of no values."""
    book = fonts_of(shown.document)
    return variants.name_of(resolved_of(shown, output.size), output, shown.workspace, book.fingerprint, at)


def _draw(shown: Shown, output: OutputSpec, at: datetime) -> Encoded:
    resolved = resolved_of(shown, output.size)
    assets = gather(resolved, limits.for_hosts(shown.image_hosts))
    encoded = draw(resolved, assets, output, plate_of).encoded
    if assets.are_whole:
        variants.keep(shown.workspace, name_of(shown, output, at), encoded)
    return encoded


def _row(shown: Shown, output: OutputSpec, encoded: Encoded, at: datetime) -> FallbackPicture:
    return FallbackPicture(
        release_id=shown.id,
        size=output.size or "",
        format=output.format,
        scale=output.scale,
        storage_key=variants.storage_key(shown.workspace, name_of(shown, output, at), output.format),
        width=encoded.width,
        height=encoded.height,
        bytes=len(encoded.data),
    )


def _resolve(shown: Shown, size: str | None) -> Resolved:
    plain = resolve(shown.document, {}, size)
    reference = shown.document.fallback_picture
    if not reference:
        return plain
    area = {"x": 0, "y": 0, "w": plain.size.w, "h": plain.size.h}
    layer = parse_layer({"id": "fallback", "type": "image", "source": {"kind": "asset", "asset": reference}, **area})
    return replace(plain, layers=(Filled(layer, picture=reference),), hidden=frozenset(), refused=None)
