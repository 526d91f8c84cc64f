"""A marketer connects the shop's API and a price sheet, tries them, and sees which links depend on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from renderer import releases
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.sources import operations
from renderer.sources.operations import Setup
from tests.journeys.browser import PHONE, Watch
from tests.renderer.conftest import GREETING
from tests.renderer.elsewhere import Elsewhere
from tests.renderer.sourcing import identity, shop
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations, people
from workspaces.roles import Role

__all__ = ["identity", "shop"]
Look = Callable[[Page, str], None]
SignIn = Callable[[User], None]


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create_user("alice@example.com", name="Alice Archer")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    acme = organizations.create_workspace(organization=agency, name="Acme Running", **by)
    releases.release(workspace=acme, template_key="greeting", document=GREETING, by=alice, now=timezone.now())
    issuing.create(workspace=acme, template_key="greeting", name="Spring newsletter", mode=Mode.TOKEN, **by)
    return acme


def test_an_api_is_connected_tried_and_removed(
    page: Page, acme: Workspace, alice: User, sign_in: SignIn, look: Look, shop: str
) -> None:
    answer = {"customer": {"name": "Amira", "city": "Lisbon"}, "orders": [{"total": 12.5}]}
    Elsewhere.replies["/customers/7"] = lambda server: server.send(json.dumps(answer).encode())
    sign_in(alice)
    page.goto(f"/w/{acme.key}/sources/")
    look(page, "sources-empty")
    page.get_by_role("link", name="Connect an API").click()
    page.get_by_label("Name", exact=True).fill("Shop")
    page.get_by_label("Address", exact=True).fill("http://shop.example.com")
    page.get_by_label("Where “first_name” stands").fill("$.customer.name")
    page.get_by_label("Where “city” stands").fill("$.customer.town")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("must begin with https://")
    look(page, "sources-error")
    page.get_by_label("Address", exact=True).fill(f"{shop}/customers/{{{{ customer_id }}}}")
    page.locator("#id_secret_place").select_option("header")
    page.get_by_label("Name of the header or parameter").fill("X-Api-Key")
    page.get_by_label("Value of the secret").fill("only for the shop")
    look(page, "sources-new")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("customer_id").fill("7")
    page.get_by_role("button", name="Ask it now").click()
    expect(page.get_by_text("There is nothing for “city”")).to_be_visible()
    expect(page.get_by_role("cell", name="$.customer.city")).to_be_visible()
    expect(page.get_by_role("link", name="Spring newsletter")).to_be_visible()
    assert "only for the shop" not in page.content()
    look(page, "sources-tried")
    page.get_by_role("link", name="Change").click()
    page.get_by_label("Where “city” stands").fill("$.customer.city")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("customer_id").fill("7")
    page.get_by_role("button", name="Ask it now").click()
    expect(page.get_by_text("Every field got a value.")).to_be_visible()
    page.get_by_role("link", name="Spring newsletter").click()
    expect(page.get_by_role("heading", name="Freshness")).to_be_visible()
    expect(page.get_by_role("complementary").get_by_text("none yet")).to_be_visible()
    look(page, "sources-link")
    page.get_by_role("complementary").get_by_role("link", name="Shop").click()
    page.get_by_role("button", name="Remove…").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No data sources yet")).to_be_visible()


def test_a_sheet_is_connected_and_its_failure_is_told(
    page: Page, acme: Workspace, alice: User, sign_in: SignIn, look: Look, shop: str
) -> None:
    Elsewhere.replies["/prices.csv"] = lambda server: server.send(b"SKU,City\nA-1,Lisbon\n", kind="text/csv")
    sign_in(alice)
    page.goto(f"/w/{acme.key}/sources/new/?kind=sheet")
    page.get_by_label("Name", exact=True).fill("Price list")
    page.get_by_label("Address", exact=True).fill(f"{shop}/prices.csv")
    page.get_by_label("Where “city” stands").fill("City")
    look(page, "sources-sheet")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Ask it now").click()
    expect(page.get_by_text("Every field got a value.")).to_be_visible()
    Elsewhere.replies["/prices.csv"] = lambda server: server.send(b"<html>", kind="text/html")
    page.get_by_role("button", name="Ask it now").click()
    expect(page.get_by_text("The answer is no CSV sheet")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    page.goto(f"/w/{acme.key}/sources/")
    look(page, "sources-list")


def test_who_may_only_look_sees_how_sources_do_and_no_button(
    page: Page, acme: Workspace, alice: User, sign_in: SignIn, look: Look, shop: str, watch: Watch
) -> None:
    watch.expect("403")
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    setup = Setup(name="Shop", kind="api", address=f"{shop}/data", mapping={"city": "$.city"})
    made = operations.create(workspace=acme, setup=setup, secret="", **by)
    made.failed_at, made.problem = timezone.now(), "http_503"
    made.save()
    vera = User.objects.create_user("vera@example.com", name="Vera Viewer")
    people.add_member(workspace=acme, user=vera, role=Role.VIEWER, **by)
    sign_in(vera)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/w/{acme.key}/sources/{made.key}/")
    expect(page.get_by_text("Its server answered with the error 503.")).to_be_visible()
    expect(page.get_by_role("button", name="Ask it now")).to_have_count(0)
    look(page, "sources-viewer")
    assert page.goto(f"/w/{acme.key}/sources/{made.key}/edit/").status == 403  # type: ignore[union-attr]
