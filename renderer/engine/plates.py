"""A plate: one size of a document painted and encoded as far as no value changes it, ready for any number of prints.

A print paints only the rows that the changing layers touch, and puts the file together from fresh and kept rows. The
pixels are those of `paint`, the JPEG bytes those of a full encode.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from renderer.engine.sheets import Sheet, Span
from renderer.engine.sprite import Sprite
from renderer.engine.still import still_layers

Underlay = Image.Image | Sheet
MOST_UNDERLAYS = 4
"""Still pictures kept without the layers that lie above changing ones; which these are hardly ever changes."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A layer's finished sprites and the device px of the canvas from which they count."""

    layer: Layer
    x: int
    y: int
    parts: Sequence[Sprite]

    def rows(self, shown: Window) -> tuple[int, int]:
        """The span of rows of the canvas that laying it may change; empty if there is none."""
        windows = [shared for part in self.parts if not (shared := part.window.moved(self.x, self.y) & shown).is_empty]
        return (min(one.top for one in windows), max(one.bottom for one in windows)) if windows else (0, 0)


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
    _underlays: dict[frozenset[str], Underlay] = field(default_factory=dict)
    _sprites: dict[str, Sprite | None] = field(default_factory=dict)
    _reached: dict[str, Window] = field(default_factory=dict)
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
        plate = cls(resolved.document, output, scene, still, _settled(drafts, scene), None, not clear, assets.are_whole)
        plate.kept = plate._encoded(canvas, resolved)
        plate._underlays[frozenset()] = plate._ready(canvas)
        return plate

    @property
    def nbytes(self) -> int:
        """Memory it holds, about."""
        canvases = [_image_of(one) for one in self._underlays.values()]
        return sum(one.width * one.height * 4 for one in canvases) + (self.kept.nbytes if self.kept else 0)

    def printed(self, scene: Scene, assets: Assets) -> Encoded:
        """The finished picture of a scene that `layout` made with this plate's drafts."""
        scale, window = self.output.scale, whole(scene, self.output.scale)
        above = self._above(scene)
        underlay = self._underlay(scene, above, assets)
        order = [one for one in scene.placed if one.layer.id not in self.still or one.layer.id in above]
        drawn = [Drawing(one.layer, *corner(one, scale), self._parts(one, assets, window)) for one in order]
        touched = joined([one.rows(window) for one in drawn if one.layer.id not in self.still])
        return Encoded(self._file(underlay, drawn, touched), self.output.format, window.width, window.height)

    def _file(self, underlay: Underlay, drawn: Sequence[Drawing], touched: Sequence[Span]) -> bytes:
        """The picture's bytes, put together from kept and fresh rows where the format allows it."""
        if self.kept is None:
            canvas = _image_of(underlay).copy()
            _lay(canvas, drawn, 0)
            return encode(canvas, self.output).data
        spans = self.kept.widened(touched)
        if isinstance(underlay, Sheet) and spans:
            stack = underlay.rows(spans)
            for top, part in stack.parts(spans):
                _lay(part, drawn, top)
            return self.kept.replaced(spans, stack.image)
        return self.kept.spliced([(top, self._strip(_image_of(underlay), drawn, top, bottom)) for top, bottom in spans])

    @property
    def canvas(self) -> Image.Image:
        """The still picture; not to be painted upon."""
        return _image_of(self._underlays[frozenset()])

    def share_of_rows(self, scene: Scene) -> float:
        """How much of the picture's height this scene's changing layers touch, 0 to 1."""
        window = whole(scene, self.output.scale)
        moving = (one for one in scene.placed if one.layer.id not in self.still and one.ink is not None)
        return sum(bottom - top for top, bottom in _rows(moving, self.output.scale, window)) / window.height

    def _strip(self, underlay: Image.Image, drawn: Sequence[Drawing], top: int, bottom: int) -> Image.Image:
        strip = underlay.crop((0, top, underlay.width, bottom))
        _lay(strip, drawn, top)
        return self._flat(strip)

    def _parts(self, one: Placed, assets: Assets, shown: Window) -> Sequence[Sprite]:
        """A layer's sprites as far as the canvas shows them; those that look the same again and again are at hand."""
        if one.layer.id in self.still:
            return [kept for kept in (self._sprite(one, assets),) if kept]
        if one.ink is None:
            return ()
        scale, reached = self.output.scale, reach(one, self.output.scale)
        if reached & shown == reached:
            return self._drawn.get(one, assets, lambda: laid(one, assets, scale, None))
        x, y = corner(one, scale)
        return laid(one, assets, scale, shown.moved(-x, -y))

    def _above(self, scene: Scene) -> frozenset[str]:
        """Unchanging layers that lie over a changing one, or over another such: they cannot be painted beforehand."""
        below: list[Window] = []
        above = set()
        for one in scene.placed:
            if one.ink is None:
                continue
            if one.layer.id not in self.still:
                below.append(reach(one, self.output.scale))
            elif below and any(map(self._reach(one).meets, below)):
                above.add(one.layer.id)
                below.append(self._reach(one))
        return frozenset(above)

    def _reach(self, one: Placed) -> Window:
        """As `reach`, of an unchanging layer, which does not move either."""
        found = self._reached.get(one.layer.id)
        if found is None:
            found = self._reached[one.layer.id] = reach(one, self.output.scale)
        return found

    def _underlay(self, scene: Scene, above: frozenset[str], assets: Assets) -> Underlay:
        """The still picture without these layers."""
        found = self._underlays.get(above)
        if found is None:
            beneath = [one for one in scene.placed if one.layer.id in self.still - above]
            found = self._ready(_picture(scene, beneath, assets, self.output.scale))
            while len(self._underlays) >= MOST_UNDERLAYS:
                self._underlays.pop(list(self._underlays)[-1], None)
            self._underlays[above] = found
        return found

    def _ready(self, picture: Image.Image) -> Underlay:
        """An opaque picture of which rows are wanted is kept so that letters are laid on them quickly."""
        return Sheet.of(picture) if self.kept is not None and picture.mode == "RGB" else picture

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


