"""skia-python: the background decoded once, text as blobs on a raster surface."""

from __future__ import annotations

from typing import Any

import skia
from protocol import Draw, serve


def open_task(task: dict[str, Any]) -> Draw:
    background = skia.Image.open(task["background"])
    faces = {font["path"]: skia.Typeface.MakeFromFile(font["path"]) for font in task["fonts"]}
    overlays = {o["path"]: skia.Image.open(o["path"]) for record in task["records"] for o in record["overlays"]}
    surface = skia.Surface(task["width"], task["height"])
    formats = {"jpeg": skia.kJPEG, "png": skia.kPNG}

    def draw(record: dict[str, Any], format: str) -> bytes:
        canvas = surface.getCanvas()
        canvas.drawImage(background, 0, 0)
        for text in record["texts"]:
            value = int(text["color"][1:], 16) | 0xFF000000
            font = skia.Font(faces[text["font"]], text["size"])
            font.setSubpixel(True)
            canvas.drawString(text["text"], text["x"], text["baseline"], font, skia.Paint(Color=value, AntiAlias=True))
        for top in record["overlays"]:
            canvas.drawImage(overlays[top["path"]], top["x"], top["y"])
        return bytes(surface.makeImageSnapshot().encodeToData(formats[format], task["quality"]))

    return draw


serve(open_task)
