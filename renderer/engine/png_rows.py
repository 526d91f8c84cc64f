"""PNG in parts: keep the compressed rows of a still picture and replace only those that changed.

A deflate stream may be made of segments that end in a full flush: byte-aligned, and nothing refers back across the seam
(RFC 1951, RFC 1950 for the checksum). Each segment is an IDAT chunk of its own, so a still one is copied with its CRC.
The first row of a segment is filtered without the row above, since that row may have changed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from isal import isal_zlib
from PIL import Image

from renderer.engine.jpeg_rows import Band, joined

Bytes2D = npt.NDArray[np.uint8]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOR_TYPES = {"L": (0, 1), "RGB": (2, 3), "RGBA": (6, 4)}
"""PNG's colour type and bytes per pixel, by Pillow's mode; all at 8 bits."""
PIXELS_PER_METRE_AT_96_DPI = 3780
ADLER_MODULUS = 65521
ROWS_PER_SEGMENT = 16
FLAT = 0.25
"""Below this ratio of packed to plain bytes a picture is artwork, where a deeper search pays."""
SUB, UP, AVERAGE, PAETH = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows `top` to `bottom` as a finished IDAT chunk; `adler` and `length` are of the filtered bytes."""

    top: int
    bottom: int
    chunk: bytes
    adler: int
    length: int


