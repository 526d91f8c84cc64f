"""An agency owner makes a client and invites a designer, who comes in; every page of the app is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browser import Watch
from workspaces import actors
from workspaces.models import Organization, User, Workspace
from workspaces.operations import invitations, keys, organizations, people, usage, workspace_settings
from workspaces.roles import EVERYTHING, Role

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def mails_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create_user("alice@example.com", PASSWORD, name="Alice Archer")


@pytest.fixture
def agency(alice: User) -> Organization:
    return organizations.create_organization(
        name="Bright Agency", owner=alice, by=actors.person(alice), now=timezone.now()
    )


@pytest.fixture
def acme(agency: Organization, alice: User) -> Workspace:
    """A client with people, an invitation, keys, use near its quota, and so a log."""
    by = {"by": actors.person(alice), "now": timezone.now()}
    acme = organizations.create_workspace(organization=agency, name="Acme Running", **by)
    for name, role in (("Bob Designer", Role.DESIGNER), ("Dora Approver", Role.APPROVER)):
        user = User.objects.create_user(f"{name.split()[0].lower()}@example.com", PASSWORD, name=name)
        people.add_member(workspace=acme, user=user, role=role, **by)
    invitations.invite(workspace=acme, email="new.designer@client.example", role=Role.DESIGNER, held=EVERYTHING, **by)
    keys.create_api_key(workspace=acme, name="Braze production", scopes_asked=["render"], held=EVERYTHING, **by)
    keys.rotate_signing_key(workspace=acme, **by)
    usage.count_pictures(workspace_id=acme.pk, on=timezone.now().date(), served=48_210)
    workspace_settings.set_quotas(workspace=acme, pictures_per_month=40_000, storage_bytes=2**30, **by)
    return acme


def test_owner_makes_a_client_and_the_invited_designer_comes_in(
    page: Page, agency: Organization, alice: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(alice)
    page.goto("/workspaces/")
    page.get_by_role("link", name="Make the first workspace").click()
    page.get_by_label("Client or brand").fill("Northwind Coffee")
    page.get_by_role("button", name="Make the workspace").click()
    expect(page.get_by_text("“Northwind Coffee” is ready")).to_be_visible()
    page.get_by_role("link", name="Invite", exact=True).click()
    page.get_by_label("E-mail address").fill("bob@example.com")
    page.get_by_label("Designer:").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("region", name="Invitations").get_by_text("bob@example.com")).to_be_visible()

    link = re.search(r"/invitation/\S+", mail.outbox[-1].body)
    assert link
    page.context.clear_cookies()
    page.goto(link.group())
    page.get_by_role("link", name="Make your account").click()
    expect(page.get_by_label("Email")).to_be_disabled()
    page.get_by_label("Your name").fill("Bob Designer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("navigation", name="Main")).to_contain_text("Northwind Coffee")
    bob = User.objects.get(email="bob@example.com")
    assert bob.memberships.get().role == "designer"


def test_new_key_is_shown_once_and_revoked(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], look: Callable[[Page, str], None]
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/settings/keys/new/")
    page.get_by_label("Name").fill("Klaviyo")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_label("API key", exact=True)).to_have_value(re.compile("^okz_"))
    look(page, "api-key-made")
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Revoke Klaviyo").click()
    page.get_by_role("button", name="Revoke the key").click()
    expect(page.get_by_text("“Klaviyo” is revoked")).to_be_visible()


def test_person_without_the_right_reads_who_has_it(
    page: Page, acme: Workspace, sign_in: Callable[[User], None], watch: Watch, look: Callable[[Page, str], None]
) -> None:
    watch.expect("403")
    sign_in(User.objects.get(email="bob@example.com"))
    page.goto(f"/w/{acme.key}/settings/people/")
    expect(page.get_by_text("Admins of this workspace can")).to_be_visible()
    look(page, "people-without-the-right")
    page.goto(f"/w/{acme.key}/settings/keys/")
    expect(page.get_by_text("You may not work with keys here. Admins of this workspace can")).to_be_visible()


PAGES = ["", "people/", "people/invite/", "keys/", "keys/new/", "signing/", "quotas/", "log/", "transfer/"]


@pytest.mark.parametrize("address", PAGES, ids=[address.replace("/", "-") or "general" for address in PAGES])
def test_settings_page_reads_well_everywhere(
    page: Page,
    acme: Workspace,
    alice: User,
    sign_in: Callable[[User], None],
    look: Callable[[Page, str], None],
    address: str,
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/settings/{address}")
    look(page, f"settings-{address.replace('/', '-') or 'general'}")


@pytest.mark.parametrize("address", ["", "people/", "log/"], ids=["clients", "people", "log"])
def test_organization_page_reads_well_everywhere(
    page: Page,
    acme: Workspace,
    alice: User,
    sign_in: Callable[[User], None],
    look: Callable[[Page, str], None],
    address: str,
) -> None:
    sign_in(alice)
    page.goto(f"/o/{acme.organization.key}/{address}")
    look(page, f"organization-{address.replace('/', '-') or 'clients'}")


def test_people_page_works_with_the_keyboard_alone(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/settings/people/")
    page.get_by_role("link", name="Change the role of Dora Approver").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Approver:").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dora Approver is admin now")).to_be_visible()
