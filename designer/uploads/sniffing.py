"""What a file is, by its content: its name and the browser's word for it are ignored."""

from __future__ import annotations

from typing import Literal

Family = Literal["image", "svg", "font"]

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"wOFF", b"wOF2", b"ttcf")
_KNOWN_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"8BPS", "a Photoshop file"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x00\x00\x01\x00", "a Windows icon"),
    (b"%!PS", "a PostScript file"),
)


def family_of(data: bytes) -> Family | None:
    """Which door the file belongs to, or None when to none of ours."""
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data.startswith(_FONTS):
        return "font"
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if (start.startswith(b"<") and b"<svg" in data[:65536].lower()) or (utf16 and b"s\x00v\x00g" in data[:8192]):
        return "svg"
    return None


def name_of(data: bytes) -> str:
    """What we take a file for that we cannot use, to be said in a sentence."""
    if not data:
        return "an empty file"
    if data[4:12] in (b"ftypavif", b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "an AVIF or HEIC photo"
    return next((name for magic, name in _KNOWN_OTHERS if data.startswith(magic)), "a file of a kind we do not know")
