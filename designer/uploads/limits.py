"""How large and how complicated an upload may be. Free of Django: the sandbox imports it."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_IMAGE_BYTES = 10 * MEGABYTE
MAX_PIXELS = 25_000_000
MAX_SIDE = 8_000
MAX_FRAMES = 100

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
MEMORY = 1024 * MEGABYTE
"""Address space of the sandbox; a 25-megapixel picture needs about 300 MB of it."""
