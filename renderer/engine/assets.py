"""What the caller gathered for a render: fonts and decoded pictures. The engine fetches nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image

from renderer.engine.fonts import FontBook


@dataclass(frozen=True, slots=True)
class Assets:
    """`images` by reference, in RGB or RGBA; `missing` are references that could not be had (their fallback shows)."""

    fonts: FontBook
    images: Mapping[str, Image.Image] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()

    @property
    def are_whole(self) -> bool:
        """False when a picture was away: the result may be delivered, but not kept as healthy."""
        return not self.missing
