"""Pictures for tests to place: a landscape, a portrait, a logo, a stencil and an icon. Made by code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

FINE = 4
"""Drawn so many times larger and scaled down, for smooth edges."""


@lru_cache(maxsize=1)
def pictures() -> Mapping[str, Image.Image]:
    """By the reference that the test documents use."""
    return {
        "landscape": landscape(),
        "portrait": portrait(),
        "logo": logo(),
        "stencil": stencil(),
        "lucide:star": icon(),
    }


def landscape(width: int = 360, height: int = 240) -> Image.Image:
    """Evening sky, a sun right of the middle, three ridges."""
    y = np.linspace(0, 1, height)[:, None]
    sky = np.stack([20 + 235 * y, 40 + 120 * y, 90 + 30 * y], axis=-1) * np.ones((1, width, 1))
    image = Image.fromarray(sky.astype(np.uint8)).resize((width * FINE, height * FINE), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    sun = (width * 0.66 * FINE, height * 0.46 * FINE)
    draw.ellipse([sun[0] - 26 * FINE, sun[1] - 26 * FINE, sun[0] + 26 * FINE, sun[1] + 26 * FINE], fill=(255, 226, 150))
    for level, (base, tone) in enumerate(((0.62, (88, 60, 96)), (0.74, (54, 44, 84)), (0.86, (24, 26, 58)))):
        x = np.linspace(0, 1, 60)
        ridge = base + 0.07 * np.sin(9 * x + 2.1 * level) + 0.03 * np.sin(23 * x + level)
        points = [(px * width * FINE, py * height * FINE) for px, py in zip(x, ridge, strict=True)]
        draw.polygon([*points, (width * FINE, height * FINE), (0, height * FINE)], fill=tone)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def portrait(side: int = 160) -> Image.Image:
    """Head and shoulders on a plain ground."""
    image = Image.new("RGB", (side * FINE, side * FINE), (111, 76, 190))
    draw = ImageDraw.Draw(image)

    def oval(cx: float, cy: float, rx: float, ry: float, tone: tuple[int, int, int]) -> None:
        box = [(cx - rx) * side * FINE, (cy - ry) * side * FINE, (cx + rx) * side * FINE, (cy + ry) * side * FINE]
        draw.ellipse(box, fill=tone)

    oval(0.5, 1.05, 0.42, 0.36, (24, 33, 66))
    oval(0.5, 0.38, 0.23, 0.25, (58, 36, 30))
    oval(0.5, 0.46, 0.18, 0.22, (238, 190, 156))
    return image.resize((side, side), Image.Resampling.LANCZOS)


def logo(width: int = 120, height: int = 80) -> Image.Image:
    """A ring and a bar in one colour, clear around."""
    mask = Image.new("L", (width * FINE, height * FINE))
    draw = ImageDraw.Draw(mask)
    draw.ellipse([8 * FINE, 8 * FINE, 72 * FINE, 72 * FINE], fill=255)
    draw.ellipse([26 * FINE, 26 * FINE, 54 * FINE, 54 * FINE], fill=0)
    draw.rounded_rectangle([66 * FINE, 32 * FINE, 114 * FINE, 48 * FINE], 8 * FINE, fill=255)
    image = Image.new("RGB", (width, height), (226, 69, 94))
    image.putalpha(mask.resize((width, height), Image.Resampling.LANCZOS))
    return image


def stencil(side: int = 120) -> Image.Image:
    """A heart, opaque in the middle and clear around."""
    t = np.linspace(0, 2 * np.pi, 160)
    x, y = 16 * np.sin(t) ** 3, -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
    mask = Image.new("L", (side * FINE, side * FINE))
    points = [((px / 34 + 0.5) * side * FINE, (py / 34 + 0.46) * side * FINE) for px, py in zip(x, y, strict=True)]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    image = Image.new("RGB", (side, side), (0, 0, 0))
    image.putalpha(mask.resize((side, side), Image.Resampling.LANCZOS))
    return image


def icon(side: int = 96) -> Image.Image:
    """A five-pointed star, black on clear, as drawn icons come."""
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    radii = np.where(np.arange(10) % 2, 0.2, 0.48) * side * FINE
    points = [
        (side * FINE / 2 + r * np.cos(a), side * FINE / 2 + r * np.sin(a)) for a, r in zip(angles, radii, strict=True)
    ]
    mask = Image.new("L", (side * FINE, side * FINE))
    ImageDraw.Draw(mask).polygon(points, fill=255)
    image = Image.new("RGB", (side, side), (0, 0, 0))
    image.putalpha(mask.resize((side, side), Image.Resampling.LANCZOS))
    return image
