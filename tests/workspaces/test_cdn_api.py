"""A workspace's CDN over the API: set up, looked at, tested, removed; and a secret that never comes out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from workspaces.encryption import unseal
from workspaces.models import AuditEntry, PurgeHook, User, Workspace
from workspaces.purging.sending import send

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SECRET = "fastly-canary-token"
FASTLY = {"kind": "fastly", "identifier": "SERVICE1", "secret": SECRET}


@pytest.fixture
def call(alice: User, acme: Workspace, browser_of: Callable[[User], Client]) -> Callable[..., Any]:
    """Alice's program: `call("put", "/test", {…})`."""
    caller, home = browser_of(alice), f"/api/v1/workspaces/{acme.key}/cdn"

    def act(method: str, path: str = "", body: Any = None) -> Any:
        return getattr(caller, method)(home + path, body, *([] if method == "get" else ["application/json"]))

    return act


def test_cdn_is_set_up_looked_at_and_removed(call: Callable[..., Any], acme: Workspace) -> None:
    assert call("get").json()["kind"] is None
    made = call("put", body=FASTLY)
    assert (made.status_code, made.json()["identifier"], made.json()["has_secret"]) == (200, "SERVICE1", True)
    assert call("get").json() == made.json()
    assert call("delete").status_code == 204
    assert call("get").json()["kind"] is None
    acts = AuditEntry.objects.filter(workspace=acme, action__startswith="cdn.").values_list("action", flat=True)
    assert sorted(acts) == ["cdn.changed", "cdn.removed"]


def test_secret_goes_in_and_never_comes_out(call: Callable[..., Any], acme: Workspace) -> None:
    answers = [call("put", body=FASTLY), call("get"), call("post", "/test"), call("get", "/purges")]
    assert not [answer for answer in answers if SECRET in answer.content.decode()]
    hook = PurgeHook.objects.get(workspace=acme)
    assert unseal(bytes(hook.secret or b"")) == SECRET.encode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM workspaces_purgehook")
        assert SECRET.encode() not in bytes(cursor.fetchone()[0])
    assert not [entry for entry in AuditEntry.objects.all() if SECRET in repr(vars(entry))]


def test_secret_stays_for_the_same_place_and_is_asked_for_at_another(call: Callable[..., Any]) -> None:
    call("put", body=FASTLY)
    assert call("put", body={"kind": "fastly", "identifier": "SERVICE2"}).json()["has_secret"]
    refused = call("put", body={"kind": "cloudflare", "identifier": "zone1"})
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, "unusable_cdn", "secret")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "akamai"}, 400), ({}, 400), ({**FASTLY, "url": "https://cdn.example.com"}, 400),
        ({**FASTLY, "identifier": "a/b"}, 422), ({"kind": "http", "url": "https://10.0.0.1/{tag}"}, 422),
        ({"kind": "http", "url": "http://cdn.example.com/"}, 422), ([1], 400),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(call: Callable[..., Any], body: Any, status: int) -> None:
    refused = call("put", body=body)
    assert (refused.status_code, bool(refused.json()["title"])) == (status, True)
    assert call("get").json()["kind"] is None


def test_test_purge_is_ordered_and_its_fate_can_be_read(call: Callable[..., Any]) -> None:
    refused = call("post", "/test")
    assert (refused.status_code, refused.json()["code"]) == (422, "refused")
    call("put", body={"kind": "http", "url": "https://cdn.invalid/{tag}", "method": "PURGE"})
    ordered = call("post", "/test")
    assert (ordered.status_code, ordered.json()["state"], ordered.json()["why"]) == (201, "waiting", "test")
    key = ordered.json()["key"]
    assert call("post", f"/purges/{key}/again").status_code == 422
    send(key, timezone.now() + timedelta(minutes=1))
    [purge] = call("get", "/purges").json()["results"]
    assert purge == call("get", f"/purges/{key}").json()
    assert (purge["key"], len(purge["attempts"]), purge["attempts"][0]["status"]) == (key, 1, 0)
