"""The documents that come with the product: five of the demo, and the gallery's starter templates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from designer.demo.artwork.catalogue import ARTWORK

DEMO = Path(__file__).parent / "documents"
GALLERY = Path(__file__).parent.parent / "gallery" / "documents"
DEMO_KEYS = ("newsletter-hero", "webinar-reminder", "share-card", "certificate", "sales-outreach")
"""In the order in which people should see them."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A design of ours. Its pictures are named by `artwork`'s names where a stored document has digests."""

    key: str
    document: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.document["name"])

    @property
    def artwork(self) -> frozenset[str]:
        """Names of every picture the design may show."""
        return frozenset(text for text in _strings(self.document) if text in ARTWORK)

    def in_house_tokens(self) -> Sample:
        """The design without a brand of its own: `hearth-primary` becomes the `primary` of whoever uses it."""
        design = {name: value for name, value in self.document.items() if name != "brand"}
        return Sample(self.key, _plainly_named(design))


def demo() -> list[Sample]:
    """The five templates of the demo."""
    return [_read(DEMO, key) for key in DEMO_KEYS]


def gallery() -> list[Sample]:
    """The starter templates, by name."""
    return sorted((_read(GALLERY, path.stem) for path in GALLERY.glob("*.json")), key=lambda sample: sample.name)


def _read(folder: Path, key: str) -> Sample:
    return Sample(key, json.loads((folder / f"{key}.json").read_text("utf-8")))


def _plainly_named(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: inner.rpartition("-")[2] if name == "token" else _plainly_named(inner)
            for name, inner in value.items()
        }
    return [_plainly_named(inner) for inner in value] if isinstance(value, list) else value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
