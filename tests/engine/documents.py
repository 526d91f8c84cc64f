"""Small documents for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from renderer.engine import schema
from renderer.engine.document import Document
from renderer.engine.resolve import resolve
from renderer.engine.resolved import Resolved


def document(
    layers: Iterable[Mapping[str, Any]] = (), fields: Iterable[Mapping[str, Any]] = (), **more: Any
) -> Document:
    """A parsed document of one size; layers without id or type are text layers called `text0`, `text1` …"""
    complete = [{"id": f"text{i}", "type": "text", **layer} for i, layer in enumerate(layers)]
    sizes = [{"id": "base", "w": 600, "h": 300}]
    return schema.parse({"sizes": sizes, "fields": list(fields), "layers": complete, **more})


def filled(text: str, fields: Iterable[Mapping[str, Any]], values: Mapping[str, str], **layer: Any) -> Resolved:
    """What a document with that one text layer becomes."""
    return resolve(document([{"text": text, **layer}], fields), values)


def words(text: str, fields: Iterable[Mapping[str, Any]], values: Mapping[str, str], **layer: Any) -> str | None:
    """The words of that one text layer, or None when it hides."""
    layers = filled(text, fields, values, **layer).layers
    return layers[0].words[0].text if layers else None