@dataclass(frozen=True, slots=True)
class StillPng:
    """Headers and the segments of a still picture; `filter` is the row filter that suits its changing rows."""

    head: bytes
    segments: tuple[Segment, ...]
    bpp: int
    filter: int

    @classmethod
    def of(cls, image: Image.Image, reach: Sequence[tuple[int, int]], scale: int) -> StillPng:
        """Pack an L, RGB or RGBA image once. `reach` are the spans of rows that later pictures may change."""
        rows, bpp = _rows(image)
        spans = _cut(image.height, reach)
        segments = tuple(_packed(_adaptive(rows[top:bottom], bpp), top, bottom, _deeply) for top, bottom in spans)
        changing = np.concatenate([rows[top:bottom] for top, bottom in joined(reach)] or [rows[:1]])
        return cls(_head(image, scale), segments, bpp, _best_filter(changing, bpp))

    @property
    def nbytes(self) -> int:
        return len(self.head) + sum(len(segment.chunk) for segment in self.segments)

    def widened(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """These spans of rows, grown to whole segments and joined where they meet."""
        spans = list(spans)
        return joined(
            (segment.top, segment.bottom)
            for segment in self.segments
            if any(top < segment.bottom and segment.top < bottom for top, bottom in spans)
        )

    def spliced(self, bands: Sequence[Band]) -> bytes:
        """The whole picture with these bands in place of the still rows. Bands must come from `widened` spans."""
        return self._with([self._fresh(_rows(strip)[0], top) for top, strip in bands])

    def replaced(self, spans: Sequence[tuple[int, int]], stack: Image.Image) -> bytes:
        """The same, with the fresh rows of all spans one below the other."""
        rows, start, fresh = _rows(stack)[0], 0, []
        for top, bottom in spans:
            fresh.append(self._fresh(rows[start : start + bottom - top], top))
            start += bottom - top
        return self._with(fresh)

    def _with(self, fresh: Sequence[Segment]) -> bytes:
        covered = [(segment.top, segment.bottom) for segment in fresh]
        still = (s for s in self.segments if not any(top <= s.top < bottom for top, bottom in covered))
        return _assembled(self.head, sorted([*still, *fresh], key=lambda segment: segment.top))

    def _fresh(self, rows: Bytes2D, top: int) -> Segment:
        return _packed(_filtered(rows, self.bpp, self.filter), top, top + rows.shape[0], _quickly)


def encoded(image: Image.Image, scale: int) -> bytes:
    """The whole picture at once, quickly: 8-bit, 96 dpi times scale."""
    rows, bpp = _rows(image)
    sample = rows[:: max(1, image.height // 64)]
    kind = _best_filter(np.ascontiguousarray(sample), bpp)
    return _assembled(_head(image, scale), [_packed(_filtered(rows, bpp, kind), 0, image.height, _quickly)])


# Rows and filters -------------------------------------------------------------------------------------------------


def _rows(image: Image.Image) -> tuple[Bytes2D, int]:
    mode = "RGB" if image.mode == "RGBX" else image.mode
    bpp = COLOR_TYPES[mode][1]
    return np.frombuffer(image.tobytes("raw", mode), np.uint8).reshape(image.height, image.width * bpp), bpp


def _cut(height: int, reach: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that cover all rows, with seams around the reach: what changes seldom fills its segments unevenly."""
    inner = joined((max(0, top), min(height, bottom)) for top, bottom in reach)
    seams = sorted({0, height, *(edge for span in inner for edge in span)})
    return [span for top, bottom in zip(seams, seams[1:], strict=False) for span in _even(top, bottom)]


def _even(top: int, bottom: int) -> list[tuple[int, int]]:
    edges = [*range(top, bottom, ROWS_PER_SEGMENT), bottom]
    if len(edges) > 2 and edges[-1] - edges[-2] < ROWS_PER_SEGMENT // 2:
        del edges[-2]
    return list(zip(edges, edges[1:], strict=False))


def _filtered(rows: Bytes2D, bpp: int, kind: int) -> Bytes2D:
    """Each row behind its filter's number; the first takes Sub, for it must not look at the row above."""
    out = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    out[0, 0], out[1:, 0] = SUB, kind
    plain = out[:, 1:]
    if kind == UP:
        np.subtract(rows[1:], rows[:-1], out=plain[1:])
    elif kind == SUB:
        plain[1:, :bpp] = rows[1:, :bpp]
        np.subtract(rows[1:, bpp:], rows[1:, :-bpp], out=plain[1:, bpp:])
    else:
        plain[1:, :bpp] = rows[1:, :bpp] - (rows[:-1, :bpp] >> 1)
        # (a + b) // 2 without leaving 8 bits
        left, above = rows[1:, :-bpp], rows[:-1, bpp:]
        np.subtract(rows[1:, bpp:], (left & above) + ((left ^ above) >> 1), out=plain[1:, bpp:])
    plain[0, :bpp] = rows[0, :bpp]
    np.subtract(rows[0, bpp:], rows[0, :-bpp], out=plain[0, bpp:])
    return out


def _adaptive(rows: Bytes2D, bpp: int) -> Bytes2D:
    """For each row the filter with the smallest sum of absolute differences (PNG specification, 12.7)."""
    tries = np.stack([_filtered(rows, bpp, kind) for kind in (SUB, UP, AVERAGE)] + [_paeth(rows, bpp)])
    cost = np.abs(tries[:, :, 1:].view(np.int8), dtype=np.int16).sum(axis=2, dtype=np.int64)
    return np.ascontiguousarray(tries[cost.argmin(axis=0), np.arange(rows.shape[0])])


def _paeth(rows: Bytes2D, bpp: int) -> Bytes2D:
    out = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    out[:, 0] = PAETH
    padded = np.zeros((rows.shape[0], rows.shape[1] + bpp), np.int16)
    padded[:, bpp:] = rows
    left, above, corner = padded[1:, :-bpp], padded[:-1, bpp:], padded[:-1, :-bpp]
    to_left, to_above, to_corner = np.abs(above - corner), np.abs(left - corner), np.abs(left + above - 2 * corner)
    nearest = np.where(to_above <= to_corner, above, corner)
    nearest = np.where((to_left <= to_above) & (to_left <= to_corner), left, nearest)
    out[1:, 1:] = rows[1:] - nearest.astype(np.uint8)
    out[0] = _filtered(rows[:1], bpp, SUB)[0]
    return out


def _best_filter(rows: Bytes2D, bpp: int) -> int:
    """The filter that packs these rows smallest, by trying."""
    return min((AVERAGE, UP, SUB), key=lambda kind: len(_quickly(_filtered(rows, bpp, kind).tobytes())))


# Deflate ----------------------------------------------------------------------------------------------------------


def _quickly(data: bytes) -> bytes:
    packer = isal_zlib.compressobj(2, wbits=-15)
    return bytes(packer.compress(data) + packer.flush(isal_zlib.Z_FULL_FLUSH))


def _deeply(data: bytes) -> bytes:
    """Photographs hold no repeats worth a search: runs and Huffman codes alone are as small, in a tenth of the time."""
    photo = min(_deflated(data, zlib.Z_RLE), _deflated(data, zlib.Z_HUFFMAN_ONLY), key=len)
    return photo if len(photo) > FLAT * len(data) else min(_deflated(data, zlib.Z_DEFAULT_STRATEGY), photo, key=len)


def _deflated(data: bytes, strategy: int) -> bytes:
    packer = zlib.compressobj(6, wbits=-15, strategy=strategy)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _packed(filtered: Bytes2D, top: int, bottom: int, pack: Callable[[bytes], bytes]) -> Segment:
    data = filtered.tobytes()
    return Segment(top, bottom, _chunk(b"IDAT", pack(data)), isal_zlib.adler32(data), len(data))


# The file ---------------------------------------------------------------------------------------------------------


def _chunk(name: bytes, data: bytes) -> bytes:
    return b"".join(
        (struct.pack(">I", len(data)), name, data, struct.pack(">I", isal_zlib.crc32(data, isal_zlib.crc32(name))))
    )


def _head(image: Image.Image, scale: int) -> bytes:
    density = PIXELS_PER_METRE_AT_96_DPI * scale
    return b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", image.width, image.height, 8, COLOR_TYPES[image.mode][0], 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", density, density, 1)),
            _chunk(b"IDAT", b"\x78\x9c"),
        )
    )


def _assembled(head: bytes, segments: Sequence[Segment]) -> bytes:
    adler = 1
    for segment in segments:
        adler = adler_combined(adler, segment.adler, segment.length)
    # An empty final block, then the checksum of all filtered bytes.
    tail = _chunk(b"IDAT", b"\x03\x00" + struct.pack(">I", adler)) + _chunk(b"IEND", b"")
    return b"".join((head, *(segment.chunk for segment in segments), tail))


def adler_combined(first: int, second: int, length: int) -> int:
    """Adler-32 of two byte strings joined, from their own checksums and the second's length (RFC 1950)."""
    a1, b1 = first & 0xFFFF, first >> 16
    a2, b2 = second & 0xFFFF, second >> 16
    a = (a1 + a2 - 1) % ADLER_MODULUS
    b = (b1 + b2 + length * (a1 - 1)) % ADLER_MODULUS
    return b << 16 | a
