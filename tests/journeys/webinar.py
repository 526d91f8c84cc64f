"""“Webinar invite”: a photo, a card, two texts, a portrait, a turned badge and a QR code, in two sizes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from designer.models import Template
from designer.operations.assets import upload_asset
from designer.operations.templates import create_template
from workspaces.actors import Actor
from workspaces.models import Workspace

WHITE = {"type": "solid", "color": "#FFFFFF"}
INK = {"type": "solid", "color": "#141B26"}
GOLD = {"type": "solid", "color": "#F0B429"}
IS_VIP = {"field": "tier", "op": "is", "value": "VIP"}
INTER = {"family": "Inter", "weight": 700, "italic": False}


def make_webinar(workspace: Workspace, by: Actor, now: datetime, name: str = "Webinar invite") -> Template:
    """Upload its pictures and create the template."""
    photo, portrait = (
        upload_asset(workspace=workspace, data=data, name=name, by=by, now=now).digest
        for name, data in (("photo.png", _photo()), ("portrait.png", _portrait()))
    )
    return create_template(workspace=workspace, name=name, document=invite(photo, portrait), by=by, now=now)


def invite(photo: str, portrait: str) -> dict[str, Any]:
    """The document, its pictures by digest. Overrides make it fit a second size."""
    return {
        "schema": 1,
        "name": "Webinar invite",
        "sizes": [
            {"id": "base", "name": "Email 600", "w": 600, "h": 300},
            {"id": "og", "name": "Share", "w": 800, "h": 420},
        ],
        "background": {"type": "solid", "color": "#0B1F3A"},
        "alt": "You’re in, {{ first_name }}!",
        "output": {"format": "png", "density": 1},
        "fields": _fields(),
        "layers": _layers(photo, portrait),
        "overrides": {
            "og": {"photo0": {"w": 800, "h": 420}, "head": {"x": 80, "y": 90, "w": 420, "h": 130, "size": 56}}
        },
    }


def _size(size_id: str, name: str, w: int, h: int) -> dict[str, Any]:
    return {"id": size_id, "name": name, "w": w, "h": h}


def _field(key: str, label: str, complete: str, longest: str, fallback: str, **more: Any) -> dict[str, Any]:
    samples = {"complete": complete, "longest": longest}
    return {"key": key, "label": label, "samples": samples, "fallback": fallback, **more}


def _fields() -> list[dict[str, Any]]:
    return [
        _field("first_name", "First name", "Amira", "Maximiliana-Konstantina", "friend"),
        _field("event", "Event", "Design systems", "Personalised communication", "Your webinar"),
        _field("city", "City", "London", "Llanfairpwllgwyngyll", "online"),
        {"key": "tier", "label": "Tier", "mode": "ignore", "samples": {"complete": "VIP", "longest": "Guest"}},
        {"key": "title", "label": "Job title", "mode": "ignore", "samples": {"complete": "Designer"}},
        {"key": "photo", "label": "Portrait", "kind": "image", "mode": "ignore"},
    ]


def _box(layer_id: str, kind: str, name: str, x: int, y: int, w: int, h: int, **more: Any) -> dict[str, Any]:
    return {"id": layer_id, "type": kind, "name": name, "x": x, "y": y, "w": w, "h": h, **more}


def _layers(photo: str, portrait: str) -> list[dict[str, Any]]:
    """Back to front."""
    headline = {"text": "You’re in, {{ first_name }}!", "size": 44, "line_height": 1.1, "font": INTER, "paint": INK}
    guest = {"kind": "field", "field": "photo", "fallback": portrait, "asset": None, "missing": "fallback"}
    vip = {"when": IS_VIP, "text": "VIP", "paint": GOLD, "text_paint": INK}
    look = {"text": "Guest", "paint": WHITE, "text_paint": INK}
    return [
        _box("photo0", "image", "Photo", 0, 0, 600, 300, source={"kind": "asset", "asset": photo}),
        _box("card00", "shape", "Card", 32, 40, 380, 220, radius=18, paint=WHITE, shadows=[{}]),
        _box("head", "text", "Headline", 56, 58, 332, 104, **headline),
        _box("line00", "text", "Event line", 56, 172, 250, 28, text="{{ event }} · {{ city }}", size=18, paint=INK),
        _box("role00", "text", "Role", 56, 206, 200, 24, text="{{ title }}", size=15, paint=INK),
        _box("guest0", "image", "Guest", 450, 44, 110, 110, source=guest, mask={"shape": "ellipse"}),
        _box("vip000", "badge", "Badge", 452, 186, 100, 40, field="tier", size=20, rot=12, cases=[vip], default=look),
        _box("qr0000", "qr", "Ticket", 322, 172, 74, 74, text="https://t.example/{{ city }}"),
    ]


def _photo() -> bytes:
    """A soft picture whose light and dark parts lie side by side."""
    picture = Image.linear_gradient("L").resize((600, 300)).rotate(180)
    toned = Image.merge("RGB", [picture.point(lambda v, top=top: v * top // 255) for top in (210, 150, 230)])
    ImageDraw.Draw(toned).ellipse((380, 20, 640, 280), fill=(250, 210, 120))
    return _png(toned.filter(ImageFilter.GaussianBlur(6)))


def _portrait() -> bytes:
    face = Image.new("RGB", (220, 220), (92, 150, 170))
    pen = ImageDraw.Draw(face)
    pen.ellipse((60, 40, 160, 140), fill=(240, 200, 170))
    pen.ellipse((20, 150, 200, 330), fill=(60, 60, 110))
    return _png(face)


def _png(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()
