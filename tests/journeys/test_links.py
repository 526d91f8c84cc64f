"""A marketer makes a link, copies the code for each mailing tool, and tries a record out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer import releases
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.snippets.mailtools import mail_tools
from tests.renderer.conftest import GREETING
from tests.renderer.mail_engines import Images
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations
from workspaces.operations.people import add_member
from workspaces.roles import Role

SECRET = {"key": "salary", "label": "Salary", "privacy": "secret", "fallback": "-"}
DOCUMENT = {**GREETING, "fields": [*GREETING["fields"], SECRET]}
CLIPBOARD = "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }"


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create_user("alice@example.com", name="Alice Archer")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    acme = organizations.create_workspace(organization=agency, name="Acme Running", **by)
    releases.release(workspace=acme, template_key="greeting", document=DOCUMENT, by=alice, now=timezone.now())
    return acme


@pytest.fixture
def make(acme: Workspace, alice: User) -> Callable[..., str]:
    """A link of this kind; returns the address of its page."""

    def act(mode: Mode = Mode.OPEN) -> str:
        by = actors.person(alice)
        link = issuing.create(
            workspace=acme, template_key="greeting", name="Spring newsletter", mode=mode, by=by, now=timezone.now()
        )
        return f"/w/{acme.key}/links/{link.code}/"

    return act


def test_link_is_made_its_code_shown_and_the_link_revoked(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], look: Callable[[Page, str], None]
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/links/")
    look(page, "links-empty")
    page.get_by_role("link", name="New link").click()
    look(page, "links-new")
    page.get_by_label("Campaign").fill("Spring newsletter")
    secret = page.get_by_label("HMAC secret of your Iterable project")
    expect(secret).to_be_hidden()
    page.get_by_label("Signed by Iterable").check()
    expect(secret).to_be_visible()
    page.get_by_label("Open: the mailing tool fills in the values").check()
    page.get_by_role("button", name="Make the link").click()
    page.get_by_label("You send with").select_option("klaviyo")
    expect(page.get_by_role("region", name="HTML", exact=True)).to_contain_text("urlencode")
    look(page, "links-link")
    page.get_by_label("You send with").select_option("sendgrid")
    expect(page.get_by_text("SendGrid cannot encode values")).to_be_visible()
    page.get_by_role("link", name="Change…").click()
    look(page, "links-rules")
    page.go_back()
    page.get_by_role("button", name="Revoke…").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
    page.goto(f"/w/{acme.key}/links/")
    look(page, "links-list")


def test_code_of_every_tool_is_whole_and_copied_as_it_is_shown(
    page: Page, make: Callable[..., str], alice: User, sign_in: Callable[[User], None]
) -> None:
    """Scenario 45."""
    sign_in(alice)
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {CLIPBOARD} }})")
    address = make()
    for tool in mail_tools().values():
        page.goto(f"{address}?tool={tool.key}&width=300")
        shown = page.get_by_role("region", name="HTML", exact=True).text_content() or ""
        page.get_by_role("button", name="Copy HTML").click()
        assert page.evaluate("window.copied") == shown
        image = Images(shown).found[0]
        assert (image["width"], image["height"]) == ("300", "112")
        assert tool.in_text(tool.field, "there") == image["alt"].removeprefix("Hello ")  # type: ignore[union-attr]
        assert tool.in_address(tool.field, "there") in image["src"]  # type: ignore[operator]
        assert "salary" not in shown
    page.get_by_role("tab", name="Share card").click()
    page.get_by_role("button", name="Copy Share card").click()
    assert "og:image" in page.evaluate("window.copied")


def test_clipboard_that_refuses_leaves_the_code_selected(
    page: Page, make: Callable[..., str], alice: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(alice)
    page.goto(make())
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy HTML").click()
    expect(page.get_by_text("Copying was refused")).to_be_visible()
    assert page.evaluate("String(getSelection()).trim()").startswith("<img")


def test_tried_address_shows_that_very_name_and_its_opening(
    page: Page, make: Callable[..., str], alice: User, sign_in: Callable[[User], None],
    look: Callable[[Page, str], None]
) -> None:  # fmt: skip
    """Scenario 46."""
    sign_in(alice)
    page.goto(make())
    page.get_by_role("link", name="Test with a record…").click()
    page.get_by_label("Values", exact=True).select_option("own")
    page.get_by_label("First name").fill("Zoë & Søn #1")
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_role("img", name="Hello Zoë & Søn #1")).to_be_visible()
    assert page.evaluate("document.querySelector('.shown-picture').naturalWidth") == 640
    look(page, "links-try")
    address = page.get_by_label("The exact address").input_value()
    assert "Zo%C3%AB%20%26%20S%C3%B8n%20%231" in address
    expect(page.get_by_text("As soon as a mail program opens it")).to_be_visible()
    other = page.request.get(re.sub(r"^https?://[^/]+", "", address))
    assert (other.status, other.headers["content-type"]) == (200, "image/png")
    own = page.request.get(page.get_by_role("img", name="Hello Zoë & Søn #1").get_attribute("src") or "")
    assert own.body() == other.body()
    expect(page.get_by_text("Your test was opened")).to_be_visible()


def test_recipient_of_an_audience_is_tried_out_and_the_list_taken_along(
    page: Page, make: Callable[..., str], acme: Workspace, alice: User, sign_in: Callable[[User], None],
    look: Callable[[Page, str], None]
) -> None:  # fmt: skip
    now = timezone.now()
    audience = recipients.create_audience(name="Members", by=actors.person(alice), workspace=acme, now=now)
    recipients.upsert(audience=audience, entries=[Entry("7", {"first_name": "Ana", "city": "Rome"})], now=now)
    sign_in(alice)
    address = make(Mode.TOKEN)
    page.goto(address)
    look(page, "links-token")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download CSV").click()
    assert "okz_token,okz_image" in taken.value.path().read_text("utf-8-sig")
    page.goto(f"{address}try/")
    expect(page.get_by_role("img", name="Hello Ana")).to_be_visible()


def test_viewer_sees_the_code_and_whom_to_ask(
    page: Page, make: Callable[..., str], acme: Workspace, sign_in: Callable[[User], None],
    look: Callable[[Page, str], None]
) -> None:  # fmt: skip
    address = make()
    vera = User.objects.create_user("vera@example.com", name="Vera Viewer")
    add_member(workspace=acme, user=vera, role=Role.VIEWER, by=actors.SYSTEM, now=timezone.now())
    sign_in(vera)
    page.goto(address)
    expect(page.get_by_text("Marketers and admins can change this link.")).to_be_visible()
    expect(page.get_by_role("region", name="HTML", exact=True)).to_contain_text("<img")
    look(page, "links-viewer")
