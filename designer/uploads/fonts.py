"""Fonts: taken apart by fontTools, checked table by table, saved anew and tried by the engine. Runs in the sandbox."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import uharfbuzz as hb
from fontTools.misc.loggingTools import configLogger
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont

from designer.uploads.limits import MAX_FONT_TABLE_BYTES
from designer.uploads.made import Made
from renderer.materials.sandbox.refusals import DAMAGED, Refusal

KEPT = frozenset(
    """head hhea maxp hmtx cmap name OS/2 post glyf loca CFF CFF2 VORG vhea vmtx GDEF GSUB GPOS BASE
    fvar avar gvar HVAR VVAR MVAR STAT COLR CPAL""".split()  # noqa: SIM905 - a list of words reads better as words
) | {"CFF "}
"""Everything else goes: hinting programs, bitmaps, SVG glyphs, signatures, makers' private tables."""

NEEDED = ("head", "hhea", "maxp", "hmtx", "cmap", "name")
PROBE = "Hamburgefonstiv 0123456789 &@?!"
WIDEST = 10
"""No glyph may be wider than this many ems."""
NO_EMBEDDING = 0x0002
WOFF_MAGIC = (b"wOFF", b"wOF2")


def remake(data: bytes) -> Made:
    """The font as a new TTF or OTF with only the tables we draw with. Raises Refusal."""
    if data[:4] == b"ttcf":
        raise Refusal("font_collection", "This file holds several fonts (TTC). Upload each font as a file of its own.")
    configLogger(level="CRITICAL")
    font = _opened(data)
    try:
        _check_tables(font)
        _check_metrics(font)
        _check_glyphs(font)
        details = _details(font)
        saved = _saved(font)
    except Refusal:
        raise
    # fontTools raises whatever Python raises when bytes make no sense (struct, index, assertion, unicode …).
    except Exception as problem:
        raise DAMAGED from problem
    _probe(saved)
    return Made(saved, "font/otf" if saved[:4] == b"OTTO" else "font/ttf", details=details)


def _opened(data: bytes) -> TTFont:
    try:
        font = TTFont(BytesIO(data), lazy=False, recalcTimestamp=False, recalcBBoxes=False)
        sizes = [
            entry.length if data[:4] not in WOFF_MAGIC else entry.origLength for entry in font.reader.tables.values()
        ]
    except Exception as problem:
        raise DAMAGED from problem
    if sum(sizes) > MAX_FONT_TABLE_BYTES:
        raise Refusal("font_too_large", "This font unpacks to more than 40 MB. Upload a smaller cut of it.")
    return font


def _check_tables(font: TTFont) -> None:
    missing = [tag for tag in NEEDED if tag not in font]
    if not {"glyf", "CFF ", "CFF2"} & set(font.keys()):
        missing.append("outlines")
    if missing:
        raise Refusal(
            "font_incomplete",
            f"This font lacks parts that every font needs ({', '.join(missing)}). Get it again from its maker.",
        )
    # A TTFont cannot be iterated; its keys can.
    tags = font.keys()
    for tag in [tag for tag in tags if tag not in KEPT and tag != "GlyphOrder"]:
        del font[tag]
    tags = font.keys()
    for tag in tags:
        if tag != "GlyphOrder" and not hasattr(font[tag], "tableTag"):
            raise DAMAGED
        if type(font[tag]).__name__ == "DefaultTable":
            raise DAMAGED


def _check_metrics(font: TTFont) -> None:
    em = font["head"].unitsPerEm
    if not 16 <= em <= 16384:
        raise Refusal(
            "font_odd_size", f"This font says that its letters are {em} units high; 16 to 16,384 is possible."
        )
    widths = [advance for advance, _ in font["hmtx"].metrics.values()]
    line = font["hhea"]
    if not widths or max(widths) > WIDEST * em or not any(widths):
        raise Refusal(
            "font_odd_widths", "Some letters of this font are absurdly wide, or none has a width. Get it again."
        )
    if not -5 * em <= line.descent <= line.ascent <= 5 * em or line.ascent <= line.descent:
        raise Refusal("font_odd_height", "This font's line height makes no sense. Get it again from its maker.")
    if not font.getBestCmap():
        raise Refusal("font_without_letters", "This font says for no letter how it looks. Get it again from its maker.")


def _check_glyphs(font: TTFont) -> None:
    """Walk every outline: what cannot be followed now would fail in front of a recipient later."""
    em, glyphs = font["head"].unitsPerEm, font.getGlyphSet()
    for name in font.getGlyphOrder():
        pen = ControlBoundsPen(glyphs)
        glyphs[name].draw(pen)
        if pen.bounds and max(map(abs, pen.bounds)) > 2 * WIDEST * em:
            raise Refusal(
                "font_odd_outlines", "Some letters of this font are absurdly large. Get it again from its maker."
            )


def _details(font: TTFont) -> dict[str, Any]:
    names, os2 = font["name"], font.get("OS/2")
    family = _name(names, 16) or _name(names, 1)
    if not family:
        raise Refusal("font_without_name", "This font does not say what it is called. Get it again from its maker.")
    style = _name(names, 17) or _name(names, 2) or "Regular"
    italic = bool(font["head"].macStyle & 2) or bool(os2 and os2.fsSelection & 1)
    weight = min(max(getattr(os2, "usWeightClass", 400) or 400, 100), 900)
    axes = (
        {axis.axisTag: [axis.minValue, axis.defaultValue, axis.maxValue] for axis in font["fvar"].axes}
        if "fvar" in font
        else {}
    )
    return {
        "family": family[:80],
        "style": style[:40],
        "weight": int(weight),
        "italic": italic,
        "axes": axes,
        "glyphs": len(font.getGlyphOrder()),
        "maker": _name(names, 8)[:120],
        "licence": _name(names, 13)[:300],
        "no_embedding": bool(os2 and os2.fsType & NO_EMBEDDING),
    }


def _name(names: Any, number: int) -> str:
    text = names.getDebugName(number) or ""
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _saved(font: TTFont) -> bytes:
    out = BytesIO()
    font.flavor = None
    font.save(out, reorderTables=True)
    return out.getvalue()


def _probe(data: bytes) -> None:
    """Shape and draw a text as the engine would; then ask each letter for its shape."""
    face = hb.Face(hb.Blob(data))
    font = hb.Font(face)
    buffer = hb.Buffer()
    buffer.add_str(PROBE)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {})
    advance = sum(position.x_advance for position in buffer.glyph_positions)
    if not 0 <= advance <= len(PROBE) * WIDEST * face.upem:
        raise Refusal("font_odd_widths", "A line set in this font has an absurd length. Get it again from its maker.")
    for info in buffer.glyph_infos:
        font.get_glyph_extents(info.codepoint)
        font.draw_glyph_with_pen(info.codepoint, _Nowhere())


class _Nowhere:
    """A pen that draws nothing: HarfBuzz has to follow the outline all the same."""

    def moveTo(self, point: tuple[float, float]) -> None: ...
    def lineTo(self, point: tuple[float, float]) -> None: ...
    def curveTo(self, *points: tuple[float, float]) -> None: ...
    def qCurveTo(self, *points: tuple[float, float]) -> None: ...
    def closePath(self) -> None: ...
