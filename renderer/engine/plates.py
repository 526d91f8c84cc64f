"""A plate: one size of a document painted and encoded as far as no value changes it, ready for any number of prints.

A print paints only the rows that the changing layers touch, and puts the file together from fresh and kept rows. The
pixels are those of `paint`, the JPEG bytes those of a full encode.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image

from renderer.engine.assets import Assets
from renderer.engine.blending import compose
from renderer.engine.document import Document, Layer
from renderer.engine.drafting import Draft, draft
from renderer.engine.drawnlayers import DrawnLayers
from renderer.engine.effects import shadow_margins
from renderer.engine.encode import encode, flattened, jpeg_options, opaque_if_possible
from renderer.engine.jpeg_rows import StillJpeg, joined
from renderer.engine.layout import layout
from renderer.engine.output import Encoded, OutputSpec
from renderer.engine.paint import SOFT_EDGE, corner, ground, laid, lay, reach, sprite, whole
from renderer.engine.png_rows import StillPng
from renderer.engine.raster import Window
from renderer.engine.resolved import Resolved
from renderer.engine.scene import Placed, Scene
from renderer.engine.sprite import Sprite
from renderer.engine.still import still_layers

MOST_UNDERLAYS = 4
"""Still pictures kept without the layers that lie above changing ones; which these are hardly ever changes."""


@dataclass(slots=True)
class Plate:
    """`still` are the ids of unchanging layers, `drafts` their measures; `kept` is the encoded still picture.

    `kept` is None for formats that cannot be put together from parts. `is_whole` is False while a picture was away.
    """

    document: Document
    output: OutputSpec
    scene: Scene
    still: frozenset[str]
    drafts: Mapping[str, Draft]
    kept: StillJpeg | StillPng | None
    opaque: bool
    is_whole: bool
    _underlays: dict[frozenset[str], Image.Image] = field(default_factory=dict)
    _sprites: dict[str, Sprite | None] = field(default_factory=dict)
    _drawn: DrawnLayers = field(default_factory=DrawnLayers)

    @classmethod
    def of(cls, resolved: Resolved, assets: Assets, output: OutputSpec) -> Plate:
        """Make the plate of this document, size and output; the values at hand do not matter."""
        still = still_layers(resolved.document, resolved.size.id)
        filled = [one for one in resolved.layers if one.layer.id in still]
        drafts = {one.layer.id: draft(one, assets, resolved.document.lang) for one in filled}
        scene = layout(resolved, assets, drafts)
        canvas = _picture(scene, [one for one in scene.placed if one.layer.id in still], assets, output.scale)
        clear = canvas.mode == "RGBA" and opaque_if_possible(canvas).mode == "RGBA"
        plate = cls(resolved.document, output, scene, still, drafts, None, not clear, assets.are_whole)
        plate._underlays[frozenset()] = canvas
        plate.kept = plate._encoded(canvas, resolved)
        return plate

    @property
    def nbytes(self) -> int:
        """Memory it holds, about."""
        canvases = sum(one.width * one.height * 4 for one in self._underlays.values())
        return canvases + (self.kept.nbytes if self.kept else 0)

    def printed(self, scene: Scene, assets: Assets) -> Encoded:
        """The finished picture of a scene that `layout` made with this plate's drafts."""
        scale, window = self.output.scale, whole(scene, self.output.scale)
        moving = [one for one in scene.placed if one.layer.id not in self.still and one.ink is not None]
        above = self._above(scene, moving)
        underlay = self._underlay(scene, above, assets)
        order = [one for one in scene.placed if one.layer.id not in self.still or one.layer.id in above]
        if self.kept is None:
            canvas = underlay.copy()
            self._lay(canvas, order, assets, 0)
            return encode(canvas, self.output)
        spans = self.kept.widened(_rows(moving, scale, window))
        bands = [(top, self._strip(underlay, order, assets, top, bottom)) for top, bottom in spans]
        return Encoded(self.kept.spliced(bands), self.output.format, window.width, window.height)

    @property
    def canvas(self) -> Image.Image:
        """The still picture; not to be painted upon."""
        return self._underlays[frozenset()]

    def share_of_rows(self, scene: Scene) -> float:
        """How much of the picture's height this scene's changing layers touch, 0 to 1."""
        window = whole(scene, self.output.scale)
        moving = (one for one in scene.placed if one.layer.id not in self.still and one.ink is not None)
        return sum(bottom - top for top, bottom in _rows(moving, self.output.scale, window)) / window.height

    def _strip(
        self, underlay: Image.Image, order: Sequence[Placed], assets: Assets, top: int, bottom: int
    ) -> Image.Image:
        strip = underlay.crop((0, top, underlay.width, bottom))
        self._lay(strip, order, assets, top)
        return self._flat(strip)

    def _lay(self, canvas: Image.Image, order: Iterable[Placed], assets: Assets, top: int) -> None:
        """As `paint.lay`, with the sprites of unchanging layers at hand."""
        for one in order:
            if one.layer.id in self.still:
                drawn: Sequence[Sprite] = [kept for kept in (self._sprite(one, assets),) if kept]
            else:
                drawn = self._moving_parts(one, assets, Window(0, top, canvas.width, top + canvas.height))
            x, y = corner(one, self.output.scale)
            for part in drawn:
                compose(canvas, part, x, y - top, one.layer.opacity, one.layer.blend)

    def _moving_parts(self, one: Placed, assets: Assets, shown: Window) -> Sequence[Sprite]:
        """A changing layer's sprites, kept if the canvas has room for all of it."""
        if one.ink is None:
            return ()
        scale = self.output.scale
        if reach(one, scale) & whole(self.scene, scale) == reach(one, scale):
            return self._drawn.get(one, assets, lambda: laid(one, assets, scale, None))
        x, y = corner(one, scale)
        return laid(one, assets, scale, shown.moved(-x, -y))

    def _above(self, scene: Scene, moving: Sequence[Placed]) -> frozenset[str]:
        """Unchanging layers that lie over a changing one, or over another such: they cannot be painted beforehand."""
        scale = self.output.scale
        below: list[Window] = []
        above = set()
        for one in scene.placed:
            if one.ink is None:
                continue
            window = reach(one, scale) if below or one.layer.id not in self.still else None
            if one.layer.id not in self.still:
                below.append(window or reach(one, scale))
            elif window and any(not (window & other).is_empty for other in below):
                above.add(one.layer.id)
                below.append(window)
        return frozenset(above)

    def _underlay(self, scene: Scene, above: frozenset[str], assets: Assets) -> Image.Image:
        """The still picture without these layers."""
        found = self._underlays.get(above)
        if found is None:
            beneath = [one for one in scene.placed if one.layer.id in self.still - above]
            found = _picture(scene, beneath, assets, self.output.scale)
            while len(self._underlays) >= MOST_UNDERLAYS:
                self._underlays.pop(list(self._underlays)[-1], None)
            self._underlays[above] = found
        return found

    def _sprite(self, one: Placed, assets: Assets) -> Sprite | None:
        if one.layer.id not in self._sprites:
            shown = whole(self.scene, self.output.scale)
            x, y = corner(one, self.output.scale)
            self._sprites[one.layer.id] = sprite(one, assets, self.output.scale, shown.moved(-x, -y))
        return self._sprites[one.layer.id]

    def _encoded(self, canvas: Image.Image, resolved: Resolved) -> StillJpeg | StillPng | None:
        match self.output.format:
            case "jpg":
                return StillJpeg.of(flattened(canvas), jpeg_options(self.output))
            case "png":
                return StillPng.of(self._flat(canvas), self._expected_rows(resolved), self.output.scale)
        return None

    def _flat(self, image: Image.Image) -> Image.Image:
        """As the format takes it: JPEG on white; PNG without an alpha channel if the still picture needs none."""
        if image.mode == "RGBA" and (self.output.format == "jpg" or self.opaque):
            return flattened(image) if self.output.format == "jpg" else image.convert("RGB")
        return image

    def _expected_rows(self, resolved: Resolved) -> list[tuple[int, int]]:
        """Rows of changing layers' boxes, known from the document alone: equal pictures must get equal bytes."""
        scale, height = self.output.scale, whole(self.scene, self.output.scale).height
        layers = [one for one in self.document.layers[resolved.size.id] if one.id not in self.still]
        return joined((max(0, top), min(height, bottom)) for top, bottom in (_box_rows(one, scale) for one in layers))


MakePlate = Callable[[Resolved, Assets, OutputSpec], Plate]


def _picture(scene: Scene, placed: Sequence[Placed], assets: Assets, scale: int) -> Image.Image:
    canvas = ground(scene, scale, whole(scene, scale))
    lay(canvas, placed, assets, scale)
    return canvas


def _box_rows(layer: Layer, scale: int) -> tuple[int, int]:
    """The rows that a layer touches while it stands where it was designed."""
    _, above, _, below = shadow_margins(layer.shadows, scale) if layer.shadows else (0, 0, 0, 0)
    top, bottom = math.floor(layer.y * scale), math.ceil((layer.y + layer.h) * scale)
    return top - above - SOFT_EDGE, bottom + below + SOFT_EDGE


def _rows(moving: Iterable[Placed], scale: int, window: Window) -> list[tuple[int, int]]:
    """The spans of device rows that these layers touch."""
    windows = (reach(one, scale) & window for one in moving)
    return joined((one.top, one.bottom) for one in windows if not one.is_empty)
