"""Pickers of the panels: icons, masks, people of an audience; safe zones, the weight of the file, the way to code."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from audiences.operations.recipients import Entry, create_audience, upsert
from designer.models import Template
from designer.operations import reviews
from designer.operations.assets import upload_asset
from designer.operations.templates import create_template
from renderer.modes import Mode
from renderer.render_links import issuing
from tests.designer import hostile
from tests.journeys.browser import violations
from tests.journeys.editing import Editor
from tests.journeys.panel_document import webinar
from tests.journeys.panel_fixtures import *  # noqa: F403
from tests.journeys.panel_fixtures import draft, layer, saved_layer, select, settle, state, until
from workspaces import actors
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def test_badge_gets_an_icon_in_the_colour_of_its_letters(editor: Page, invite: Template) -> None:
    plain = Editor(editor).composed()
    select(editor, "VIP badge")
    editor.get_by_test_id("icon-case0").click()
    dialog = editor.get_by_test_id("icon-dialog")
    assert violations(editor) == []
    dialog.get_by_role("button", name="Crown").click()
    expect(dialog).to_have_count(0)
    assert layer(editor, "vip")["cases"][0]["icon"] == "lucide:crown"
    settle(editor)
    assert saved_layer(invite, "vip")["cases"][0]["icon"] == "lucide:crown"
    assert Editor(editor).composed().tobytes() != plain.tobytes()
    assert Editor(editor).difference() <= 3
    select(editor, "VIP badge")
    editor.get_by_role("button", name="Remove the icon").click()
    assert layer(editor, "vip")["cases"][0]["icon"] is None


def test_picture_is_cut_by_the_shape_of_another(editor: Page, acme: Workspace, bob: User) -> None:
    by = {"by": actors.person(bob), "now": timezone.now()}
    photo, shape = (
        upload_asset(workspace=acme, data=data, name=name, **by)
        for name, data in (("hill.jpg", hostile.picture("JPEG", (300, 200))), ("stencil.png", _shape()))
    )
    source = {"kind": "asset", "asset": photo.digest}
    image = {"id": "photo", "type": "image", "name": "Photo", "x": 40, "y": 40, "w": 200, "h": 200, "source": source}
    made = create_template(workspace=acme, name="Cut", document=webinar(layers=[image]), **by)
    editor.goto(f"/w/{acme.key}/templates/{made.key}/edit/")
    settle(editor)
    whole = Editor(editor).composed()
    select(editor, "Photo")
    editor.get_by_test_id("p-mask").get_by_role("button", name="A picture’s shape").click()
    editor.get_by_test_id("choose-mask.asset").click()
    editor.get_by_test_id("asset-dialog").get_by_role("button", name=re.compile("stencil")).click()
    assert layer(editor, "photo")["mask"]["asset"] == shape.digest
    settle(editor)
    assert saved_layer(made, "photo")["mask"]["shape"] == "asset"
    cut = Editor(editor).composed()
    assert cut.getpixel((45, 45)) != whole.getpixel((45, 45)), "the corner lies outside the shape"
    assert cut.getpixel((140, 140)) == whole.getpixel((140, 140)), "the middle lies inside"
    assert Editor(editor).difference() <= 3


def _shape() -> bytes:
    """A square that is opaque in the middle and leaves the corners open."""
    shape = Image.new("LA", (100, 100), (255, 0))
    shape.paste((255, 255), (25, 25, 75, 75))
    held = io.BytesIO()
    shape.save(held, "PNG")
    return held.getvalue()


def test_safe_zones_are_named_placed_and_taken_away(editor: Page, invite: Template) -> None:
    editor.get_by_role("button", name="Add a safe zone").click()
    zone = {"name": "Logo", "x": 16, "y": 16, "w": 120, "h": 60}
    assert state(editor, "doc.safe.zones") == [zone]
    editor.get_by_test_id("p-zone-0-name").fill("Seal")
    editor.get_by_test_id("p-zone-0-name").press("Enter")
    editor.get_by_test_id("p-zone-0-x").fill("40*2")
    editor.get_by_test_id("p-zone-0-x").press("Enter")
    settle(editor)
    assert draft(invite)["safe"]["zones"] == [{**zone, "name": "Seal", "x": 80}]
    assert violations(editor) == []
    editor.get_by_role("button", name="Remove Seal").click()
    settle(editor)
    assert draft(invite)["safe"]["zones"] == []
    editor.get_by_test_id("undo").click()
    assert state(editor, "doc.safe.zones.length") == 1


def test_weight_of_the_file_is_told_beside_its_limit(editor: Page) -> None:
    weight = editor.get_by_test_id("weight")
    expect(weight).to_have_text(re.compile(r"Now \d+ KB of at most 400 KB\."))
    editor.get_by_test_id("p-output-max_kb").fill("1")
    editor.get_by_test_id("p-output-max_kb").press("Enter")
    expect(weight).to_have_text(re.compile(r"Now \d+ KB, more than the limit of 1 KB\."))
    before = weight.text_content()
    editor.get_by_test_id("p-format").select_option("jpeg")
    expect(weight).not_to_have_text(before or "")


def test_person_of_an_audience_becomes_a_test_record(
    open_editor: Callable[..., Page], invite: Template, acme: Workspace, alice: User
) -> None:
    by = {"by": actors.person(alice), "now": timezone.now()}
    audience = create_audience(name="Members", workspace=acme, **by)
    values = [
        {"first_name": "Amira", "city": "London", "secret_number": "4711"},
        {"first_name": "Zoë", "city": "Lisbon", "secret_number": "4712"},
    ]
    upsert(audience=audience, entries=[Entry(str(at), one) for at, one in enumerate(values)], now=timezone.now())
    page = open_editor(invite, alice)
    page.get_by_test_id("add-record").click()
    page.get_by_role("menuitem", name="From an audience").click()
    dialog = page.get_by_test_id("audience-dialog")
    expect(dialog.get_by_role("row")).to_have_count(3)
    expect(dialog).not_to_contain_text("471")
    assert violations(page) == []
    dialog.get_by_test_id("find-person").fill("lisb")
    expect(dialog.get_by_role("row")).to_have_count(2)
    dialog.get_by_role("button", name="Use Zoë").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("record").last).to_have_attribute("aria-checked", "true")
    settle(page)
    assert page.evaluate("__ed.actions.metaOf('headline').resolved") == "You’re in, Zoë!"
    assert invite.test_records.get().values == {"first_name": "Zoë", "city": "Lisbon"}


def test_people_are_offered_only_to_those_who_may_see_them(editor: Page) -> None:
    editor.get_by_test_id("add-record").click()
    expect(editor.get_by_role("menuitem", name="By hand")).to_be_visible()
    expect(editor.get_by_role("menuitem", name="From an audience")).to_have_count(0)


def test_editor_leads_to_the_code_once_something_is_live(
    open_editor: Callable[..., Page], invite: Template, acme: Workspace, alice: User, bob: User
) -> None:
    page = open_editor(invite, alice)
    expect(page.get_by_test_id("get-code")).to_have_count(0)
    review = reviews.submit_for_review(template=invite, by=actors.person(bob), now=timezone.now(), tell=False)
    reviews.approve(review=review, by=actors.person(alice), now=timezone.now(), note="Fine", tell=False)
    page = open_editor(invite, alice)
    page.get_by_test_id("publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.locator(".toast")).to_contain_text("Version 1 is live.")
    page.locator(".toast").get_by_role("link", name="Get the code").click()
    expect(page.get_by_label("Template")).to_have_value(re.compile(f"^{invite.key}"))
    about: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    link = issuing.create(workspace=acme, template_key=invite.key, name="Spring", mode=Mode.OPEN, **about)
    page = open_editor(invite, alice)
    page.get_by_test_id("get-code").click()
    until(page, f"location.pathname.endsWith('/links/{link.code}/')")
