"""A document, as JSON, in which every part of the schema occurs."""

from __future__ import annotations

SIZES = [{"id": "base", "w": 600, "h": 300}]
EVERYTHING = {
    "schema": 1,
    "name": "Everything",
    "sizes": [*SIZES, {"id": "og", "name": "Share", "w": 1200, "h": 630}],
    "background": {
        "type": "linear",
        "angle": 90,
        "stops": [{"at": 1, "color": "#fff000"}, {"at": 0, "color": "primary"}],
    },
    "output": {"format": "jpeg", "density": 2},
    "safe": {"margin": 16, "zones": [{"name": "Logo", "w": 120, "h": 60}]},
    "guides": [{"axis": "x", "at": 56}],
    "alt": "Hi {{ name }}",
    "brand": {
        "colors": {"primary": "#112233"},
        "fonts": {"heading": {"family": "Lora", "weight": 700}},
        "min_size": 10,
    },
    "groups": [{"id": "g1", "name": "Head"}],
    "fields": [
        {"key": "name", "fallback": "{{ nick }}", "clean": ["trim", "fix_caps"], "aliases": ["FNAME"]},
        {"key": "nick", "rules": [{"when": {"all": [{"field": "name", "op": "empty"}]}, "use": "you"}]},
        {"key": "when", "kind": "date", "format": "d MMM", "locale": "de-AT"},
        {"key": "price", "kind": "money", "currency": "EUR"},
        {"key": "code", "pattern": "[A-Z]+", "samples": {"complete": "AB"}},
    ],
    "rules": [
        {
            "when": {"field": "price", "op": "gt", "value": 5},
            "do": "set",
            "layer": "head",
            "property": "size",
            "value": 40,
        }
    ],
    "layers": [
        {
            "id": "back",
            "type": "shape",
            "shape": "star",
            "paint": {"token": "primary", "alpha": 0.5},
            "radius": [1, 2, 3, 4],
        },
        {
            "id": "head",
            "type": "text",
            "text": "Hi {{ name | upcase }}",
            "shorter": ["Hi"],
            "marks": [{"from": 0, "to": 2, "paint": {"type": "solid", "color": "#FF000080"}}],
            "font": {"token": "heading"},
            "stroke": {"w": 1},
            "box": {"pad": [1, 2, 3, 4]},
            "features": {"liga": False},
            "shadows": [{"dx": 1}],
            "anchor": {"to": "back"},
        },
        {
            "id": "photo",
            "type": "image",
            "source": {"kind": "field", "field": "code"},
            "focal": [0.5, 0.2],
            "crop": {"w": 0.5},
        },
        {"id": "qr", "type": "qr", "text": "https://x.de/{{ code }}"},
        {
            "id": "tier",
            "type": "badge",
            "field": "code",
            "cases": [{"when": {"field": "code"}, "text": "x"}],
            "default": "hide",
        },
    ],
    "overrides": {"og": {"head": {"x": 112, "size": 88}}},
}
