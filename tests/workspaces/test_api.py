"""The REST API: pages by cursor, writes that may be repeated, problems as problem+json."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from workspaces.models import ApiKey, AuditEntry, KeptAnswer, Membership, User, Workspace
from workspaces.operations import keys, people
from workspaces.roles import Role
from workspaces.scopes import Scope

pytestmark = pytest.mark.database
MANY = 23


@pytest.fixture
def secret(acme: Workspace, rights: dict[str, Any]) -> str:
    return keys.create_api_key(workspace=acme, name="Tests", scopes_asked=list(Scope), **rights)[1]


@pytest.fixture
def api(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def place(acme: Workspace) -> str:
    return f"/api/v1/workspaces/{acme.key}"


def post(api: Client, address: str, body: dict[str, Any], repeat: str = "") -> Any:
    headers = {"Idempotency-Key": repeat} if repeat else {}
    return api.post(address, body, content_type="application/json", headers=headers)


def test_key_knows_itself_and_lists_its_own_workspace_alone(api: Client, acme: Workspace, zenith: Workspace) -> None:
    me = api.get("/api/v1/me").json()
    assert (me["kind"], me["workspace"]) == ("api_key", acme.key)
    assert [one["name"] for one in api.get("/api/v1/workspaces").json()["results"]] == ["Acme"]


def test_person_lists_all_their_workspaces(browser_of: Any, alice: User, acme: Workspace, zenith: Workspace) -> None:
    listed = browser_of(alice).get("/api/v1/workspaces").json()["results"]
    assert {one["name"] for one in listed} == {"Acme", "Zenith"}


def test_pages_hold_every_row_once_even_while_rows_come(
    api: Client, place: str, acme: Workspace, rights: dict[str, Any]
) -> None:
    for i in range(MANY):
        keys.create_api_key(workspace=acme, name=f"Key {i}", scopes_asked=["read"], **rights)
    seen, address = [], f"{place}/api-keys?limit=10"
    while address:
        page = api.get(address).json()
        seen += [one["name"] for one in page["results"]]
        address = page["next"]
        keys.create_api_key(workspace=acme, name="Late", scopes_asked=["read"], **rights)
    assert sorted(name for name in seen if name.startswith("Key")) == sorted(f"Key {i}" for i in range(MANY))
    assert "Late" not in seen


def test_rows_a_page_are_bounded(api: Client, place: str, acme: Workspace, rights: dict[str, Any]) -> None:
    assert len(api.get(f"{place}/audit?limit=100000").json()["results"]) <= 200


def test_repeat_by_somebody_who_was_taken_out_since_opens_nothing(
    browser_of: Any, place: str, bobs: Membership, rights: dict[str, Any]
) -> None:
    people.change_role(membership=bobs, role=Role.ADMIN, **rights)
    browser, body = browser_of(bobs.user), {"name": "Bob's", "scopes": ["read"]}
    first = post(browser, f"{place}/api-keys", body, repeat="b1")
    people.remove_member(membership=bobs, **rights)

    again = post(browser, f"{place}/api-keys", body, repeat="b1")

    assert (first.status_code, again.status_code) == (201, 404)
    assert "secret" not in again.json()


def test_repeated_write_gives_the_first_answer_and_changes_nothing(api: Client, place: str) -> None:
    body = {"name": "Program", "scopes": ["read"]}
    first = post(api, f"{place}/api-keys", body, repeat="a1")
    again = post(api, f"{place}/api-keys", body, repeat="a1")
    assert first.status_code == again.status_code == 201
    assert first.json()["secret"] == again.json()["secret"]
    assert again["Idempotency-Replayed"] == "true"
    assert ApiKey.objects.filter(name="Program").count() == 1


def test_kept_answer_hides_its_secret(api: Client, place: str) -> None:
    shown = post(api, f"{place}/api-keys", {"name": "Program", "scopes": ["read"]}, repeat="a1").json()["secret"]
    assert shown.encode() not in bytes(KeptAnswer.objects.get().body)


def test_same_key_with_another_request_is_a_mistake(api: Client, place: str) -> None:
    post(api, f"{place}/api-keys", {"name": "One", "scopes": ["read"]}, repeat="a1")
    other = post(api, f"{place}/api-keys", {"name": "Two", "scopes": ["read"]}, repeat="a1")
    assert (other.status_code, other.json()["code"]) == (422, "repeat_differs")


def test_write_that_failed_can_be_tried_again(api: Client, place: str) -> None:
    assert post(api, f"{place}/api-keys", {"name": "", "scopes": []}, repeat="a1").status_code == 400
    assert post(api, f"{place}/api-keys", {"name": "One", "scopes": ["read"]}, repeat="a1").status_code == 201


def test_repeat_key_of_another_caller_is_another_key(api: Client, place: str, browser_of: Any, alice: User) -> None:
    body = {"name": "Program", "scopes": ["read"]}
    post(api, f"{place}/api-keys", body, repeat="a1")
    assert "Idempotency-Replayed" not in post(browser_of(alice), f"{place}/api-keys", body, repeat="a1").headers


@pytest.mark.parametrize("repeat", ["x" * 201, " ", "a\tb"])
def test_repeat_key_that_cannot_be_used_is_refused(api: Client, place: str, repeat: str) -> None:
    answer = post(api, f"{place}/api-keys", {"name": "One", "scopes": ["read"]}, repeat=repeat)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_make_one_row(secret: str, place: str) -> None:
    answers: list[Any] = []

    def ask() -> None:
        api = Client(headers={"Authorization": f"Bearer {secret}"})
        answers.append(post(api, f"{place}/api-keys", {"name": "Program", "scopes": ["read"]}, repeat="a1"))
        connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["secret"] for answer in answers}) == 1
    assert ApiKey.objects.filter(name="Program").count() == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/members/nobody", None, 405, "method_not_allowed"),
        ("patch", "/members/nobody", {"role": "viewer"}, 404, "not_found"),
        ("post", "/invitations", {"email": "no", "role": "boss"}, 400, "invalid"),
        ("post", "/invitations", {"email": "bob@example.com", "role": "viewer"}, 409, "conflict"),
        ("post", "/invitations", {"email": "ann@example.com", "role": "admin"}, 403, "too_much"),
        ("patch", "", {"settings": {"image_hosts": ["no host"]}}, 422, "invalid_settings"),
        ("put", "/quotas", {"pictures_per_month": 1, "storage_bytes": None}, 403, "forbidden"),
        ("delete", "/signing-keys/1", None, 422, "refused"),
    ],
)
def test_problem_is_told_as_problem_json(
    api: Client, place: str, bob: User, method: str, path: str, body: Any, status: int, code: str
) -> None:
    answer = getattr(api, method)(place + path, body, content_type="application/json")
    assert answer["Content-Type"].startswith("application/problem+json")
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["title"].endswith((".", "”."))


def test_body_that_is_no_json_is_told_so(api: Client, place: str) -> None:
    answer = api.post(f"{place}/invitations", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_role_changes_by_api_and_the_log_names_the_key(api: Client, place: str, bob: User, bobs: Membership) -> None:
    answer = api.patch(f"{place}/members/{bob.key}", {"role": "viewer"}, content_type="application/json")
    assert answer.json()["role"] == "viewer"
    entry = AuditEntry.objects.get(action="member.role_changed")
    assert (entry.actor_kind, entry.actor_name.startswith("Tests")) == ("api_key", True)


def test_log_is_read_and_filtered_by_api(api: Client, place: str, bobs: Membership) -> None:
    told = api.get(f"{place}/audit?kind=member").json()["results"]
    assert [(one["action"], one["words"], one["object_name"]) for one in told] == [
        ("member.joined", "added", "Bob Designer")
    ]


def test_caller_beyond_the_limit_waits_and_nobody_else_does(
    api: Client, browser_of: Any, alice: User, settings: Any
) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    answers = [api.get("/api/v1/me") for _ in range(8)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert (refused[0].json()["code"], 0 < int(refused[0]["Retry-After"]) <= 60) == ("throttled", True)
    assert browser_of(alice).get("/api/v1/me").status_code == 200


def test_counter_that_is_away_stops_nobody(api: Client, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 1
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}}
    assert {api.get("/api/v1/me").status_code for _ in range(3)} == {200}
