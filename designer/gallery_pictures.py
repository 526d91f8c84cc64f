"""Thumbnails of the gallery’s designs, the same for everybody: drawn ahead by a worker, else when asked for."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.cache import cache

from designer.content import content_hash
from designer.demo.artwork import catalogue
from designer.demo.shelf import Sample
from designer.operations import gallery
from designer.previews import document_of, narrower, png
from designer.records import fixed
from designer.sprites import RENDERER
from renderer import limits
from renderer.engine.layout import layout
from renderer.engine.paint import paint
from renderer.engine.resolve import resolve
from renderer.gather import Folder, fonts_of, gather

RECORDS = (("complete", "Complete"), ("empty", "Empty"), ("longest", "Longest"))
ALL_RECORDS = (RECORDS[0], ("partial", "Partial"), *RECORDS[1:])
WIDTH = 560
KEPT_SECONDS = 7 * 24 * 3600
PREPARING_SECONDS = 600


def thumbnail(sample: Sample, record: str) -> bytes:
    """PNG of a design with one record; kept for long, for it depends on nothing but the design and the renderer."""
    key = f"sample:{RENDERER}:{content_hash(sample.document)}:{record}"
    data: bytes | None = cache.get(key)
    if data is None:
        data = _drawn(sample, record)
        cache.set(key, data, KEPT_SECONDS)
    return data


def prepare() -> int:
    """Draw what is not drawn yet, the first record of every design first; how many there are. One worker at a time."""
    if not cache.add("sample:preparing", True, PREPARING_SECONDS):
        return 0
    try:
        wanted = [(sample, record) for record, _ in ALL_RECORDS for sample in gallery.samples()]
        for sample, record in wanted:
            thumbnail(sample, record)
        return len(wanted)
    finally:
        cache.delete("sample:preparing")


def _drawn(sample: Sample, record: str) -> bytes:
    document = document_of(sample.document)
    values: Mapping[str, str] = {one.id: one.values for one in fixed(document)}.get(record, {})
    folders = {catalogue.picture(name, gallery.ARTWORK_FOLDER).parent for name in sample.artwork}
    resolved = resolve(document, values, fonts=fonts_of(document))
    assets = gather(resolved, limits.from_settings(), tuple(map(Folder, folders)))
    return png(narrower(paint(layout(resolved, assets), assets, 1), WIDTH))
