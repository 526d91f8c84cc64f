"""Opaque pixels that Pillow and numpy share: one draws shapes and pictures on them, the other lays letters faster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.engine.coverage import Drawn
from renderer.engine.styles import Color

Span = tuple[int, int]
Pixels = NDArray[np.uint32]
"""(height, width); the bytes of each are red, green, blue and one without meaning."""

FOURFOLD = np.uint64(0x0001_0001_0001_0001)
"""Times a value of at most 16 bits: that value in each of four lanes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`image` (RGBX) shows the very memory of `pixels`; painting on it changes both."""

    pixels: Pixels
    image: Image.Image

    @classmethod
    def on(cls, pixels: Pixels) -> Sheet:
        """A sheet upon this memory, which must lie in one piece."""
        height, width = pixels.shape
        image = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1)
        # Pillow would work on a copy of memory that is not its own.
        image.readonly = 0
        return cls(pixels, image)

    @classmethod
    def of(cls, image: Image.Image) -> Sheet:
        """A copy of an RGB image."""
        memory = bytearray(image.tobytes("raw", "RGBX"))
        return cls.on(np.frombuffer(memory, np.uint32).reshape(image.height, image.width))

    def rows(self, spans: Sequence[Span]) -> Sheet:
        """A copy of these spans of rows, one below the other."""
        return Sheet.on(np.concatenate([self.pixels[top:bottom] for top, bottom in spans]))

    def parts(self, spans: Sequence[Span]) -> Iterator[tuple[int, Sheet]]:
        """What `rows` put together, apart again upon the same memory: the row each part began at, and the part."""
        start = 0
        for top, bottom in spans:
            end = start + bottom - top
            yield top, Sheet.on(self.pixels[start:end])
            start = end


def ink(pixels: Pixels, mask: NDArray[np.uint8], color: Color) -> None:
    """Lay a colour on these pixels through a mask of the same size, rounded as Pillow does it.

    Most of a line of text is ground, so only the pixels under ink are fetched, mixed and put back.
    """
    here = np.ascontiguousarray(pixels)
    under, cover = here.reshape(-1), mask.reshape(-1)
    at = np.flatnonzero(cover != 0)
    under[at] = _mixed(under[at], cover[at].astype(np.uint64), color)
    if here is not pixels:
        pixels[...] = here


def ink_words(pixels: Pixels, words: Sequence[Drawn], dx: int, dy: int, color: Color) -> None:
    """Lay words, moved by so many px, on these pixels, which lie in one piece: as `ink`, without looking for the ink.

    All of them must lie within, and none upon another. Px that are filled take the colour without any arithmetic.
    """
    ground, stride = pixels.reshape(-1), pixels.shape[1]
    solid = np.array((*color[:3], 0), np.uint8).view(np.uint32)[0]
    edges, under, covers = [], [], []
    for x, y, coverage in words:
        _, full, part, cover = coverage.inked(stride)
        here = ground[(y + coverage.top + dy) * stride + x + coverage.left + dx :]
        here[full] = solid
        edges.append((here, part))
        under.append(here[part])
        covers.append(cover)
    mixed, end = _mixed(np.concatenate(under), np.concatenate(covers).astype(np.uint64), color), 0
    for here, part in edges:
        here[part] = mixed[end : end + len(part)]
        end += len(part)


def _mixed(under: Pixels, cover: NDArray[np.uint64], color: Color) -> Pixels:
    """Four channels side by side in 16 bits: no product of two bytes is larger."""
    lanes = under.view(np.uint8).astype(np.uint16)
    lanes *= ((255 - cover) * FOURFOLD).view(np.uint16)
    lanes += (cover * np.array((*color[:3], 0), np.uint16).view(np.uint64)[0]).view(np.uint16)
    lanes += 128
    lanes += lanes >> 8
    lanes >>= 8
    mixed: Pixels = lanes.astype(np.uint8).view(np.uint32)
    return mixed
