"""How large a sheet may be. Free of Django: the limited process imports it."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
MOST_CSV_BYTES = 500 * MEGABYTE
MOST_XLSX_BYTES = 50 * MEGABYTE
MOST_CSV_ROWS = 1_000_000
MOST_XLSX_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELL = 5_000
"""Characters."""
MOST_LINE = MOST_COLUMNS * MOST_CELL
"""Characters."""
MOST_UNPACKED = 100 * MEGABYTE
MOST_RATIO = 100
MOST_MEMBERS = 1_000
MEMORY = 768 * MEGABYTE
CPU_SECONDS = 60
SECONDS = 90
