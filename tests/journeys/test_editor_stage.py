"""The stage around the layers: two fingers, safe zones, other people, and pixels that are late."""

from __future__ import annotations

import json
import math

from django.test import Client
from playwright.sync_api import expect

from designer.models import Template
from tests.journeys.editing import Editor
from workspaces.models import User

OFFLINE = """() => {
  window.realFetch = window.fetch;
  window.fetch = async (address, options) => {
    if (String(address).endsWith("render-layers")) throw new TypeError("no network");
    return realFetch(address, options);
  };
}"""


def test_two_fingers_zoom_about_their_middle_and_move_nothing(editor: Editor) -> None:
    keys = editor.page.context.new_cdp_session(editor.page)
    editor.state("__ed.actions.zoom(1.5)")
    editor.idle()
    x, y = editor.at(*editor.middle("head"))

    def touch(kind: str, *apart: float) -> None:
        points = [{"x": x + by, "y": y, "id": at} for at, by in enumerate(apart)]
        keys.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = editor.place("head")
    touch("touchStart", -40)
    touch("touchMove", -50)
    touch("touchStart", -50, 50)
    for reach in (60, 80, 100):
        touch("touchMove", -reach, reach)
    touch("touchEnd")
    assert math.isclose(editor.state("__ed.store.state.ui.zoom"), 3, rel_tol=0.02)
    assert math.dist(editor.at(*editor.middle("head")), (x, y)) < 3
    assert editor.place("head") == before, "what the first finger began is undone"
    assert editor.labels() == []


def test_fitting_the_selection_brings_it_to_the_middle(editor: Editor) -> None:
    editor.select("guest0", "vip000").page.keyboard.press("Shift+2")
    editor.until("() => __ed.store.state.ui.zoom > 2", "nothing is closer")
    stage, frame = (editor.page.get_by_test_id(name).bounding_box() or {} for name in ("stage", "frame"))
    for start, length in (("x", "width"), ("y", "height")):
        before, after = frame[start] - stage[start], stage[length] - frame[length]
        assert 0 <= before <= after, "all of it is seen"
        assert abs(before - after / 2) < 80


def test_safe_zones_are_named_and_pull_layers(editor: Editor) -> None:
    zone = {"name": "Logo", "x": 480, "y": 20, "w": 80, "h": 40}
    editor.state("__ed.actions.setDoc({ safe: { margin: 16, zones: [value] } })", zone)
    editor.state("__ed.store.update({ ui: { ...__ed.store.state.ui, safe: true } })")
    expect(editor.page.locator('.stage-zone[data-name="Logo"]')).to_be_visible()
    expect(editor.page.locator(".stage-zone")).to_have_count(2)
    editor.drag(editor.middle("guest0"), (33, 37))
    assert editor.place("guest0")[0] == 480, "3 px beside the zone's edge"


def test_what_others_have_selected_is_framed_with_their_name(editor: Editor, webinar: Template) -> None:
    dora = Client()
    dora.force_login(User.objects.get(name="Dora"))
    where = f"/api/w/{webinar.workspace.key}/t/{webinar.key}/presence"
    body = json.dumps({"client": "dora", "sel": ["guest0"]})
    assert dora.post(where, body, content_type="application/json").status_code == 200
    editor.open(webinar)
    frame = editor.page.get_by_test_id("people").locator(".stage-person")
    expect(frame).to_have_text("Dora")
    own, theirs = editor.box("guest0").bounding_box(), frame.bounding_box()
    assert own == theirs


def test_pixels_that_are_late_say_so_and_can_be_asked_for_again(editor: Editor) -> None:
    late = editor.page.get_by_test_id("freshness").locator(".stage-late")
    editor.page.evaluate(OFFLINE)
    editor.state("__ed.actions.set(['head'], { text: 'Later' })")
    expect(late).to_have_count(1)
    retry = late.get_by_role("button", name="Not up to date. Retry")
    expect(retry).to_be_visible()
    editor.page.evaluate("() => { window.fetch = window.realFetch; }")
    retry.click()
    expect(late).to_have_count(0)
    assert editor.idle().meta("head")["resolved"] == "Later"
    assert editor.difference() <= 3
