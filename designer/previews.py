"""Draw a design as production draws it: whole pictures, one layer's pixels, thumbnails. The editor's only painter."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from designer.picture_hosts import not_allowed
from renderer import gather, limits
from renderer.engine.assets import Assets
from renderer.engine.card import neutral_card
from renderer.engine.checks import check
from renderer.engine.document import Document
from renderer.engine.encode import encode
from renderer.engine.layout import layout
from renderer.engine.output import MOST_PIXELS, Encoded, OutputSpec
from renderer.engine.paint import paint
from renderer.engine.recent import Recent
from renderer.engine.resolve import resolve
from renderer.engine.resolved import Issue, Resolved
from renderer.engine.scene import Scene
from renderer.engine.schema import read
from renderer.materials.image_hosts import from_allowed_hosts

_documents = Recent(200)
FORMATS = {"png": "png", "jpeg": "jpg", "webp": "webp", "avif": "avif"}
"""The document's word for a format, and the extension's."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A design with one record in place. `scene` is None for the neutral card; `ms` is the work without gathering."""

    resolved: Resolved
    assets: Assets
    scene: Scene | None
    image: Image.Image
    issues: tuple[Issue, ...]
    ms: float
    scale: float


def document_of(payload: Mapping[str, Any]) -> Document:
    """The parsed document of frozen JSON, kept while it is asked for again. Raises DocumentError."""
    key = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).digest()
    return _documents.get(key, lambda: read(payload).document)  # type: ignore[no-any-return]


def compose(
    document: Document,
    values: Mapping[str, str],
    *,
    hosts: tuple[str, ...] = (),
    size: str | None = None,
    scale: float = 1,
) -> Drawn:
    """The whole picture in pixels, with everything there is to say about it; a huge design at a smaller scale.

    `hosts`: where pictures from elsewhere may lie, as the workspace has it; empty for any public host.
    """
    resolved = resolve(document, from_allowed_hosts(document, values, hosts), size, gather.fonts_of(document))
    scale = _within(resolved.size.w, resolved.size.h, scale)
    assets = gather.gather(resolved, limits.for_hosts(hosts))
    started = time.perf_counter()
    if resolved.refused is not None:
        colors = document.brand.colors
        card = neutral_card(
            resolved.size.w, resolved.size.h, int(scale), colors.get("primary"), colors.get("background")
        )
        return Drawn(resolved, assets, None, card, resolved.issues, _since(started), scale)
    scene = layout(resolved, assets)
    image = paint(scene, assets, scale)
    ms = _since(started)
    elsewhere = not_allowed(document, values, hosts)
    issues = (*resolved.issues, *elsewhere, *scene.issues, *check(scene, resolved, assets))
    return Drawn(resolved, assets, scene, image, issues, ms, scale)


def _within(width: int, height: int, scale: float) -> float:
    """As delivery bounds it: whoever designs may not ask for more pixels than whoever opens a mail."""
    while scale > 1 and width * height * scale * scale > MOST_PIXELS:
        scale = max(scale - 1, 1)
    return scale


def encoded_as_sent(document: Document, image: Image.Image, scale: int) -> Encoded:
    """The bytes a recipient would get in the template's own format."""
    output = document.output
    return encode(image, OutputSpec(FORMATS[output.format], scale, output.quality))


def png(image: Image.Image, width: int | None = None) -> bytes:
    """A picture for our own pages, scaled down to at most `width` px."""
    out = io.BytesIO()
    narrower(image, width).save(out, "PNG", compress_level=1)
    return out.getvalue()


def narrower(image: Image.Image, width: int | None) -> Image.Image:
    """The picture, at most so many px wide."""
    if not width or width >= image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
