"""How large SVGs and fonts may be, how complicated, and how long any upload may take. No Django: for the sandbox."""

from __future__ import annotations

from renderer.materials.sandbox.limits import MEGABYTE

MAX_SVG_BYTES = 2 * MEGABYTE
MAX_SVG_ELEMENTS = 20_000
MAX_SVG_DEPTH = 100
MAX_SVG_COPIES = 20_000
LOGO_SIDE = 1_600
"""Longer side of a rasterised logo, px: sharp at 2x on any e-mail canvas."""

MAX_FONT_BYTES = 5 * MEGABYTE
MAX_FONT_TABLE_BYTES = 40 * MEGABYTE

SECONDS = 9
CPU_SECONDS = 8
