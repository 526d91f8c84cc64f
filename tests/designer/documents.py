"""Small documents to test with: plain functions with good defaults."""

from __future__ import annotations

from typing import Any


def text(layer_id: str = "headline", content: str = "Hello {{ first_name }}", **properties: Any) -> dict[str, Any]:
    """A text layer of 400 × 80 px."""
    return {
        "id": layer_id,
        "type": "text",
        "name": layer_id.capitalize(),
        "x": 40,
        "y": 40,
        "w": 400,
        "h": 80,
        "size": 40,
        "text": content,
        **properties,
    }


def first_name(**properties: Any) -> dict[str, Any]:
    return {
        "key": "first_name",
        "label": "First name",
        "fallback": "friend",
        "samples": {"complete": "Amira", "longest": "Maximiliana-Konstantina"},
        **properties,
    }


def document(*layers: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """600 × 300 px on white, one greeting when no layers are given."""
    return {
        "schema": 1,
        "name": "Webinar invite",
        "sizes": [{"id": "base", "name": "Email 600", "w": 600, "h": 300}],
        "alt": "Hello {{ first_name }}, you are invited",
        "output": {"format": "png", "density": 1},
        "fields": [first_name()],
        "layers": list(layers) or [text()],
        **properties,
    }
