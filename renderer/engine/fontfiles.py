"""Font files: where the installed ones are, and what each of them offers. Opened only when they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import uharfbuzz as hb

SYSTEM_FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))
"""Where Debian's fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji put their files."""

NOTO_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Packages whose folder holds the world's scripts; they carry no description beside the files."""

WEIGHTS = {
    "Thin": 100,
    "ExtraLight": 200,
    "Light": 300,
    "Regular": 400,
    "": 400,
    "Medium": 500,
    "SemiBold": 600,
    "Bold": 700,
    "ExtraBold": 800,
    "Black": 900,
}
_STYLE = re.compile(r"^(?P<family>[^-\[.]+)(?:-(?P<weight>[A-Z][A-Za-z]*?)??(?P<italic>Italic)?)?(?:\[.*\])?\.")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d)|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_CJK = ("JP", "KR", "SC", "TC", "HK")

Axis = tuple[float, float, float]
"""Lowest, default and highest coordinate of a variation axis."""


class FontFile:
    """One face of a font file. `identity` names its exact content, so that equal identities draw equal pictures."""

    def __init__(
        self,
        family: str,
        source: str,
        identity: str,
        *,
        path: Path | None = None,
        data: bytes | None = None,
        index: int = 0,
        weight: int = 400,
        italic: bool = False,
        category: str = "",
    ):
        self.family, self.source, self.identity = family, source, identity
        self.index, self.weight, self.italic, self.category = index, weight, italic, category
        self._path, self._data = path, data

    @cached_property
    def opened(self) -> hb.Face:
        """The file in HarfBuzz; mapped into memory, so that only the parts that are read cost anything."""
        blob = hb.Blob(self._data) if self._path is None else hb.Blob.from_file_path(str(self._path))
        return hb.Face(blob, self.index)

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """Variation axes by tag, such as `wght`; empty for a static font."""
        try:
            return {a.tag: (a.min_value, a.default_value, a.max_value) for a in self.opened.axis_infos}
        except UnicodeDecodeError:
            # A damaged upload: its axes have no readable names, so it is drawn as it stands.
            return {}

    @property
    def path(self) -> Path | None:
        """Where the file lies; None for an upload."""
        return self._path

    @property
    def is_variable(self) -> bool:
        return bool(self.axes)

    def __repr__(self) -> str:
        return f"FontFile({self.identity})"


def installed(system_folders: Iterable[Path] = SYSTEM_FOLDERS) -> Iterator[FontFile]:
    """Every font file to be had, best source first: design families, Noto wheels, then Debian's Noto."""
    for entry in sorted(entry_points(group="fontpkg.family"), key=lambda entry: entry.name):
        yield from _from_fontpkg(entry)
    for package in NOTO_PACKAGES:
        yield from _from_folder_package(package)
    for folder in system_folders:
        for path in sorted(folder.glob("*.[to]t[fc]")):
            yield from from_named_file(path, "Debian", f"system/{path.name}/{path.stat().st_size}")


def _from_fontpkg(entry: EntryPoint) -> Iterator[FontFile]:
    spec = find_spec(entry.value)
    if spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent
    about: dict[str, Any] = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    source = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
    category = (about.get("category") or [""])[0]
    for row in about["files"]:
        yield FontFile(
            about["family"],
            source,
            f"{source}/{row['path']}",
            path=folder / row["path"],
            weight=row["weight"] or 400,
            italic=row["style"] == "italic",
            category=category.lower().replace("_", " "),
        )


def _from_folder_package(package: str) -> Iterator[FontFile]:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return
    name = package.replace("_", "-")
    try:
        source = f"{name} {version(name)}"
    except PackageNotFoundError:
        source = name
    for path in sorted(Path(spec.submodule_search_locations[0]).glob("*.[to]t[fc]")):
        yield from from_named_file(path, source, f"{source}/{path.name}")


def from_named_file(path: Path, source: str, identity: str) -> Iterator[FontFile]:
    """A file whose name tells family, weight and style, as Noto's do; a collection gives one entry per language.

    Reading three hundred `name` tables at start-up would take 0.1 s for the same answer.
    """
    match = _STYLE.match(path.name.replace("-VF", ""))
    if match is None:
        return
    family = _WORD.sub(" ", match["family"])
    weight = WEIGHTS.get(match["weight"] or "", 400)
    if path.name.endswith("c"):
        for index, region in enumerate(_CJK):
            yield FontFile(f"{family} {region}", source, f"{identity}#{index}", path=path, index=index, weight=weight)
        return
    yield FontFile(family, source, identity, path=path, weight=weight, italic=bool(match["italic"]))