def _image_of(underlay: Underlay) -> Image.Image:
    return underlay.image if isinstance(underlay, Sheet) else underlay


def _lay(canvas: Underlay, drawn: Iterable[Drawing], top: int) -> None:
    """As `paint.lay`, with finished sprites; the canvas shows all rows from `top` on and is changed."""
    for one in drawn:
        for part in one.parts:
            compose(canvas, part, one.x, one.y - top, one.layer.opacity, one.layer.blend)


MakePlate = Callable[[Resolved, Assets, OutputSpec], Plate]


def _picture(scene: Scene, placed: Sequence[Placed], assets: Assets, scale: int) -> Image.Image:
    canvas = ground(scene, scale, whole(scene, scale))
    lay(canvas, placed, assets, scale)
    return canvas


def _settled(drafts: Mapping[str, Draft], scene: Scene) -> dict[str, Draft]:
    """The drafts with their places, of layers that follow no other: these need not be placed again."""
    places = {one.layer.id: one for one in scene.placed if one.layer.anchor is None}
    return {key: replace(one, placed=places.get(key)) for key, one in drafts.items()}


def _box_rows(layer: Layer, scale: int) -> tuple[int, int]:
    """The rows that a layer touches while it stands where it was designed."""
    _, above, _, below = shadow_margins(layer.shadows, scale) if layer.shadows else (0, 0, 0, 0)
    top, bottom = math.floor(layer.y * scale), math.ceil((layer.y + layer.h) * scale)
    return top - above - SOFT_EDGE, bottom + below + SOFT_EDGE


def _rows(moving: Iterable[Placed], scale: int, window: Window) -> list[tuple[int, int]]:
    """The spans of device rows that these layers touch."""
    windows = (reach(one, scale) & window for one in moving)
    return joined((one.top, one.bottom) for one in windows if not one.is_empty)
