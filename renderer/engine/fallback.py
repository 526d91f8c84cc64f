"""Which font draws a character that the design's own font lacks: Noto for its script, emoji in colour, never a tofu."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from fontTools import unicodedata as ucd

from renderer.engine.document import FontSpec
from renderer.engine.faces import Face
from renderer.engine.fonts import Family, FontBook
from renderer.engine.scripts import COMMON, is_ignorable, wants_colour

_EMOJI = ("Noto Color Emoji", "Noto Emoji")
_SYMBOLS = ("Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans Math", "Noto Music")
_CJK_SCRIPTS = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
_REGIONS = {"ja": "JP", "ko": "KR", "zh": "SC"}
_UNLIKELY = ("Sign Writing", "Unjoined", "Looped", "Display", "Mono", "Slanted", "Tifinagh ", "Traditional")
"""Families that cover a script in a special manner; they are asked last."""


def chosen_face(fonts: FontBook, cluster: str, script: str, spec: FontSpec, size: float, lang: str) -> Face | None:
    """The face that draws this grapheme whole, or None when no font can. Remembered for the whole book."""
    key = (cluster, script, spec, size, lang)
    found: Face | None = fonts.choices.get(key, lambda: _choose(fonts, cluster, script, spec, size, lang))
    return found


def covers(face: Face, cluster: str) -> bool:
    """Does the face have every visible character, as written, composed or decomposed?"""
    if _has_all(face, cluster):
        return True
    if cluster.isascii():
        return False
    return any(_has_all(face, unicodedata.normalize(form, cluster)) for form in ("NFC", "NFD"))


def _has_all(face: Face, cluster: str) -> bool:
    return all(face.covers(ord(char)) or is_ignorable(char) for char in cluster)


def _choose(fonts: FontBook, cluster: str, script: str, spec: FontSpec, size: float, lang: str) -> Face | None:
    primary = fonts.match(spec, size).face
    if wants_colour(cluster):
        first = _first_that_covers(fonts, _families(fonts, _EMOJI), cluster, spec, size)
        if first is not None:
            return first
    if covers(primary, cluster):
        return primary
    near = _families(fonts, [*_names_for(script, lang), "Noto Sans", *_SYMBOLS, *_EMOJI])
    return _first_that_covers(fonts, near, cluster, spec, size) or _first_that_covers(
        fonts, _all_families(fonts), cluster, spec, size
    )


def _first_that_covers(
    fonts: FontBook, families: Iterator[Family], cluster: str, spec: FontSpec, size: float
) -> Face | None:
    for family in families:
        face = fonts.face(family, spec.weight, False, size, oblique=False)
        if covers(face, cluster):
            return face
    return None


def _families(fonts: FontBook, names: tuple[str, ...] | list[str]) -> Iterator[Family]:
    found = (fonts.family(name) for name in names)
    return (family for family in found if family is not None)


def _all_families(fonts: FontBook) -> Iterator[Family]:
    families = [family for family in fonts.families.values() if family.name.startswith("Noto ")]
    return iter(sorted(families, key=lambda family: any(word in family.name for word in _UNLIKELY)))


def _names_for(script: str, lang: str) -> list[str]:
    if script in COMMON or script in _CJK_SCRIPTS:
        return [f"Noto Sans CJK {_region(script, lang)}"] if script in _CJK_SCRIPTS else []
    name = ucd.script_name(script, "").replace("_", " ")
    return [f"Noto Sans {name}", f"Noto Serif {name}"]


def _region(script: str, lang: str) -> str:
    """Chinese, Japanese and Korean share code points but not shapes; kana and hangul tell their language."""
    tag = lang.lower()
    if script == "Hang":
        return "KR"
    if script in ("Hira", "Kana") or tag.startswith("ja"):
        return "JP"
    if "hk" in tag.split("-"):
        return "HK"
    if script == "Bopo" or "tw" in tag.split("-") or "hant" in tag:
        return "TC"
    return _REGIONS.get(tag[:2], "SC")
