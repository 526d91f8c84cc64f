"""The REST API around a design: comments, client links, checklists, test records, files, assets, plans."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from designer.models import Asset, Review, Template
from designer.operations import assets
from tests.designer import hostile
from tests.designer.documents import document, text
from workspaces.actors import Actor
from workspaces.models import AuditEntry, Workspace
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


def test_checklist_holds_exactly_the_lines_that_were_ticked_last(
    doras: APIClient, review: Review, workspace: Workspace
) -> None:
    where = of(workspace, "reviews", review.key, "checklist")
    doras.put(where, {"ticked": [0, 1, 2]}, format="json")
    answer = doras.put(where, {"ticked": [2, 0]}, format="json")

    assert answer.status_code == 200
    told = doras.get(where).json()
    assert told == answer.json()
    assert [(line["line"], line["ticked_by"]) for line in told["lines"]] == [(0, "Dora"), (1, None), (2, "Dora")]
    assert all(line["text"] for line in told["lines"])


def test_ticked_checklist_lets_a_review_be_approved_without_words(
    doras: APIClient, review: Review, workspace: Workspace
) -> None:
    where = of(workspace, "reviews", review.key)
    assert doras.post(where, {"decision": "approve"}, format="json").json()["code"] == "needs_note"

    doras.put(f"{where}/checklist", {"ticked": [0, 1, 2]}, format="json")
    assert doras.post(where, {"decision": "approve"}, format="json").json()["state"] == "approved"
    late = doras.put(f"{where}/checklist", {"ticked": []}, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "not_waiting")


def test_line_that_the_checklist_lacks_is_refused(doras: APIClient, review: Review, workspace: Workspace) -> None:
    answer = doras.put(of(workspace, "reviews", review.key, "checklist"), {"ticked": [0, 3]}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_line")
    assert answer["Content-Type"] == "application/problem+json"
    review.refresh_from_db()
    assert review.checklist == {}


def test_program_reads_a_checklist_and_has_no_eyes_to_tick_it(
    program: APIClient, review: Review, workspace: Workspace
) -> None:
    where = of(workspace, "reviews", review.key, "checklist")

    assert program.get(where).status_code == 200
    assert program.put(where, {"ticked": [0]}, format="json").status_code == 403


@pytest.fixture
def photo(workspace: Workspace, bob: Actor, now: datetime) -> Asset:
    return assets.upload_asset(workspace=workspace, data=hostile.picture(), name="dot.png", by=bob, now=now)


def replaced(client: APIClient, asset: Asset, data: bytes, **headers: str) -> Any:
    file = SimpleUploadedFile("other.png", data)
    where = of(asset.workspace, "assets", asset.key, "file")
    return client.put(where, {"file": file}, format="multipart", **headers)


def test_replaced_file_is_told_with_the_drafts_that_show_it(
    program: APIClient, make_template: Any, photo: Asset
) -> None:
    layer = {"id": "photo", "type": "image", "source": {"kind": "asset", "asset": photo.digest}}
    user, _ = make_template(document=document(layer, text())), make_template("Without it")
    repeats = [replaced(program, photo, hostile.picture(size=(80, 40)), HTTP_IDEMPOTENCY_KEY="r-1") for _ in range(2)]

    told = repeats[0].json()
    assert (repeats[0].status_code, repeats[1].json()) == (200, told)
    assert (told["asset"]["key"], told["asset"]["width"], told["changed"]) == (photo.key, 80, [user.key])
    user.refresh_from_db()
    assert user.draft["layers"][0]["source"]["asset"] == told["asset"]["digest"] != photo.digest


def test_file_that_cannot_take_the_place_is_refused(
    program: APIClient, photo: Asset, bob: Actor, now: datetime
) -> None:
    other = hostile.picture(size=(80, 40))
    assets.upload_asset(workspace=photo.workspace, data=other, name="other.png", by=bob, now=now)

    taken, broken = replaced(program, photo, other), replaced(program, photo, b"no picture")

    assert (taken.status_code, taken.json()["code"]) == (409, "conflict")
    assert (broken.status_code, broken.json()["code"]) == (422, "upload_refused")
    assert replaced(program, photo, b"").json()["code"] == "invalid"
    digest = photo.digest
    photo.refresh_from_db()
    assert photo.digest == digest


def test_archived_asset_is_found_apart_and_comes_back(program: APIClient, photo: Asset, workspace: Workspace) -> None:
    where, all_of_them = of(workspace, "assets", photo.key), of(workspace, "assets")
    taken_out = program.patch(where, {"archived": True}, format="json").json()
    assert program.patch(where, {"archived": True}, format="json").json() == taken_out
    assert program.get(all_of_them).json()["results"] == []
    assert [one["key"] for one in program.get(all_of_them, {"archived": "true"}).json()["results"]] == [photo.key]

    back = program.patch(where, {"archived": False, "alt": "A dot"}, format="json").json()
    assert (back["archived_at"], back["alt"]) == (None, "A dot")
    assert [one["key"] for one in program.get(all_of_them).json()["results"]] == [photo.key]
    assert AuditEntry.objects.filter(action__in=["asset.archived", "asset.restored"]).count() == 2


def test_archived_template_comes_back(program: APIClient, template: Template, workspace: Workspace) -> None:
    where = of(workspace, "templates", template.key)
    assert program.patch(where, {"archived": True}, format="json").json()["archived_at"]

    assert program.patch(where, {"archived": False}, format="json").json()["archived_at"] is None
