"""From uploaded bytes to a file of our own: which door it takes, how large it may be, and the remaking."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from designer.uploads import sandbox
from designer.uploads.limits import MAX_FONT_BYTES, MAX_SVG_BYTES
from designer.uploads.made import Made
from designer.uploads.sniffing import Family, family_of, name_of
from renderer.materials.sandbox.limits import MAX_IMAGE_BYTES, MEGABYTE
from renderer.materials.sandbox.refusals import DAMAGED, Refusal

MOST_BYTES: dict[Family, int] = {"image": MAX_IMAGE_BYTES, "svg": MAX_SVG_BYTES, "font": MAX_FONT_BYTES}
NAMES: dict[Family, str] = {"image": "picture", "svg": "SVG", "font": "font"}
WANTED = "Pictures may be PNG, JPEG, GIF or WebP, logos also SVG, fonts TTF, OTF, WOFF or WOFF2."


@dataclass(frozen=True, slots=True)
class Accepted:
    """An upload that was made anew; `digest` (SHA-256 of `made.data`) is its name in storage and in documents."""

    family: Family
    made: Made
    digest: str


def accept(data: bytes, *, wanted: tuple[Family, ...] = ("image", "svg", "font")) -> Accepted:
    """Check and remake an upload. Raises Refusal with a sentence for the person who chose the file."""
    family = family_of(data)
    if family is None or family not in wanted:
        raise Refusal("wrong_kind", f"This is {_what(family, data)}, which cannot be used here. {WANTED}")
    if len(data) > MOST_BYTES[family]:
        most = MOST_BYTES[family] // MEGABYTE
        raise Refusal("too_large", f"This {NAMES[family]} has {len(data) / MEGABYTE:.1f} MB; the most is {most} MB.")
    made = sandbox.remake(family, data)
    if made.data == data and family == "font":
        raise DAMAGED
    return Accepted(family, made, hashlib.sha256(made.data).hexdigest())


def _what(family: Family | None, data: bytes) -> str:
    return f"a {NAMES[family]}" if family else name_of(data)
