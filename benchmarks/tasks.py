"""The demo's templates as tasks that any drawing library can do: a background, and per record texts and small pictures.

Peers are spared the work of ours: no wrapping, fitting, fallbacks or shadows of text; every line comes with its place.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image

from benchmarks.people import values
from renderer import benchwork
from renderer.engine.document import TextLayer
from renderer.engine.faces import Face
from renderer.engine.gradients import mean_color
from renderer.engine.layout import layout
from renderer.engine.paint import corner, sprite
from renderer.engine.plates import Plate
from renderer.engine.resolve import resolve
from renderer.engine.scene import Placed
from renderer.gather import gather
from renderer.limits import RenderLimits

RECORDS = 1200
"""More than a peer draws in all its turns together, so that no picture comes twice."""
QUALITY = 82


@dataclass(frozen=True)
class Task:
    """One template at one scale. `file` is what peers read; `values` what ours reads, in the same order."""

    name: str
    document: Path
    file: Path
    values: Path
    scale: int
    rows: float
    spared: tuple[str, ...] = ()
    """Names of layers whose shadows of text only ours draws."""


def build(document: Path, folder: Path, records: int = RECORDS) -> Task:
    """Write the task of one document file into the folder; 1200 px wide or as near as a whole scale comes."""
    folder.mkdir(parents=True, exist_ok=True)
    bench = benchwork.prepare(document, assets=None, format="png", scale=1, size=None)
    scale = max(1, min(3, round(1200 / bench.document.sizes[0].w)))
    bench = benchwork.prepare(document, assets=None, format="png", scale=scale, size=None)
    people = list(values([field.key for field in bench.document.fields], records))
    builder = _Builder(bench, document, folder, people)
    task = builder.task()
    (folder / "task.json").write_text(json.dumps(task), "utf-8")
    (folder / "values.jsonl").write_text("\n".join(map(json.dumps, people)), "utf-8")
    name = document.parent.name
    rows = builder.touched / records
    spared = tuple(sorted(builder.spared))
    return Task(name, document, folder / "task.json", folder / "values.jsonl", scale, rows, spared)


class _Builder:
    """Collects what the records of one task need."""

    def __init__(self, bench: benchwork.Bench, file: Path, folder: Path, people: list[dict[str, str]]):
        self.bench, self.bench_file, self.folder, self.people = bench, file, folder, people
        self.fonts: dict[str, str] = {}
        self.touched = 0.0
        self.spared: set[str] = set()

    def task(self) -> dict[str, Any]:
        output = self.bench.output
        plate, records = None, []
        for record in self.people:
            resolved = resolve(self.bench.document, record, output.size)
            assets = gather(resolved, RenderLimits(), self.bench.shelves)
            plate = plate or Plate.of(resolved, assets, output)
            scene = layout(resolved, assets, plate.drafts)
            moving = [one for one in scene.placed if one.layer.id not in plate.still and one.ink]
            self.touched += plate.share_of_rows(scene)
            records.append({"number": len(records), **self._record(moving, assets)})
        assert plate is not None
        background = self.folder / "background.png"
        still = plate.canvas.convert("RGB")
        still.save(background)
        return {
            "document": str(self.bench_file),
            "values": str(self.folder / "values.jsonl"),
            "scale": output.scale,
            "width": still.width,
            "height": still.height,
            "quality": QUALITY,
            "background": str(background),
            "fonts": [{"family": _family(path), "path": path} for path in self.fonts.values()],
            "records": records,
        }

    def _record(self, moving: list[Placed], assets: Any) -> dict[str, Any]:
        texts: list[dict[str, Any]] = []
        overlays: list[dict[str, Any]] = []
        for one in moving:
            if isinstance(one.layer, TextLayer) and not one.layer.rot and one.block and not one.layer.stroke:
                texts += self._texts(one, one.layer)
                self.spared |= {one.layer.name} if one.layer.shadows else set()
            else:
                overlays += self._overlay(one, assets)
        return {"texts": texts, "overlays": overlays}

    def _texts(self, one: Placed, layer: TextLayer) -> list[dict[str, Any]]:
        scale, rows = self.bench.output.scale, []
        assert one.block is not None
        for line in one.block.lines:
            ends = [run.glyphs[0].cluster for run in line.runs if run.glyphs][1:] + [line.end]
            for run, end in zip([run for run in line.runs if run.glyphs], ends, strict=True):
                path = self._font(run.face)
                metrics = run.face.metrics
                ascent = run.size * scale * (1 + metrics.ascent - metrics.descent) / 2
                baseline = (one.origin[1] + line.baseline) * scale
                rows.append(
                    {
                        "text": one.block.text[run.glyphs[0].cluster : end].strip("\n"),
                        "x": round((one.origin[0] + run.x) * scale, 2),
                        "baseline": round(baseline, 2),
                        "ascent": round(ascent, 2),
                        "top": round(baseline - run.size * scale * metrics.high, 2),
                        "size": round(run.size * scale, 2),
                        "color": "#{:02x}{:02x}{:02x}".format(*mean_color(run.paint or layer.paint)[:3]),
                        "family": _family(path),
                        "font": path,
                    }
                )
        return [row for row in rows if row["text"].strip()]

    def _overlay(self, one: Placed, assets: Any) -> list[dict[str, Any]]:
        scale = self.bench.output.scale
        drawn = sprite(one, assets, scale)
        if drawn is None:
            return []
        image = drawn.image
        path = self.folder / f"{hashlib.sha256(image.tobytes()).hexdigest()[:16]}.png"
        if not path.exists():
            image.save(path)
        x, y = corner(one, scale)
        left, top = x + drawn.dx, y + drawn.dy
        if left < 0 or top < 0:
            image = image.crop((max(0, -left), max(0, -top), image.width, image.height))
            image.save(path)
        return [{"path": str(path), "x": max(left, 0), "y": max(top, 0), "w": image.width, "h": image.height}]

    def _font(self, face: Face) -> str:
        """A static font file of this face, since not every peer can set variable ones."""
        if face.name not in self.fonts:
            path = self.folder / f"font-{hashlib.sha256(face.name.encode()).hexdigest()[:10]}.ttf"
            _static(face, path)
            self.fonts[face.name] = str(path)
        return self.fonts[face.name]


def _static(face: Face, path: Path) -> None:
    font = TTFont(str(face.file.path), fontNumber=face.file.index if str(face.file.path).endswith("c") else -1)
    if face.coords:
        limits = {axis.axisTag: dict(face.coords).get(axis.axisTag, axis.defaultValue) for axis in font["fvar"].axes}
        font = instantiateVariableFont(font, limits)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            font["name"].setName(_family(str(path)), record.nameID, record.platformID, record.platEncID, record.langID)
    font.save(str(path))


def _family(path: str) -> str:
    """A family name of its own for each face, so that no peer can pick another weight."""
    return f"Bench{Path(path).stem.removeprefix('font-')}"


def picture_size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size
