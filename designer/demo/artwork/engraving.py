"""Certificate paper: laid fibres, an engraved frame of interlaced waves, and a rosette as faint as a watermark."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from designer.demo.artwork.light import Picture, blur, develop, over, rgb, step
from designer.demo.artwork.noise import Noise

WIDTH, HEIGHT = 2000, 1414
FINE = 2
"""Lines are drawn this many times larger and scaled down, since the pen does not smooth them."""
CORNER = 67
INK, GOLD_DARK, GOLD_LIGHT = rgb("#1B2B4B"), rgb("#8A6420"), rgb("#E9CF8E")
Curve = NDArray[Any]


def certificate_paper() -> Image.Image:
    """2000 by 1414, A4 lying; everything inside the frame is free for words."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    picture = _paper(x, y)
    picture = over(picture, np.broadcast_to(INK, picture.shape), 0.075 * _drawn(_watermark(), 1))
    foil = _foil(x, y)
    picture = over(picture, np.broadcast_to(INK, picture.shape), 0.9 * _drawn(_waves(inset=62, depth=26), 0))
    frame = np.maximum(_drawn(_rules(), 0) * _away_from_corners(x, y), _drawn(_corners(), 1))
    return develop(np.clip(over(picture, foil, frame), 0, 1) ** np.float32(1 / 2.2))


def _paper(x: Picture, y: Picture) -> Picture:
    noise = Noise(90)
    fibres = noise.clouds(x * 0.020, y * 0.16, octaves=3) + noise.clouds(x * 0.11, y * 0.024, octaves=3)
    tooth = np.random.default_rng(91).normal(0, 1, x.shape).astype(np.float32)
    slow = noise.at(x * 0.0014, y * 0.0016)
    light = 1 + 0.008 * fibres + 0.007 * blur(tooth, 1) + 0.012 * slow
    edge = np.minimum(np.minimum(x, WIDTH - x) / WIDTH, np.minimum(y, HEIGHT - y) / HEIGHT)
    tone = over(
        np.broadcast_to(rgb("#F3E6CC"), (*x.shape, 3)),
        np.broadcast_to(rgb("#FFFBF2"), (*x.shape, 3)),
        step(-0.02, 0.26, edge),
    )
    return tone * light[..., None]


def _foil(x: Picture, y: Picture) -> Picture:
    """Gold that catches the light in slanting bands."""
    bands = 0.5 + 0.5 * np.sin((x * 0.9 + y * 1.4) * 0.0062 + 0.8 * Noise(92).at(x * 0.002, y * 0.002))
    return over(
        np.broadcast_to(GOLD_DARK, (*x.shape, 3)),
        np.broadcast_to(GOLD_LIGHT, (*x.shape, 3)),
        bands.astype(np.float32) * 0.8,
    )


def _drawn(curves: list[Curve], extra: int) -> Picture:
    """Ink coverage of curves given as points; `extra` thickens the pen in fine pixels."""
    canvas = Image.new("L", (WIDTH * FINE, HEIGHT * FINE))
    pen = ImageDraw.Draw(canvas)
    for curve in curves:
        pen.line([tuple(point) for point in (curve * FINE).tolist()], fill=255, width=FINE + extra)
    return np.asarray(canvas.reduce(FINE), np.float32) / 255


def _waves(inset: float, depth: float) -> list[Curve]:
    """Twelve sine curves that run around the sheet and cross each other; whole waves fit each side."""
    curves = []
    for phase in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        for horizontal in (True, False):
            long, short = (WIDTH, HEIGHT) if horizontal else (HEIGHT, WIDTH)
            reach = long - 2 * inset - 4 * depth
            waves = round(reach / 74)
            t = np.linspace(0, 1, waves * 28)
            swing = depth * (0.62 + 0.30 * np.cos(4 * np.pi * waves * t)) * np.sin(2 * np.pi * waves * t + phase)
            along = inset + 2 * depth + t * reach
            for middle in (inset + depth * 0.2, short - inset - depth * 0.2):
                curves.append(np.stack([along, middle + swing] if horizontal else [middle + swing, along], axis=1))
    return curves


def _rules() -> list[Curve]:
    """Fine double lines on both sides of the waves."""
    insets = [28, 29, 30, 35, 100, 101, 102, 108]
    return [
        np.array([(i, i), (WIDTH - i, i), (WIDTH - i, HEIGHT - i), (i, HEIGHT - i), (i, i)], np.float64) for i in insets
    ]


def _corners() -> list[Curve]:
    curves = []
    for x in (CORNER, WIDTH - CORNER):
        for y in (CORNER, HEIGHT - CORNER):
            curves += _rosette(x, y, radius=44, petals=10, layers=7, inner=0.18)
            curves += [_circle(x, y, radius) for radius in (49, 50, 54)]
    return curves


def _away_from_corners(x: Picture, y: Picture) -> Picture:
    """0 inside the four corner rosettes, so that no rule runs through them."""
    off = np.hypot(np.minimum(x, WIDTH - x) - CORNER, np.minimum(y, HEIGHT - y) - CORNER)
    return step(53, 54, off)


def _circle(x: float, y: float, radius: float) -> Curve:
    t = np.linspace(0, 2 * np.pi, 200)
    return np.stack([x + radius * np.cos(t), y + radius * np.sin(t)], axis=1)


def _watermark() -> list[Curve]:
    middle = WIDTH / 2, HEIGHT / 2
    return _rosette(*middle, radius=440, petals=18, layers=12, inner=0.42) + _rosette(
        *middle, radius=200, petals=12, layers=8, inner=0.2
    )


def _rosette(x: float, y: float, radius: float, petals: int, layers: int, inner: float) -> list[Curve]:
    """Curves that swing between two circles, each turned a little against the last."""
    t = np.linspace(0, 2 * np.pi, petals * 60)
    curves = []
    for layer in range(layers):
        turn = layer * 2 * np.pi / petals / layers
        middle, swing = radius * (1 + inner) / 2, radius * (1 - inner) / 2
        r = middle + swing * np.cos(petals * (t + turn))
        curves.append(np.stack([x + r * np.cos(t), y + r * np.sin(t)], axis=1))
    return curves
