"""How much one render may take: built once from the settings, then handed down as an argument."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from renderer.materials.sandbox.limits import MAX_IMAGE_BYTES, MAX_PIXELS, MAX_SIDE, MEGABYTE


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """Seconds, bytes and pixels. `pixels` bounds a canvas at its output scale, `picture_…` one gathered picture.

    `image_hosts`: where remote pictures may lie (`*.example.com` for all below); empty for any public host.
    """

    deadline: float = 3.0
    fetch_deadline: float = 1.5
    decode_deadline: float = 1.0
    storage_deadline: float = 1.0
    at_once: int = 2
    waiting: int = 128
    memory_for_pictures: int = 128 * MEGABYTE
    memory_for_images: int = 128 * MEGABYTE
    memory_for_plates: int = 192 * MEGABYTE
    query_bytes: int = 4096
    pixels: int = 40_000_000
    picture_bytes: int = MAX_IMAGE_BYTES
    picture_pixels: int = MAX_PIXELS
    picture_side: int = MAX_SIDE
    sign_at_once: int = 10_000
    image_hosts: tuple[str, ...] = ()


@cache
def from_settings() -> RenderLimits:
    """The limits of this installation."""
    from django.conf import settings

    return RenderLimits(
        deadline=settings.RENDER_DEADLINE,
        fetch_deadline=settings.FETCH_DEADLINE,
        at_once=settings.RENDERS_AT_ONCE,
        memory_for_pictures=settings.MEMORY_FOR_PICTURES * MEGABYTE,
        memory_for_images=settings.MEMORY_FOR_PICTURES * MEGABYTE,
        memory_for_plates=settings.MEMORY_FOR_PLATES * MEGABYTE,
    )


@lru_cache(maxsize=1024)
def for_hosts(image_hosts: tuple[str, ...]) -> RenderLimits:
    """The same, for a workspace that has its pictures fetched from these hosts."""
    return replace(from_settings(), image_hosts=image_hosts)
