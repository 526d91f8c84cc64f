"""Fonts to draw with: families by name, the nearest face to what a design asks for, and shared open fonts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from renderer.engine.document import FontSpec
from renderer.engine.faces import Face
from renderer.engine.fontfiles import SYSTEM_FOLDERS, Axis, FontFile, installed
from renderer.engine.problems import RenderProblem
from renderer.engine.recent import Recent, Returning

__all__ = ["Face", "Family", "FontBook", "Match", "NoFonts", "UploadedFont"]

DEFAULT_FAMILY = "Inter"
SLANT = 0.2
"""Slope of an oblique made from an upright font, as browsers do it."""


@dataclass(frozen=True, slots=True)
class UploadedFont:
    """A workspace's own font: `digest` names the bytes, which have been checked before they come here."""

    family: str
    data: bytes
    digest: str
    weight: int = 400
    italic: bool = False


MOST_CHARACTERS = 60_000
"""How many characters of shaped, and of fitted, text a book remembers; each takes about 0.3 KB."""


class NoFonts(RenderProblem):
    """Nothing can be drawn: the installation lacks its font packages."""

    code = "no_fonts"


class Match(NamedTuple):
    """The face for a wish; `instead_of` is the family that was asked for and is not there, or None."""

    face: Face
    instead_of: str | None


class Family:
    """Fonts that share a name: one per weight and style, or variable ones."""

    def __init__(self, name: str, files: tuple[FontFile, ...]):
        self.name, self.files = name, files

    @property
    def category(self) -> str:
        return self.files[0].category

    @property
    def source(self) -> str:
        return self.files[0].source

    @property
    def is_for_design(self) -> bool:
        """Offered in menus: a design package or an upload, not a font that only stands in for missing characters."""
        return self.source == "upload" or self.source.startswith("fontpkg-")

    @property
    def has_italic(self) -> bool:
        return any(file.italic or "slnt" in file.axes or "ital" in file.axes for file in self.files)

    @property
    def axes(self) -> dict[str, Axis]:
        return self.files[0].axes

    @property
    def weights(self) -> tuple[int, ...]:
        """Static weights, or the hundreds within the weight axis."""
        if "wght" in self.axes:
            low, _, high = self.axes["wght"]
            return tuple(weight for weight in range(100, 1000, 100) if low <= weight <= high)
        return tuple(sorted({file.weight for file in self.files}))

    def nearest(self, weight: int, italic: bool) -> FontFile:
        """The file that comes closest: style first, then weight, lighter first below 500 as in CSS."""
        rows = [file for file in self.files if file.italic == italic] or list(self.files)

        def distance(file: FontFile) -> tuple[int, bool]:
            return abs(file.weight - weight), (file.weight > weight) == (weight < 500)

        return min(rows, key=distance)


class FontBook:
    """All fonts a render may use. Safe to share between threads; give each workspace its own by `with_uploads`."""

    def __init__(self, files: Iterable[FontFile]):
        self.files = tuple(files)
        if not self.files:
            raise NoFonts("No fonts were found. Install the packages named in requirements.txt.")
        grouped: dict[str, list[FontFile]] = {}
        for file in self.files:
            grouped.setdefault(file.family.casefold(), []).append(file)
        self._families = {
            key: Family(rows[0].family, tuple(row for row in rows if row.source == rows[0].source))
            for key, rows in grouped.items()
        }
        self._faces: dict[tuple[object, ...], Face] = {}
        self.choices = Recent(20_000)
        self.shapes = Returning(MOST_CHARACTERS)
        self.blocks = Returning(MOST_CHARACTERS)

    @classmethod
    def discover(cls, system_folders: Iterable[Path] = SYSTEM_FOLDERS) -> FontBook:
        """The fonts of this installation. With no system folders only packages count, the same on every machine."""
        return cls(installed(system_folders))

    def with_uploads(self, uploads: Iterable[UploadedFont]) -> FontBook:
        """This book and a workspace's own fonts, which win over installed families of the same name."""
        own = [
            FontFile(u.family, "upload", f"upload/{u.digest}", data=u.data, weight=u.weight, italic=u.italic)
            for u in uploads
        ]
        replaced = {file.family.casefold() for file in own}
        return FontBook([*own, *(file for file in self.files if file.family.casefold() not in replaced)])

    @property
    def families(self) -> Mapping[str, Family]:
        """Families by case-folded name."""
        return self._families

    def family(self, name: str) -> Family | None:
        return self._families.get(name.casefold())

    @cached_property
    def fingerprint(self) -> str:
        """A digest of every file's identity: it changes when any font does, and so must the names of pictures."""
        names = "\n".join(sorted(file.identity for file in self.files))
        return hashlib.sha256(names.encode()).hexdigest()

    def match(self, spec: FontSpec, size: float) -> Match:
        """The face for a wish at a size in px. An unknown family becomes the default one; `instead_of` says so."""
        family = self.family(spec.family)
        if family is not None:
            return Match(self.face(family, spec.weight, spec.italic, size), None)
        family = self.family(DEFAULT_FAMILY) or next(iter(self._families.values()))
        return Match(self.face(family, spec.weight, spec.italic, size), spec.family)

    def face(self, family: Family, weight: int, italic: bool, size: float, *, oblique: bool = True) -> Face:
        """A shared face. The optical size follows `size`, so a text that shrinks keeps its letterforms and widths."""
        key = (family.name, weight, italic, size, oblique)
        found = self._faces.get(key)
        if found is None:
            file = family.nearest(weight, italic)
            coords = _coordinates(file.axes, weight, italic, size)
            slanted = file.italic or {"slnt", "ital"} & dict(coords).keys()
            found = Face.shared(file, coords, SLANT if italic and oblique and not slanted else 0)
            if len(self._faces) < 10_000:
                self._faces[key] = found
        return found


def _coordinates(axes: Mapping[str, Axis], weight: int, italic: bool, size: float) -> tuple[tuple[str, float], ...]:
    wishes = {"wght": float(weight), "opsz": size}
    if italic:
        wishes |= {"ital": 1.0, "slnt": -12.0}
    return tuple(
        (tag, min(max(wishes[tag], low), high)) for tag, (low, _, high) in sorted(axes.items()) if tag in wishes
    )
