"""An agency whose client has an audience and a token link to draw for: what journeys of pre-warming begin with."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer import releases
from renderer.models import PrewarmRun
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.valkey import ask
from tests.renderer.conftest import GREETING
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations

PEOPLE, NAMELESS, CITIES = 600, 120, 240


@pytest.fixture
def alice(transactional_db: None) -> User:
    # What runs before left in the broker tells of rows that are gone.
    ask(lambda client: client.flushdb())
    return User.objects.create_user("alice@example.com", name="Alice Archer")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    return organizations.create_workspace(organization=agency, name="Acme Running", **by)


@pytest.fixture
def spring(acme: Workspace, alice: User) -> Audience:
    """600 people, each with a picture of their own, 120 without a first name; and a token link to the greeting."""
    where: dict[str, Any] = {"workspace": acme, "now": timezone.now()}
    by = actors.person(alice)
    releases.release(template_key="greeting", document=GREETING, by=alice, **where)
    issuing.create(template_key="greeting", name="Spring newsletter", mode=Mode.TOKEN, by=by, **where)
    audience = recipients.create_audience(name="Spring runners", by=by, **where)
    people = [
        Entry(str(n), {"first_name": f"Anna {n}" if n < PEOPLE - NAMELESS else "", "city": f"City {n % CITIES}"}, n + 2)
        for n in range(PEOPLE)
    ]
    recipients.upsert(audience=audience, entries=people, now=timezone.now())
    return audience


def plan(page: Page, acme: Workspace, speed: str) -> PrewarmRun:
    """Fill in the form for a new run: every picture of the token link, at this speed."""
    page.goto(f"/w/{acme.key}/prewarm/new/")
    page.get_by_label("Spring newsletter").check()
    page.get_by_label("3x", exact=True).check()
    page.get_by_label(speed).check()
    page.get_by_role("button", name="Count the pictures").click()
    run = PrewarmRun.objects.first()
    assert run is not None
    return run
