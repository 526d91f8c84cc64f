"""Files that mean harm or make no sense, built here; and honest ones to compare them with."""

from __future__ import annotations

import io
import struct
import zlib
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"{}>{}</svg>'
DOT = '<circle cx="15" cy="15" r="12" fill="#2F5BEA"/>'


def picture(format: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "#2F5BEA" if mode != "RGBA" else (47, 91, 234, 128)).save(out, format, **options)
    return out.getvalue()


def animation(frames: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("RGB", (8, 8), (i % 256, 0, 0)) for i in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=10)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that unpack to as many pixels as one likes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def polyglot() -> bytes:
    """A picture with a program behind it."""
    return picture("JPEG") + b"<?php system($_GET['c']); ?><script>alert(1)</script>"


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "<?php echo 1; ?>"
    exif[0x0112] = 6
    return picture("JPEG", exif=exif)


def svg(content: str = DOT, attributes: str = "") -> bytes:
    return SVG.format(attributes, content).encode()


def svg_bomb() -> bytes:
    """Each group draws the one before it ten times."""
    groups = [f'<g id="g0">{DOT}</g>']
    for i in range(1, 9):
        uses = f'<use href="#g{i - 1}"/>' * 10
        groups.append(f'<g id="g{i}">{uses}</g>')
    return svg(f'<defs>{"".join(groups)}</defs><use href="#g8"/>')


def svg_entities() -> bytes:
    return b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>")


def svg_circle() -> bytes:
    return svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')


def deep_svg(depth: int) -> bytes:
    return svg("<g>" * depth + DOT + "</g>" * depth)


def font_path() -> Path:
    """A real font of an installed package."""
    spec = find_spec("fontpkg_space_grotesk") or find_spec("fontpkg.space_grotesk")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    found = sorted(folder.rglob("*.ttf"))
    if found:
        return found[0]
    from renderer.engine.fontfiles import installed

    return next(file._path for file in installed(()) if file.family == "Space Grotesk" and file._path)


def font() -> bytes:
    return font_path().read_bytes()


def font_changed(change) -> bytes:  # type: ignore[no-untyped-def]
    """The real font after somebody tampered with it."""
    made = TTFont(font_path())
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def woff2() -> bytes:
    def pack(made: TTFont) -> None:
        made.flavor = "woff2"

    return font_changed(pack)
