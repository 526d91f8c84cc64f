"""An admin makes a webhook, tries it, reads its log; a CDN is set up; every page of both is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browser import Watch
from tests.journeys.test_workspaces import acme, agency, alice, mails_in_memory  # noqa: F401 (fixtures)
from tests.receiver import Receiver, let_through, receiver
from workspaces.models import User, WebhookDelivery, Workspace
from workspaces.webhooks import delivering


@pytest.fixture
def told(tmp_path: Path, settings: Any) -> Iterator[Receiver]:
    with receiver(tmp_path) as one:
        let_through(settings, one)
        yield one


def test_webhook_is_made_tried_and_sent_again(
    page: Page,
    acme: Workspace,  # noqa: F811
    alice: User,  # noqa: F811
    told: Receiver,
    sign_in: Callable[[User], None],
    look: Callable[[Page, str], None],
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/settings/webhooks/")
    look(page, "webhooks-none")
    page.get_by_role("link", name="Make the first webhook").click()
    page.get_by_label("Name").fill("Campaign calendar")
    page.get_by_label("Address").fill("https://10.0.0.1/hook")
    page.get_by_role("button", name="Make the webhook").click()
    expect(page.locator(".field-error")).to_contain_text("use a public host")
    look(page, "webhook-refused")
    page.get_by_label("Address").fill(f"{told.url}/hook")
    page.get_by_role("button", name="Make the webhook").click()
    expect(page.get_by_label("Signing secret")).to_have_value(re.compile("^whsec_"))
    look(page, "webhook-made")
    page.get_by_role("link", name="Done").click()
    look(page, "webhook-unused")
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("A test is on its way")).to_be_visible()
    delivering.deliver(WebhookDelivery.objects.get().key, timezone.now())
    # The log keeps up to date by itself.
    expect(page.get_by_text("Delivered")).to_be_visible()
    look(page, "webhook")
    page.get_by_role("link", name="Test", exact=True).click()
    look(page, "webhook-message")
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("with the same id")).to_be_visible()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("Switched off by Alice Archer.")).to_be_visible()
    look(page, "webhook-off")


def test_cdn_is_set_up_and_tested(
    page: Page,
    acme: Workspace,  # noqa: F811
    alice: User,  # noqa: F811
    sign_in: Callable[[User], None],
    look: Callable[[Page, str], None],
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/settings/cdn/")
    look(page, "cdn-none")
    page.get_by_role("link", name="Fastly").click()
    page.get_by_label("Service id").fill("SERVICE1")
    page.get_by_label("API token").fill("a-token")
    look(page, "cdn-form")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("region", name="Purges").get_by_text("Waiting")).to_be_visible()
    look(page, "cdn")


def test_designer_reads_who_may_see_webhooks(
    page: Page,
    acme: Workspace,  # noqa: F811
    sign_in: Callable[[User], None],
    watch: Watch,
) -> None:
    watch.expect("403")
    sign_in(User.objects.get(email="bob@example.com"))
    page.goto(f"/w/{acme.key}/settings/")
    expect(page.get_by_role("link", name="Webhooks")).to_have_count(0)
    for address in ("webhooks", "cdn"):
        page.goto(f"/w/{acme.key}/settings/{address}/")
        expect(page.get_by_text("Admins of this workspace can")).to_be_visible()
