"""The truth of the editor: its bitmaps are production's pixels, named by what they show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops

from designer.editor_api import limits
from tests.designer.calling import Caller, bitmap, image
from tests.designer.documents import document, text

pytestmark = pytest.mark.django_db


def opacity(layer: dict[str, Any], size: tuple[int, int]) -> Image.Image:
    return Image.new("L", size, round(255 * layer.get("opacity", 1)))


def test_bitmaps_stacked_in_the_browser_equal_production(as_bob: Caller) -> None:
    card = {"id": "card", "type": "shape", "x": 20, "y": 20, "w": 300, "h": 160, "rot": 12, "radius": 20}
    pale = {"id": "pale", "type": "shape", "shape": "ellipse", "x": 400, "y": 90, "w": 150, "h": 90, "opacity": 0.5}
    layers = [card, pale, text(x=33.4, y=60.6)]
    as_bob.edit([{"op": "add", "at": i, "layer": layer} for i, layer in enumerate(layers[:2])], 1)
    as_bob.edit([{"op": "set", "id": "headline", "set": {"x": 33.4, "y": 60.6}}], 2, seq=2)

    stacked = Image.new("RGBA", (600, 300), "#FFFFFF")
    for layer, result in zip(layers, as_bob.layers(*layers)["results"], strict=True):
        shown = bitmap(result)
        shown.putalpha(ImageChops.multiply(shown.getchannel("A"), opacity(layer, shown.size)))
        x, y = (int(value + 0.5) for value in (layer["x"], layer["y"]))
        stacked.alpha_composite(shown, (x + result["off"][0], y + result["off"][1]))

    composed = image(as_bob.post("compose", {"size": "base", "record": "complete"}))
    worst = np.abs(np.asarray(stacked, dtype=int) - np.asarray(composed, dtype=int)).max()
    assert worst <= 3


def test_moving_a_layer_keeps_its_key_and_retyping_does_not(as_bob: Caller) -> None:
    [here] = as_bob.layers(text())["results"]
    [there] = as_bob.layers(text(x=200, opacity=0.4, name="Other"))["results"]
    [other] = as_bob.layers(text(content="Bye {{ first_name }}"))["results"]

    assert here["key"] == there["key"] != other["key"]


def test_record_changes_the_pixels_only_where_it_is_used(as_bob: Caller) -> None:
    plain = text("plain", "Always the same")

    def keys(record: str) -> list[str]:
        return [one["key"] for one in as_bob.layers(text(), plain, record={"id": record})["results"]]

    complete, empty = keys("complete"), keys("empty")
    assert complete[0] != empty[0]
    assert complete[1] == empty[1]


def test_fields_that_are_not_saved_yet_are_drawn(as_bob: Caller) -> None:
    fields = [{"key": "first_name", "label": "First name", "fallback": "stranger", "samples": {"complete": "Amira"}}]
    [saved] = as_bob.layers(text(), record={"id": "empty"})["results"]
    [edited] = as_bob.layers(text(), record={"id": "empty"}, doc={"fields": fields})["results"]

    assert "stranger" in edited["meta"]["resolved"]
    assert "stranger" not in saved["meta"]["resolved"]
    assert as_bob.post("render-layers", {"layers": [text()], "doc": [1]}).status_code == 400


def test_text_tells_its_fit_segments_and_caret(as_bob: Caller) -> None:
    [result] = as_bob.layers(text(), want=["bitmap", "caret"])["results"]

    meta = result["meta"]
    assert meta["resolved"] == "Hello Amira"
    assert [6, 22, 6, 11, "first_name", "value"] in meta["segs"]
    assert (meta["size"], meta["lines_n"], meta["overflow"]) == (40, 1, False)
    assert len(meta["lines"][0]["xs"]) == len("Hello Amira") + 1


def test_right_to_left_text_has_no_caret_map(as_bob: Caller) -> None:
    [result] = as_bob.layers(text(content="مرحبا"), want=["caret"])["results"]

    assert result["meta"]["lines"] is None


def test_large_bitmaps_travel_by_address(as_bob: Caller) -> None:
    stops = [{"at": 0, "color": "#FF0055"}, {"at": 0.5, "color": "#00CC88"}, {"at": 1, "color": "#3300FF"}]
    paint = {"type": "radial", "cx": 0.3, "cy": 0.4, "r": 1, "stops": stops}
    large = {"id": "large", "type": "shape", "shape": "ellipse", "w": 600, "h": 300, "paint": paint}
    [result] = as_bob.layers(large, scale=3)["results"]

    answer = as_bob.client.get(result["src"])
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert image(answer).size == tuple(result["px"])


def test_layer_that_breaks_the_schema_names_its_property(as_bob: Caller) -> None:
    answer = as_bob.post("render-layers", {"size": "base", "layers": [text(size=-5)]})

    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "layers[0].size"


def test_thumbnail_is_as_wide_as_asked(as_bob: Caller) -> None:
    answer = as_bob.send("POST", "compose?w=224", {"size": "base", "record": "longest"})

    assert image(answer).size == (224, 112)


def test_unsaved_document_can_be_composed(as_bob: Caller) -> None:
    saved = as_bob.post("compose", {"record": "complete"})
    unsaved = as_bob.post("compose", {"record": "complete", "doc": document(text(content="Bye"))})

    assert image(saved).tobytes() != image(unsaved).tobytes()


def test_script_that_asks_too_fast_is_slowed_down(as_bob: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 0)

    answer = as_bob.post("render-layers", {"size": "base", "layers": [text()]})

    assert answer.status_code == 429
    assert answer.json()["retry_after"] > 0
