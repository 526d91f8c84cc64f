"""Fetch what a picture needs: fonts, stored assets, remote pictures. The one impure stage before drawing."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import structlog
from PIL import Image

from renderer import limits
from renderer.engine.assets import Assets
from renderer.engine.document import BadgeLayer, BrandFace, Document, ImageLayer, QrLayer
from renderer.engine.fonts import FontBook, UploadedFont
from renderer.engine.resolved import Filled, Resolved
from renderer.limits import RenderLimits
from renderer.materials import drawnicons, shelving
from renderer.materials.memory import ByteBounded
from renderer.materials.remote import TRUSTED_FOR, fetched, is_on, is_remote
from renderer.materials.shelving import StorageAway

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}\Z")
AWAY_WINDOW = 60
"""Seconds for which a server that failed is not asked again."""
NOTHING = Image.new("L", (1, 1))
SUFFIXES = ("", ".png", ".jpg", ".jpeg", ".webp", ".gif")
log = structlog.get_logger(__name__)


class Shelf(Protocol):
    """Somewhere assets are kept by their reference."""

    @property
    def name(self) -> str: ...

    def read(self, reference: str) -> bytes | None: ...


@dataclass(frozen=True)
class Folder:
    """Files of a folder; a reference may leave out the extension."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    def read(self, reference: str) -> bytes | None:
        for suffix in SUFFIXES:
            file = self.path / f"{reference}{suffix}"
            if file.is_file():
                return file.read_bytes()
        return None


@dataclass(frozen=True)
class Installation:
    """The installation's own storage, where uploads lie under their digest."""

    name: str = "installation"

    def read(self, reference: str) -> bytes | None:
        return shelving.read(f"assets/{reference}")


class Unusable(Exception):
    """A picture that is no picture, or beyond the limits."""


INSTALLATION = (Installation(),)


@cache
def fonts() -> FontBook:
    """The fonts of this installation, opened once for all."""
    return FontBook.discover()


_books: ByteBounded[FontBook] = ByteBounded(64, lambda book: 1)


@cache
def _images() -> ByteBounded[Image.Image]:
    return ByteBounded(limits.from_settings().memory_for_images, lambda image: image.width * image.height * 4)


def fonts_of(document: Document, shelves: tuple[Shelf, ...] = INSTALLATION) -> FontBook:
    """The installation's fonts and those that the document was published with."""
    return _fonts(document, shelves)[0]


def gather(resolved: Resolved, within: RenderLimits, shelves: tuple[Shelf, ...] = INSTALLATION) -> Assets:
    """Everything the layers show. What cannot be had is named in `missing`, and its layer's fallback shows."""
    wanted = frozenset(references(resolved))
    images = {one: image for one in wanted if not is_remote(one) and (image := _stored(one, shelves, within))}
    images |= _remote({one for one in wanted if is_remote(one)}, within)
    book, lost = _fonts(resolved.document, shelves)
    return Assets(book, images, wanted - images.keys() | lost)


def fetch_ahead(resolved: Resolved, within: RenderLimits) -> None:
    """Have remote pictures at hand before drawing begins, so that a slow server holds up nobody else's picture."""
    remote = {one for one in references(resolved) if is_remote(one)}
    if remote:
        _remote(remote, within)


def references(resolved: Resolved) -> Iterator[str]:
    """Every asset and address that the resolved layers may show, fallbacks included."""
    for filled in resolved.layers:
        yield from filter(None, _references_of(filled))


def decode(data: bytes, within: RenderLimits) -> Image.Image:
    """A picture of our own making in RGB or RGBA, its size checked all the same. Raises Unusable."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > within.picture_pixels or max(image.size) > within.picture_side:
                raise Unusable("too_large")
            return image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise Unusable(type(problem).__name__) from problem


def _references_of(filled: Filled) -> Iterator[str | None]:
    yield filled.picture
    match filled.layer:
        case ImageLayer():
            yield filled.layer.mask.asset
            yield filled.layer.source.fallback
        case QrLayer():
            yield filled.layer.logo
        case BadgeLayer():
            yield filled.look.icon if filled.look else None


def _stored(reference: str, shelves: tuple[Shelf, ...], within: RenderLimits) -> Image.Image | None:
    if drawnicons.is_drawn(reference):
        return _icon(reference)
    if not REFERENCE.match(reference):
        return None
    for shelf in shelves:
        kept = _images().get((shelf.name, reference))
        if kept is not None:
            return kept
        image = _from_shelf(shelf, reference, within)
        if image is not None:
            _images().put((shelf.name, reference), image)
            return image
    log.warning("asset.missing", reference=reference)
    return None


def _icon(reference: str) -> Image.Image | None:
    kept = _images().get(("icon", reference))
    if kept is None and (image := drawnicons.drawn(reference)) is not None:
        _images().put(("icon", reference), image)
        return image
    return kept


def _from_shelf(shelf: Shelf, reference: str, within: RenderLimits) -> Image.Image | None:
    try:
        data = shelf.read(reference)
        return decode(data, within) if data is not None else None
    except Exception as problem:  # a storage backend raises what it likes; the layer's fallback shows
        log.warning("asset.unreadable", reference=reference, why=type(problem).__name__)
        return None


def _remote(addresses: set[str], within: RenderLimits) -> dict[str, Image.Image]:
    """Remote pictures, as far as they can be had; an answer, good or bad, is trusted for a while."""
    now = time.time()
    window = now // TRUSTED_FOR
    allowed = {one for one in addresses if is_on(one, within.image_hosts)}
    found = {one: image for one in allowed if (image := _images().get(("remote", one, window)))}
    failed = {one for one in allowed if _images().get(("away", one, now // AWAY_WINDOW))}
    for address, answer in fetched(allowed - found.keys() - failed, within).items():
        if isinstance(answer, Image.Image):
            found[address] = answer
            _images().put(("remote", address, window), answer)
        else:
            _images().put(("away", address, now // AWAY_WINDOW), NOTHING)
            # Addresses hold what recipients are sent, so the log says only how long they are.
            log.info("image.fell_back", why=answer.why, length=len(address))
    # The picture of an hour ago is better than none.
    earlier = {one: image for one in allowed - found.keys() if (image := _images().get(("remote", one, window - 1)))}
    return found | earlier


def _fonts(document: Document, shelves: tuple[Shelf, ...]) -> tuple[FontBook, frozenset[str]]:
    """The fonts, and the digests of uploaded ones that are away; then others stand in, for this once."""
    faces = document.brand.faces
    if not faces:
        return fonts(), frozenset()
    known = _books.get(faces)
    if known is not None:
        return known, frozenset()
    uploads = {face.digest: upload for face in faces if (upload := _uploaded(face, shelves))}
    book = fonts().with_uploads(uploads.values())
    lost = frozenset(face.digest for face in faces) - uploads.keys()
    if not lost:
        _books.put(faces, book)
    return book, lost


def _uploaded(face: BrandFace, shelves: tuple[Shelf, ...]) -> UploadedFont | None:
    try:
        data = next(filter(None, (shelf.read(face.digest) for shelf in shelves)), None)
    except StorageAway:
        data = None
    if data is None:
        log.error("font.missing", family=face.family)
        return None
    return UploadedFont(face.family, data, face.digest, face.weight, face.italic)
