"""The table of properties, types, limits and defaults that Python and the browser share (`properties.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROPERTIES: Mapping[str, Any] = json.loads(Path(__file__).with_name("properties.json").read_text("utf-8"))
"""The whole table as JSON; the editor receives the same object."""

LAYER_TYPES: tuple[str, ...] = tuple(PROPERTIES["layer"]["type"]["values"])


def of_layer(kind: str) -> Mapping[str, Any]:
    """Every property a layer of this kind may have: the common ones and its own."""
    return {**PROPERTIES["layer"], **PROPERTIES[kind]}


def of_object(name: str) -> Mapping[str, Any]:
    """The properties of a nested object such as `stroke` or `field`."""
    return PROPERTIES["objects"][name]  # type: ignore[no-any-return]
