"""Conifers as dark silhouettes, drawn branch by branch."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from designer.demo.artwork.light import Picture, blur, over, rgb
from designer.demo.artwork.noise import Noise

NEAR = "#0B1420"


def treeline(picture: Picture, shore: int, seed: int) -> Picture:
    """Two wooded banks in the foreground that frame the lake."""
    height, width = picture.shape[:2]
    dice = np.random.default_rng(seed)
    canvas = Image.new("L", (width, height))
    pen = ImageDraw.Draw(canvas)
    for side, reach, tallest in ((-1, 0.25, 0.70), (1, 0.20, 0.56)):
        _bank(pen, dice, (width, height), side, reach, tallest)
    cover = blur(np.asarray(canvas, np.float32) / 255, 0.6)
    lifted = rgb(NEAR) * (0.7 + 0.5 * np.linspace(0.9, 0, height, dtype=np.float32))[:, None, None]
    return over(picture, np.broadcast_to(lifted, picture.shape), cover)


def _bank(
    pen: ImageDraw.ImageDraw,
    dice: np.random.Generator,
    size: tuple[int, int],
    side: int,
    reach: float,
    tallest: float,
) -> None:
    width, height = size
    crest = Noise(int(dice.integers(1000)))
    xs = np.linspace(0, reach * 1.5, 200, dtype=np.float32)
    fall = np.clip(xs / (reach * 1.5), 0, 1)
    line = 0.83 + 0.20 * fall**1.4 + 0.012 * crest.clouds(xs * 40, xs * 0 + 1.5, octaves=4)
    ground = [(_place(x, side, width), y * height) for x, y in zip(xs, line, strict=True)]
    edge = _place(0, side, width)
    pen.polygon([*ground, (ground[-1][0], height), (edge, height)], fill=255)
    for share in np.sort(dice.uniform(0, 1, 26)):
        x = share * reach * 1.1
        foot = np.interp(x, xs, line) + 0.015
        tall = tallest * (1 - share) ** 1.15 * dice.uniform(0.55, 1.0) + 0.06 * dice.uniform(0.7, 1.3)
        fir(pen, dice, (_place(x, side, width), foot * height), tall * height)


def _place(share: float, side: int, width: int) -> float:
    return share * width if side < 0 else width - share * width


def fir(pen: ImageDraw.ImageDraw, dice: np.random.Generator, foot: tuple[float, float], tall: float) -> None:
    """One tree: a trunk, and tiers of drooping branches that widen downwards."""
    x, y = foot
    lean = dice.normal(0, 0.008)
    pen.line([(x, y), (x + lean * tall, y - tall)], fill=255, width=max(1, round(tall * 0.012)))
    spread = dice.uniform(0.15, 0.20)
    tiers = max(9, int(tall / 7))
    for tier in range(tiers):
        t = tier / tiers
        top = y - tall * (1 - 0.93 * t)
        middle = x + lean * (y - top)
        for side in (-1, 1):
            _branch(pen, dice, (middle, top), side, tall * spread * (0.06 + t**0.9) * dice.uniform(0.6, 1.12), tall)


def _branch(
    pen: ImageDraw.ImageDraw,
    dice: np.random.Generator,
    start: tuple[float, float],
    side: int,
    reach: float,
    tall: float,
) -> None:
    x, y = start
    droop = reach * dice.uniform(0.30, 0.5)
    thick = tall * 0.016 + reach * 0.16
    tip = (x + side * reach, y + droop)
    pen.polygon(
        [(x, y - thick * 0.6), tip, (x + side * reach * 0.52, y + droop * 0.62 + thick), (x, y + thick)], fill=255
    )
    for _ in range(2):
        share = dice.uniform(0.35, 0.9)
        root = (x + side * reach * share, y + droop * share)
        pen.line(
            [root, (root[0] + side * reach * 0.10, root[1] + thick * 1.5)], fill=255, width=max(1, round(tall / 240))
        )
