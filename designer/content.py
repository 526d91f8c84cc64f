"""What a document is made of, read off its JSON: its hash, and the assets, fonts and tokens it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from renderer.releases import content_hash

__all__ = ["assets_of", "content_hash", "fields_of", "fonts_of", "replaced", "tokens_of", "with_asset"]

DIGEST = re.compile(r"^[0-9a-f]{64}$")


def assets_of(document: Mapping[str, Any]) -> set[str]:
    """Digests of every stored file the document shows or sets type in, in any size, case or fallback."""
    return {text for _, text in _strings(document) if DIGEST.match(text)}


def fonts_of(document: Mapping[str, Any]) -> set[str]:
    """Families that its layers name; the brand's own text styles count only where a layer uses them."""
    brand = (document.get("brand") or {}).get("fonts", {})
    named = {text for name, text in _strings(_design(document)) if name == "family"}
    used = {brand[token].get("family", "") for token in tokens_of(document) if token in brand}
    return {family for family in named | used if family}


def tokens_of(document: Mapping[str, Any]) -> set[str]:
    """Names of the brand's colours and text styles that the design refers to."""
    return {text for name, text in _strings(_design(document)) if name == "token"}


def fields_of(document: Mapping[str, Any]) -> set[str]:
    """Keys of the fields the document declares."""
    return {str(field.get("key", "")) for field in document.get("fields", []) if isinstance(field, Mapping)}


def with_asset(document: Any, old: str, new: str) -> Any:
    """The same JSON with one asset's digest in the place of another's."""
    return replaced(document, {old: new})


def replaced(document: Any, digests: Mapping[str, str]) -> Any:
    """The same JSON with every digest that the mapping knows exchanged."""
    if isinstance(document, Mapping):
        return {name: replaced(value, digests) for name, value in document.items()}
    if isinstance(document, list):
        return [replaced(value, digests) for value in document]
    return digests.get(document, document) if isinstance(document, str) else document


def _design(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "brand"}


def _strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every string in the JSON with the name of the property that holds it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, name)
    elif isinstance(value, str):
        yield name, value
