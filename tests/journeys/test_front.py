"""The front page's live picture: typed names are drawn by the product itself, and broken tags become the fallback."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from renderer import releases
from renderer.modes import Mode
from renderer.render_links import issuing
from workspaces import actors
from workspaces.models import User
from workspaces.operations import organizations

INVITATION: dict[str, Any] = {
    "schema": 1,
    "name": "Invitation",
    "sizes": [{"id": "base", "name": "Email", "w": 600, "h": 300}],
    "background": {
        "type": "linear",
        "angle": 120,
        "stops": [{"at": 0, "color": "#14264A"}, {"at": 1, "color": "#5B2AA0"}],
    },
    "output": {"format": "png", "density": 1},
    "alt": "You’re in, {{ first_name }}",
    "fields": [{"key": "first_name", "fallback": "friend"}],
    "layers": [
        {
            "id": "headline",
            "type": "text",
            "x": 40,
            "y": 100,
            "w": 520,
            "h": 100,
            "size": 56,
            "text": "You’re in, {{ first_name }}!",
            "paint": {"type": "solid", "color": "#FFFFFF"},
        }
    ],
}


@pytest.fixture
def front(page: Page, live_server, settings, transactional_db) -> Page:
    alice, now = User.objects.create_user("alice@example.com", name="Alice"), timezone.now()
    agency = organizations.create_organization(name="Agency", owner=alice, by=actors.SYSTEM, now=now)
    workspace = organizations.create_workspace(organization=agency, name="Northwind", by=actors.SYSTEM, now=now)
    releases.release(workspace=workspace, template_key="invitation", document=INVITATION, by=None, now=now)
    link = issuing.create(
        workspace=workspace, template_key="invitation", name="Front", mode=Mode.OPEN, by=actors.SYSTEM, now=now
    )
    settings.FRONT_PICTURE = live_server.url + urlsplit(issuing.address(link, format="png")).path
    page.goto("/")
    return page


def shown(page: Page) -> str:
    """What the picture shows, as a digest of its bytes."""
    address = page.locator("#demo-picture").evaluate("picture => picture.src")
    return hashlib.sha256(page.request.get(address).body()).hexdigest()


def test_typed_name_is_drawn_while_it_is_typed(front: Page, look):
    expect(front.locator("#demo-picture")).to_have_js_property("naturalWidth", 600)
    amira = shown(front)
    front.get_by_label("Try it with a name").fill("Zoë & Søn #1")
    expect(front.locator("#demo-picture")).to_have_attribute(
        "src", re.compile(r"first_name=Zo%C3%AB%20%26%20S%C3%B8n%20%231$")
    )
    expect(front.locator("#demo-value")).to_have_text("Zo%C3%AB%20%26%20S%C3%B8n%20%231")
    assert shown(front) != amira
    look(front, "front-live")


def test_broken_tag_shows_what_an_empty_name_shows(front: Page):
    front.get_by_role("button", name="*|FNAME|*").click()
    expect(front.locator("#demo-picture")).to_have_attribute("src", re.compile("FNAME"))
    broken = shown(front)
    front.get_by_label("Try it with a name").fill("")
    expect(front.locator("#demo-picture")).to_have_attribute("src", re.compile("first_name=$"))
    assert shown(front) == broken


def test_front_page_works_without_scripts(front: Page):
    address = front.url
    answer = front.request.get(f"{address}?name=Jos%C3%A9")
    assert "first_name=Jos%C3%A9" in answer.text()
