"""The editor in the browser: opened on a design, asked for its model, waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from designer.models import Template
from designer.operations.templates import create_template
from tests.journeys.browser import PATIENCE
from tests.journeys.panel_document import webinar
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations, people
from workspaces.roles import Role

READY = "document.body.dataset.editor === 'ready' && window.__ed && !window.__ed.pending"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create_user("alice@example.com", name="Alice Adler")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    return organizations.create_workspace(organization=agency, name="Acme Running", **by)


@pytest.fixture
def bob(acme: Workspace, alice: User) -> User:
    """A designer of Acme's."""
    designer = User.objects.create_user("bob@example.com", name="Bob Brandt")
    by = {"by": actors.person(alice), "now": timezone.now()}
    people.add_member(workspace=acme, user=designer, role=Role.DESIGNER, **by)
    return designer


@pytest.fixture
def invite(acme: Workspace, bob: User) -> Template:
    return create_template(
        workspace=acme, name="Webinar invite", document=webinar(), by=actors.person(bob), now=timezone.now()
    )


@pytest.fixture
def open_editor(page: Page, sign_in: Callable[[User], None], bob: User) -> Callable[..., Page]:
    """Bob opens the editor (or whoever is given)."""

    def opened(template: Template, user: User | None = None) -> Page:
        sign_in(user or bob)
        where = f"/w/{template.workspace.key}/templates/{template.key}/edit/"
        page.goto(where, timeout=60_000)  # the first visit of a run loads every font
        settle(page)
        return page

    return opened


@pytest.fixture
def editor(open_editor: Callable[..., Page], invite: Template) -> Page:
    """The webinar invite, open."""
    return open_editor(invite)


def arrived(page: Page) -> None:
    """Until the browser was led into the editor and everything is drawn."""
    page.wait_for_url("**/edit/**", timeout=60_000)
    settle(page)


def settle(page: Page) -> None:
    """Until every edit is saved and every bitmap is here."""
    until(page, READY)


def until(page: Page, truth: str, seconds: float = PATIENCE) -> None:
    """Ask again and again: the page's policy forbids the evaluation that Playwright's own waiting needs."""
    late = time.monotonic() + seconds
    while not page.evaluate(f"Boolean({truth})"):
        assert time.monotonic() < late, truth
        page.wait_for_timeout(50)


def layer(page: Page, layer_id: str) -> dict[str, Any]:
    """A layer of the editor's own model."""
    return page.evaluate("id => __ed.store.state.doc.layers.find(layer => layer.id === id)", layer_id)  # type: ignore[no-any-return]


def state(page: Page, path: str) -> Any:
    return page.evaluate(f"__ed.store.state.{path}")


def select(page: Page, *names: str) -> None:
    """Choose layers in the panel by their names, the second and later ones with Ctrl."""
    for at, name in enumerate(names):
        row = page.locator(".ed-left").get_by_role("button", name=f"{name}, ")
        row.click(modifiers=["Control"] if at else [])


def draft(template: Template) -> dict[str, Any]:
    """The draft as the server has it."""
    template.refresh_from_db()
    return template.draft


def saved_layer(template: Template, layer_id: str) -> dict[str, Any]:
    return next(one for one in draft(template)["layers"] if one["id"] == layer_id)
