"""A picture of a stranger: checked from its header, decoded, turned upright, in sRGB. Runs in a sandbox."""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from renderer.materials.sandbox.limits import MAX_FRAMES, MAX_PIXELS, MAX_SIDE
from renderer.materials.sandbox.refusals import DAMAGED, Refusal

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


@dataclass(frozen=True, slots=True)
class Upright:
    """The picture as it is meant to be seen, RGB or, where something shows through, RGBA; its first frame only."""

    image: Image.Image
    format: str
    frames: int


def upright(data: bytes, *, pixels: int = MAX_PIXELS, side: int = MAX_SIDE) -> Upright:
    """Decode it. `pixels` in all and px a `side` are the most it may have. Raises Refusal."""
    image = _opened(data, pixels, side)
    frames = int(getattr(image, "n_frames", 1))
    if frames > MAX_FRAMES:
        raise Refusal(
            "too_many_frames", f"This animation has more than {MAX_FRAMES} frames. Export a still picture instead."
        )
    format, turned = image.format or "", _turned(image)
    shows_through = "A" in turned.getbands() and turned.getchannel("A").getextrema()[0] != 255
    return Upright(turned if shows_through else _as(turned, "RGB"), format, frames)


def _opened(data: bytes, pixels: int, side: int) -> Image.Image:
    """The decoded picture; its size is known from the header before a pixel is read."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data), formats=FORMATS)
            _refuse_giants(image, pixels, side)
            image.load()
    except Refusal:
        raise
    # Pillow's plugins raise many kinds of error for damaged files; all mean the same to a marketer.
    except Exception as problem:
        raise DAMAGED from problem
    return image


def _refuse_giants(image: Image.Image, pixels: int, side: int) -> None:
    width, height = image.size
    if width * height > pixels or max(width, height) > side:
        raise Refusal(
            "too_many_pixels",
            f"This picture is {width:,} × {height:,} px. The most is {pixels // 1_000_000} megapixels and "
            f"{side:,} px a side; 2,400 px wide is plenty for e-mail.",
        )


def _turned(image: Image.Image) -> Image.Image:
    # A broken EXIF block must not cost the picture; it is dropped anyway.
    with suppress(Exception):
        ImageOps.exif_transpose(image, in_place=True)
    return _in_srgb(image)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as every mail client shows them; a profile that cannot be read is ignored."""
    profile = image.info.get("icc_profile")
    target = "RGBA" if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            wanted = "RGBA" if image.mode == "RGBA" else "RGB"
            return ImageCms.profileToProfile(image, source, srgb, outputMode=wanted) or _as(image, target)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    if image.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        image = image.point(lambda value: value / 257) if image.mode != "F" else image
        image = image.convert("L")
    return _as(image, target)


def _as(image: Image.Image, mode: str) -> Image.Image:
    """Without a copy where it is so already: large pictures are copied for longer than one thinks."""
    return image if image.mode == mode else image.convert(mode)
