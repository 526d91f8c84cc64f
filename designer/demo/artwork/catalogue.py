"""Every picture of the demo by name, drawn when it is first asked for and kept in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from designer.demo.artwork import engraving, lake, logos, portrait, seal, silk, skyline, still_life

SUFFIXES = (".jpg", ".png")
EDITION = 1
"""Raise it when a picture is drawn differently: files of older editions are then drawn anew."""


@dataclass(frozen=True)
class Artwork:
    """A picture to be made. `alt` says what it shows; logos go to the logo shelf of an asset library."""

    draw: Callable[[], Image.Image]
    alt: str
    is_logo: bool = False


ARTWORK: dict[str, Artwork] = {
    "demo-alpine-lake": Artwork(lake.alpine_lake, "An alpine lake at dawn"),
    "demo-night-silk": Artwork(silk.night_silk, "Folds of violet silk"),
    "demo-city-dusk": Artwork(skyline.city_at_dusk, "City lights across the water at dusk"),
    "demo-still-life": Artwork(still_life.still_life, "Coloured solids in a studio"),
    "demo-desk-lamp": Artwork(still_life.desk_lamp, "A red desk lamp beside two books"),
    "demo-sunset-silk": Artwork(silk.sunset_silk, "Folds of silk in coral and gold"),
    "demo-certificate-paper": Artwork(engraving.certificate_paper, "Ivory paper with an engraved frame"),
    "demo-gold-seal": Artwork(seal.gold_seal, "A gold seal with blue ribbons"),
    "demo-portrait-ines": Artwork(partial(portrait.portrait, portrait.INES), "Portrait of Ines Moreau"),
    "demo-portrait-tomas": Artwork(partial(portrait.portrait, portrait.TOMAS), "Portrait of Tomas Lindqvist"),
    "demo-portrait-amara": Artwork(partial(portrait.portrait, portrait.AMARA), "Portrait of Amara Okafor"),
    "demo-logo-halden": Artwork(logos.halden, "Halden", is_logo=True),
    "demo-logo-kestrel": Artwork(logos.kestrel, "Kestrel", is_logo=True),
    "demo-logo-orbital": Artwork(logos.orbit, "Orbital", is_logo=True),
    "demo-logo-plain": Artwork(logos.plain, "Two speech bubbles", is_logo=True),
}


def picture(name: str, folder: Path) -> Path:
    """The file of a picture, drawn now if the folder lacks it; JPEG for photographs, PNG where it is transparent."""
    shelf = folder / f"edition-{EDITION}"
    kept = next((path for suffix in SUFFIXES if (path := shelf / f"{name}{suffix}").exists()), None)
    if kept is not None:
        return kept
    image = ARTWORK[name].draw()
    shelf.mkdir(parents=True, exist_ok=True)
    return _saved(image, shelf / f"{name}{'.png' if image.mode == 'RGBA' else '.jpg'}")


def _saved(image: Image.Image, path: Path) -> Path:
    # A second process must never read half a file.
    unfinished = path.with_suffix(f".{os.getpid()}")
    if path.suffix == ".png":
        image.save(unfinished, "PNG", optimize=True)
    else:
        image.save(unfinished, "JPEG", quality=94, subsampling=0, optimize=True)
    return unfinished.replace(path)
