"""The REST API: the whole way from a document to a live version, by programs and people."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from designer.models import Review, Template
from tests.designer import hostile
from tests.designer.documents import document, text
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.operations.keys import create_api_key
from workspaces.roles import EVERYTHING

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(workspace: Workspace, alice: Actor, now: datetime) -> APIClient:
    _, secret = create_api_key(
        workspace=workspace,
        name="Program",
        scopes_asked=["read", "templates", "publish"],
        by=alice,
        held=EVERYTHING,
        now=now,
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def of(workspace: Workspace, *path: str) -> str:
    return "/".join(("/api/v1/workspaces", workspace.key, *path))


def made(program: APIClient, workspace: Workspace, **values: Any) -> dict[str, Any]:
    sent = {"name": "By program", "document": document(), **values}
    answer = program.post(of(workspace, "templates"), sent, format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()  # type: ignore[no-any-return]


def test_whole_way_from_document_to_live(program: APIClient, workspace: Workspace, dora: Actor) -> None:
    key = made(program, workspace)["key"]
    review = program.post(of(workspace, "templates", key, "submit"), {"note": "Please"}, format="json").json()
    assert dora.user is not None
    people = APIClient()
    people.force_login(dora.user)
    decided = people.post(
        of(workspace, "reviews", review["key"]), {"decision": "approve", "note": "Fine"}, format="json"
    )
    assert decided.json()["state"] == "approved"

    published = program.post(of(workspace, "templates", key, "publications"), {"version": 1}, format="json")

    assert published.status_code == 201
    assert program.get(of(workspace, "templates", key)).json()["live_version"] == 1


def test_program_has_no_eyes_to_review_with(program: APIClient, review: Review, workspace: Workspace) -> None:
    answer = program.post(of(workspace, "reviews", review.key), {"decision": "approve"}, format="json")

    assert answer.status_code == 403


def test_repeated_write_makes_one_template(program: APIClient, workspace: Workspace) -> None:
    sent = {"name": "Once", "document": document()}
    answers = [
        program.post(of(workspace, "templates"), sent, format="json", HTTP_IDEMPOTENCY_KEY="k-1") for _ in range(2)
    ]

    assert answers[0].json()["key"] == answers[1].json()["key"]
    assert Template.objects.count() == 1


def test_list_is_filtered_and_goes_on_by_cursor(program: APIClient, workspace: Workspace) -> None:
    for number in range(3):
        made(program, workspace, name=f"Sale {number}", folder="Spring")
    made(program, workspace, name="Other")

    first = program.get(of(workspace, "templates"), {"folder": "Spring", "limit": 2}).json()
    second = program.get(first["next"]).json()

    assert [row["name"] for row in first["results"] + second["results"]] == ["Sale 2", "Sale 1", "Sale 0"]


def test_document_with_a_mistake_names_its_place(program: APIClient, workspace: Workspace) -> None:
    sent = {"name": "Bad", "document": document(text(size=9999))}
    answer = program.post(of(workspace, "templates"), sent, format="json")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "layers[0].size" in answer.json()["title"]


def test_draft_changed_by_document_merges(program: APIClient, template: Template, workspace: Workspace) -> None:
    url = of(workspace, "templates", template.key)
    program.patch(url, {"document": document(text(size=30)), "draft_rev": 1}, format="json")
    answer = program.patch(url, {"document": document(text(x=9)), "draft_rev": 1}, format="json")

    [layer] = answer.json()["draft"]["layers"]
    assert (layer["size"], layer["x"]) == (30, 9)
    refused = program.patch(url, {"document": document(text(size=50)), "draft_rev": 1}, format="json")
    assert refused.status_code == 409
    assert refused.json()["conflicts"][0]["prop"] == "size"


def test_checks_are_told(program: APIClient, workspace: Workspace) -> None:
    key = made(program, workspace, document=document(alt=""))["key"]

    assert program.get(of(workspace, "templates", key, "checks")).json()["block"] == 1
    assert program.post(of(workspace, "templates", key, "submit"), {}, format="json").status_code == 422


def test_picture_is_uploaded_described_and_archived(program: APIClient, workspace: Workspace) -> None:
    file = io.BytesIO(hostile.picture())
    file.name = "dot.png"
    asset = program.post(of(workspace, "assets"), {"file": file, "alt": "A dot"}, format="multipart").json()
    changed = program.patch(of(workspace, "assets", asset["key"]), {"focal_x": 0.2}, format="json")

    assert changed.json()["focal"] == [0.2, 0.5]
    assert program.delete(of(workspace, "assets", asset["key"])).status_code == 204
    assert program.get(of(workspace, "assets")).json()["results"] == []


def test_brand_kit_needs_its_scope(program: APIClient, workspace: Workspace) -> None:
    url = of(workspace, "brand-kit")

    assert program.get(url).json()["kit"]["colors"][0]["token"] == "text"
    assert program.put(url, {"content": {}}, format="json").status_code == 403


def test_key_of_another_workspace_finds_nothing(program: APIClient, zenith: Workspace) -> None:
    assert program.get(of(zenith, "templates")).status_code == 404
    assert program.get(of(zenith, "assets")).status_code == 404
