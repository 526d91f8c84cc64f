"""A marketer uploads a list, matches its columns and sees who was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audiences import known_fields, tasks
from audiences.guesses import KnownField
from audiences.models import Upload
from audiences.operations import imports
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations

SHEET = (
    "Email;First name;Company\nanna@example.com;Anna;Northwind\nzoe@example.com;Zoë;Contoso\nzoe@example.com;Zoe;=1+1\n"
)


@pytest.fixture
def alice(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(known_fields, "_providers", [lambda _: [KnownField("first_name", "First name")]])
    monkeypatch.setattr(tasks.read_upload, "apply_async", lambda **_: None)
    return User.objects.create_user("alice@example.com", name="Alice Archer")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    return organizations.create_workspace(organization=agency, name="Acme Running", **by)


def test_list_is_uploaded_matched_and_read(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], look: Callable[[Page, str], None]
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/audiences/")
    look(page, "audiences-empty")
    page.get_by_role("link", name="New audience").click()
    look(page, "audiences-upload")
    page.get_by_label("Or paste rows from a spreadsheet").fill(SHEET)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("so it is not kept unless you say so")).to_be_visible()
    look(page, "audiences-match")
    page.get_by_role("button", name="Make the audience").click()
    expect(page.get_by_text("Being read")).to_be_visible()
    imports.run(upload=Upload.objects.select_related("audience__workspace").get(), now=timezone.now())
    expect(page.get_by_text("with reasons (CSV)")).to_be_visible()
    look(page, "audiences-audience")
