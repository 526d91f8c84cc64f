"""Outlines of the shapes a design knows, as polygons in device px. All turn clockwise on the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from renderer.engine.raster import Points

CURVE_STEP = 0.3
"""Chords are as long as the square root of this times the radius: they leave the curve by 0.04 px at most."""

Radii = tuple[float, float, float, float]


def rectangle(left: float, top: float, right: float, bottom: float) -> Points:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=float)


def rounded(left: float, top: float, right: float, bottom: float, radii: Radii) -> Points:
    """A rectangle with a radius per corner (top left, top right, bottom right, bottom left).

    Radii that do not fit are all scaled down by one factor, as browsers do.
    """
    radii = fitted_radii(right - left, bottom - top, radii)
    if not any(radii):
        return rectangle(left, top, right, bottom)
    centres = ((left, top, 1, 1), (right, top, -1, 1), (right, bottom, -1, -1), (left, bottom, 1, -1))
    corners = [
        arc(x + radius * inward, y + radius * down, radius, radius, 180 + 90 * i, 270 + 90 * i)
        if radius > 0
        else np.array([(x, y)])
        for i, ((x, y, inward, down), radius) in enumerate(zip(centres, radii, strict=True))
    ]
    return np.concatenate(corners)


def fitted_radii(width: float, height: float, radii: Radii) -> Radii:
    """The radii, scaled down together until neighbours fit on every side."""
    tl, tr, br, bl = (max(radius, 0.0) for radius in radii)
    sides = ((width, tl + tr), (height, tr + br), (width, br + bl), (height, bl + tl))
    factor = min([1.0, *(max(side, 0) / both for side, both in sides if both > 0)])
    return tl * factor, tr * factor, br * factor, bl * factor


def ellipse(left: float, top: float, right: float, bottom: float) -> Points:
    rx, ry = max(right - left, 0) / 2, max(bottom - top, 0) / 2
    return arc(left + rx, top + ry, rx, ry, 0, 360)[:-1]


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> Points:
    """Points along an ellipse, clockwise from `start` to `end` in degrees; 0 is to the right."""
    chord = math.sqrt(max(rx, ry, 0.01) * CURVE_STEP)
    steps = max(4, math.ceil(math.radians(end - start) * max(rx, ry) / chord))
    angles = np.radians(np.linspace(start, end, steps + 1))
    return np.column_stack([cx + rx * np.cos(angles), cy + ry * np.sin(angles)])


def polygon(left: float, top: float, right: float, bottom: float, points: int) -> Points:
    """A regular polygon, one corner up, stretched to fill the box."""
    return _stretched(_around_circle(points, (1.0,)), left, top, right, bottom)


def star(left: float, top: float, right: float, bottom: float, points: int, inner: float) -> Points:
    """A star, one tip up, stretched to fill the box; `inner` is the share of the radius where its notches lie."""
    return _stretched(_around_circle(points, (1.0, inner)), left, top, right, bottom)


def _around_circle(points: int, radii: Sequence[float]) -> Points:
    count = points * len(radii)
    angles = np.arange(count) * 2 * math.pi / count - math.pi / 2
    lengths = np.array([radii[i % len(radii)] for i in range(count)])
    return np.column_stack([np.cos(angles) * lengths, np.sin(angles) * lengths])


def _stretched(points: Points, left: float, top: float, right: float, bottom: float) -> Points:
    low, high = points.min(axis=0), points.max(axis=0)
    stretched: Points = (points - low) / (high - low) * (right - left, bottom - top) + (left, top)
    return stretched


def arrow(left: float, top: float, right: float, bottom: float) -> Points:
    """An arrow to the right: the head is as long as the box is high (half the box at most), the shaft 40 % thick."""
    height = bottom - top
    neck = right - min(height, (right - left) / 2)
    middle, half = top + height / 2, height * 0.2
    return np.array(
        [
            (left, middle - half),
            (neck, middle - half),
            (neck, top),
            (right, middle),
            (neck, bottom),
            (neck, middle + half),
            (left, middle + half),
        ]
    )


def softened(points: Points, radius: float) -> Points:
    """The polygon with its corners rounded; a radius too large for a side is held to half of it."""
    if radius <= 0:
        return points
    before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
    corners = [_soft_corner(a, b, c, radius) for a, b, c in zip(before, points, after, strict=True)]
    return np.concatenate(corners)


def _soft_corner(before: Points, corner: Points, after: Points, radius: float) -> Points:
    """An arc that touches both sides of the corner."""
    back, on = before - corner, after - corner
    back_length, on_length = float(np.hypot(*back)), float(np.hypot(*on))
    if min(back_length, on_length) < 1e-6:
        return corner[None, :]
    back, on = back / back_length, on / on_length
    half = math.acos(max(-1.0, min(1.0, float(back @ on)))) / 2
    slope = math.tan(half)
    if slope < 1e-3 or slope > 1e3:
        return corner[None, :]
    reach = min(radius / slope, back_length / 2, on_length / 2)
    radius = reach * slope
    middle = (back + on) / float(np.hypot(*(back + on)))
    centre = corner + middle * (reach / math.cos(half))
    turn = math.pi - 2 * half
    clockwise = back[0] * on[1] - back[1] * on[0] < 0
    outward = math.atan2(-middle[1], -middle[0])
    steps = np.linspace(-0.5, 0.5, 2 + math.ceil(turn * radius / math.sqrt(max(radius, 0.01) * CURVE_STEP)))
    angles = outward + steps * turn * (1 if clockwise else -1)
    return np.column_stack([centre[0] + radius * np.cos(angles), centre[1] + radius * np.sin(angles)])


def turned(points: Points, degrees: float, cx: float, cy: float) -> Points:
    """The polygon turned clockwise about (cx, cy)."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = points[:, 0] - cx, points[:, 1] - cy
    return np.column_stack([cx + x * cos - y * sin, cy + x * sin + y * cos])
