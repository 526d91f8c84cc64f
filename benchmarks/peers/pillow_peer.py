"""Pillow as most services use it: background decoded once and copied, text drawn on it, saved with the defaults."""

from __future__ import annotations

import io
import sys
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from protocol import Draw, serve

FROM_SCRATCH = "--from-scratch" in sys.argv


def open_task(task: dict[str, Any]) -> Draw:
    background = Image.open(task["background"]).convert("RGB")
    fonts: dict[tuple[str, float], ImageFont.FreeTypeFont] = {}
    overlays: dict[str, Image.Image] = {}

    def font(path: str, size: float) -> ImageFont.FreeTypeFont:
        if FROM_SCRATCH:
            return ImageFont.truetype(path, size)
        return (
            fonts.setdefault((path, size), ImageFont.truetype(path, size))
            if (path, size) not in fonts
            else fonts[path, size]
        )

    def overlay(path: str) -> Image.Image:
        if FROM_SCRATCH or path not in overlays:
            overlays[path] = Image.open(path).convert("RGBA")
        return overlays[path]

    def draw(record: dict[str, Any], format: str) -> bytes:
        image = Image.open(task["background"]).convert("RGB") if FROM_SCRATCH else background.copy()
        pen = ImageDraw.Draw(image)
        for text in record["texts"]:
            pen.text(
                (text["x"], text["baseline"]),
                text["text"],
                text["color"],
                font(text["font"], text["size"]),
                anchor="ls",
            )
        for top in record["overlays"]:
            picture = overlay(top["path"])
            image.paste(picture, (top["x"], top["y"]), picture)
        out = io.BytesIO()
        image.save(out, format, **({"quality": task["quality"]} if format == "jpeg" else {}))
        return out.getvalue()

    return draw


serve(open_task)
