"""“Run invite” of Acme, its people, and what they do with it in the browser: submit, approve, publish."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from designer.models import Template
from designer.operations import assets
from designer.operations.templates import create_template
from tests.designer import hostile
from tests.designer.documents import document, first_name, text
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations, people
from workspaces.roles import Role

People = dict[str, User]


@pytest.fixture
def nothing_leaves(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


@pytest.fixture
def team(transactional_db: None, nothing_leaves: None) -> People:
    return {
        name: User.objects.create_user(f"{name}@example.com", name=name.capitalize())
        for name in ("alice", "bob", "dora")
    }


@pytest.fixture
def acme(team: People) -> Workspace:
    by = {"by": actors.person(team["alice"]), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=team["alice"], **by)
    acme = organizations.create_workspace(organization=agency, name="Acme Running", **by)
    people.add_member(workspace=acme, user=team["bob"], role=Role.DESIGNER, **by)
    people.add_member(workspace=acme, user=team["dora"], role=Role.APPROVER, **by)
    return acme


@pytest.fixture
def invite(acme: Workspace, team: People) -> Template:
    """A design with a picture, two fields, and a second size."""
    by = {"by": actors.person(team["bob"]), "now": timezone.now()}
    photo = assets.upload_asset(
        workspace=acme, data=hostile.picture("JPEG", (300, 200)), name="hill.jpg", alt="A hill", **by
    )
    card = {"id": "card", "type": "shape", "name": "Card", "x": 20, "y": 20, "w": 440, "h": 260, "radius": 16}
    white = {"type": "solid", "color": "#FFFFFF"}
    picture = {"id": "photo", "type": "image", "name": "Photo", "x": 470, "y": 20, "w": 110, "h": 110}
    layers = [
        {**card, "paint": {"type": "solid", "color": "#14264A"}},
        {**picture, "source": {"kind": "asset", "asset": photo.digest}},
        text(paint=white),
        text("line", "{{ event }} in {{ city }}", y=150, size=22, paint=white, h=60),
    ]
    fields = [first_name(), {"key": "event", "fallback": "Your run"}, {"key": "city", "fallback": "town"}]
    sizes = [*document()["sizes"], {"id": "wide", "name": "Wide", "w": 600, "h": 400}]
    design = document(*layers, fields=fields, sizes=sizes)
    return create_template(workspace=acme, name="Run invite", document=design, folder="Spring", tags=["run"], **by)


def address(workspace: Workspace, *path: str) -> str:
    return "/".join(("/w", workspace.key, *path, ""))


def submit(page: Page, workspace: Workspace, template: Template, note: str) -> None:
    page.goto(address(workspace, "templates", template.key, "qa"))
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_label("What should reviewers know?").fill(note)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Submitted. Reviewers get a mail")).to_be_visible()


def approve(page: Page, workspace: Workspace) -> None:
    page.goto(address(workspace, "reviews"))
    page.get_by_role("link", name=re.compile("Run invite v")).first.click()
    page.get_by_role("button", name=re.compile("Approve v")).click()
    page.get_by_role("dialog").get_by_label("Note").fill("Looks right with every record.")
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(page.get_by_text(re.compile("is approved"))).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name=re.compile("Publish v")).click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("It is live.")).to_be_visible()
