"""The first minutes: an empty workspace leads from a sample design to an address that shows a person their picture."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from designer.demo.artwork import catalogue
from designer.models import Template
from designer.operations import gallery
from tests.designer import hostile
from tests.journeys.panel_fixtures import *  # noqa: F403
from tests.journeys.panel_fixtures import arrived, draft, settle, state
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST = 120
"""Seconds that the way from nothing to a pasted picture may take, with a browser's fingers."""


@pytest.fixture
def pictures_at_hand(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain pictures in the place of the gallery's paintings, which take minutes the first time."""
    monkeypatch.setattr(gallery, "ARTWORK_FOLDER", tmp_path / "artwork")
    shelf = tmp_path / "artwork" / f"edition-{catalogue.EDITION}"
    shelf.mkdir(parents=True)
    for at, name in enumerate(catalogue.ARTWORK):
        Image.new("RGB", (600, 400), (40 + 12 * at, 90, 160)).save(shelf / f"{name}.jpg")


def pasted(page: Page, host: str, code: str, **values: str) -> Image.Image:
    """The picture at the address in a snippet, its tags replaced as a mailing tool would."""
    address = re.search(r'src="([^"]+)"', code)
    assert address, code
    where = urlsplit(address.group(1).replace("&amp;", "&"))
    query = "&".join(f"{name}={value}" for name, value in values.items())
    answer = page.request.get(f"{host}{where.path}?{query}")
    assert (answer.status, answer.headers["content-type"].split("/")[0]) == (200, "image")
    return Image.open(io.BytesIO(answer.body())).convert("RGB")


def test_empty_workspace_leads_from_a_sample_to_a_pasted_picture(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], live_server: Any, pictures_at_hand: None
) -> None:
    started = time.monotonic()
    sign_in(alice)
    page.goto(f"/w/{acme.key}/templates/")
    page.locator(".empty").get_by_role("link", name="Browse gallery").click()
    page.locator(".thumb-card").first.get_by_role("button", name="Use").click()
    page.get_by_role("dialog").get_by_role("button", name="Use this design").click(no_wait_after=True)
    arrived(page)
    chosen = state(page, "sel")
    assert len(chosen) == 1, "the headline is chosen, ready to be changed"
    words = page.get_by_test_id("p-text")
    words.press("End")
    words.press_sequentially(" Hi")
    settle(page)

    page.get_by_test_id("submit").click()
    dialog = page.get_by_test_id("submit-dialog")
    dialog.get_by_label("Let people of this workspace approve their own work").check()
    dialog.get_by_test_id("submit-now").click()
    page.locator(".toast").get_by_role("link", name="Open the review").click()
    page.get_by_role("button", name=re.compile("Approve v")).click()
    page.get_by_role("dialog").get_by_label("Note").fill("Mine, and right.")
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    page.goto(f"/w/{acme.key}/templates/{Template.objects.get().key}/edit/")
    settle(page)
    page.get_by_test_id("publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    page.locator(".toast").get_by_role("link", name="Get the code").click()

    page.get_by_label("Campaign").fill("First send")
    page.get_by_label("Open: the mailing tool fills in the values").check()
    page.get_by_role("button", name="Make the link").click()
    code = page.get_by_role("region", name="HTML", exact=True).inner_text()
    amira, zoe = (pasted(page, live_server.url, code, first_name=name) for name in ("Amira", "Zo%C3%AB"))
    assert amira.size == zoe.size
    assert amira.tobytes() != zoe.tobytes(), "each recipient has a picture of their own"
    assert time.monotonic() - started < LONGEST


def test_blank_preset_opens_an_empty_artboard_of_that_size(
    page: Page, acme: Workspace, bob: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(bob)
    page.goto(f"/w/{acme.key}/templates/")
    page.get_by_role("link", name="Start blank").click()
    page.get_by_label("Name").first.fill("Square invite")
    page.get_by_text("Email square").click()
    page.get_by_role("button", name="Make it").click()
    arrived(page)
    assert state(page, "doc.sizes[0].w") == state(page, "doc.sizes[0].h") == 600
    page.get_by_test_id("start").get_by_role("button", name="Headline and name").click()
    settle(page)
    made = Template.objects.get()
    assert (made.name, draft(made)["layers"][0]["text"]) == ("Square invite", "Hello {{first_name}}, good to see you")


def test_uploaded_picture_becomes_the_locked_background(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None]
) -> None:
    """A picture wider than 1400 px is meant for sharp screens, so the artboard has half its size."""
    sign_in(alice)
    page.goto(f"/w/{acme.key}/templates/new/")
    page.get_by_label("Name").first.fill("From a photo")
    photo = {"name": "hill.jpg", "mimeType": "image/jpeg", "buffer": hostile.picture("JPEG", (1600, 800))}
    page.get_by_label(re.compile("[Bb]ackground")).set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="Make it").click()
    arrived(page)
    assert (state(page, "doc.sizes[0].w"), state(page, "doc.sizes[0].h")) == (800, 400)
    (layer,) = state(page, "doc.layers")
    assert (layer["name"], layer["locked"], layer["w"], layer["h"]) == ("Background", True, 800, 400)
    blue = page.evaluate("__ed.bitmaps.of('background').px")
    assert blue == [800, 400]
    expect(page.locator('[data-layer="background"]')).to_have_attribute("data-locked", "true")
