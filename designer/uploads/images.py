"""Photos and pictures: checked from their header, decoded, turned upright, and encoded anew. Runs in the sandbox."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from designer.uploads.limits import MAX_FRAMES, MAX_PIXELS, MAX_SIDE
from designer.uploads.made import Made
from designer.uploads.refusals import DAMAGED, Refusal

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
JPEG_QUALITY = 92
LOSSY = ("JPEG", "WEBP")


def remake(data: bytes) -> Made:
    """The picture as a new PNG or JPEG in sRGB, first frame only. Raises Refusal."""
    image = _opened(data)
    frames = int(getattr(image, "n_frames", 1))
    if frames > MAX_FRAMES:
        raise Refusal(
            "too_many_frames", f"This animation has more than {MAX_FRAMES} frames. Export a still picture instead."
        )
    lossy = image.format in LOSSY
    upright = _upright(image)
    has_alpha = "A" in upright.getbands() and upright.getchannel("A").getextrema()[0] != 255
    flat = upright if has_alpha else upright.convert("RGB")
    encoded, media_type = _encoded(flat, as_jpeg=lossy and not has_alpha)
    return Made(encoded, media_type, flat.width, flat.height, {"first_frame_of_animation": frames > 1})


def _opened(data: bytes) -> Image.Image:
    """The decoded picture; its size is known from the header before a pixel is read."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data), formats=FORMATS)
            _refuse_giants(image.width, image.height)
            image.load()
    except Refusal:
        raise
    # Pillow's plugins raise many kinds of error for damaged files; all mean the same to a marketer.
    except Exception as problem:
        raise DAMAGED from problem
    return image


def _refuse_giants(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Refusal(
            "too_many_pixels",
            f"This picture is {width:,} × {height:,} px. The most is {MAX_PIXELS // 1_000_000} megapixels and "
            f"{MAX_SIDE:,} px a side; 2,400 px wide is plenty for e-mail.",
        )


def _upright(image: Image.Image) -> Image.Image:
    try:
        image = ImageOps.exif_transpose(image)
    # A broken EXIF block must not cost the picture; it is dropped anyway.
    except Exception:
        image = image.copy()
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
            return ImageCms.profileToProfile(image, source, srgb, outputMode=wanted) or image.convert(target)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    if image.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        image = image.point(lambda value: value / 257) if image.mode != "F" else image
        image = image.convert("L")
    return image.convert(target)


def _encoded(image: Image.Image, *, as_jpeg: bool) -> tuple[bytes, str]:
    out = BytesIO()
    if as_jpeg:
        image.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True)
        return out.getvalue(), "image/jpeg"
    note = PngImagePlugin.PngInfo()
    note.add_text("Software", "OKZest")
    image.save(out, "PNG", compress_level=9 if image.width * image.height < 4_000_000 else 6, pnginfo=note)
    return out.getvalue(), "image/png"
