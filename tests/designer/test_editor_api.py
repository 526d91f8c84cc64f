"""The editor's calls: truth of the pixels, keys, merging, locks, limits and the shape of refusals."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import Image, ImageChops

from designer.editor_api import limits
from designer.models import Review, Template
from tests.designer import hostile
from tests.designer.documents import document, text
from workspaces.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_bob(client: Client, bob: Actor, template: Template) -> Caller:
    assert bob.user is not None
    client.force_login(bob.user)
    return Caller(client, template)


class Caller:
    """One person's editor with one template open."""

    def __init__(self, client: Client, template: Template):
        self.client, self.template = client, template
        self.base = f"/api/w/{template.workspace.key}/t/{template.key}/"

    def get(self, path: str) -> Any:
        return self.client.get(self.base + path)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        return self.client.generic(
            method, self.base + path, json.dumps(body), content_type="application/json", headers=headers
        )

    def post(self, path: str, body: Any) -> Any:
        return self.send("POST", path, body)

    def edit(self, ops: list[dict[str, Any]], rev: int, seq: int = 1, client: str = "tab") -> Any:
        body = {"client": client, "seq": seq, "ops": ops}
        return self.send("PATCH", "draft", body, **{"If-Match": str(rev)})

    def layers(self, *layers: dict[str, Any], **options: Any) -> Any:
        body = {"size": "base", "scale": 1, "record": {"id": "complete"}, "layers": list(layers), **options}
        return self.post("render-layers", body).json()


def image(answer: Any) -> Image.Image:
    return Image.open(io.BytesIO(answer.content)).convert("RGBA")


def bitmap(result: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(result["src"].partition(",")[2]))).convert("RGBA")


def opacity(layer: dict[str, Any], size: tuple[int, int]) -> Image.Image:
    return Image.new("L", size, round(255 * layer.get("opacity", 1)))


def test_boot_tells_everything_the_editor_needs(as_bob: Caller) -> None:
    boot = as_bob.get("draft")

    body = boot.json()
    assert boot["X-Renderer"] == body["renderer"]
    assert body["rev"] == 1
    assert [record["id"] for record in body["records"]] == ["complete", "partial", "empty", "longest"]
    assert body["perms"]["edit"]
    assert not body["perms"]["approve"]
    assert body["lock"] is None
    assert "Inter" in [family["family"] for family in body["brand"]["families"]]


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


def test_two_tabs_change_different_properties(as_bob: Caller) -> None:
    assert as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1).json() == {"rev": 2, "ops_since": []}
    other = as_bob.edit([{"op": "set", "id": "headline", "set": {"x": 9}}], 1, client="second")

    assert other.status_code == 200
    assert other.json()["rev"] == 3


def test_same_property_gives_409_with_both_values(as_bob: Caller) -> None:
    as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)
    answer = as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 50}}], 1, client="second")

    body = answer.json()
    assert answer.status_code == 409
    assert (body["rev"], body["by"]) == (2, "Bob")
    assert body["conflicts"] == [{"id": "headline", "prop": "size", "base": 40, "mine": 50, "theirs": 30}]


def test_edit_without_the_draft_it_was_made_on_is_refused(as_bob: Caller) -> None:
    assert as_bob.send("PATCH", "draft", {"client": "a", "seq": 1, "ops": []}).status_code == 428


def test_draft_in_review_is_locked(as_bob: Caller) -> None:
    submitted = as_bob.post("submit", {"note": "Please"})
    assert submitted.status_code == 201

    answer = as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)

    assert answer.status_code == 423
    assert as_bob.get("draft").json()["lock"]["state"] == "in_review"


def test_submitting_what_blocks_lists_why(as_bob: Caller) -> None:
    as_bob.edit([{"op": "set", "id": "@doc", "set": {"alt": ""}}], 1)

    answer = as_bob.post("submit", {})

    assert answer.status_code == 422
    assert answer.json()["checks"]["findings"][0]["code"] == "alt_missing"


def test_review_by_the_author_is_refused(as_bob: Caller) -> None:
    as_bob.post("submit", {})

    assert as_bob.post("review", {"action": "approve", "version": 1, "note": "Me"}).status_code == 403


