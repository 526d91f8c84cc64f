"""Previews fetch pictures from the workspace's hosts alone, and say so where an address lies elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from designer.models import Template
from designer.operations.checks import check_template
from renderer import gather
from tests.designer.calling import Caller, bitmap, image
from tests.designer.documents import document, first_name, text
from tests.renderer.elsewhere import Elsewhere
from tests.renderer.sourcing import identity, shop
from workspaces import actors
from workspaces.operations.workspace_settings import change_settings

__all__ = ["identity", "shop"]
pytestmark = [pytest.mark.django_db, pytest.mark.database]
PHOTO = {
    "id": "photo", "type": "image", "x": 0, "y": 0, "w": 60, "h": 60,
    "source": {"kind": "field", "field": "photo", "missing": "hide"},
}  # fmt: skip
RED = (255, 0, 0, 255)


@pytest.fixture
def template(make_template: Callable[..., Template], shop: str) -> Template:
    """A design that shows a photo by address, and a shop that has one."""
    field = {"key": "photo", "label": "Photo", "kind": "image", "samples": {"complete": f"{shop}/red.png"}}
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(out, "PNG")
    Elsewhere.replies["/red.png"] = lambda server: server.send(out.getvalue(), kind="image/png")
    gather._images().clear()
    return make_template(document=document(PHOTO, text(), fields=[first_name(), field]))


def allow(template: Template, *hosts: str) -> None:
    changes = {"image_hosts": list(hosts)}
    change_settings(workspace=template.workspace, changes=changes, by=actors.SYSTEM, now=timezone.now())
    template.workspace.refresh_from_db()


def issues(answer: Any) -> list[str]:
    return [one["text"] for one in answer["issues"] if one["code"] == "host_not_allowed"]


def test_without_a_list_the_picture_is_shown(as_bob: Caller) -> None:
    answer = as_bob.layers(PHOTO)
    assert bitmap(answer["results"][0]).getpixel((30, 30)) == RED
    assert issues(answer) == []


def test_a_picture_on_another_host_is_not_fetched_and_the_issue_list_says_why(
    as_bob: Caller, template: Template
) -> None:
    allow(template, "cdn.example.com")
    answer = as_bob.layers(PHOTO)
    composed = image(as_bob.post("compose", {"size": "base", "record": "complete"}))
    assert answer["results"][0]["src"] is None
    assert composed.getpixel((30, 30)) != RED
    assert Elsewhere.asked == []
    assert issues(answer) == [
        "“Photo” has a picture on 127.0.0.1, a host that this workspace does not fetch pictures from. "
        "Add the host in the workspace’s settings, or use another picture"
    ]


def test_the_whole_sheet_s_checks_tell_it_and_forget_it_once_the_host_is_allowed(
    as_bob: Caller, template: Template
) -> None:
    allow(template, "cdn.example.com")
    found = [one for one in check_template(template).findings if one.code == "host_not_allowed"]
    told = {(one.record, one.level, one.field) for one in found}
    assert told == {("complete", "warn", "photo"), ("longest", "warn", "photo")}
    allow(template)
    assert not [one for one in check_template(template).findings if one.code == "host_not_allowed"]
