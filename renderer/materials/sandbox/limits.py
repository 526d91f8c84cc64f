"""How large a picture of a stranger may be, and what the process that decodes it may use. Free of Django."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_IMAGE_BYTES = 10 * MEGABYTE
MAX_PIXELS = 25_000_000
MAX_SIDE = 8_000
MAX_FRAMES = 100

MEMORY = 1024 * MEGABYTE
"""Address space of a sandbox; a 25-megapixel picture needs about 300 MB of it."""
