"""The REST API around a design: comments, client links, test records, proof links, files, planned publications."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from designer.models import Review, Template
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.operations.keys import create_api_key
from workspaces.roles import EVERYTHING

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(workspace: Workspace, alice: Actor, now: datetime) -> APIClient:
    scopes = ["read", "templates", "publish"]
    _, secret = create_api_key(
        workspace=workspace, name="Program", scopes_asked=scopes, by=alice, held=EVERYTHING, now=now
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def doras(dora: Actor) -> APIClient:
    client = APIClient()
    client.force_login(dora.user)  # type: ignore[arg-type]
    return client


def of(workspace: Workspace, *path: str) -> str:
    return "/".join(("/api/v1/workspaces", workspace.key, *path))


def test_comment_is_made_answered_resolved_and_found(
    doras: APIClient, template: Template, workspace: Workspace
) -> None:
    where = of(workspace, "templates", template.key, "comments")
    made = doras.post(where, {"text": "Bigger", "layer": "headline", "at": [4, 5]}, format="json").json()
    doras.post(where, {"text": "Yes", "parent": made["key"]}, format="json")
    doras.patch(of(workspace, "comments", made["key"]), {"resolved": True}, format="json")

    done = doras.get(where, {"resolved": "true"}).json()["results"]
    assert [(one["text"], one["layer"], one["at"], one["author"]) for one in done] == [
        ("Bigger", "headline", [4, 5], "Dora")
    ]
    [answer] = doras.get(where, {"resolved": "false"}).json()["results"]
    assert answer["parent"] == made["key"]


def test_client_link_is_told_once_opens_and_is_closed(doras: APIClient, review: Review, workspace: Workspace) -> None:
    where = of(workspace, "reviews", review.key, "client-links")
    made = doras.post(where, {"name": "Carla"}, format="json").json()
    path = "/client/" + made["url"].rsplit("/client/", 1)[1]
    assert Client().get(path).status_code == 200
    assert doras.get(where).json()["results"][0]["url"] is None

    assert doras.delete(of(workspace, "client-links", made["key"])).status_code == 204
    assert Client().get(path).status_code == 410


def test_program_keeps_test_records(program: APIClient, template: Template, workspace: Workspace) -> None:
    where = of(workspace, "templates", template.key, "records")
    made = program.post(where, {"label": "VIP", "values": {"first_name": "Zoë"}}, format="json").json()
    program.patch(of(workspace, "records", made["key"]), {"values": {"first_name": "Åsa"}}, format="json")
    assert program.get(where).json()["results"][0]["values"] == {"first_name": "Åsa"}

    assert program.delete(of(workspace, "records", made["key"])).status_code == 204
    assert program.get(where).json()["results"] == []


def test_program_shares_a_proof_and_ends_it(program: APIClient, template: Template, workspace: Workspace) -> None:
    where = of(workspace, "templates", template.key, "proof-links")
    url = program.post(where, {"days": 2}, format="json").json()["url"]
    path = "/proof/" + url.rsplit("/proof/", 1)[1]
    assert Client().get(path).status_code == 200

    assert program.delete(where).status_code == 204
    assert Client().get(path).status_code == 410


def test_template_travels_as_a_file(program: APIClient, template: Template, workspace: Workspace) -> None:
    data = program.get(of(workspace, "templates", template.key, "export")).content
    file = SimpleUploadedFile("invite.zip", data)
    made = program.post(of(workspace, "templates", "import"), {"file": file}, format="multipart")

    assert made.status_code == 201
    assert made.json()["draft"]["layers"] == template.draft["layers"]
    bad = program.post(
        of(workspace, "templates", "import"), {"file": SimpleUploadedFile("x.zip", io.BytesIO(b"no").read())}
    )
    assert (bad.status_code, bad.json()["code"]) == (422, "bad_template_file")


def test_publication_is_planned_moved_and_cancelled(
    program: APIClient, approved: Template, workspace: Workspace
) -> None:
    where = of(workspace, "templates", approved.key, "schedule")
    assert program.get(where).status_code == 404
    for days in (1, 2):
        at = (timezone.now() + timedelta(days=days)).isoformat()
        assert program.put(where, {"version": 1, "at": at}, format="json").status_code == 200
    shown = program.get(where).json()
    assert (shown["version"], shown["state"]) == (1, "waiting")

    assert program.delete(where).status_code == 204
    assert program.delete(where).status_code == 404


def test_review_is_taken_back(program: APIClient, review: Review, workspace: Workspace) -> None:
    answer = program.post(of(workspace, "reviews", review.key, "withdraw"), format="json")

    assert answer.json()["state"] == "withdrawn"


def test_versions_are_compared_in_words_and_pixels(
    program: APIClient, approved: Template, workspace: Workspace
) -> None:
    draft: dict[str, Any] = {**approved.draft, "layers": [{**approved.draft["layers"][0], "text": "Good morning"}]}
    where = of(workspace, "templates", approved.key)
    program.patch(where, {"document": draft, "draft_rev": approved.draft_rev}, format="json")
    shown = program.get(of(workspace, "templates", approved.key, "differences", "1", "draft")).json()

    assert shown["share"] > 0
    assert "Good morning" in str(shown["changed"])
    assert program.get(of(workspace, "templates", approved.key, "differences", "1", "1")).json()["share"] == 0
