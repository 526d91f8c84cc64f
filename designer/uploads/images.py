"""Photos and pictures: decoded as every picture of a stranger is, and encoded anew. Runs in the sandbox."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, PngImagePlugin

from designer.uploads.made import Made
from renderer.materials.sandbox.pictures import upright

JPEG_QUALITY = 92
LOSSY = ("JPEG", "WEBP")


def remake(data: bytes) -> Made:
    """The picture as a new PNG or JPEG in sRGB, first frame only. Raises Refusal."""
    seen = upright(data)
    image = seen.image
    encoded, media_type = _encoded(image, as_jpeg=seen.format in LOSSY and image.mode == "RGB")
    return Made(encoded, media_type, image.width, image.height, {"first_frame_of_animation": seen.frames > 1})


def _encoded(image: Image.Image, *, as_jpeg: bool) -> tuple[bytes, str]:
    out = BytesIO()
    if as_jpeg:
        image.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True)
        return out.getvalue(), "image/jpeg"
    note = PngImagePlugin.PngInfo()
    note.add_text("Software", "OKZest")
    image.save(out, "PNG", compress_level=9 if image.width * image.height < 4_000_000 else 6, pnginfo=note)
    return out.getvalue(), "image/png"
