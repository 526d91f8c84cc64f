"""JPEG in parts: keep the encoded rows of a still picture and replace only those that changed.

With a restart marker after every row of MCUs, each row's entropy-coded segment stands alone (ITU-T T.81, E.1.4): it can
be cut out and put elsewhere, if the markers are numbered anew. Fixed Huffman tables make segments of different encoders
runs compatible. The result equals a full encode byte for byte.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

RESTART = re.compile(rb"\xff[\xd0-\xd7]")
MARKERS = tuple(bytes((0xFF, 0xD0 + n)) for n in range(8))
END = b"\xff\xd9"
START_OF_SCAN = 0xDA

Band = tuple[int, Image.Image]
"""A strip of full width and the row at which it begins."""


@dataclass(frozen=True, slots=True)
class StillJpeg:
    """Headers and one entropy-coded segment per row of MCUs; `options` are those of Pillow's JPEG writer."""

    head: bytes
    segments: tuple[bytes, ...]
    height: int
    step: int
    options: dict[str, Any]

    @classmethod
    def of(cls, image: Image.Image, options: dict[str, Any]) -> StillJpeg:
        """Encode an RGB image once. `options` as for `Image.save`; restart markers are added."""
        data = encoded(image, options)
        start = _scan_start(data)
        segments = tuple(RESTART.split(data[start : -len(END)]))
        return cls(data[:start], segments, image.height, _rows_per_mcu(data), options)

    @property
    def nbytes(self) -> int:
        return len(self.head) + sum(map(len, self.segments))

    def widened(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """These spans of rows, grown to whole rows of MCUs and joined where they meet."""
        return joined(
            ((top // self.step) * self.step, min(-(-bottom // self.step) * self.step, self.height))
            for top, bottom in spans
        )

    def spliced(self, bands: Sequence[Band]) -> bytes:
        """The whole picture with these bands in place of the still rows. Bands must come from `widened` spans."""
        spans = [(top, top + strip.height) for top, strip in bands]
        return self.replaced(spans, _stacked([strip for _, strip in bands]) if bands else None)

    def replaced(self, spans: Sequence[tuple[int, int]], stack: Image.Image | None) -> bytes:
        """The same, with the fresh rows of all spans one below the other: one run of the encoder is cheaper."""
        if not spans or stack is None:
            return self._joined(self.segments)
        data = encoded(stack, self.options)
        fresh = iter(RESTART.split(data[_scan_start(data) : -len(END)]))
        segments = list(self.segments)
        for top, bottom in spans:
            for row in range(top // self.step, -(-bottom // self.step)):
                segments[row] = next(fresh)
        return self._joined(segments)

    def _joined(self, segments: Sequence[bytes]) -> bytes:
        parts = [self.head, segments[0]]
        for number, segment in enumerate(segments[1:]):
            parts += (MARKERS[number % 8], segment)
        parts.append(END)
        return b"".join(parts)


def encoded(image: Image.Image, options: dict[str, Any]) -> bytes:
    """The picture as a baseline JPEG with fixed tables and a restart marker after every row of MCUs."""
    out = io.BytesIO()
    image.save(out, "JPEG", restart_marker_rows=1, **options)
    return out.getvalue()


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap made one."""
    result: list[tuple[int, int]] = []
    for top, bottom in sorted(span for span in spans if span[0] < span[1]):
        if result and top <= result[-1][1]:
            result[-1] = (result[-1][0], max(bottom, result[-1][1]))
        else:
            result.append((top, bottom))
    return result


def _stacked(strips: Sequence[Image.Image]) -> Image.Image:
    """One image of all strips."""
    if len(strips) == 1:
        return strips[0]
    whole = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def _scan_start(data: bytes) -> int:
    """Where the entropy-coded data begin: right after the start-of-scan header."""
    at = 2
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        at += 2 + length
        if marker == START_OF_SCAN:
            return at


def _rows_per_mcu(data: bytes) -> int:
    """8 times the largest vertical sampling factor of the frame header (SOF0)."""
    at = 2
    while data[at + 1] != 0xC0:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    count = data[at + 9]
    return 8 * max(data[at + 11 + 3 * i] & 0x0F for i in range(count))
