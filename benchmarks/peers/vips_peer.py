"""pyvips: the background held in memory, text through Pango, composed and saved by libvips."""

from __future__ import annotations

import os
from typing import Any

os.environ["VIPS_CONCURRENCY"] = "1"

import pyvips  # noqa: E402
from protocol import Draw, serve  # noqa: E402


def open_task(task: dict[str, Any]) -> Draw:
    pyvips.cache_set_max(0)
    background = pyvips.Image.new_from_file(task["background"])
    if background.hasalpha():
        background = background.flatten()
    background = background.colourspace("srgb").copy_memory()
    overlays = {
        o["path"]: pyvips.Image.new_from_file(o["path"]).copy_memory()
        for record in task["records"]
        for o in record["overlays"]
    }

    def label(text: dict[str, Any]) -> Any:
        escaped = text["text"].replace("&", "&amp;").replace("<", "&lt;")
        mask = pyvips.Image.text(escaped, font=f"{text['family']} {text['size']}px", fontfile=text["font"], dpi=72)
        rgb = [int(text["color"][i : i + 2], 16) for i in (1, 3, 5)]
        color = mask.new_from_image(rgb).copy(interpretation="srgb")
        return color.bandjoin(mask)

    def draw(record: dict[str, Any], format: str) -> bytes:
        tops = [label(text) for text in record["texts"]] + [overlays[top["path"]] for top in record["overlays"]]
        xs = [round(t["x"]) for t in record["texts"]] + [top["x"] for top in record["overlays"]]
        ys = [round(t["top"]) for t in record["texts"]] + [top["y"] for top in record["overlays"]]
        image = background.composite(tops, "over", x=xs, y=ys).flatten()
        return bytes(image.jpegsave_buffer(Q=task["quality"]) if format == "jpeg" else image.pngsave_buffer())

    return draw


serve(open_task)
