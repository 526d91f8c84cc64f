"""The snippet dialog on the Publish page: opened, turned to another tool in place, copied, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from designer.models import Template
from designer.operations import publishing, reviews
from renderer.models import MailToolChoice
from renderer.modes import Mode
from renderer.render_links import issuing
from workspaces import actors
from workspaces.models import User


@pytest.fixture
def published(webinar: Template) -> str:
    """“Webinar invite” is live as version 1 and in two links; returns the address of its Publish page."""
    alice, dora = (actors.person(User.objects.get(name=name)) for name in ("Alice", "Dora"))
    now = timezone.now()
    review = reviews.submit_for_review(template=webinar, by=alice, now=now, override_reason="A test")
    reviews.approve(review=review, by=dora, now=now, note="Fine")
    webinar.refresh_from_db()
    publishing.publish(template=webinar, number=review.revision.number, by=dora, now=now)
    for name in ("Autumn", "Spring"):
        issuing.create(
            workspace=webinar.workspace, template_key=webinar.key, name=name, mode=Mode.OPEN, by=dora, now=now
        )
    return f"/w/{webinar.workspace.key}/templates/{webinar.key}/publish/"


def test_code_is_had_in_a_dialog_for_whatever_tool(
    page: Page, published: str, sign_in: Callable[[User], None], look: Callable[[Page, str], None]
) -> None:
    sign_in(User.objects.get(name="Alice"))
    page.goto(published, wait_until="networkidle")
    expect(page.get_by_text("2 links show v1")).to_be_visible()
    opener = page.get_by_role("link", name="Get the code of Spring")
    opener.click()
    dialog = page.get_by_role("dialog", name="Spring")
    expect(dialog.get_by_label("You send with")).to_be_focused()
    dialog.get_by_label("You send with").select_option("klaviyo")
    code = dialog.get_by_role("region", name="HTML", exact=True)
    expect(code).to_contain_text("first_name|default:'friend'|urlencode")
    dialog.get_by_label("First name is called").fill("{{ person.vorname }}")
    dialog.get_by_label("Shown width in pixels").fill("300")
    dialog.get_by_role("button", name="Update the code").click()
    expect(code).to_contain_text("{{ person.vorname|default:'friend'|urlencode:'' }}")
    expect(code).to_contain_text('width="300" height="150"')
    dialog.get_by_role("tab", name="Markdown").click()
    expect(dialog.get_by_role("region", name="Markdown")).to_contain_text("](<http")
    look(page, "snippet-dialog")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    choice = MailToolChoice.objects.get()
    assert (choice.tool, choice.tags["klaviyo"]["first_name"]) == ("klaviyo", "person.vorname")
    look(page, "publish-links")


def test_without_the_script_the_same_link_leads_to_the_page(published: str, client: Any) -> None:
    client.force_login(User.objects.get(name="Alice"))
    page = client.get(published).content.decode()
    assert 'data-snippet="' in page
    assert client.get(page.split('data-snippet="')[0].rsplit('href="', 1)[1].split('"')[0]).status_code == 200
