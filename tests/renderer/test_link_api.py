"""Links by API: made, listed, paused, revoked; open ones only by those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from renderer.models import Release, RenderLink
from tests.renderer.conftest import key_for
from workspaces.models import AuditEntry, Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Call = Callable[..., Any]


@pytest.fixture
def call(browser: Client, workspace: Workspace) -> Call:
    """Ask the API with a key of these scopes."""

    def act(method: str, path: str = "", body: Any = None, scopes: tuple[str, ...] = ("links", "manage")) -> Any:
        address = f"/api/v1/workspaces/{workspace.key}/links{path}"
        headers = {"authorization": f"Bearer {key_for(workspace, *scopes)}"}
        return getattr(browser, method)(address, body, "application/json", headers=headers)

    return act


def path_in(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_an_open_link_comes_with_its_address(call: Call, browser: Client, greeting: Release) -> None:
    made = call("post", body={"template": "greeting", "name": "Spring", "mode": "open", "format": "jpg"})
    assert made.status_code == 201
    assert browser.get(f"{path_in(made.json()['url'])}?first_name=Amira")["Content-Type"] == "image/jpeg"
    listed = call("get", "?template=greeting").json()["results"]
    assert [link["id"] for link in listed] == [made.json()["id"]]
    assert call("get", "?template=other").json()["results"] == []


def test_a_sealed_link_signs_and_has_no_common_address(
    call: Call, browser: Client, workspace: Workspace, greeting: Release
) -> None:
    made = call("post", body={"template": "greeting", "name": "Spring", "mode": "sealed", "pin": True}).json()
    assert made["url"] is None
    assert made["pinned_release"] == 1
    headers = {"authorization": f"Bearer {key_for(workspace, 'links')}"}
    signed = browser.post(
        f"/api/v1/links/{made['id']}/sign", {"values": {}}, "application/json", headers=headers
    ).json()
    assert browser.get(path_in(signed["addresses"][0]["url"]))["Cache-Control"] == "public, max-age=604800"


def test_open_links_need_somebody_who_may_open(call: Call, greeting: Release) -> None:
    body = {"template": "greeting", "name": "Spring", "mode": "open"}
    assert call("post", body=body, scopes=("links",)).status_code == 403
    assert call("post", body={**body, "mode": "sealed"}, scopes=("links",)).status_code == 201


def test_a_link_is_paused_and_revoked_for_good_and_the_log_says_so(
    call: Call, browser: Client, greeting: Release
) -> None:
    made = call("post", body={"template": "greeting", "name": "Spring", "mode": "open"}).json()
    personal = browser.get(f"{path_in(made['url'])}?first_name=Amira").content
    assert call("patch", f"/{made['id']}", {"status": "paused"}).json()["status"] == "paused"
    assert browser.get(f"{path_in(made['url'])}?first_name=Amira").content != personal
    assert call("patch", f"/{made['id']}", {"status": "revoked"}).status_code == 200
    assert call("patch", f"/{made['id']}", {"status": "active"}).status_code == 409
    actions = AuditEntry.objects.filter(object_kind="renderlink").values_list("action", flat=True)
    assert sorted(actions) == ["render_link.changed", "render_link.changed", "render_link.created"]


def test_a_policy_can_be_tightened_without_killing_addresses(call: Call, browser: Client, greeting: Release) -> None:
    made = call("post", body={"template": "greeting", "name": "Spring", "mode": "open"}).json()
    address = path_in(made["url"])
    plain, personal = browser.get(address).content, browser.get(f"{address}?first_name=Amira").content
    assert call("patch", f"/{made['id']}", {"policy": {"max_length": 3}}).status_code == 200
    assert browser.get(f"{address}?first_name=Amira").content == plain
    assert call("patch", f"/{made['id']}", {"policy": {}}).status_code == 200
    assert browser.get(f"{address}?first_name=Amira").content == personal


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"template": "nothing", "name": "Spring", "mode": "sealed"}, 404),
        ({"template": "greeting", "name": "Spring", "mode": "wide"}, 400),
        ({"template": "greeting", "name": "", "mode": "sealed"}, 400),
        ({"template": "greeting", "name": "Spring", "mode": "sealed", "size": "wide"}, 409),
        ({"template": "greeting", "name": "Spring", "mode": "sealed", "policy": {"words": 3}}, 422),
    ],
)
def test_a_link_that_makes_no_sense_is_refused_with_a_sentence(
    call: Call, greeting: Release, body: dict[str, Any], status: int
) -> None:
    answer = call("post", body=body)
    assert answer.status_code == status
    assert answer.json()["title"]
    assert not RenderLink.objects.exists()


def test_strangers_find_no_links(
    browser: Client, greeting: Release, strangers: Workspace, call: Call, workspace: Workspace
) -> None:
    made = call("post", body={"template": "greeting", "name": "Spring", "mode": "sealed"}).json()
    headers = {"authorization": f"Bearer {key_for(strangers, 'links', 'manage')}"}
    for path in ("", f"/{made['id']}"):
        assert browser.get(f"/api/v1/workspaces/{workspace.key}/links{path}", headers=headers).status_code == 404
