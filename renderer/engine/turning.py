"""Turned boxes: the upright box around one that was turned about a point."""

from __future__ import annotations

import math

from renderer.engine.scene import Box


def turned_box(box: Box, degrees: float, cx: float, cy: float) -> Box:
    """The upright box around `box` after it was turned clockwise about (cx, cy)."""
    if not degrees:
        return box
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = [(x - cx, y - cy) for x in (box.x, box.right) for y in (box.y, box.bottom)]
    xs = [cx + x * cos - y * sin for x, y in corners]
    ys = [cy + x * sin + y * cos for x, y in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
