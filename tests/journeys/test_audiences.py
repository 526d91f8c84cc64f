"""A marketer uploads a list, matches its columns and sees who was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audiences import tasks
from audiences.models import Recipient, Upload
from audiences.operations import imports
from audiences.queries import values_in
from renderer import releases
from tests.renderer.conftest import GREETING
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations

SHEET = (
    "Email;First name;Company\nanna@example.com;Anna;Northwind\nzoe@example.com;Zoë;Contoso\nzoe@example.com;Zoe;=1+1\n"
)


@pytest.fixture
def alice(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(tasks.read_upload, "apply_async", lambda **_: None)
    return User.objects.create_user("alice@example.com", name="Alice Archer")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    acme = organizations.create_workspace(organization=agency, name="Acme Running", **by)
    releases.release(workspace=acme, template_key="greeting", document=GREETING, by=alice, now=timezone.now())
    return acme


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


def test_widest_value_of_a_thousand_rows_is_found_and_personal_columns_are_dropped(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], tmp_path: Any,
    look: Callable[[Page, str], None]
) -> None:  # fmt: skip
    """Scenario 47."""
    rows = [f"user{n}@example.com,Name {n},{'Oslo' if n % 2 else ''},+47 55 {n:04}" for n in range(1_000)]
    rows[700] = rows[700].replace("Name 700", "WWWWWWWWWWWW")
    rows[20] = rows[20].replace("Name 20", "i" * 26)
    sheet = tmp_path / "members.csv"
    sheet.write_text("Email,First name,City,Phone\n" + "\n".join(rows), encoding="utf-8")
    sign_in(alice)
    page.goto(f"/w/{acme.key}/audiences/upload/")
    page.locator("input[type=file]").set_input_files(sheet)
    page.get_by_role("button", name="Go on").click()
    table = page.get_by_role("region", name="Columns")
    expect(table.get_by_role("row", name="First name Matched")).to_contain_text("WWWWWWWWWWWW")
    expect(table.get_by_role("row", name="City Matched")).to_contain_text("50 %")
    expect(page.get_by_text("No template needs “Email”, “Phone”")).to_be_visible()
    expect(page.get_by_text("Of all 1,000 rows")).to_be_visible()
    expect(page.get_by_role("img", name="Widest First name, in “Spring greeting”")).to_be_visible()
    look(page, "audiences-thousand")
    page.get_by_role("button", name="Make the audience").click()
    imports.run(upload=Upload.objects.select_related("audience__workspace").get(), now=timezone.now())
    expect(page.get_by_text("1,000").first).to_be_visible()
    kept = values_in(Recipient.objects.order_by("pk")[700].values)
    assert kept == {"first_name": "WWWWWWWWWWWW", "city": ""}


def test_repeated_column_and_unreadable_file_are_explained(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], look: Callable[[Page, str], None]
) -> None:
    sign_in(alice)
    page.goto(f"/w/{acme.key}/audiences/upload/")
    page.get_by_label("Or paste rows from a spreadsheet").fill("name,name\n")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("has no rows below them")
    look(page, "audiences-refused")
    page.get_by_label("Or paste rows from a spreadsheet").fill("name,name\nAnna,Archer\n")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Several columns are called “name”")).to_be_visible()
