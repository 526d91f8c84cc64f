"""The interface font: Inter from its wheel, cut down to a web font once and served like any static file."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

log = logging.getLogger(__name__)
PATH = "ui/inter.woff2"
PACKAGE = "fontpkg-inter"
RECIPE = 1  # raise it when anything below changes what the file holds
WEIGHTS = (400, 700, 400)  # lightest, boldest, plain
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case", "frac"]
# Latin with its extensions, Greek, Cyrillic, Vietnamese, punctuation, money, arrows and the signs of our key hints.
RANGES = ((0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF))
SIGNS = "™←↑→↓⇆⇧−≈≠≤≥▲▼✓✕⌘⏎"


def source() -> Path:
    """The variable font inside the wheel."""
    import fontpkg_inter

    return next(path for path in (Path(fontpkg_inter.ROOT) / "files").glob("Inter[[]*.ttf"))


def web_font(folder: Path) -> Path:
    """The web font in this folder, made now if it is not there; safe when several processes ask at once."""
    path = folder / f"{PACKAGE}-{version(PACKAGE)}-{RECIPE}" / PATH
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent)
        os.close(handle)
        _cut(source(), Path(unfinished))
        Path(unfinished).replace(path)
        path.chmod(0o644)
    return path


def _cut(original: Path, target: Path) -> None:
    """HarfBuzz cuts letters and weights out in a moment; fontTools packs the rest as WOFF2."""
    import uharfbuzz
    from fontTools.ttLib import TTFont

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(original))
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.set({code for first, last in RANGES for code in range(first, last + 1)} | set(map(ord, SIGNS)))
    wanted.layout_feature_tag_set.set({int.from_bytes(tag.encode()) for tag in FEATURES})
    wanted.set_axis_range(face, "wght", *WEIGHTS)
    font = TTFont(BytesIO(wanted.subset(face).blob.data))
    font.flavor = "woff2"
    font.save(target)
    log.info("interface_font.made", extra={"bytes": target.stat().st_size})


class InterfaceFontFinder(BaseFinder):
    """Lets `{% static "ui/inter.woff2" %}` and collectstatic find the font as if it lay in our static folder."""

    def check(self, **kwargs: object) -> list[CheckMessage]:
        return []

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:
        found = [str(web_font(self._folder()))] if path == PATH else []
        # Django joins what its finders return, so “not here” is an empty list, even where one path was asked for.
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, Storage]]:
        root = web_font(self._folder()).parents[1]
        yield PATH, FileSystemStorage(location=root)

    def _folder(self) -> Path:
        return Path(settings.DATA) / "interface-font"
