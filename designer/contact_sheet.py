"""All records of a design on one sheet, to be mailed or printed: drawn by the engine, words included."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image

from designer.previews import compose, narrower
from designer.records import Record
from renderer.engine.document import Document
from renderer.engine.schema import parse

COLUMN, GAP, HEAD, LABEL = 720, 32, 88, 40
GROUND = (255, 255, 255)


def as_png(title: str, document: Document, records: Sequence[Record], hosts: tuple[str, ...] = ()) -> bytes:
    """One tall picture."""
    out = io.BytesIO()
    _sheet(title, document, records, hosts).save(out, "PNG", compress_level=6)
    return out.getvalue()


def as_pdf(title: str, document: Document, records: Sequence[Record], hosts: tuple[str, ...] = ()) -> bytes:
    """One page as large as it needs to be, at 144 dpi."""
    out = io.BytesIO()
    _sheet(title, document, records, hosts).save(out, "PDF", resolution=144, title=title, producer="OKZest")
    return out.getvalue()


def _sheet(title: str, document: Document, records: Sequence[Record], hosts: tuple[str, ...]) -> Image.Image:
    cells = list(_cells(document, records, hosts))
    columns = [cells[0::2], cells[1::2]]
    height = HEAD + max(sum(LABEL + cell.height + GAP for _, cell in column) for column in columns)
    sheet = Image.new("RGB", (2 * COLUMN + 3 * GAP, height + GAP), GROUND)
    sheet.paste(_words(title, 2 * COLUMN, HEAD, 34, 600), (GAP, GAP // 2))
    for number, column in enumerate(columns):
        x, y = GAP + number * (COLUMN + GAP), HEAD
        for label, cell in column:
            sheet.paste(_words(label, COLUMN, LABEL, 20, 400), (x, y))
            sheet.paste(cell, (x, y + LABEL), cell if cell.mode == "RGBA" else None)
            y += LABEL + cell.height + GAP
    return sheet


def _cells(document: Document, records: Sequence[Record], hosts: tuple[str, ...]) -> Iterator[tuple[str, Image.Image]]:
    for size in document.sizes:
        for record in records:
            drawn = compose(document, record.values, hosts=hosts, size=size.id, scale=2)
            yield f"{record.label} · {size.name or size.id}", narrower(drawn.image, COLUMN)


def _words(text: str, width: int, height: int, size: int, weight: int) -> Image.Image:
    layer = {
        "id": "words",
        "type": "text",
        "text": text.replace("{", "(").replace("}", ")"),
        "w": width,
        "h": height,
        "size": size,
        "valign": "middle",
        "font": {"family": "Inter", "weight": weight},
    }
    return compose(parse({"sizes": [{"id": "base", "w": width, "h": height}], "layers": [layer]}), {}).image