def test_approver_approves_publishes_and_rolls_nothing_back(as_bob: Caller, dora: Actor, template: Template) -> None:
    as_bob.post("submit", {})
    assert dora.user is not None
    as_bob.client.force_login(dora.user)

    assert as_bob.post("review", {"action": "approve", "version": 2, "note": "x"}).status_code == 409
    assert as_bob.post("review", {"action": "approve", "version": 1, "note": "Fine"}).json()["state"] == "approved"
    assert as_bob.post("publish", {"version": 1}).json()["state"] == "live"
    assert as_bob.post("rollback", {}).status_code == 409
    assert Review.objects.get().decided_by == dora.user


def test_comparison_says_what_changed_in_words_and_pixels(as_bob: Caller) -> None:
    as_bob.post("submit", {})
    as_bob.post("withdraw", {})
    as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)

    body = as_bob.get("versions/1..draft/diff").json()

    assert body["props"][0]["changes"][0]["property"] == "size"
    assert body["changed_pct"] > 0
    assert as_bob.client.get(body["map"]).status_code == 200
    assert as_bob.get("versions/1..1/diff").json()["changed_pct"] == 0


def test_restored_version_is_the_draft_again(as_bob: Caller) -> None:
    as_bob.post("submit", {})
    as_bob.post("withdraw", {})
    as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)

    body = as_bob.post("versions/1/restore", {}).json()

    assert body["doc"]["layers"][0]["size"] == 40
    assert body["rev"] == 3


def test_sheet_streams_cell_by_cell(as_bob: Caller) -> None:
    job = as_bob.post("qa", {"sizes": [], "records": [], "base": "live"}).json()["job"]
    state = as_bob.get(f"qa/{job}").json()
    while state["done"] < state["total"]:
        state = as_bob.get(f"qa/{job}").json()

    assert [cell["record"] for cell in state["cells"]] == ["complete", "partial", "empty", "longest"]
    assert as_bob.client.get(state["cells"][3]["url"]).status_code == 200


def test_records_and_comments_come_back(as_bob: Caller) -> None:
    made = as_bob.post("records", {"label": "VIP", "values": {"first_name": "Zoë"}}).json()
    assert as_bob.get("records").json()["records"][-1] == made
    comment = as_bob.post("comments", {"text": "Straight?", "layer": "headline", "at": [4, 5]}).json()
    closed = as_bob.send("PATCH", f"comments/{comment['id']}", {"resolved": True}).json()

    assert (comment["layer"], comment["at"], closed["resolved"]) == ("headline", [4.0, 5.0], True)


def test_longest_is_measured_not_counted(as_bob: Caller) -> None:
    body = as_bob.post("records/longest", {"candidates": {"first_name": ["WWWWWWWWWWWWWWWW", "i" * 40]}}).json()

    assert body["values"]["first_name"].startswith("W")


def test_uploaded_picture_is_in_the_library(as_bob: Caller) -> None:
    file = io.BytesIO(hostile.picture())
    file.name = "photo.png"
    made = as_bob.client.post(as_bob.base + "assets", {"file": file, "alt": "A dot"}).json()

    assert as_bob.get("assets?q=photo").json()["assets"] == [made]
    assert as_bob.client.get(made["url"])["Content-Security-Policy"].startswith("default-src 'none'")


def test_presence_shows_the_others(as_bob: Caller, dora: Actor) -> None:
    as_bob.post("presence", {"client": "one", "sel": ["headline"]})
    assert dora.user is not None
    as_bob.client.force_login(dora.user)

    [other] = as_bob.post("presence", {"client": "two", "sel": []}).json()["here"]

    assert (other["user"], other["sel"]) == ("Bob", ["headline"])


def test_script_that_asks_too_fast_is_slowed_down(as_bob: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 0)

    answer = as_bob.post("render-layers", {"size": "base", "layers": [text()]})

    assert answer.status_code == 429
    assert answer.json()["retry_after"] > 0


def test_stranger_finds_nothing(as_bob: Caller, charlie: Actor) -> None:
    assert charlie.user is not None
    as_bob.client.force_login(charlie.user)

    assert as_bob.get("draft").status_code == 404
    assert as_bob.post("compose", {}).status_code == 404
