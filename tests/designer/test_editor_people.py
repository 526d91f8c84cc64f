"""The editor's calls about people: an audience's rows, whom to ask for a review, reviewing alone, the file's weight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from audiences.models import Audience
from audiences.operations.recipients import Entry, create_audience, upsert
from designer.models import Review, Template
from tests.designer.calling import Caller
from tests.designer.documents import document, first_name, text
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.preferences import preferences

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_alice(client: Client, alice: Actor, template: Template) -> Caller:
    client.force_login(alice.user)
    return Caller(client, template)


def members(workspace: Workspace, by: Actor, now: datetime) -> Audience:
    audience = create_audience(name="Members", workspace=workspace, by=by, now=now)
    names = ("Amira", "Zoë", "Jonas")
    entries = [Entry(str(at), {"first_name": name, "pin": f"47{at}", "shoe": "42"}) for at, name in enumerate(names)]
    upsert(audience=audience, entries=entries, now=now)
    return audience


def test_rows_hold_only_values_that_the_design_may_show(
    client: Client, alice: Actor, make_template: Callable[..., Template], workspace: Workspace, now: datetime
) -> None:
    secret = {"key": "pin", "label": "PIN", "privacy": "secret"}
    template = make_template(document=document(text(), fields=[first_name(), secret]))
    audience = members(workspace, alice, now)
    client.force_login(alice.user)
    editor = Caller(client, template)

    assert editor.get("audiences").json()["audiences"] == [{"key": audience.key, "name": "Members", "size": 3}]
    found = editor.get(f"audiences/{audience.key}?q=ZOË").json()
    assert [row["values"] for row in found["rows"]] == [{"first_name": "Zoë"}]
    assert len(editor.get(f"audiences/{audience.key}").json()["rows"]) == 3
    assert editor.get(f"audiences/{audience.key}?q=470").json()["rows"] == [], "secrets are not searched either"


def test_designers_are_not_shown_people(as_bob: Caller, alice: Actor, workspace: Workspace, now: datetime) -> None:
    audience = members(workspace, alice, now)
    assert as_bob.get("audiences").status_code == 403
    assert as_bob.get(f"audiences/{audience.key}").status_code == 403


def test_audience_of_another_client_is_not_there(
    as_alice: Caller, alice: Actor, zenith: Workspace, now: datetime
) -> None:
    audience = members(zenith, alice, now)
    assert as_alice.get("audiences").json()["audiences"] == []
    assert as_alice.get(f"audiences/{audience.key}").status_code == 404


def test_boot_names_who_may_be_asked_but_never_oneself(as_alice: Caller, dora: Actor) -> None:
    assert dora.user is not None
    known = {"key": dora.user.key, "name": str(dora.user)}
    assert known in as_alice.get("draft").json()["reviewers"]
    assert "Alice Adler" not in [one["name"] for one in as_alice.get("draft").json()["reviewers"]]


def test_whoever_looks_after_the_settings_may_review_alone(as_alice: Caller, template: Template) -> None:
    answer = as_alice.post("submit", {"note": "", "allow_own_work": True})
    assert answer.status_code == 201
    assert answer.json()["url"].endswith(f"/reviews/{answer.json()['review']}/")
    assert preferences(Workspace.objects.get(pk=template.workspace_id)).own_work_allowed
    assert Review.objects.get().own_work_allowed


def test_designer_may_not_let_people_approve_their_own_work(as_bob: Caller, template: Template) -> None:
    assert as_bob.post("submit", {"note": "", "allow_own_work": True}).status_code == 403
    assert not Review.objects.exists()
    assert not preferences(Workspace.objects.get(pk=template.workspace_id)).own_work_allowed


def test_refused_submission_leaves_the_settings_as_they_were(as_alice: Caller, template: Template) -> None:
    template.draft = {**template.draft, "alt": ""}
    template.save(update_fields=["draft"])
    assert as_alice.post("submit", {"note": "", "allow_own_work": True}).status_code == 422
    assert not preferences(Workspace.objects.get(pk=template.workspace_id)).own_work_allowed


def test_weight_is_that_of_the_file_recipients_load(as_bob: Caller, template: Template) -> None:
    body = {"size": "base", "record": {"id": "complete"}}
    light, heavy = ({**template.draft, "output": {"format": "jpeg", "quality": quality}} for quality in (20, 95))
    weights = [as_bob.post("weigh", {**body, "doc": doc}).json() for doc in (light, heavy)]
    assert weights[0]["bytes"] < weights[1]["bytes"]
    assert (weights[0]["width"], weights[0]["height"]) == (1200, 600), "at the density of the template"


def test_last_answer_of_the_checks_tells_of_the_whole_design(as_bob: Caller, template: Template) -> None:
    template.draft = {**template.draft, "alt": ""}
    template.save(update_fields=["draft"])
    job = as_bob.post("qa", {"sizes": ["base"], "records": ["complete"], "base": "none"}).json()["job"]
    answer = as_bob.get(f"qa/{job}").json()
    while answer["done"] < answer["total"]:
        assert "whole" not in answer
        answer = as_bob.get(f"qa/{job}").json()
    assert answer["whole"][0]["code"] == "alt_missing"
