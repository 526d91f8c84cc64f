"""A marketer makes a link and copies the code for their mailing tool."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from renderer import releases
from tests.renderer.conftest import GREETING
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create_user("alice@example.com", name="Alice Archer")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    acme = organizations.create_workspace(organization=agency, name="Acme Running", **by)
    releases.release(workspace=acme, template_key="greeting", document=GREETING, by=alice, now=timezone.now())
    return acme


def test_code_for_a_mailing_tool_is_made_and_the_link_revoked(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], look: Callable[[Page, str], None]
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/links/")
    page.get_by_role("link", name="New link").click()
    look(page, "links-new")
    page.get_by_label("Campaign").fill("Spring newsletter")
    page.get_by_label("Open: the mailing tool fills in the values").check()
    page.get_by_role("button", name="Make the link").click()
    page.get_by_label("You send with").select_option("klaviyo")
    page.get_by_role("button", name="Update the code").click()
    expect(page.get_by_label("HTML", exact=True)).to_have_value(re.compile("urlencode"))
    look(page, "links-link")
    page.get_by_label("You send with").select_option("sendgrid")
    page.get_by_role("button", name="Update the code").click()
    expect(page.get_by_text("SendGrid cannot encode values")).to_be_visible()
    page.get_by_role("button", name="Revoke…").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
    page.goto(f"/w/{acme.key}/links/")
    look(page, "links-list")
