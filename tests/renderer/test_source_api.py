"""Data sources by API: set up, changed, tried, removed; their secrets written and never read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from renderer.models import Release
from renderer.models.sources import DataSource
from renderer.sources import known
from tests.renderer.conftest import key_for
from tests.renderer.elsewhere import Elsewhere
from tests.renderer.sourcing import Answering, answers, identity, shop
from workspaces.models import AuditEntry, Workspace

__all__ = ["answers", "identity", "shop"]
pytestmark = [pytest.mark.django_db, pytest.mark.database]
Call = Callable[..., Any]
SECRET = "s3cret-canary"  # noqa: S105


@pytest.fixture
def call(browser: Client, workspace: Workspace) -> Call:
    """Ask the API with a key that may set up sources."""
    headers = {"authorization": f"Bearer {key_for(workspace, 'audiences')}"}

    def act(method: str, path: str = "", body: Any = None) -> Any:
        address = f"/api/v1/workspaces/{workspace.key}/sources{path}"
        return getattr(browser, method)(address, body, "application/json", headers=headers)

    return act


def new(shop: str, **more: Any) -> dict[str, Any]:
    return {
        "name": "Shop", "kind": "api", "address": f"{shop}/people/{{{{ customer }}}}", "mapping": {"city": "$.city"},
        "secret_place": "header", "secret_name": "X-Api-Key", "secret": SECRET, **more,
    }  # fmt: skip


def test_a_source_is_set_up_tried_changed_and_removed(call: Call, shop: str, answers: Answering) -> None:
    answers("/people/7", b'{"city": "Lisbon", "more": [{"a": 1.50}]}')
    made = call("post", body=new(shop))
    assert made.status_code == 201
    path = f"/{made.json()['key']}"
    tried = call("post", f"{path}/try", {"values": {"customer": "7"}}).json()
    assert (tried["succeeded"], tried["values"]) == (True, {"city": "Lisbon"})
    assert Elsewhere.asked[0][1]["x-api-key"] == SECRET
    assert call("patch", path, {"mapping": {"price": "more[0].a"}, "is_active": False}).json()["is_active"] is False
    assert call("post", f"{path}/try", {"values": {"customer": "7"}}).json()["values"] == {"price": "1.50"}
    assert [one["name"] for one in call("get").json()["results"]] == ["Shop"]
    assert call("delete", path).status_code == 204
    assert call("get", path).status_code == 404


def test_a_trial_says_what_is_wrong(call: Call, shop: str, answers: Answering) -> None:
    path = f"/{call('post', body=new(shop)).json()['key']}/try"
    answers("/people/7", b"<html>")
    answers("/people/8", {"town": "Lisbon"})
    assert "no JSON" in call("post", path, {"values": {"customer": "7"}}).json()["message"]
    assert "nothing for “city”" in call("post", path, {"values": {"customer": "8"}}).json()["message"]
    assert "error 404" in call("post", path, {"values": {"customer": "9"}}).json()["message"]
    assert "Enter a value" in call("post", path, {"values": {}}).json()["message"]


def test_a_secret_is_written_and_never_read(call: Call, shop: str) -> None:
    made = call("post", body=new(shop))
    path = f"/{made.json()['key']}"
    told = [made, call("get"), call("get", path), call("patch", path, {"life": 60})]
    assert all(answer.json().get("has_secret", True) for answer in told)
    assert not any(SECRET in answer.content.decode() for answer in told)
    row = DataSource.objects.get()
    assert SECRET.encode() not in bytes(row.secret or b"")
    assert SECRET not in repr(known.source_of(row))
    assert SECRET not in str(list(AuditEntry.objects.values()))


def test_a_secret_stays_with_the_server_it_was_entered_for(call: Call, shop: str, strangers: Workspace) -> None:
    path = f"/{call('post', body=new(shop)).json()['key']}"
    moved = call("patch", path, {"address": "https://evil.example.com/"})
    assert (moved.status_code, moved.json()["field"]) == (422, "secret")
    row = DataSource.objects.get()
    # A row that is copied or bent by hand opens nothing either.
    for change in ({"address": "https://evil.example.com/"}, {"workspace": strangers}):
        bent = DataSource.objects.get()
        for name, value in change.items():
            setattr(bent, name, value)
        with pytest.raises(known.CannotUnseal):
            known.source_of(bent)
    assert known.source_of(row).secret == SECRET


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"address": "http://api.example.com/"}, "address"),
        ({"address": "https://127.0.0.2/"}, "address"),
        ({"address": "https://me:secret@api.example.com/"}, "address"),
        ({"address": "https://api.example.com:8080/"}, "address"),
        ({"address": "https://{{ customer }}.example.com/"}, "address"),
        ({"address": "https://api.example.com/{{ customer | upcase }}"}, "address"),
        ({"mapping": {"city": "$..city"}}, "mapping"),
        ({"mapping": {"city": "$.a[?(@.b==1)].c"}}, "mapping"),
        ({"mapping": {"city": "$.a.*"}}, "mapping"),
        ({"mapping": {"city": "$.a | $.b"}}, "mapping"),
        ({"mapping": {"city": "$.a where b"}}, "mapping"),
        ({"mapping": {"city": "$.a.`parent`"}}, "mapping"),
        ({"mapping": {"city": "$." + ".".join("a" * 30)}}, "mapping"),
        ({"mapping": {"city": "]["}}, "mapping"),
        ({"mapping": {"no field": "$.a"}}, "mapping"),
        ({"mapping": {}}, "mapping"),
        ({"name": "   "}, "name"),
        ({"secret_name": "Host"}, "secret_name"),
        ({"secret_name": "X-Key: a\r\nX-Other"}, "secret_name"),
        ({"secret": "two\r\nlines"}, "secret"),
        ({"secret": ""}, "secret"),
        ({"life": 1}, "life"),
        ({"keep": 10**7}, "keep"),
        ({"deadline": 60}, "deadline"),
        ({"kind": "sheet"}, "address"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(
    call: Call, shop: str, change: dict[str, Any], field: str
) -> None:
    refused = call("post", body=new(shop, **change))
    body = refused.json()
    if "errors" in body:
        assert field in body["errors"]
    else:
        assert (refused.status_code, body["code"], body["field"]) == (422, "invalid_source", field)
        assert len(body["title"]) > 20
    assert DataSource.objects.count() == 0


def test_one_source_fills_a_field(call: Call, shop: str) -> None:
    assert call("post", body=new(shop)).status_code == 201
    again = call("post", body=new(shop, name="Other"))
    assert "“city” is filled by “Shop” already" in again.json()["title"]


def test_what_people_copy_from_google_sheets_is_understood(call: Call, shop: str) -> None:
    address = "https://docs.google.com/spreadsheets/d/1AbC-d_e/edit?usp=sharing#gid=42"
    body = {"name": "Prices", "kind": "sheet", "address": address, "mapping": {"city": "City"}}
    made = call("post", body=body).json()
    assert made["address"] == "https://docs.google.com/spreadsheets/d/1AbC-d_e/export?format=csv&gid=42"


def test_changes_are_in_the_audit_log_by_host_and_field_alone(call: Call, shop: str, greeting: Release) -> None:
    path = f"/{call('post', body=new(shop)).json()['key']}"
    call("patch", path, {"wins": True, "secret": "another one", "is_active": False})
    call("delete", path)
    entries = AuditEntry.objects.filter(action__startswith="data_source").order_by("number")
    assert [entry.action.partition(".")[2] for entry in entries] == ["created", "changed", "paused", "removed"]
    assert entries[0].details["host"] == "127.0.0.1"
    assert entries[1].details == {"counts_before_the_address": True, "new_secret": True}
