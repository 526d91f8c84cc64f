"""Whether a phone would read the QR codes: they are read back from the finished picture."""

from __future__ import annotations

from collections.abc import Iterator

import zxingcpp
from PIL import Image

from designer.lint.findings import Finding, Fix
from designer.previews import Drawn
from renderer.engine.document import QrLayer
from renderer.engine.scene import Placed

AROUND = 24
"""Px of the picture around a code that belong to the test: what stands too near spoils it on a phone, too."""
SMALLEST = 240
"""Px to which a small code is enlarged before it is read, as a camera would see it from near."""


def check_codes(drawn: Drawn) -> Iterator[Finding]:
    """A blocking issue for every code that cannot be read back, or says something else."""
    if drawn.scene is None:
        return
    wanted = {filled.layer.id: filled.words[0].text for filled in drawn.resolved.layers if filled.words}
    for placed in drawn.scene.placed:
        is_code = isinstance(placed.layer, QrLayer) and placed.modules
        if is_code and wanted.get(placed.layer.id) not in read_codes(_view(placed, drawn)):
            yield _finding(placed)


def read_codes(image: Image.Image) -> set[str]:
    """The texts of all QR codes in a picture."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return {code.text for code in found}


def _view(placed: Placed, drawn: Drawn) -> Image.Image:
    ink = placed.ink or placed.box
    scale = drawn.scale
    left, top = max((ink.x - AROUND) * scale, 0), max((ink.y - AROUND) * scale, 0)
    right = min((ink.right + AROUND) * scale, drawn.image.width)
    bottom = min((ink.bottom + AROUND) * scale, drawn.image.height)
    view = drawn.image.crop((int(left), int(top), max(int(right), int(left) + 1), max(int(bottom), int(top) + 1)))
    ground = Image.new("RGB", view.size, (255, 255, 255))
    ground.paste(view, (0, 0), view if view.mode == "RGBA" else None)
    factor = max(1, round(SMALLEST / max(min(ground.size), 1)))
    return ground.resize((ground.width * factor, ground.height * factor), Image.Resampling.NEAREST).convert("L")


def _finding(placed: Placed) -> Finding:
    ink = placed.ink or placed.box
    plain = {
        "fg": {"type": "solid", "color": "#000000"},
        "bg": {"type": "solid", "color": "#FFFFFF"},
        "module": "square",
    }
    change = {"op": "set", "id": placed.layer.id, "set": {**plain, "quiet": 4, "logo": None}}
    return Finding(
        "qr_unreadable",
        "block",
        f"{placed.layer.name} cannot be read back from the picture, so a phone may not read it either",
        layer=placed.layer.id,
        box=(round(ink.x, 2), round(ink.y, 2), round(ink.w, 2), round(ink.h, 2)),
        fixes=(Fix("Make the code plain: black on white with a margin", (change,)),),
    )
