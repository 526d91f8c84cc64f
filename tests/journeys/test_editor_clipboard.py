"""Copies: within a design, into another one, and pictures straight from the clipboard."""

from __future__ import annotations

import base64
import io
from typing import Any

from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from designer.models import Asset, Template
from tests.journeys.editing import Editor
from tests.journeys.webinar import make_webinar
from workspaces import actors
from workspaces.models import User

PASTE = """([name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], name, { type }));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def ids(editor: Editor) -> list[str]:
    return editor.state("__ed.store.state.doc.layers.map((one) => one.id)")  # type: ignore[no-any-return]


def selected(editor: Editor) -> dict[str, Any]:
    (layer_id,) = editor.state("__ed.store.state.sel")
    return editor.layer(layer_id)


def test_duplicate_stands_ten_pixels_aside_under_an_id_of_its_own(editor: Editor) -> None:
    editor.select("head").page.keyboard.press("Control+d")
    before, after = editor.layer("head"), selected(editor)
    assert (after["x"], after["y"]) == (before["x"] + 10, before["y"] + 10)
    assert after["id"] != before["id"]
    assert after["text"] == before["text"]
    assert editor.labels() == ["Duplicate"]


def test_layer_is_carried_into_another_design_with_its_tags(editor: Editor, webinar: Template) -> None:
    by = actors.person(User.objects.get(name="Bob"))
    other = make_webinar(webinar.workspace, by, timezone.now(), "Other invite")
    editor.select("line00").page.keyboard.press("Control+c")
    editor.open(other)
    known = ids(editor)
    editor.page.keyboard.press("Control+v")
    editor.poll(lambda: len(ids(editor)) == len(known) + 1, "nothing was pasted")
    assert selected(editor)["text"] == "{{ event }} · {{ city }}"
    assert selected(editor)["id"] not in known
    editor.idle()
    other.refresh_from_db()
    assert other.draft["layers"][-1]["text"] == "{{ event }} · {{ city }}"


def test_picture_on_the_clipboard_becomes_an_asset_and_a_layer(editor: Editor) -> None:
    held = io.BytesIO()
    Image.new("RGB", (120, 80), (20, 160, 90)).save(held, "PNG")
    editor.page.evaluate(PASTE, ["leaf.png", "image/png", base64.b64encode(held.getvalue()).decode()])
    editor.poll(lambda: editor.labels() == ["Insert image"], "no picture was inserted")
    layer = selected(editor)
    assert (layer["type"], layer["w"], layer["h"]) == ("image", 120, 80)
    assert layer["source"]["asset"] == Asset.objects.get(name="leaf").digest
    assert editor.idle().difference() <= 3


def test_font_that_this_workspace_lacks_is_named_when_pasting(editor: Editor) -> None:
    font = {"family": "Northwind Grotesk", "weight": 400, "italic": False}
    layer = {"id": "foreign", "type": "text", "name": "Foreign", "text": "Hello", "font": font}
    editor.state("localStorage.setItem('okzest.layers', JSON.stringify({ 'okzest.layers': [value] }))", layer)
    editor.state("__ed.actions.paste(new DataTransfer())")
    expect(editor.page.get_by_text("does not have the font Northwind Grotesk")).to_be_visible()
    assert selected(editor)["name"] == "Foreign"
