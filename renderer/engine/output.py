"""What a render should come out as, and what came out."""

from __future__ import annotations

from dataclasses import dataclass

MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
"""Media type by extension; the extension decides, never content negotiation."""
MOST_PIXELS = 32_000_000
"""Device px of a picture that anybody may ask for by an address."""


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """`format` is a key of MEDIA_TYPES; `scale` 1 to 3; `size` the id of one of the sizes, None for the base."""

    format: str = "png"
    scale: int = 1
    quality: int = 85
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Encoded:
    """A finished picture. Width and height are in device px (size times scale)."""

    data: bytes
    format: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.format]


def scale_within(width: int, height: int, scale: int) -> int:
    """The scale, or the largest below it at which a picture of this size in px has no more than `MOST_PIXELS`."""
    while scale > 1 and width * height * scale * scale > MOST_PIXELS:
        scale -= 1
    return scale
