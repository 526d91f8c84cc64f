"""Every page of the access matrix by axe: both themes, wide and narrow, and what opens on it; one log-in for all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Page

from designer import gallery_pictures
from designer.models import Template
from designer.operations import templates
from designer.previews import png
from tests.architecture.access_rows import Anybody, Row
from tests.architecture.addresses import Address, every_address
from tests.architecture.rows import audiences, designer, okzest, renderer, sources, webhooks, workspaces
from tests.architecture.world import World, build
from tests.designer.documents import document, first_name, text
from tests.journeys.browser import DESKTOP, PHONE, overflow, violations
from workspaces.models import User

APPS = (okzest, workspaces, webhooks, renderer, sources, audiences, designer)
ROWS: dict[str, Row] = {name: row for app in APPS for name, row in app.ROWS.items()}
PARTS = frozenset({"designer:qa_summary", "designer:qa_cell", "designer:qa_worst", "designer:row_cell"})
"""Pieces that pages fetch into themselves; they are looked at there."""
DOORS = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nowhere/")
ACCOUNT = ("/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/")
LOOKS = (("light", DESKTOP), ("dark", PHONE))
CITY = {"key": "city", "label": "City"}
ROME = {"field": "city", "op": "is", "value": "Rome"}
RULES = [
    {"when": {"all": [ROME, {"any": [ROME, {"field": "city", "op": "empty"}]}]}, "do": "hide", "layer": "headline"}
]


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world of the access matrix, its files in a folder of their own; the gallery's paintings take minutes."""
    monkeypatch.setattr(gallery_pictures, "_drawn", lambda sample, record: png(Image.new("RGB", (56, 28), "#2F5BEA")))
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    return build()


@pytest.fixture
def draft(world: World) -> Template:
    """A template that may still be edited, with rules of every kind; the matrix's own is in review."""
    field = first_name(rules=[{"when": ROME, "use": "amico"}])
    design = document(text(), fields=[field, CITY], rules=RULES)
    return templates.create_template(
        workspace=world.acme, name="Spring letter", document=design, by=world.boss, now=world.now
    )


@pytest.mark.timeout(900)
def test_nothing_on_any_page_is_out_of_reach(
    page: Page, world: World, draft: Template, sign_in: Callable[[Any], None], watch: Any
) -> None:
    watch.expect("404")
    owner = User.objects.get(email="owner@example.com")
    wrong = [said for path in DOORS for said in looked_at(page, path)]
    sign_in(owner)
    known: set[str] = set()
    for path in (*ACCOUNT, *pages(world, draft, owner)):
        wrong += looked_at(page, path) + opened(page, path, known)

    assert not wrong, "\n".join(wrong)


def pages(world: World, draft: Template, owner: User) -> list[str]:
    """Paths that answer the owner with a whole page, those of a template for both templates."""
    client = Client(raise_request_exception=False)
    client.force_login(owner)
    paths = dict.fromkeys(path for address in every_address() for path in _paths(address, world, draft))
    return [path for path in paths if _is_page(client.get(path))]


def _paths(address: Address, world: World, draft: Template) -> Iterator[str]:
    row = ROWS.get(address.name)
    if row is None or "GET" not in row.methods or address.name in PARTS or address.route.startswith("api/"):
        return
    if row.methods["GET"] == Anybody.STAFF:
        return
    values = {name: world.keys.get(row.parameters.get(name, name), "x") for name in address.parameters}
    yield address.filled(values)
    if "template" in values:
        yield address.filled({**values, "template": draft.key})


def _is_page(answer: Any) -> bool:
    html = "html" in answer.headers.get("Content-Type", "")
    return html and answer.status_code == 200 and not answer.streaming and b"<html" in answer.content[:400]


def looked_at(page: Page, path: str) -> list[str]:
    """What is wrong in each theme; each on another width, which changes nothing about the other."""
    page.goto(path)
    wrong = []
    for theme, size in LOOKS:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        wrong += [f"{path} {theme} {size['width']}: {said}" for said in violations(page)]
        if overflow(page) > 0:
            wrong.append(f"{path} is {overflow(page)} px wider than a window of {size['width']} px")
    return wrong


def opened(page: Page, path: str, known: set[str]) -> list[str]:
    """What is wrong with dialogs and menus that no page before had, in the dark; the pages before were light."""
    wrong = []
    for kind, show, hide in (
        ("dialog[id]", "showModal", "close"),
        ("[popover][id]:not(.tooltip)", "showPopover", "hidePopover"),
    ):
        for name in page.eval_on_selector_all(kind, "found => found.map(one => one.id)"):
            sort = re.sub(r"[-\d].*", "", name) + kind
            if sort in known or not page.locator(f"[id='{name}']").count():
                continue
            known.add(sort)
            page.evaluate(f"name => document.getElementById(name).{show}()", name)
            wrong += [f"{path} #{name}: {said}" for said in violations(page)]
            if kind.startswith("dialog"):
                page.keyboard.press("Escape")
                wrong += [f"{path} #{name}: Escape does not close it"] * page.locator(
                    f"dialog[id='{name}'][open]"
                ).count()
            else:
                page.evaluate(f"name => document.getElementById(name).{hide}()", name)
    return wrong
