"""What a camera does to light: blur, bloom, tone curve, grain. Pictures are float arrays (height, width, 3)."""

# mypy: disable-error-code="no-any-return"
# Powers and quotients of arrays are typed as Any by numpy itself.
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[Any]


def rgb(code: str) -> Picture:
    """`#RRGGBB` as linear light."""
    channels = np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255
    return (channels**2.2).astype(np.float32)


def ramp(at: Picture, stops: list[tuple[float, str]]) -> Picture:
    """A gradient through colours: `at` is any field, the answer has one more axis for the channels."""
    places = [place for place, _ in stops]
    colors = np.stack([rgb(code) for _, code in stops])
    return np.stack([np.interp(at, places, colors[:, i]) for i in range(3)], axis=-1).astype(np.float32)


def step(low: float, high: float, value: Picture) -> Picture:
    """0 below `low`, 1 above `high`, eased in between; `low` may be the larger one."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


def over(below: Picture, above: Picture, share: Picture) -> Picture:
    """`above` laid over `below`; `share` is a field without the channel axis."""
    return below + (above - below) * share[..., None]


def blur(picture: Picture, sigma: float) -> Picture:
    """A Gaussian, nearly: three running means in each direction, edges repeated."""
    radius = max(1, round(sigma))
    for axis in (0, 1):
        for _ in range(3):
            picture = running_mean(picture, radius, axis)
    return picture


def running_mean(picture: Picture, radius: int, axis: int) -> Picture:
    pad = [(0, 0)] * picture.ndim
    pad[axis] = (radius + 1, radius)
    sums = np.cumsum(np.pad(picture, pad, mode="edge"), axis=axis, dtype=np.float64)
    window = 2 * radius + 1
    ends = np.take(sums, range(window, sums.shape[axis]), axis=axis)
    starts = np.take(sums, range(sums.shape[axis] - window), axis=axis)
    return ((ends - starts) / window).astype(np.float32)


def bloom(picture: Picture, sigma: float, strength: float, above: float = 0.7) -> Picture:
    """Light that spills from the brightest parts, as in a lens."""
    return picture + strength * blur(np.maximum(picture - above, 0), sigma)


def filmic(picture: Picture, exposure: float = 1.0) -> Picture:
    """Linear light to display values 0 to 1, with a soft shoulder."""
    x = np.maximum(picture * exposure, 0)
    curved = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)
    return np.clip(curved, 0, 1) ** np.float32(1 / 2.2)


def vignette(picture: Picture, strength: float) -> Picture:
    """Darker towards the corners."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    return picture * (1 - strength * step(0.35, 1.7, x * x + y * y))[..., None]


def grain(picture: Picture, seed: int, amount: float = 0.012) -> Picture:
    """The film's own texture, the same in all channels and weakest in the lights."""
    noise = np.random.default_rng(seed).normal(0, amount, picture.shape[:2]).astype(np.float32)
    return picture + (noise * (1.15 - picture.mean(axis=-1)))[..., None]


def develop(picture: Picture, size: tuple[int, int] | None = None) -> Image.Image:
    """Display values to an 8-bit image, scaled down to `size` (width, height) when one is given.

    A little noise of half a step hides the bands that long gradients would show.
    """
    dither = np.random.default_rng(1).uniform(-0.5, 0.5, picture.shape[:2]).astype(np.float32)[..., None]
    image = Image.fromarray(np.clip(picture * 255 + dither + 0.5, 0, 255).astype(np.uint8))
    return image.resize(size, Image.Resampling.LANCZOS) if size and size != image.size else image
