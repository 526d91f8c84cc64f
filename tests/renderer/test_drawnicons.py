"""Drawn icons of badges: every name of the set is a picture, any other is simply missing."""

from __future__ import annotations

import pytest

from renderer import gather
from renderer.engine import schema
from renderer.engine.layout import layout
from renderer.engine.paint import paint
from renderer.engine.resolve import resolve
from renderer.limits import RenderLimits
from renderer.materials.drawnicons import SIDE, drawn

LOOK = {
    "text": "VIP",
    "paint": {"type": "solid", "color": "#000000"},
    "text_paint": {"type": "solid", "color": "#FF0000"},
}


def badge(icon: str | None) -> dict[str, object]:
    layer = {
        "id": "vip",
        "type": "badge",
        "name": "VIP",
        "x": 0,
        "y": 0,
        "w": 120,
        "h": 40,
        "field": "tier",
        "size": 20,
    }
    size = {"id": "base", "name": "Base", "w": 120, "h": 40}
    return {
        "schema": 1,
        "sizes": [size],
        "fields": [{"key": "tier"}],
        "layers": [{**layer, "default": {**LOOK, "icon": icon}}],
    }


def test_name_of_the_set_is_drawn_sharp() -> None:
    icon = drawn("lucide:crown")
    assert icon is not None
    assert icon.size == (SIDE, SIDE)
    assert icon.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("name", ["lucide:no-such-icon", "lucide:", "lucide:../secrets", "lucide:Crown\n"])
def test_other_names_are_missing(name: str) -> None:
    assert drawn(name) is None


def test_icon_takes_the_colour_of_the_letters() -> None:
    def red(icon: str | None) -> int:
        resolved = resolve(schema.read(badge(icon)).document, {"tier": "x"})
        assets = gather.gather(resolved, RenderLimits())
        assert not assets.missing
        image = paint(layout(resolved, assets), assets, 2).convert("RGB")
        return sum(count for count, (r, g, b) in image.getcolors(1 << 16) or () if r > 200 and g < 60 and b < 60)

    assert red("lucide:heart") > red(None)
