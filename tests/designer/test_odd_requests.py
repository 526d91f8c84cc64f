"""Requests that no page and no editor sends: each is answered with a sentence, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from designer.models import Template
from tests.designer.calling import Caller, image
from tests.designer.documents import document, text
from workspaces.actors import Actor
from workspaces.json_bodies import loads
from workspaces.models import Workspace
from workspaces.operations.keys import create_api_key
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

pytestmark = pytest.mark.django_db

ODD: list[Any] = [5, -1, 10**30, True, "²", "\ud800", "a\0b", [], [5], [None], {}, {"id": []}, {"values": {"a": {}}}]
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("PATCH", "draft"): {"client": "tab", "seq": 7, "ops": [{"op": "move", "id": "headline", "at": 0}], "label": "x"},
    ("PUT", "fields"): {"missing_words": [], "client": "tab", "seq": 8},
    ("POST", "presence"): {"client": "tab", "sel": ["headline"]},
    ("POST", "render-layers"): {"record": {"id": "empty"}, "layers": [], "want": ["caret"], "scale": 1, "size": "base"},
    ("POST", "compose"): {"record": "complete", "size": "base", "doc": None},
    ("POST", "qa"): {"sizes": ["base"], "records": ["complete"], "base": "live"},
    ("POST", "records"): {"label": "VIP", "values": {}},
    ("POST", "comments"): {"text": "Lovely", "layer": "headline", "at": [1, 2], "parent": ""},
    ("POST", "review"): {"action": "approve", "version": 1, "note": ""},
    ("POST", "publish"): {"version": 1, "at": "2027-01-01T09:00:00Z"},
    ("POST", "submit"): {"note": "", "reviewers": [], "override_reason": ""},
}
PLACES = [{"op": "add", "at": 10**30, "layer": text("other")}, {"op": "move", "id": "headline", "at": -(10**30)}]


def odd_bodies(body: dict[str, Any]) -> Iterator[Any]:
    """The body with each of its values exchanged for each odd one, and things that are no body."""
    yield from ({**body, name: odd} for name in body for odd in ODD)
    yield from (5, [], "x", None)


@pytest.fixture(autouse=True)
def _without_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.editor_api.pictures.slow_down", lambda *_: None)


@pytest.mark.parametrize(("method", "path"), list(BODIES))
def test_odd_values_in_an_editors_call_are_refused_and_break_nothing(as_bob: Caller, method: str, path: str) -> None:
    told = [
        as_bob.send(method, path, body, **{"If-Match": "1"}).status_code for body in odd_bodies(BODIES[method, path])
    ]

    assert max(told) < 500


@pytest.mark.parametrize("op", PLACES, ids=lambda op: op["op"])
def test_place_beyond_all_places_is_refused(as_bob: Caller, op: dict[str, Any]) -> None:
    assert as_bob.edit([op], 1).status_code == 400


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "-1", "1.0", ""])
def test_number_that_is_none_is_refused_wherever_it_stands(as_bob: Caller, template: Template, number: str) -> None:
    page = f"/w/{template.workspace.key}/templates/{template.key}/"
    pictures = [as_bob.client.get(f"{page}picture.png", {"w": number, "v": version}) for version in ("draft", number)]
    saved = as_bob.send("PATCH", "draft", {"seq": 1, "ops": []}, **{"If-Match": number.encode().decode("latin-1")})
    posts = [as_bob.client.post(f"{page}{path}", {"number": number, "days": number, "name": "Kept"}) for path in POSTS]

    assert [answer.status_code for answer in pictures] == [200, 404]
    assert saved.status_code == 428
    assert {answer.status_code for answer in posts} <= {302, 403, 422}


POSTS = ["history/name/", "publish/now/", "qa/share/"]


def test_whole_number_keeps_its_bounds() -> None:
    asked = ["7", "07", "8", "6", "²", "", "+7", "7 ", "9" * 5000]
    assert [whole_number(one, 7, 7) for one in asked] == [7, None, None, None, None, None, None, None, None]


def test_json_loses_what_no_database_keeps_and_nothing_else() -> None:
    sent = {"na\0me": ["Zoë \ud83d\ude00", "\ud83d alone", "\\u0000 as text", {"deep": "\0"}], "n": [1, 1.5, None]}
    plain = {"name": ["Zoë 😀", " alone", "\\u0000 as text", {"deep": ""}], "n": [1, 1.5, None]}

    assert loads(json.dumps(sent).encode()) == plain


def test_json_nested_beyond_all_use_is_told_as_such_by_the_api(as_bob: Caller) -> None:
    where = f"/api/v1/workspaces/{as_bob.template.workspace.key}/templates"
    answer = as_bob.client.post(where, '{"name": ' + "[" * 100_000, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_body_beyond_all_use_is_refused_before_it_is_read_whole(
    workspace: Workspace, alice: Actor, now: datetime, client: Client, settings: Any
) -> None:
    _, secret = create_api_key(
        workspace=workspace, name="Key", scopes_asked=["templates"], by=alice, held=frozenset(Capability), now=now
    )
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    where, key = f"/api/v1/workspaces/{workspace.key}/templates", {"authorization": f"Bearer {secret}"}
    for headers in (key, {**key, "idempotency-key": "one"}):
        answer = client.post(where, '{"name": "' + "x" * 1000, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "data", [b"NaN", b"[Infinity]", b"[1e999]", b"\xff", b"", b"[" * 100_000, b"[" * 65 + b"]" * 65, b"1" * 5000]
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(data)


def test_huge_design_is_previewed_at_a_smaller_scale(as_bob: Caller) -> None:
    huge = document(sizes=[{"id": "base", "name": "Huge", "w": 4000, "h": 4000}])

    assert image(as_bob.post("compose", {"doc": huge, "scale": 3})).size == (4000, 4000)


def test_sample_for_a_record_that_is_none_is_the_complete_one(as_bob: Caller) -> None:
    page = f"/w/{as_bob.template.workspace.key}/templates/gallery/welcome.png"
    pictures = [as_bob.client.get(page, {"record": record}) for record in ("complete", "x" * 3000, "empty")]

    assert pictures[0].content == pictures[1].content != pictures[2].content


@pytest.mark.parametrize("x", ["nan", "inf", "1e300", "-200000"])
def test_comment_at_no_place_is_refused_and_leaves_the_others_readable(as_bob: Caller, x: str) -> None:
    page = f"/w/{as_bob.template.workspace.key}/templates/{as_bob.template.key}/comments/"
    as_bob.client.post(page, {"text": "Here", "x": x, "y": "1"})
    told = as_bob.post("comments", {"text": "Here", "at": [10**400, 1]})

    assert told.status_code == 400
    assert as_bob.get("comments").json() == {"comments": []}


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-2"])
def test_rule_of_a_number_that_is_none_is_refused(as_bob: Caller, number: str) -> None:
    page = f"/w/{as_bob.template.workspace.key}/templates/{as_bob.template.key}/fields/"
    term = {"term-group": number, "term-field": "first_name", "term-op": "is", "term-value": "Amira"}
    said = {"number": number, "field": "first_name", "do": "show", "layer": "headline", "use": "friend", **term}
    acts = [f"{kind}/{act}/" for kind in ("conditions", "fallbacks") for act in ("save", "remove", "move")]
    told = [as_bob.client.post(page + act, said).status_code for act in acts]
    shown = as_bob.client.get(f"{page}rule.png", said).status_code

    assert max(*told, shown) < 500
    as_bob.template.refresh_from_db()
    assert as_bob.template.draft_rev == 1
