"""The webinar invite: a design with every kind of layer, which the journeys through the editor work on."""

from __future__ import annotations

from typing import Any

GRADIENT = {"type": "linear", "angle": 35, "stops": [{"at": 0, "color": "#16215A"}, {"at": 1, "color": "#6B2A6E"}]}
WHITE = {"type": "solid", "color": "#FFFFFF"}
INK = {"type": "solid", "color": "#141B26"}
GOLD = {"type": "solid", "color": "#F0B429"}
IS_VIP = {"field": "tier", "op": "is", "value": "VIP"}


def field(key: str, label: str, complete: str, longest: str = "", **properties: Any) -> dict[str, Any]:
    return {"key": key, "label": label, "samples": {"complete": complete, "longest": longest}, **properties}


def fields() -> list[dict[str, Any]]:
    return [
        field("first_name", "First name", "Amira", "Maximiliana-Konstantina", fallback="friend"),
        field("event", "Event", "Design systems at scale", "Personalised communication", fallback="Your webinar"),
        field("city", "City", "London", "Llanfairpwllgwyngyll", fallback="online"),
        field("tier", "Tier", "VIP", "Guest", kind="choice", mode="ignore", choices=["VIP", "Gold", "Guest"]),
        field("title", "Job title", "Designer", mode="fallback"),
    ]


def layers() -> list[dict[str, Any]]:
    """Back to front."""
    heavy = {"family": "Inter", "weight": 800}
    case = {"when": IS_VIP, "text": "VIP", "paint": GOLD, "text_paint": INK}
    return [
        {"type": "shape", **_box("card", "Card", 32, 40, 380, 220), "radius": 18, "paint": WHITE},
        {
            "type": "text",
            **_box("headline", "Headline", 56, 60, 332, 104),
            "size": 44,
            "line_height": 1.1,
            "text": "You’re in, {{first_name}}!",
            "font": heavy,
            "paint": INK,
        },
        {
            "type": "text",
            **_box("eventline", "Event line", 56, 176, 260, 30),
            "size": 18,
            "text": "{{event}} · {{city}}",
            "paint": INK,
        },
        {"type": "shape", **_box("dot", "Dot", 440, 50, 100, 100), "shape": "ellipse", "paint": GOLD},
        {"type": "badge", **_box("vip", "VIP badge", 460, 200, 90, 34), "field": "tier", "size": 18, "cases": [case]},
        {"type": "qr", **_box("ticket", "Ticket QR", 330, 190, 64, 64), "text": "https://t.example/{{city}}"},
    ]


def _box(layer_id: str, name: str, x: int, y: int, w: int, h: int) -> dict[str, Any]:
    return {"id": layer_id, "name": name, "x": x, "y": y, "w": w, "h": h}


def webinar(**properties: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "name": "Webinar invite",
        "sizes": [{"id": "base", "name": "Email 600", "w": 600, "h": 300}],
        "background": GRADIENT,
        "alt": "You’re in, {{first_name}}!",
        "output": {"format": "png", "density": 1},
        "fields": fields(),
        "layers": layers(),
        **properties,
    }
