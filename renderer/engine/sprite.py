"""A layer's pixels apart from where they go: a small image and its offset from the layer's box."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PIL import Image, ImageChops

from renderer.engine.gradients import colors
from renderer.engine.letters import Letters
from renderer.engine.raster import Window
from renderer.engine.styles import Color, Paint, Solid

BLACK: Color = (0, 0, 0, 255)


class Sprite:
    """`dx`, `dy` place the pixels' top left relative to the top left of the layer's box, in device px.

    `pixels` is RGBA or RGB; or, where the whole layer has one colour, L: the coverage of `color`. `letters` are what
    the coverage is made of, if it is a text's; they keep the places they were drawn at.
    """

    __slots__ = ("_pixels", "color", "dx", "dy", "letters")

    def __init__(
        self, pixels: Image.Image | None, dx: int, dy: int, color: Color | None = None, letters: Letters | None = None
    ):
        self._pixels, self.dx, self.dy, self.color, self.letters = pixels, dx, dy, color, letters

    @classmethod
    def of_letters(cls, letters: Letters, color: Color) -> Sprite:
        """Letters in one colour; a mask is made of them only when something needs one."""
        return cls(None, letters.window.left, letters.window.top, color, letters)

    @property
    def pixels(self) -> Image.Image:
        if self._pixels is None:
            assert self.letters is not None
            self._pixels = self.letters.image
        return self._pixels

    @property
    def size(self) -> tuple[int, int]:
        if self.letters is not None:
            return self.letters.window.width, self.letters.window.height
        return self.pixels.size

    @property
    def window(self) -> Window:
        width, height = self.size
        return Window(self.dx, self.dy, self.dx + width, self.dy + height)

    @property
    def image(self) -> Image.Image:
        """The pixels as RGBA, whatever they are kept as."""
        if self.color is None:
            return self.pixels if self.pixels.mode == "RGBA" else self.pixels.convert("RGBA")
        filled = Image.new("RGBA", self.pixels.size, self.color[:3])
        filled.putalpha(self.alpha)
        return filled

    @property
    def alpha(self) -> Image.Image:
        """Opacity per pixel, as L."""
        if self.color is not None:
            return scaled(self.pixels, self.color[3] / 255)
        if self.pixels.mode == "RGBA":
            return self.pixels.getchannel("A")
        return Image.new("L", self.pixels.size, 255)

    def cropped(self, window: Window) -> Sprite | None:
        """What of it lies in the window, or None."""
        own = self.window
        shared = own & window
        if shared == own:
            return self
        if shared.is_empty:
            return None
        return Sprite(self.pixels.crop(shared.within(own)), shared.left, shared.top, self.color)

    def moved(self, dx: int, dy: int) -> Sprite:
        return Sprite(self._pixels, self.dx + dx, self.dy + dy, self.color, self.letters)


def scaled(mask: Image.Image, factor: float) -> Image.Image:
    """A mask with every value multiplied."""
    return mask if factor >= 1 else mask.point([int(value * factor + 0.5) for value in range(256)])


def painted(mask: Image.Image, paint: Paint, width: float, height: float, window: Window) -> Sprite:
    """A paint seen through a mask that covers the window; the paint spans a box of width by height device px."""
    if isinstance(paint, Solid):
        return Sprite(mask, window.left, window.top, paint.color)
    pixels = colors(paint, width, height, window)
    return Sprite(masked(pixels, mask), window.left, window.top)


def masked(pixels: Image.Image, mask: Image.Image) -> Image.Image:
    """RGBA of these pixels, as opaque as they were and the mask allows."""
    alpha = ImageChops.multiply(pixels.getchannel("A"), mask) if pixels.mode == "RGBA" else mask
    result = pixels.convert("RGBA") if pixels.mode != "RGBA" else pixels.copy()
    result.putalpha(alpha)
    return result


def over(*parts: Sprite | None) -> Sprite | None:
    """The parts laid upon each other, first at the bottom."""
    return _combined(Image.alpha_composite, parts)


def silhouette(parts: Sequence[Sprite]) -> Sprite:
    """How opaque the parts are together, in black; there must be one at least."""
    window = parts[0].window
    for part in parts[1:]:
        window |= part.window
    if len(parts) == 1:
        return Sprite(parts[0].alpha, window.left, window.top, BLACK)
    mask = Image.new("L", (window.width, window.height))
    for part in parts:
        box = part.window.within(window)
        mask.paste(ImageChops.screen(mask.crop(box), part.alpha), box)
    return Sprite(mask, window.left, window.top, BLACK)


def beside(*parts: Sprite | None) -> Sprite | None:
    """Parts that share edges but do not overlap, joined without a seam: their coverage adds up."""
    return _combined(_added, parts)


def _added(one: Image.Image, other: Image.Image) -> Image.Image:
    return ImageChops.add(one.convert("RGBa"), other.convert("RGBa")).convert("RGBA")


Combine = Callable[[Image.Image, Image.Image], Image.Image]


def _combined(combine: Combine, parts: tuple[Sprite | None, ...]) -> Sprite | None:
    present = [part for part in parts if part is not None and not part.window.is_empty]
    if len(present) < 2:
        return present[0] if present else None
    window = present[0].window
    for part in present[1:]:
        window |= part.window
    result = _spread(present[0], window)
    for part in present[1:]:
        box = part.window.within(window)
        result.paste(combine(result.crop(box), part.image), box)
    return Sprite(result, window.left, window.top)


def _spread(sprite: Sprite, window: Window) -> Image.Image:
    """A copy of the sprite's pixels with clear margins up to the window."""
    if sprite.window == window:
        return sprite.image.copy()
    result = Image.new("RGBA", (window.width, window.height))
    result.paste(sprite.image, (sprite.dx - window.left, sprite.dy - window.top))
    return result
